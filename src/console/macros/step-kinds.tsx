/** How each kind of step is edited: one entry for each. */
import { Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MacroStep, MacroStepType } from '../../domain/macros';
import { BY_LABEL } from '../shared/forms/find-option';
import { atMostBytes, knownVariables, required } from '../shared/forms/rules';
import { placeholderOf } from '../shared/macros/variables-help';

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

const LONGEST_NOTE_BYTES = 12_000;

function ReplyText({ name }: Fields) {
  const { t } = useTranslation();
  return (
    <StepText name={name} label={t('macros.step_reply')} rule={atMostBytes(t('conversation.tooLong'))} />
  );
}

function NoteText({ name }: Fields) {
  const { t } = useTranslation();
  const rule = atMostBytes(t('conversation.tooLong'), LONGEST_NOTE_BYTES);
  return <StepText name={name} label={t('macros.step_note')} rule={rule} />;
}

function StepText(props: {
  readonly name: number;
  readonly label: string;
  readonly rule: ReturnType<typeof atMostBytes>;
}) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={[props.name, 'text']}
      rules={[
        required(t('canned.textRule')),
        knownVariables((word) => t('macros.unknownVariable', { word: placeholderOf(word) })),
        props.rule,
      ]}
    >
      <Input.TextArea aria-label={props.label} autoSize={{ minRows: 2, maxRows: 8 }} />
    </Form.Item>
  );
}

function Colleague({ name, colleagues }: Fields) {
  const { t } = useTranslation();
  return (
    <Form.Item name={[name, 'operatorId']} rules={[required(t('macros.colleagueRule'))]}>
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
