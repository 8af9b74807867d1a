import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { LONGEST_TEXT_BYTES, textBytes } from '../../../domain/messages/message-text';
import { TextWithBytes } from '../../shared/forms/text-with-bytes';

/** The field of a code's own greeting. */
export function GreetingItem() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="greeting"
      label={t('qrCodes.greeting')}
      extra={t('qrCodes.greetingHint')}
      rules={[
        {
          validator: (_, text: string | undefined) =>
            textBytes(text ?? '') <= LONGEST_TEXT_BYTES
              ? Promise.resolve()
              : Promise.reject(new Error(t('conversation.tooLong'))),
        },
      ]}
    >
      <TextWithBytes />
    </Form.Item>
  );
}
