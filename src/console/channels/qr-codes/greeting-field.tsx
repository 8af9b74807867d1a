import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { atMostBytes } from '../../shared/forms/rules';
import { TextWithBytes } from '../../shared/forms/text-with-bytes';

/** The form field for a QR code's own greeting. */
export function GreetingField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="greeting"
      label={t('qrCodes.greeting')}
      extra={t('qrCodes.greetingHint')}
      rules={[atMostBytes(t('conversation.tooLong'))]}
    >
      <TextWithBytes />
    </Form.Item>
  );
}

/** The greeting of a form as the API expects it; null if it is empty. */
export function greetingOf({ greeting = '' }: { readonly greeting?: string | undefined }): string | null {
  return greeting === '' ? null : greeting;
}
