import { Button, Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChannelBody } from '../../contracts/channels/channel';
import { type GreetingName, kindOfChannel } from '../../domain/channel-kinds';
import { DEFAULT_SETTINGS, SETTING_RANGES } from '../../domain/settings';
import { DurationInput } from '../shared/forms/duration-input';
import { FormProblem } from '../shared/forms/form-problem';
import { useLeaveGuard } from '../shared/forms/leave-guard';
import { LimitOrNever } from '../shared/forms/limit-or-never';
import { NameField } from '../shared/forms/name-field';
import { atMostBytes } from '../shared/forms/rules';
import { TextWithBytes } from '../shared/forms/text-with-bytes';
import { useFieldErrors } from '../shared/forms/use-field-errors';
import { notify } from '../shared/notify';
import { GroupSelect } from '../shared/setup/group-select';
import { Panel } from '../shared/ui/page';
import { AnchorChoice } from './anchor-choice';
import { AutomaticPanel } from './automation/automatic-panel';
import { type AutomationValues, toSettings, toValues } from './automation/automation-values';
import { BotPanel } from './automation/bot-panel';
import { RatingPanel } from './automation/rating-panel';
import css from './connect/connect-page.module.css';
import { useChangeChannel } from './requests';
import { RetentionPanel } from './retention/retention-panel';
import { useRanges } from './use-ranges';

type Fields = {
  readonly name: string;
  readonly groupId: string | null;
  readonly settings: Pick<
    ChannelBody['settings'],
    | 'ringTimeSeconds'
    | 'closeMissedAfterSeconds'
    | 'closeIdleAfterSeconds'
    | 'windowAnchor'
    | 'consecutiveLimit'
    | 'retention'
  > &
    AutomationValues & { readonly greeting: Readonly<Partial<Record<GreetingName, string>>> };
};
const GREETING_WORDS = {
  follow: 'greetFollow',
  scan: 'greetScan',
  enter: 'greetEnter',
} as const satisfies Record<GreetingName, string>;
const orNull = (text: string): string | null => (text === '' ? null : text);

/** The settings of a channel, with the ranges of the rules. They apply to open conversations at once. */
export function SettingsForm({ channel }: { readonly channel: ChannelBody }) {
  const { t } = useTranslation();
  const { settings } = channel;
  const { greetings } = kindOfChannel(channel.kind);
  const [form] = Form.useForm<Fields>();
  const guard = useLeaveGuard();
  const ranges = useRanges();
  const save = useChangeChannel(channel.id);
  const problem = useFieldErrors(form, save.error, ({ path }) =>
    path === 'settings.bot.keepPlaces' ? t('channels.keepPlacesFault') : undefined,
  );
  const submit = ({ name, groupId, settings: next }: Fields): void => {
    const greeting = Object.fromEntries(greetings.map((name) => [name, orNull(next.greeting[name] ?? '')]));
    save.mutate(
      { name, groupId, settings: { ...next, ...toSettings(next), greeting } },
      {
        onSuccess() {
          guard.mark(false);
          notify({ kind: 'success', title: t('channels.settingsSaved') });
        },
      },
    );
  };
  const { consecutiveLimit } = SETTING_RANGES;
  const greetingRule = atMostBytes(t('conversation.tooLong'));
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      className={css.stack ?? ''}
      scrollToFirstError={{ focus: true }}
      initialValues={{
        name: channel.name,
        groupId: channel.groupId,
        settings: {
          ...settings,
          ...toValues(settings),
          greeting: Object.fromEntries(greetings.map((name) => [name, settings.greeting[name] ?? ''])),
        },
      }}
      onValuesChange={() => guard.mark(true)}
      onFinish={submit}
    >
      {guard.question}
      <FormProblem problem={problem} />
      <Panel title={t('channels.general')}>
        <NameField />
        <Form.Item name="groupId" label={t('channels.group')} extra={t('channels.groupHint')}>
          <GroupSelect brandId={channel.brandId} none={t('channels.noGroup')} />
        </Form.Item>
      </Panel>
      <Panel title={t('channels.deadlines')} hint={t('channels.deadlinesHint')}>
        <Form.Item
          name={['settings', 'ringTimeSeconds']}
          label={t('channels.ringTime')}
          extra={`${t('channels.ringTimeHint')} ${ranges.words('ringTimeSeconds', DEFAULT_SETTINGS.ringTimeSeconds)}`}
          rules={[ranges.rule('ringTimeSeconds')]}
        >
          <DurationInput label={t('channels.ringTime')} units={['seconds', 'minutes', 'hours']} />
        </Form.Item>
        <Form.Item
          name={['settings', 'closeMissedAfterSeconds']}
          label={t('channels.closeMissed')}
          extra={`${t('channels.closeMissedHint')} ${ranges.words('closeMissedAfterSeconds', DEFAULT_SETTINGS.closeMissedAfterSeconds)}`}
          rules={[ranges.rule('closeMissedAfterSeconds')]}
        >
          <LimitOrNever
            label={t('channels.closeMissed')}
            never={t('channels.closeNever')}
            whenSwitchedOn={DEFAULT_SETTINGS.closeMissedAfterSeconds}
          />
        </Form.Item>
        <Form.Item
          name={['settings', 'closeIdleAfterSeconds']}
          label={t('channels.closeIdle')}
          extra={`${t('channels.closeIdleHint')} ${ranges.words('closeIdleAfterSeconds', DEFAULT_SETTINGS.closeIdleAfterSeconds)}`}
          rules={[ranges.rule('closeIdleAfterSeconds')]}
        >
          <DurationInput label={t('channels.closeIdle')} units={['minutes', 'hours', 'days']} />
        </Form.Item>
      </Panel>
      <Panel title={t('channels.sending')} hint={t('channels.sendingHint')}>
        <AnchorChoice />
        <Form.Item
          name={['settings', 'consecutiveLimit']}
          label={t('channels.limit')}
          extra={t('channels.limitHint', {
            min: consecutiveLimit.min,
            max: consecutiveLimit.max,
            standard: DEFAULT_SETTINGS.consecutiveLimit,
          })}
          rules={[
            {
              required: true,
              type: 'integer',
              ...consecutiveLimit,
              message: t('forms.between', { min: consecutiveLimit.min, max: consecutiveLimit.max }),
            },
          ]}
        >
          <InputNumber precision={0} />
        </Form.Item>
      </Panel>
      <BotPanel channel={channel} />
      <Panel
        title={t('channels.greetings')}
        hint={t(channel.features.qrCodes ? 'channels.greetingsHint' : 'channels.greetingsHintOfMini')}
      >
        {greetings.map((name) => (
          <Form.Item
            key={name}
            name={['settings', 'greeting', name]}
            label={t(`channels.${GREETING_WORDS[name]}`)}
            rules={[greetingRule]}
          >
            <TextWithBytes />
          </Form.Item>
        ))}
      </Panel>
      <AutomaticPanel />
      <RetentionPanel hasFollow={channel.features.follow} />
      {channel.features.menuMessages && <RatingPanel />}
      <div>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('forms.save')}
        </Button>
      </div>
    </Form>
  );
}
