/** How each kind of step is edited: one entry for each. */
import { Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MacroStep, MacroStepType } from '../../domain/macros';
import { BY_LABEL } from '../shared/forms/find-option';
import { atMostBytes, knownVariables, required } from '../shared/forms/rules';
import { placeholderOf } from '../shared/macros/variables-help';
import css from './macros.module.css';

/** A step in the form: fields of other kinds stay there when its kind is changed back. */
export type StepValues = {
  readonly type: MacroStepType;
  readonly text?: string;
  readonly operatorId?: string;
};

export type Colleagues = readonly { readonly value: string; readonly label: string }[];

type Fields = { readonly name: number; readonly colleagues: Colleagues };

type StepKind = {
  /** The fields below the kind; null: it has none. */
  readonly Fields: ((props: Fields) => ReactNode) | null;
  readonly toStep: (values: StepValues) => MacroStep;
};

/** As the API counts it. */
const LONGEST_NOTE = 4000;

function ReplyText({ name }: Fields) {
  const { t } = useTranslation();
  const rules = [atMostBytes(t('conversation.tooLong'))];
  return <StepText name={name} label={t('macros.step_reply')} rules={rules} />;
}

function NoteText({ name }: Fields) {
  const { t } = useTranslation();
  return <StepText name={name} label={t('macros.step_note')} longest={LONGEST_NOTE} />;
}

function StepText(props: {
  readonly name: number;
  readonly label: string;
  /** Characters. */
  readonly longest?: number;
  readonly rules?: readonly ReturnType<typeof atMostBytes>[];
}) {
  const { t } = useTranslation();
  const { name, label, longest, rules = [] } = props;
  return (
    <Form.Item
      className={css.field ?? ''}
      name={[name, 'text']}
      rules={[
        required(t('canned.textRule')),
        knownVariables((word) => t('macros.unknownVariable', { word: placeholderOf(word) })),
        ...rules,
      ]}
    >
      <Input.TextArea
        aria-label={label}
        autoSize={{ minRows: 2, maxRows: 8 }}
        {...(longest === undefined ? {} : { maxLength: longest })}
      />
    </Form.Item>
  );
}

function Colleague({ name, colleagues }: Fields) {
  const { t } = useTranslation();
  return (
    <Form.Item
      className={css.field ?? ''}
      name={[name, 'operatorId']}
      rules={[required(t('macros.colleagueRule'))]}
    >
      <Select
        aria-label={t('conversation.transferTo')}
        placeholder={t('conversation.transferTo')}
        showSearch={BY_LABEL}
        options={[...colleagues]}
      />
    </Form.Item>
  );
}

export const STEP_KINDS: Readonly<Record<MacroStepType, StepKind>> = {
  reply: { Fields: ReplyText, toStep: ({ text = '' }) => ({ type: 'reply', text }) },
  note: { Fields: NoteText, toStep: ({ text = '' }) => ({ type: 'note', text }) },
  transfer: { Fields: Colleague, toStep: ({ operatorId = '' }) => ({ type: 'transfer', operatorId }) },
  complete: { Fields: null, toStep: () => ({ type: 'complete' }) },
};
