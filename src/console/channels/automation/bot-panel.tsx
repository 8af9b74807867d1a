import { Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChannelBody } from '../../../contracts/channels/channel';
import { LONGEST_CONTINUE_TEXT_BYTES } from '../../../domain/bots/shaping/divide-answer';
import { DEFAULT_SETTINGS, SETTING_RANGES } from '../../../domain/settings';
import { DurationInput } from '../../shared/forms/duration-input';
import { atMostBytes, required } from '../../shared/forms/rules';
import { TextWithBytes } from '../../shared/forms/text-with-bytes';
import { GroupSelect } from '../../shared/setup/group-select';
import { useBots } from '../../shared/setup/requests';
import { Panel } from '../../shared/ui/page';
import { useRanges } from '../use-ranges';
import { NO_BOT } from './automation-values';

const MOST_KEYWORDS = 50;

/** Which bot answers on a channel, and when it hands over. */
export function BotPanel({ channel }: { readonly channel: ChannelBody }) {
  const { t } = useTranslation();
  const ranges = useRanges();
  const bots = useBots();
  const hasBot = (Form.useWatch<string | undefined>(['settings', 'bot', 'botId']) ?? NO_BOT) !== NO_BOT;
  const own = bots.data?.filter(({ brandId }) => brandId === channel.brandId) ?? [];
  const { handoverAfterTurns, keepPlaces } = SETTING_RANGES;
  const standard = DEFAULT_SETTINGS.bot;
  return (
    <Panel title={t('channels.bot')} hint={t('channels.botHint')}>
      <Form.Item
        name={['settings', 'bot', 'botId']}
        label={t('channels.botId')}
        extra={t('channels.botIdHint')}
      >
        <Select
          loading={bots.data === undefined}
          options={[
            { value: NO_BOT, label: t('channels.noBot') },
            ...own.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </Form.Item>
      {/* Hidden, not left out: a bot that is chosen again has its settings. */}
      <div hidden={!hasBot}>
        <Form.Item
          name={['settings', 'bot', 'idleAfterSeconds']}
          label={t('channels.botIdle')}
          extra={`${t('channels.botIdleHint')} ${ranges.words('botIdleAfterSeconds', standard.idleAfterSeconds)}`}
          rules={[ranges.rule('botIdleAfterSeconds')]}
        >
          <DurationInput label={t('channels.botIdle')} units={['minutes', 'hours', 'days']} />
        </Form.Item>
        <Form.Item
          name={['settings', 'bot', 'handoverKeywords']}
          label={t('channels.keywords')}
          extra={t('channels.keywordsHint')}
        >
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            maxCount={MOST_KEYWORDS}
            tokenSeparators={[',', '，', '、']}
          />
        </Form.Item>
        <Form.Item
          name={['settings', 'bot', 'handoverAfterTurns']}
          label={t('channels.afterTurns')}
          extra={t('channels.afterTurnsHint')}
          rules={[
            { type: 'integer', ...handoverAfterTurns, message: t('forms.between', handoverAfterTurns) },
          ]}
        >
          <InputNumber precision={0} />
        </Form.Item>
        <Form.Item
          name={['settings', 'bot', 'keepPlaces']}
          label={t('channels.keepPlaces')}
          extra={t('channels.keepPlacesHint', { standard: standard.keepPlaces })}
          rules={[
            { required: true, type: 'integer', ...keepPlaces, message: t('forms.between', keepPlaces) },
          ]}
        >
          <InputNumber precision={0} />
        </Form.Item>
        <Form.Item
          name={['settings', 'bot', 'continueText']}
          label={t('channels.continueText')}
          extra={t('channels.continueTextHint')}
          rules={[
            required(t('canned.textRule')),
            atMostBytes(t('conversation.tooLong'), LONGEST_CONTINUE_TEXT_BYTES),
          ]}
        >
          <TextWithBytes limit={LONGEST_CONTINUE_TEXT_BYTES} />
        </Form.Item>
        <Form.Item
          name={['settings', 'bot', 'handoverText']}
          label={t('channels.handoverText')}
          extra={t('channels.handoverTextHint')}
          rules={[atMostBytes(t('conversation.tooLong'))]}
        >
          <TextWithBytes />
        </Form.Item>
        <Form.Item
          name={['settings', 'bot', 'failureGroupId']}
          label={t('channels.failureGroup')}
          extra={t('channels.failureGroupHint')}
        >
          <GroupSelect brandId={channel.brandId} none={t('channels.failureNoGroup')} />
        </Form.Item>
      </div>
    </Panel>
  );
}
