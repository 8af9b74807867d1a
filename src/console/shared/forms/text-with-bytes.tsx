import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { LONGEST_TEXT_BYTES, textBytes } from '../../../domain/message-text';
import css from './text-with-bytes.module.css';

/** A message text with its length as WeChat counts it. */
export function TextWithBytes(props: {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (text: string) => void;
}) {
  const { t } = useTranslation();
  const { value = '' } = props;
  const used = textBytes(value);
  return (
    <>
      <Input.TextArea
        {...(props.id === undefined ? {} : { id: props.id })}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={value}
        onChange={(event) => props.onChange?.(event.target.value)}
      />
      <p className={css.count} data-too-long={used > LONGEST_TEXT_BYTES}>
        {t('conversation.bytes', { used, limit: LONGEST_TEXT_BYTES })}
      </p>
    </>
  );
}
