import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OperatorBody } from '../../contracts/people/operator';
import { api } from '../shared/api/client';
import { SaveDialog } from '../shared/forms/save-dialog';
import { useNewPasswordRules } from '../shared/forms/use-new-password-rules';
import { useSetupMutation } from '../shared/setup/requests';

type Fields = { readonly password: string };

/** Sets a password that the operator must replace at the next sign-in. */
export function PasswordDialog({
  operator,
  close,
}: {
  readonly operator: OperatorBody;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const { id, name, email } = operator;
  const rules = useNewPasswordRules([email, name]);
  const save = useSetupMutation((body: Fields) =>
    api('patch', '/api/v1/operators/{id}', { params: { id }, body }),
  );
  return (
    <SaveDialog
      title={t('operators.passwordTitle', { name })}
      okText={t('operators.setPassword')}
      mutation={save}
      notice={t('operators.passwordSet', { name })}
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
    </SaveDialog>
  );
}
