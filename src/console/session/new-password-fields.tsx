import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { isCommonPassword, SHORTEST_PASSWORD } from '../../domain/password-rules';

/** `newPassword`, typed twice, judged by the domain's rules as it is written. `own`: words that are known of the account. */
export function NewPasswordFields({ own = [] }: { readonly own?: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="newPassword"
        label={t('session.newPassword')}
        extra={t('session.rules', { shortest: SHORTEST_PASSWORD })}
        validateTrigger="onBlur"
        rules={[
          {
            required: true,
            min: SHORTEST_PASSWORD,
            message: t('session.tooShort', { shortest: SHORTEST_PASSWORD }),
          },
          {
            validator: (_, value: string | undefined) =>
              (value ?? '').length >= SHORTEST_PASSWORD && isCommonPassword(value ?? '', own)
                ? Promise.reject(new Error(t('session.tooCommon')))
                : Promise.resolve(),
          },
        ]}
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
