import { CopyOutlined } from '@ant-design/icons';
import { Button, Dropdown, Form } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { WEEKDAYS, type Weekday } from '../../domain/hours/opening-hours';
import css from './hours.module.css';
import type { HoursValues } from './hours-values';
import { Periods } from './periods';

const TO_DAYS = {
  workdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  all: WEEKDAYS,
} as const satisfies Readonly<Record<string, readonly Weekday[]>>;
type To = keyof typeof TO_DAYS;

/** The periods of each day of the week. Those of one day can be copied to others. */
export function Week() {
  return (
    <div className={css.week}>
      {WEEKDAYS.map((day) => (
        <Day key={day} day={day} />
      ))}
    </div>
  );
}

function Day({ day }: { readonly day: Weekday }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const id = useId();
  const name = t(`hours.day_${day}`);
  const copy = (to: To): void => {
    const periods = form.getFieldValue(['weekly', day]) as HoursValues['weekly'][Weekday];
    for (const other of TO_DAYS[to]) if (other !== day) form.setFieldValue(['weekly', other], [...periods]);
  };
  return (
    <div className={css.day} role="group" aria-labelledby={id}>
      <span id={id} className={css.dayName}>
        {name}
      </span>
      <Periods name={['weekly', day]} path={['weekly', day]} day={name} none={t('hours.closed')}>
        <Dropdown
          trigger={['click']}
          menu={{
            items: (Object.keys(TO_DAYS) as To[]).map((key) => ({ key, label: t(`hours.copyTo_${key}`) })),
            onClick: ({ key }) => copy(key === 'all' ? 'all' : 'workdays'),
          }}
        >
          <Button
            size="small"
            type="text"
            icon={<CopyOutlined aria-hidden />}
            aria-label={t('hours.copy', { day: name })}
          />
        </Dropdown>
      </Periods>
    </div>
  );
}
