import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BrandBody } from '../../contracts/people/brand';
import { api } from '../shared/api/client';
import { FormDialog } from '../shared/forms/form-dialog';
import { notify } from '../shared/notify';
import { useSetupMutation } from '../shared/setup/requests';

type Fields = { readonly name: string };

/** Adds a brand, or gives one another name. */
export function BrandDialog({
  brand,
  close,
}: {
  readonly brand: BrandBody | null;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const save = useSetupMutation((body: Fields) =>
    brand === null
      ? api('post', '/api/v1/brands', { body })
      : api('patch', '/api/v1/brands/{id}', { params: { id: brand.id }, body }),
  );
  const submit = (fields: Fields): void =>
    save.mutate(fields, {
      onSuccess() {
        notify({ kind: 'success', title: t('forms.saved') });
        close();
      },
    });
  return (
    <FormDialog<Fields>
      title={brand === null ? t('brands.add') : t('brands.rename')}
      form={form}
      initialValues={{ name: brand?.name ?? '' }}
      okText={t('forms.save')}
      isPending={save.isPending}
      error={save.error}
      submit={submit}
      close={close}
    >
      <Form.Item
        name="name"
        label={t('forms.name')}
        rules={[{ required: true, whitespace: true, message: t('fieldProblems.name') }]}
      >
        <Input autoFocus maxLength={100} />
      </Form.Item>
    </FormDialog>
  );
}
