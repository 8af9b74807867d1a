import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { LONGEST_TEXT_BYTES, textBytes } from '../../../domain/messages/message-text';
import css from './text-with-bytes.module.css';

/**
 * A text field for a message, with the length as WeChat counts it. `limit` in bytes; by default that of a text
 * message.
 */
export function TextWithBytes(props: {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (text: string) => void;
  readonly limit?: number;
}) {
  const { t } = useTranslation();
  const { value = '', limit = LONGEST_TEXT_BYTES } = props;
  const used = textBytes(value);
  return (
    <>
      <Input.TextArea
        {...(props.id === undefined ? {} : { id: props.id })}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={value}
        onChange={(event) => props.onChange?.(event.target.value)}
      />
      <p className={css.count} data-too-long={used > limit}>
        {t('conversation.bytes', { used, limit })}
      </p>
    </>
  );
}
