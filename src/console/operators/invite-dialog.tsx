import { Form, type FormInstance } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../shared/api/client';
import { SaveDialog } from '../shared/forms/save-dialog';
import { useBrands, useSetupMutation } from '../shared/setup/requests';
import { OperatorFieldItems, type OperatorFields } from './operator-fields';

/** Invites an operator. The page that opened this shows the link. If there is only one brand, it is preselected. */
export function InviteDialog(props: {
  readonly onMade: (name: string, invitationUrl: string | undefined) => void;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<OperatorFields>();
  usePreselectedBrand(form);
  const invite = useSetupMutation((body: OperatorFields) => api('post', '/api/v1/operators', { body }));
  return (
    <SaveDialog
      form={form}
      title={t('operators.invite')}
      initialValues={{ role: 'operator', brandIds: [] }}
      okText={t('operators.makeLink')}
      mutation={invite}
      onSaved={({ name, invitationUrl }) => props.onMade(name, invitationUrl)}
      close={props.close}
    >
      <OperatorFieldItems />
    </SaveDialog>
  );
}

/** Without a brand, an operator sees no conversations. */
function usePreselectedBrand(form: FormInstance<OperatorFields>): void {
  const brands = useBrands().data ?? [];
  const onlyBrandId = brands.length === 1 ? brands[0]?.id : undefined;
  useEffect(() => {
    if (onlyBrandId !== undefined && !form.isFieldTouched('brandIds'))
      form.setFieldValue('brandIds', [onlyBrandId]);
  }, [form, onlyBrandId]);
}
