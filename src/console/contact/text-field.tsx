import { Button, Input } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './contact-panel.module.css';

type Props = {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly maxLength: number;
  readonly isSaving: boolean;
  readonly save: (value: string) => void;
  readonly children?: ReactNode;
};

/** A text field that saves with Enter or the button; Escape restores the old text. */
export function TextField({ label, value, placeholder, maxLength, isSaving, save, children }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const id = useId();
  useEffect(() => setText(value), [value]);
  const isChanged = text.trim() !== value;
  return (
    <form
      className={css.field}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) save(text.trim());
      }}
    >
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <div className={css.edit}>
        <Input
          id={id}
          value={text}
          placeholder={placeholder}
          maxLength={maxLength}
          autoComplete="off"
          onChange={({ target }) => setText(target.value)}
          onKeyDown={({ key }) => {
            if (key === 'Escape') setText(value);
          }}
        />
        {(isChanged || isSaving) && (
          <Button type="primary" htmlType="submit" loading={isSaving}>
            {t('contact.save')}
          </Button>
        )}
      </div>
      {children}
    </form>
  );
}
