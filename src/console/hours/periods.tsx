import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_PERIODS, type Period } from '../../domain/hours/opening-hours';
import css from './hours.module.css';
import { PeriodInput } from './period-input';
import { usePeriodRule } from './use-hours-rules';

type Path = readonly (string | number)[];

/** The periods that begin on one day, and buttons to add and remove them. */
export function Periods(props: {
  /** Where they are in the form, seen from the list around them, if there is one. */
  readonly name: Path;
  /** Where they are in the form. */
  readonly path: Path;
  /** The day, for screen readers. */
  readonly day: string;
  /** Said where there are none. */
  readonly none: string;
  /** Further buttons. */
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { day, path } = props;
  const rule = usePeriodRule();
  const adder = useRef<HTMLButtonElement>(null);
  /** The number of a period that was just added: typing goes on there. */
  const [added, setAdded] = useState<number | null>(null);
  return (
    <Form.List name={[...props.name]}>
      {(fields, { add, remove }) => (
        <div className={css.periods}>
          {fields.length === 0 && <span className={css.closed}>{props.none}</span>}
          {fields.map(({ key, name }) => {
            const label = t('hours.periodOf', { day, number: name + 1 });
            return (
              <div key={key} className={css.line}>
                <Form.Item
                  className={css.field ?? ''}
                  name={name}
                  validateTrigger={[]}
                  rules={[rule([...path, name])]}
                >
                  <PeriodInput label={label} autoFocus={added === name} />
                </Form.Item>
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t('hours.removePeriod', { what: label })}
                  onClick={() => {
                    remove(name);
                    // The button is gone: the focus stays with the day.
                    adder.current?.focus();
                  }}
                />
              </div>
            );
          })}
          <span className={css.buttons}>
            <Button
              ref={adder}
              type="dashed"
              size="small"
              icon={<PlusOutlined aria-hidden />}
              disabled={fields.length >= MOST_PERIODS}
              onClick={() => {
                setAdded(fields.length);
                const period: Period = fields.length === 0 ? ['09:00', '18:00'] : ['', ''];
                add(period);
              }}
            >
              {t('hours.addPeriod')} <span className="visually-hidden">{day}</span>
            </Button>
            {props.children}
          </span>
        </div>
      )}
    </Form.List>
  );
}
