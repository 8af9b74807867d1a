import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../ui/copy-button';
import css from './secret-input.module.css';

/** A field for a secret, to paste or to generate and copy. A stored secret is never shown. */
export function SecretInput(props: {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly label: string;
  readonly isStored: boolean;
  readonly generate?: () => void;
}) {
  const { t } = useTranslation();
  const { value = '', label, generate } = props;
  return (
    <div className={css.secret}>
      <Input
        {...(props.id === undefined ? {} : { id: props.id })}
        className={css.input ?? ''}
        // This is not a personal password: browsers must not offer to save it.
        autoComplete="off"
        spellCheck={false}
        value={value}
        placeholder={props.isStored ? t('wizard.secretStored') : ''}
        onChange={(event) => props.onChange?.(event.target.value)}
      />
      {generate !== undefined && (
        <Button onClick={generate}>
          {t('wizard.generate')} <span className="visually-hidden">{label}</span>
        </Button>
      )}
      {generate !== undefined && value !== '' && <CopyButton text={value} label={label} />}
    </div>
  );
}
