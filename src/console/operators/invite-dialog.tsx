import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../shared/api/client';
import { FormDialog } from '../shared/forms/form-dialog';
import { useSetupMutation } from '../shared/setup/requests';
import { OperatorFieldItems, type OperatorFields } from './operator-fields';

/** Invites somebody; the link is shown by who opened this. */
export function InviteDialog(props: {
  readonly showLink: (url: string) => void;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<OperatorFields>();
  const invite = useSetupMutation((body: OperatorFields) => api('post', '/api/v1/operators', { body }));
  return (
    <FormDialog<OperatorFields>
      title={t('operators.invite')}
      form={form}
      initialValues={{ role: 'operator', brandIds: [] }}
      okText={t('operators.makeLink')}
      isPending={invite.isPending}
      error={invite.error}
      submit={(fields) =>
        invite.mutate(fields, {
          onSuccess: ({ invitationUrl }) =>
            invitationUrl === undefined ? props.close() : props.showLink(invitationUrl),
        })
      }
      close={props.close}
    >
      <OperatorFieldItems />
    </FormDialog>
  );
}
