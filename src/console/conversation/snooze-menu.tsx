import { ClockCircleOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Conversation, ownNow } from '../shared/conversations/received';
import { notify } from '../shared/notify';
import { formatMoment } from '../shared/time/format';
import css from './conversation-pane.module.css';
import { useSnooze, useUnsnooze } from './requests';
import { SNOOZE_CHOICES, snoozeTimes } from './snooze-times';
import { useRefusal } from './use-refusal';

/** Takes the conversation out of the lists for a while, or puts it back. */
export function SnoozeMenu({ conversation }: { readonly conversation: Conversation }) {
  const { t, i18n } = useTranslation();
  const { id, abilities, snoozedUntil } = conversation;
  const refusal = useRefusal(abilities.snooze);
  const snooze = useSnooze(id);
  const unsnooze = useUnsnooze(id);
  const isPending = snooze.isPending || unsnooze.isPending;
  if (snoozedUntil !== null) {
    return (
      <Tooltip title={refusal}>
        <Button
          icon={<ClockCircleOutlined aria-hidden />}
          disabled={refusal !== null}
          loading={isPending}
          onClick={() => unsnooze.mutate()}
        >
          <span className={css.actionText}>{t('conversation.unsnooze')}</span>
        </Button>
      </Tooltip>
    );
  }
  const times = snoozeTimes(ownNow(conversation, Date.now()));
  const items: MenuProps['items'] = [
    ...SNOOZE_CHOICES.flatMap((choice) => {
      const time = times[choice];
      if (time === null) return [];
      const label = t(`conversation.snooze_${choice}`, { time: formatMoment(time, i18n.language) });
      return [{ key: choice, label }];
    }),
    { key: 'reply', label: t('conversation.snooze_reply') },
  ];
  const onClick: MenuProps['onClick'] = ({ key }) => {
    // The menu may have been open for a while.
    const now = snoozeTimes(ownNow(conversation, Date.now()));
    const choice = SNOOZE_CHOICES.find((one) => one === key);
    const until = choice === undefined ? null : (now[choice] ?? times[choice]);
    const body = until === null ? { untilReply: true as const } : { until: new Date(until).toISOString() };
    snooze.mutate(body, {
      onSuccess: () => notify({ kind: 'success', title: t('conversation.snoozed') }),
    });
  };
  return (
    <Tooltip title={refusal}>
      <Dropdown menu={{ items, onClick }} trigger={['click']} disabled={refusal !== null}>
        <Button icon={<ClockCircleOutlined aria-hidden />} disabled={refusal !== null} loading={isPending}>
          <span className={css.actionText}>{t('conversation.snooze')}</span>
        </Button>
      </Dropdown>
    </Tooltip>
  );
}
