import { CopyButton } from './copy-button';
import css from './copy-field.module.css';

/** A value to copy. `shown` is displayed instead of a value that should not be readable on the screen. */
export function CopyField(props: {
  readonly label: string;
  readonly value: string;
  readonly shown?: string;
}) {
  return (
    <div className={css.field}>
      <code className={css.value}>{props.shown ?? props.value}</code>
      <CopyButton text={props.value} label={props.label} />
    </div>
  );
}
