import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_EXCEPTION_NAME, MOST_EXCEPTIONS } from '../../domain/hours/opening-hours';
import css from './hours.module.css';
import { Periods } from './periods';
import { useDateRule } from './use-hours-rules';

/** Dates that are not as their weekday: closed, or with other periods. */
export function Exceptions() {
  const { t } = useTranslation();
  const adder = useRef<HTMLButtonElement>(null);
  const [added, setAdded] = useState<number | null>(null);
  return (
    <Form.List name="exceptions">
      {(fields, { add, remove }) => (
        <>
          {fields.length > 0 && (
            <ul className={css.exceptions} aria-label={t('hours.exceptions')}>
              {fields.map(({ key, name }) => (
                <Exception
                  key={key}
                  name={name}
                  autoFocus={added === name}
                  remove={() => {
                    remove(name);
                    adder.current?.focus();
                  }}
                />
              ))}
            </ul>
          )}
          <Button
            ref={adder}
            type="dashed"
            icon={<PlusOutlined aria-hidden />}
            disabled={fields.length >= MOST_EXCEPTIONS}
            onClick={() => {
              setAdded(fields.length);
              add({ date: '', name: '', periods: [] });
            }}
          >
            {t('hours.addException')}
          </Button>
        </>
      )}
    </Form.List>
  );
}

function Exception(props: {
  readonly name: number;
  readonly autoFocus: boolean;
  readonly remove: () => void;
}) {
  const { t } = useTranslation();
  const { name } = props;
  const rule = useDateRule();
  const label = t('hours.exception', { number: name + 1 });
  return (
    <li className={css.exception}>
      <div className={css.line}>
        <Form.Item
          className={css.date ?? ''}
          name={[name, 'date']}
          validateTrigger={[]}
          rules={[rule(['exceptions', name, 'date'])]}
        >
          <Input type="date" aria-label={t('hours.dateOf', { what: label })} autoFocus={props.autoFocus} />
        </Form.Item>
        <Form.Item className={css.wide ?? ''} name={[name, 'name']}>
          <Input
            aria-label={t('hours.nameOf', { what: label })}
            placeholder={t('hours.namePlaceholder')}
            maxLength={LONGEST_EXCEPTION_NAME}
            autoComplete="off"
          />
        </Form.Item>
        <Button
          type="text"
          danger
          icon={<DeleteOutlined aria-hidden />}
          aria-label={t('hours.removeException', { what: label })}
          onClick={props.remove}
        />
      </div>
      <Periods
        name={[name, 'periods']}
        path={['exceptions', name, 'periods']}
        day={label}
        none={t('hours.closedAllDay')}
      />
    </li>
  );
}
