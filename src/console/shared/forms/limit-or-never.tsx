import { Checkbox } from 'antd';
import type { Unit } from '../time/duration-words';
import { DurationInput } from './duration-input';
import css from './or-none.module.css';

/** A duration in seconds, or never (null), in the words of `never`. */
export function LimitOrNever(props: {
  readonly id?: string;
  readonly value?: number | null;
  readonly onChange?: (seconds: number | null) => void;
  readonly label: string;
  readonly never: string;
  readonly whenSwitchedOn: number | null;
  readonly units?: readonly Unit[];
}) {
  const { value = null, onChange, label, units = ['minutes', 'hours', 'days'] } = props;
  const isNever = value === null;
  return (
    <div className={css.pair}>
      {!isNever && (
        <DurationInput
          {...(props.id === undefined ? {} : { id: props.id })}
          label={label}
          units={units}
          value={value}
          // An empty field does not mean "never": the checkbox does.
          onChange={(seconds) => onChange?.(seconds ?? 0)}
        />
      )}
      <Checkbox
        {...(isNever && props.id !== undefined ? { id: props.id } : {})}
        checked={isNever}
        onChange={(event) => onChange?.(event.target.checked ? null : props.whenSwitchedOn)}
      >
        {props.never}
      </Checkbox>
    </div>
  );
}
