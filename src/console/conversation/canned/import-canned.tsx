import { useTranslation } from 'react-i18next';
import type { BrandBody } from '../../../contracts/people/brand';
import { ImportDialog } from '../../shared/import/import-dialog';

/** Imports canned replies that a brand shares; loaded only when it is opened. */
export function ImportCanned(props: { readonly brands: readonly BrandBody[]; readonly close: () => void }) {
  const { t } = useTranslation();
  return (
    <ImportDialog
      what="canned-replies"
      place={{
        name: 'brandId',
        label: t('imports.brand'),
        options: props.brands.map(({ id, name }) => ({ value: id, label: name })),
      }}
      changes={[['canned-replies']]}
      close={props.close}
    />
  );
}
