import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OperatorBody } from '../../contracts/people/operator';
import { useSetupMutation } from '../setup/requests';
import { api } from '../shared/api/client';
import { FormDialog } from '../shared/forms/form-dialog';
import { useNewPasswordRules } from '../shared/forms/use-new-password-rules';
import { notify } from '../shared/notify';

type Fields = { readonly password: string };

/** Gives an operator a password that they have to replace at the next sign-in. */
export function PasswordDialog({
  operator,
  close,
}: {
  readonly operator: OperatorBody;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const { id, name, email } = operator;
  const rules = useNewPasswordRules([email, name]);
  const save = useSetupMutation((body: Fields) =>
    api('patch', '/api/v1/operators/{id}', { params: { id }, body }),
  );
  const submit = (fields: Fields): void =>
    save.mutate(fields, {
      onSuccess() {
        notify({ kind: 'success', title: t('operators.passwordSet', { name }) });
        close();
      },
    });
  return (
    <FormDialog<Fields>
      title={t('operators.passwordTitle', { name })}
      form={form}
      okText={t('operators.setPassword')}
      isPending={save.isPending}
      error={save.error}
      submit={submit}
      close={close}
    >
      <Form.Item
        name="password"
        label={t('session.newPassword')}
        extra={t('operators.passwordHint')}
        validateTrigger="onBlur"
        rules={rules}
      >
        <Input.Password autoFocus autoComplete="new-password" />
      </Form.Item>
    </FormDialog>
  );
}
