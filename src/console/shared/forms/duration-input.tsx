import { InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { secondsOf, UNITS, type Unit, unitOf } from '../time/duration-words';

/** A duration in seconds, as a number and a unit. Takes `id`, `value` and `onChange` from its form field. */
export function DurationInput(props: {
  readonly id?: string;
  readonly value?: number | null;
  readonly onChange?: (seconds: number | null) => void;
  readonly label: string;
  readonly units?: readonly Unit[];
}) {
  const { t } = useTranslation();
  const { value = null, units = ['seconds', 'minutes', 'hours', 'days'] } = props;
  const [unit, setUnit] = useState<Unit>(() => {
    const best = unitOf(value ?? 0);
    return units.includes(best) ? best : (units[0] ?? 'seconds');
  });
  const options = UNITS.filter(({ name }) => units.includes(name)).map(({ name }) => ({
    value: name,
    label: t(`forms.unit_${name}`),
  }));
  return (
    <Space.Compact>
      <InputNumber
        {...(props.id === undefined ? {} : { id: props.id })}
        min={0}
        precision={0}
        style={{ width: 110 }}
        value={value === null ? null : value / secondsOf(unit)}
        onChange={(number) => props.onChange?.(number === null ? null : Math.round(number * secondsOf(unit)))}
      />
      <Select<Unit>
        style={{ width: 120 }}
        aria-label={t('forms.unitOf', { what: props.label })}
        value={unit}
        options={options}
        onChange={(next) => {
          // The typed number stays; its meaning changes.
          if (value !== null) props.onChange?.(Math.round((value / secondsOf(unit)) * secondsOf(next)));
          setUnit(next);
        }}
      />
    </Space.Compact>
  );
}
