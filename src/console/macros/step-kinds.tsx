/** How each kind of step is edited: one entry for each. */
import { Checkbox, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_SNOOZE_MS } from '../../domain/conversation/wishes/snooze';
import { PRIORITIES, type Priority } from '../../domain/lists/urgency';
import { type MacroStep, type MacroStepType, SHORTEST_SNOOZE_SECONDS } from '../../domain/macros';
import { DurationInput } from '../shared/forms/duration-input';
import { BY_LABEL } from '../shared/forms/find-option';
import { atMostBytes, knownVariables, required } from '../shared/forms/rules';
import { TagSelect } from '../shared/labels/tag-select';
import { useUsedTags } from '../shared/labels/use-used-tags';
import { placeholderOf } from '../shared/macros/variables-help';
import css from './macros.module.css';

/** A step in the form: fields of other kinds stay there when its kind is changed back. */
export type StepValues = {
  readonly type: MacroStepType;
  readonly text?: string;
  /** Also a group, as {@link groupValue} writes it. */
  readonly operatorId?: string | undefined;
  readonly tags?: readonly string[];
  readonly priority?: Priority;
  readonly forSeconds?: number | undefined;
  readonly untilReply?: boolean | undefined;
};

/** What the fields of a kind that was not chosen before begin with. */
export const STEP_DEFAULTS = { priority: 'high', forSeconds: 3600 } as const satisfies Partial<StepValues>;

/** Stands before the id of a group among the ids of operators. */
const GROUP = 'group.';

/** A group in the list of colleagues. */
export function groupValue(id: string): string {
  return `${GROUP}${id}`;
}

/** A step as the form shows it. */
export function toStepValues(step: MacroStep): StepValues {
  const values: StepValues = { ...STEP_DEFAULTS, ...step };
  if (step.type !== 'transfer' || step.groupId === undefined) return values;
  return { ...values, operatorId: groupValue(step.groupId) };
}

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

function StepTags({ name }: Fields) {
  const { t } = useTranslation();
  const known = useUsedTags();
  return (
    <Form.Item
      className={css.field ?? ''}
      name={[name, 'tags']}
      rules={[{ required: true, type: 'array', message: t('macros.tagsRule') }]}
    >
      <TagSelect label={t('contact.tags')} known={known} />
    </Form.Item>
  );
}

function StepPriority({ name }: Fields) {
  const { t } = useTranslation();
  return (
    <Form.Item className={css.field ?? ''} name={[name, 'priority']}>
      <Select
        aria-label={t('conversation.priority')}
        options={PRIORITIES.map((value) => ({ value, label: t(`inbox.priority_${value}`) }))}
      />
    </Form.Item>
  );
}

function SnoozeEnd({ name }: Fields) {
  const { t } = useTranslation();
  const isUntilReply = Form.useWatch<boolean | undefined>(['steps', name, 'untilReply']) === true;
  const range = { type: 'integer', min: SHORTEST_SNOOZE_SECONDS, max: LONGEST_SNOOZE_MS / 1000 } as const;
  return (
    <>
      <Form.Item className={css.field ?? ''} name={[name, 'untilReply']} valuePropName="checked">
        <Checkbox>{t('conversation.snooze_reply')}</Checkbox>
      </Form.Item>
      {!isUntilReply && (
        <Form.Item
          className={css.field ?? ''}
          name={[name, 'forSeconds']}
          label={t('macros.snoozeFor')}
          rules={[{ required: true, ...range, message: t('macros.snoozeRule') }]}
        >
          <DurationInput label={t('macros.snoozeFor')} units={['minutes', 'hours', 'days']} />
        </Form.Item>
      )}
    </>
  );
}

export const STEP_KINDS: Readonly<Record<MacroStepType, StepKind>> = {
  reply: { Fields: ReplyText, toStep: ({ text = '' }) => ({ type: 'reply', text }) },
  note: { Fields: NoteText, toStep: ({ text = '' }) => ({ type: 'note', text }) },
  tag: { Fields: StepTags, toStep: ({ tags = [] }) => ({ type: 'tag', tags }) },
  priority: {
    Fields: StepPriority,
    toStep: ({ priority = STEP_DEFAULTS.priority }) => ({ type: 'priority', priority }),
  },
  transfer: {
    Fields: Colleague,
    toStep: ({ operatorId = '' }) =>
      operatorId.startsWith(GROUP)
        ? { type: 'transfer', groupId: operatorId.slice(GROUP.length) }
        : { type: 'transfer', operatorId },
  },
  complete: { Fields: null, toStep: () => ({ type: 'complete' }) },
  snooze: {
    Fields: SnoozeEnd,
    toStep: ({ untilReply, forSeconds }) =>
      untilReply === true ? { type: 'snooze', untilReply } : { type: 'snooze', forSeconds },
  },
};
