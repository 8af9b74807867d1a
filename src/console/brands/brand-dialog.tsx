import { useTranslation } from 'react-i18next';
import type { BrandBody } from '../../contracts/people/brand';
import { api } from '../shared/api/client';
import { NameField } from '../shared/forms/name-field';
import { SaveDialog } from '../shared/forms/save-dialog';
import { useSetupMutation } from '../shared/setup/requests';

type Fields = { readonly name: string };

/** Adds a brand (`brand` is null) or renames one. */
export function BrandDialog({
  brand,
  close,
}: {
  readonly brand: BrandBody | null;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const save = useSetupMutation((body: Fields) =>
    brand === null
      ? api('post', '/api/v1/brands', { body })
      : api('patch', '/api/v1/brands/{id}', { params: { id: brand.id }, body }),
  );
  return (
    <SaveDialog
      title={brand === null ? t('brands.add') : t('brands.rename')}
      initialValues={{ name: brand?.name ?? '' }}
      okText={t('forms.save')}
      mutation={save}
      notice={t('forms.saved')}
      close={close}
    >
      <NameField autoFocus />
    </SaveDialog>
  );
}
