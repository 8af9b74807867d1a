import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** The field `currentPassword`, which has the focus first. */
export function CurrentPasswordItem({
  hint,
  isLarge = false,
}: {
  readonly hint?: string;
  readonly isLarge?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="currentPassword"
      label={t('session.currentPassword')}
      {...(hint === undefined ? {} : { extra: hint })}
      rules={[{ required: true, message: t('session.passwordMissing') }]}
    >
      <Input.Password
        autoComplete="current-password"
        autoFocus
        {...(isLarge ? { size: 'large' as const } : {})}
      />
    </Form.Item>
  );
}
