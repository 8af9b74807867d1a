import { RobotOutlined } from '@ant-design/icons';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { describeMessage } from '../../../words/describe-message';
import { momentOf, otherTimeOf } from '../../../words/message-times';
import type { Conversation } from '../../shared/conversations/received';
import { formatClock, formatFull, formatMoment, isSameDay } from '../../shared/time/format';
import { EventLinks } from '../content/event-links';
import { UnknownFields } from '../content/unknown-fields';
import { MentionedText } from '../mentions/mentioned-text';
import type { Outgoing } from '../requests';
import type { Upload } from '../upload/uploads';
import { MessageContent } from './message-content';
import { MessageStatus } from './message-status';
import css from './transcript-view.module.css';

type Props = {
  readonly message: MessageBody;
  /** Null in an earlier conversation, where nothing can be done. */
  readonly conversation: Conversation | null;
  readonly brandId: string;
};

/** One row of the transcript: a message of either side, an event, or a note. */
export const MessageRow = memo(
  function MessageRow({ message, conversation, brandId }: Props) {
    switch (message.direction) {
      case 'event':
        return <EventRow message={message} />;
      case 'note':
        return <NoteRow message={message} brandId={brandId} />;
      case 'inbound':
      case 'outbound':
        return (
          <div
            className={css.row}
            data-direction={message.direction}
            data-status={message.status ?? 'received'}
            data-sender={message.sender.kind}
          >
            <div className={css.bubble}>
              <MessageContent message={message} />
            </div>
            <div className={css.meta}>
              <SenderName message={message} />
              <AiLabel message={message} />
              <Time at={momentOf(message)} />
              <OtherTime message={message} />
              {message.status !== null && <MessageStatus message={message} conversation={conversation} />}
            </div>
          </div>
        );
      default:
        return message.direction satisfies never;
    }
  },
  // The conversation changes with every message; a row depends only on what its buttons need.
  (before, after) =>
    before.message === after.message &&
    before.conversation?.id === after.conversation?.id &&
    before.conversation?.abilities.hold.allowed === after.conversation?.abilities.hold.allowed,
);

/** A message that is being sent to the API. */
export function PendingRow({ outgoing }: { readonly outgoing: Outgoing }) {
  const { t } = useTranslation();
  return (
    <div className={css.row} data-direction="outbound" data-status="pending">
      <div className={css.bubble}>
        {'upload' in outgoing ? <PendingFile upload={outgoing.upload} /> : wordsOf(outgoing.content)}
      </div>
      <div className={css.meta}>{t('conversation.status_sending')}</div>
    </div>
  );
}

function wordsOf(content: Exclude<Outgoing, { readonly upload: Upload }>['content']): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'news':
    case 'link':
      return content.title;
    case 'msgmenu':
      return [content.head, ...content.items.map(({ text }) => text), content.tail]
        .filter(Boolean)
        .join('\n');
    default:
      return content satisfies never;
  }
}

function PendingFile({ upload: { previewUrl, file } }: { readonly upload: Upload }) {
  if (previewUrl === null) return file.name;
  return <img className={css.pendingPicture} src={previewUrl} alt={file.name} />;
}

function EventRow({ message }: { readonly message: MessageBody }) {
  const { t, i18n } = useTranslation();
  return (
    <div className={css.row} data-direction="event">
      <div className={css.event}>
        {describeMessage(message, t, i18n.exists)} <EventLinks message={message} /> ·{' '}
        {message.sender.kind === 'operator' &&
          message.sender.name !== undefined &&
          // Its words name the operator already.
          message.type !== 'returned' && <>{message.sender.name} · </>}
        <Time at={momentOf(message)} /> <OtherTime message={message} />
        <UnknownFields message={message} />
      </div>
    </div>
  );
}

function NoteRow({ message, brandId }: { readonly message: MessageBody; readonly brandId: string }) {
  return (
    <div className={css.row} data-direction="note">
      <div className={css.note}>
        <p className={css.noteHead}>
          <NoteAuthor message={message} /> · <Time at={message.createdAt} />
        </p>
        <MentionedText message={message} brandId={brandId} />
      </div>
    </div>
  );
}

/** Who wrote a note; of a bot it is an answer that was no longer wanted. */
function NoteAuthor({ message: { sender } }: { readonly message: MessageBody }) {
  const { t } = useTranslation();
  if (sender.kind !== 'bot') return t('conversation.noteBy', { name: sender.name ?? '–' });
  return (
    <>
      <RobotOutlined aria-hidden />{' '}
      {t('conversation.unsaidBy', { name: sender.name ?? t('conversation.bot') })}
    </>
  );
}

/** The author, if the side on which the message stands does not show it. */
function SenderName({ message }: { readonly message: MessageBody }) {
  const { t } = useTranslation();
  const { kind, name } = message.sender;
  if (kind === 'bot') {
    return (
      <span>
        <RobotOutlined aria-hidden /> {name ?? t('conversation.bot')}
      </span>
    );
  }
  if (kind === 'system') return <span>{t('conversation.automatic')}</span>;
  return kind === 'operator' && name !== undefined ? <span>{name}</span> : null;
}

/** Whether WeChat tells the contact that AI made the message. */
function AiLabel({ message }: { readonly message: MessageBody }) {
  const { t } = useTranslation();
  if (message.aiLabel !== true) return null;
  return (
    <span className={css.ai} title={t('conversation.aiLabelHint')}>
      {t('conversation.aiLabel')}
    </span>
  );
}

/** When a message that was held was written, or WeChat's own time, if it says more than the time beside it. */
function OtherTime({ message }: { readonly message: MessageBody }) {
  const { t, i18n } = useTranslation();
  const other = otherTimeOf(message);
  if (other === null) return null;
  const isToday = isSameDay(new Date(other.at), new Date(momentOf(message)));
  const time = isToday ? formatClock(other.at, i18n.language) : formatMoment(other.at, i18n.language);
  return (
    <time dateTime={other.at} title={formatFull(other.at, i18n.language)}>
      {t(other.key, { time })}
    </time>
  );
}

function Time({ at }: { readonly at: string }) {
  const { i18n } = useTranslation();
  return (
    <time dateTime={at} title={formatFull(at, i18n.language)}>
      {formatClock(at, i18n.language)}
    </time>
  );
}
