import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_TAG, MOST_TAGS } from '../../../domain/contact';
import { BY_LABEL } from '../forms/find-option';
import { passTabOn } from '../forms/pass-tab-on';

/** A field for tags: those in use (`known`) are suggested, others can be typed. Takes its value from a form field, too. */
export function TagSelect(props: {
  readonly id?: string;
  readonly label?: string;
  readonly value?: readonly string[];
  readonly onChange?: (tags: readonly string[]) => void;
  readonly known: readonly string[];
  readonly className?: string | undefined;
  readonly autoFocus?: boolean;
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { id, label, value = [], onChange, known, className = '', autoFocus = false } = props;
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      autoFocus={autoFocus}
      open={isOpen}
      onOpenChange={setOpen}
      // The list would stay over what comes next: a button, in a dialog.
      onSelect={() => setOpen(false)}
      mode="tags"
      className={className}
      onInputKeyDown={passTabOn}
      placeholder={t('contact.tagsPlaceholder')}
      maxCount={MOST_TAGS}
      showSearch={BY_LABEL}
      tokenSeparators={[',', '，', '、']}
      options={known.map((tag) => ({ value: tag, label: tag }))}
      value={value}
      onChange={(words: readonly string[]) =>
        onChange?.(words.map((word) => word.trim().slice(0, LONGEST_TAG)).filter((word) => word !== ''))
      }
    />
  );
}
