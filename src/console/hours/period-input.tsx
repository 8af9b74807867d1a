import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Period } from '../../domain/hours/opening-hours';
import css from './hours.module.css';
import { endsNextDay, toTimeText } from './time-text';

/** From when until when, as two texts: `9` becomes `09:00` when the field is left. */
export function PeriodInput(props: {
  readonly id?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean | 'true' | 'false';
  readonly value?: Period;
  readonly onChange?: (period: Period) => void;
  /** Whose period it is, for screen readers: “Monday, period 2”. */
  readonly label: string;
  readonly autoFocus: boolean;
}) {
  const { t } = useTranslation();
  const { id, value = ['', ''], onChange, label } = props;
  const [start, end] = value;
  const described = {
    'aria-describedby': props['aria-describedby'],
    'aria-invalid': props['aria-invalid'],
  };
  const field = {
    className: css.time ?? '',
    inputMode: 'numeric',
    autoComplete: 'off',
    maxLength: 8,
  } as const;
  return (
    <span className={css.period}>
      <Input
        {...field}
        {...described}
        {...(id === undefined ? {} : { id })}
        autoFocus={props.autoFocus}
        aria-label={t('hours.startOf', { what: label })}
        placeholder="09:00"
        value={start}
        onChange={({ target }) => onChange?.([target.value, end])}
        onBlur={() => toTimeText(start) !== start && onChange?.([toTimeText(start), end])}
      />
      <span aria-hidden>–</span>
      <Input
        {...field}
        {...described}
        aria-label={t('hours.endOf', { what: label })}
        placeholder="18:00"
        value={end}
        onChange={({ target }) => onChange?.([start, target.value])}
        onBlur={() => toTimeText(end) !== end && onChange?.([start, toTimeText(end)])}
      />
      {endsNextDay(value) && <span className={css.quiet}>{t('hours.nextDay')}</span>}
    </span>
  );
}
