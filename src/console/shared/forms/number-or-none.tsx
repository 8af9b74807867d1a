import { Checkbox, InputNumber } from 'antd';
import css from './or-none.module.css';

/** A whole number, or none (null), in the words of `none`. */
export function NumberOrNone(props: {
  readonly id?: string;
  readonly value?: number | null;
  readonly onChange?: (number: number | null) => void;
  readonly none: string;
  readonly whenSwitchedOn: number;
  /** What is counted, behind the number. */
  readonly unit?: string;
}) {
  const { value = null, onChange, unit } = props;
  const isNone = value === null;
  return (
    <div className={css.pair}>
      {!isNone && (
        <span>
          <InputNumber
            {...(props.id === undefined ? {} : { id: props.id })}
            precision={0}
            min={0}
            style={{ width: 110 }}
            value={value}
            // An empty field does not mean "none": the checkbox does.
            onChange={(number) => onChange?.(number ?? 0)}
          />{' '}
          {unit !== undefined && <span className={css.unit}>{unit}</span>}
        </span>
      )}
      <Checkbox
        {...(isNone && props.id !== undefined ? { id: props.id } : {})}
        checked={isNone}
        onChange={(event) => onChange?.(event.target.checked ? null : props.whenSwitchedOn)}
      >
        {props.none}
      </Checkbox>
    </div>
  );
}
