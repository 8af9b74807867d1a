import { Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import css from './hours.module.css';
import { isFoundBy, type ZoneOption, zoneOptions } from './time-zones';
import { useCity } from './use-city';

/** A time zone, found by its city, what people call it, or its offset, such as `+8`. */
export function ZoneSelect(props: {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (timeZone: string) => void;
}) {
  const { i18n } = useTranslation();
  const { value = 'UTC' } = props;
  const cityOf = useCity();
  // Offsets are those of the day on which the page was opened.
  const options = useMemo(
    () => zoneOptions(value, Date.now(), i18n.language, cityOf),
    [value, i18n.language, cityOf],
  );
  return (
    <Select<string, ZoneOption>
      {...(props.id === undefined ? {} : { id: props.id })}
      className={css.zone ?? ''}
      showSearch={{
        filterOption: (typed, option) => option !== undefined && isFoundBy(typed, option),
      }}
      value={value}
      {...(props.onChange === undefined ? {} : { onChange: props.onChange })}
      options={[...options]}
      optionRender={({ data }) => (
        <>
          {data.label} <span className={css.quiet}>{data.name}</span>
        </>
      )}
    />
  );
}
