import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** The field `code`: six digits of an authenticator app or, if `hint` says so, a recovery code. */
export function CodeItem({ hint, isLarge = false }: { readonly hint?: string; readonly isLarge?: boolean }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="code"
      label={t('signIn.code')}
      {...(hint === undefined ? {} : { extra: hint })}
      rules={[{ required: true, message: t('signIn.codeMissing') }]}
    >
      <Input
        autoFocus
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={64}
        {...(isLarge ? { size: 'large' as const } : {})}
      />
    </Form.Item>
  );
}
