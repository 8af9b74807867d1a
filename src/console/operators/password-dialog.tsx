import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OperatorBody } from '../../contracts/people/operator';
import { isCommonPassword, SHORTEST_PASSWORD } from '../../domain/password-rules';
import { api } from '../shared/api/client';
import { FormDialog } from '../shared/forms/form-dialog';
import { notify } from '../shared/notify';
import { useSetupMutation } from '../shared/setup/requests';

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
        rules={[
          {
            required: true,
            min: SHORTEST_PASSWORD,
            message: t('session.tooShort', { shortest: SHORTEST_PASSWORD }),
          },
          {
            validator: (_, value: string | undefined) =>
              (value ?? '').length >= SHORTEST_PASSWORD && isCommonPassword(value ?? '', [email, name])
                ? Promise.reject(new Error(t('session.tooCommon')))
                : Promise.resolve(),
          },
        ]}
      >
        <Input.Password autoFocus autoComplete="new-password" />
      </Form.Item>
    </FormDialog>
  );
}
