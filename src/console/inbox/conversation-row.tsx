import {
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  PauseCircleOutlined,
  RobotOutlined,
  SearchOutlined,
} from '@ant-design/icons';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MessageBody } from '../../contracts/conversations/message';
import { shownName } from '../../words/contact-name';
import { describeMessage } from '../../words/describe-message';
import { describeStatus } from '../../words/describe-status';
import { momentOf } from '../../words/message-times';
import { ContactAvatar } from '../shared/conversations/contact-avatar';
import type { ListFilter } from '../shared/conversations/lists';
import { OfferedTo } from '../shared/conversations/offered-to';
import { type Conversation, ownNow } from '../shared/conversations/received';
import { StateLabel } from '../shared/conversations/state-label';
import { WindowLeft } from '../shared/conversations/window-left';
import { formatFull, formatMoment, formatShort } from '../shared/time/format';
import { useNow } from '../shared/time/use-now';
import { Highlighted } from '../shared/ui/highlighted';
import css from './conversation-list.module.css';
import { foundIn, inboxAddress } from './inbox-address';
import { BotAtWork } from './row/bot-at-work';
import { Marks } from './row/marks';
import { MissedIn } from './row/missed-in';

const A_MINUTE_MS = 60_000;

type Props = {
  readonly conversation: Conversation;
  readonly filter: ListFilter;
  readonly isOpen: boolean;
  /** The channel's name, if the reader has several channels. */
  readonly channelName: string | undefined;
  /** Undefined on lists where rows cannot be selected. */
  readonly isSelected: boolean | undefined;
  readonly toggle: ((id: string) => void) | undefined;
};

/** One row of a list: who wrote what last, the state, and the time left to reply. */
export const ConversationRow = memo(function ConversationRow(props: Props) {
  const { conversation, filter, isOpen, channelName, isSelected, toggle } = props;
  const { t, i18n } = useTranslation();
  const now = ownNow(conversation, useNow(A_MINUTE_MS));
  const { id, contact, lastMessage, unread, isUnread, isUnanswered, state, startedAt } = conversation;
  const found = filter.search === undefined ? undefined : foundIn(conversation);
  // A list that is narrowed to a group says so itself.
  const groupName = filter.groupId === undefined ? conversation.group?.name : undefined;
  const place = [channelName, groupName].filter((name) => name !== undefined).join(' · ');
  const at = lastMessage === null ? startedAt : momentOf(lastMessage);
  const row = (
    <Link
      className={css.row ?? ''}
      data-row={id}
      to={inboxAddress(filter.list, id, filter, found?.seq)}
      aria-current={isOpen ? 'true' : undefined}
    >
      <ContactAvatar contact={contact} />
      <div>
        <div className={css.line}>
          <span className={isUnread ? `${css.name} ${css.unreadName}` : css.name}>
            <Highlighted text={shownName(contact, t)} words={filter.search} />
            {isUnread && <span className="visually-hidden"> {t('inbox.isUnread')}</span>}
          </span>
          <time className={css.when} dateTime={at} title={formatFull(at, i18n.language)}>
            {formatShort(at, now, i18n.language)}
          </time>
        </div>
        <div className={css.line}>
          <span className={css.last}>
            {found !== undefined ? (
              <>
                <SearchOutlined aria-hidden /> <Highlighted text={found.text} words={filter.search} />
              </>
            ) : lastMessage === null ? null : (
              <>
                <NotArrivedWarning message={lastMessage} />
                <SaidByBot message={lastMessage} />
                <Highlighted text={describeMessage(lastMessage, t, i18n.exists)} words={filter.search} />
              </>
            )}
          </span>
          {unread > 0 && (
            <span className={css.unread}>
              <span aria-hidden>{unread > 99 ? '99+' : unread}</span>
              <span className="visually-hidden">{t('inbox.unread', { count: unread })}</span>
            </span>
          )}
        </div>
        <div className={css.facts}>
          {state === 'bot' ? <BotAtWork bot={conversation.bot} /> : <StateLabel state={state} />}
          {state === 'waiting' ? (
            <MissedIn conversation={conversation} />
          ) : (
            state !== 'completed' && <WindowLeft conversation={conversation} />
          )}
          <OfferedTo conversation={conversation} />
          {state === 'active' && (
            <span className={css.turn} data-whose={isUnanswered ? 'ours' : 'theirs'}>
              {isUnanswered ? t('inbox.contactWaits') : t('inbox.weWait')}
            </span>
          )}
          {place !== '' && (
            <span className={css.channel} title={place}>
              {place}
            </span>
          )}
        </div>
        <Marks conversation={conversation} />
      </div>
    </Link>
  );
  if (isSelected === undefined) return row;
  return (
    <div className={css.selectable}>
      <input
        type="checkbox"
        className={css.box}
        aria-label={t('inbox.select', { name: shownName(contact, t) })}
        checked={isSelected}
        onChange={() => toggle?.(id)}
      />
      {row}
    </div>
  );
});

/** Tells a bot's answer from an operator's. */
function SaidByBot({ message: { sender, direction } }: { readonly message: MessageBody }) {
  const { t } = useTranslation();
  if (sender.kind !== 'bot' || direction !== 'outbound') return null;
  const name = sender.name ?? t('conversation.bot');
  return (
    <span className={css.saidByBot} title={name}>
      <RobotOutlined aria-hidden />
      <span className="visually-hidden">{name}: </span>
    </span>
  );
}

/** Warns in the list that the last message may not have arrived: the conversation may be closed by then. */
function NotArrivedWarning({ message }: { readonly message: MessageBody }) {
  const { t, i18n } = useTranslation();
  const { status, holdReason } = message;
  if (status !== 'held' && status !== 'failed' && status !== 'unknown') return null;
  const label = describeStatus(message, status, t, (time) => formatMoment(time, i18n.language));
  const isScheduled = status === 'held' && holdReason === 'scheduled';
  return (
    <span className={css.leftBehind} data-last={isScheduled ? holdReason : status} title={label}>
      {isScheduled ? (
        <ClockCircleOutlined aria-hidden />
      ) : status === 'held' ? (
        <PauseCircleOutlined aria-hidden />
      ) : (
        <ExclamationCircleOutlined aria-hidden />
      )}
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
