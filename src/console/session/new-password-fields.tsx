import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { SHORTEST_PASSWORD } from '../../domain/password-length';
import { useNewPasswordRules } from '../shared/forms/use-new-password-rules';

/** `newPassword`, typed twice, judged when the field is left. `own`: words that are known of the account. */
export function NewPasswordFields({ own = [] }: { readonly own?: readonly string[] }) {
  const { t } = useTranslation();
  const rules = useNewPasswordRules(own);
  return (
    <>
      <Form.Item
        name="newPassword"
        label={t('session.newPassword')}
        extra={t('session.rules', { shortest: SHORTEST_PASSWORD })}
        validateTrigger="onBlur"
        rules={rules}
      >
        <Input.Password size="large" autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={t('session.repeatPassword')}
        dependencies={['newPassword']}
        validateTrigger="onBlur"
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value: unknown) =>
              value === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error(t('session.notTheSame'))),
          }),
        ]}
      >
        <Input.Password size="large" autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
