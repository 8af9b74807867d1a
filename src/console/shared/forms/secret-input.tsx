import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../ui/copy-button';
import css from './secret-input.module.css';

/**
 * A field for a secret, to paste or to generate and copy. A stored secret is never shown; where it may be missing
 * (`isOptional`) it can be removed: the value is null then.
 */
export function SecretInput(props: {
  readonly id?: string;
  readonly value?: string | null;
  readonly onChange?: (value: string | null) => void;
  readonly label: string;
  readonly isStored: boolean;
  readonly isOptional?: boolean;
  readonly generate?: () => void;
}) {
  const { t } = useTranslation();
  const { label, generate, isStored, isOptional = false } = props;
  const isRemoved = isStored && props.value === null;
  const value = props.value ?? '';
  const stored = isStored ? t(isRemoved ? 'forms.secretRemoved' : 'wizard.secretStored') : '';
  return (
    <div className={css.secret}>
      <Input
        {...(props.id === undefined ? {} : { id: props.id })}
        className={css.input ?? ''}
        // This is not a personal password: browsers must not offer to save it.
        autoComplete="off"
        spellCheck={false}
        value={value}
        placeholder={stored}
        onChange={(event) => props.onChange?.(event.target.value)}
      />
      {generate !== undefined && (
        <Button onClick={generate}>
          {t('wizard.generate')} <span className="visually-hidden">{label}</span>
        </Button>
      )}
      {isStored && isOptional && (
        <Button onClick={() => props.onChange?.(isRemoved ? '' : null)}>
          {t(isRemoved ? 'forms.keepSecret' : 'forms.removeSecret')}{' '}
          <span className="visually-hidden">{label}</span>
        </Button>
      )}
      {generate !== undefined && value !== '' && <CopyButton text={value} label={label} />}
    </div>
  );
}
