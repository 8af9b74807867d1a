import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Select } from 'antd';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { MACRO_STEP_TYPES, type MacroStepType, MOST_MACRO_STEPS } from '../../domain/macros';
import css from './macros.module.css';
import { type Colleagues, STEP_DEFAULTS, STEP_KINDS } from './step-kinds';

/** The steps in their order. Alt with an arrow key moves the step in which the focus is, and so do its buttons. */
export function StepsEditor({ colleagues }: { readonly colleagues: Colleagues }) {
  const { t } = useTranslation();
  return (
    <Form.List name="steps">
      {(fields, { add, remove, move }) => (
        <fieldset className={css.steps}>
          <legend>{t('macros.steps')}</legend>
          <p className={css.hint}>{t('macros.stepsHint')}</p>
          <ol>
            {fields.map(({ key, name }) => {
              const number = name + 1;
              const moveTo = (to: number): void => {
                if (to >= 0 && to < fields.length) move(name, to);
              };
              const onKeyDown = (event: KeyboardEvent): void => {
                // In a choice, arrow keys choose.
                if (event.target instanceof Element && event.target.role === 'combobox') return;
                if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
                event.preventDefault();
                moveTo(event.key === 'ArrowUp' ? name - 1 : name + 1);
              };
              return (
                <li key={key} onKeyDown={onKeyDown}>
                  <div className={css.head}>
                    <Form.Item name={[name, 'type']} noStyle>
                      <Select<MacroStepType>
                        className={css.kind ?? ''}
                        aria-label={t('macros.step', { number })}
                        options={MACRO_STEP_TYPES.map((type) => ({
                          value: type,
                          label: t(`macros.step_${type}`),
                        }))}
                      />
                    </Form.Item>
                    <Button
                      type="text"
                      icon={<ArrowUpOutlined aria-hidden />}
                      disabled={name === 0}
                      aria-label={t('macros.moveUp', { number })}
                      onClick={() => moveTo(name - 1)}
                    />
                    <Button
                      type="text"
                      icon={<ArrowDownOutlined aria-hidden />}
                      disabled={name === fields.length - 1}
                      aria-label={t('macros.moveDown', { number })}
                      onClick={() => moveTo(name + 1)}
                    />
                    <Button
                      type="text"
                      danger
                      icon={<DeleteOutlined aria-hidden />}
                      disabled={fields.length === 1}
                      aria-label={t('macros.removeStep', { number })}
                      onClick={() => remove(name)}
                    />
                  </div>
                  <StepFields name={name} colleagues={colleagues} />
                </li>
              );
            })}
          </ol>
          <Button
            type="dashed"
            icon={<PlusOutlined aria-hidden />}
            disabled={fields.length >= MOST_MACRO_STEPS}
            onClick={() => add({ ...STEP_DEFAULTS, type: 'note' })}
          >
            {t('macros.addStep')}
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}

/** What the chosen kind of step needs. */
function StepFields({ name, colleagues }: { readonly name: number; readonly colleagues: Colleagues }) {
  const type = Form.useWatch<MacroStepType | undefined>(['steps', name, 'type']);
  const Fields = type === undefined ? null : STEP_KINDS[type].Fields;
  return Fields === null ? null : <Fields name={name} colleagues={colleagues} />;
}
