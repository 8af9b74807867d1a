import { Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { withLongestOpensAt } from '../../../domain/hours/render-opens-at';
import { LONGEST_TEXT_BYTES } from '../../../domain/messages/message-text';
import { NUDGE_BEFORE_CLOSE_MINUTES } from '../../../domain/settings';
import { atMostBytes } from '../../shared/forms/rules';
import { TextWithBytes } from '../../shared/forms/text-with-bytes';
import { Panel } from '../../shared/ui/page';

/** What the desk says by itself on a channel. An empty text says nothing. */
export function AutomaticPanel() {
  const { t } = useTranslation();
  const rules = [atMostBytes(t('conversation.tooLong'))];
  const text = (Form.useWatch<string | undefined>(['settings', 'automatic', 'nudge', 'text']) ?? '').trim();
  return (
    <Panel title={t('channels.automatic')} hint={t('channels.automaticHint')}>
      <Form.Item
        name={['settings', 'automatic', 'welcome']}
        label={t('channels.welcome')}
        extra={t('channels.welcomeHint')}
        rules={rules}
      >
        <TextWithBytes />
      </Form.Item>
      <Form.Item
        name={['settings', 'automatic', 'outOfHours']}
        label={t('channels.outOfHours')}
        extra={t('channels.outOfHoursHint')}
        rules={[atMostBytes(t('conversation.tooLong'), LONGEST_TEXT_BYTES, withLongestOpensAt)]}
      >
        <TextWithBytes />
      </Form.Item>
      <Form.Item
        name={['settings', 'automatic', 'closed']}
        label={t('channels.closed')}
        extra={t('channels.closedHint')}
        rules={rules}
      >
        <TextWithBytes />
      </Form.Item>
      <Form.Item
        name={['settings', 'automatic', 'nudge', 'text']}
        label={t('channels.nudge')}
        extra={t('channels.nudgeHint')}
        rules={rules}
      >
        <TextWithBytes />
      </Form.Item>
      {text !== '' && (
        <Form.Item
          name={['settings', 'automatic', 'nudge', 'beforeCloseMinutes']}
          label={t('channels.nudgeBefore')}
          rules={[
            {
              required: true,
              type: 'integer',
              ...NUDGE_BEFORE_CLOSE_MINUTES,
              message: t('forms.between', NUDGE_BEFORE_CLOSE_MINUTES),
            },
          ]}
        >
          <InputNumber precision={0} />
        </Form.Item>
      )}
    </Panel>
  );
}
