import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { DurationInput } from '../shared/forms/duration-input';
import css from './channel-page.module.css';

/** A duration, or never (null). */
export function LimitOrNever(props: {
  readonly id?: string;
  readonly value?: number | null;
  readonly onChange?: (seconds: number | null) => void;
  readonly label: string;
  readonly whenSwitchedOn: number | null;
}) {
  const { t } = useTranslation();
  const { value = null, onChange, label } = props;
  const isNever = value === null;
  return (
    <div className={css.pair}>
      {!isNever && (
        <DurationInput
          {...(props.id === undefined ? {} : { id: props.id })}
          label={label}
          units={['minutes', 'hours', 'days']}
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
        {t('channels.closeNever')}
      </Checkbox>
    </div>
  );
}
