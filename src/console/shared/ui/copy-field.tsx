import { CopyButton } from './copy-button';
import css from './copy-field.module.css';

/** A value that is to be taken elsewhere. `shown` stands in its place where it should not be read over a shoulder. */
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
