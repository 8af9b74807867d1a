import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { SHORTEST_PASSWORD } from '../../domain/password-rules';
import { usePasswordRules } from '../shared/forms/use-password-rules';

/**
 * Fields for a new password, typed twice and checked while typing. `own`: words of the account that it must not be.
 */
export function NewPasswordFields({ own = [] }: { readonly own?: readonly string[] }) {
  const { t } = useTranslation();
  const rules = usePasswordRules(own);
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
