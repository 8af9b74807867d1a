import {
  CheckOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  PauseCircleOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { describeStatus } from '../../../words/describe-status';
import type { Conversation } from '../../shared/conversations/received';
import { formatMoment } from '../../shared/time/format';
import { useWriteAgain } from '../composer/use-write-again';
import { useCancelHeld, useResolve } from '../requests';
import { MessageErrorText } from './message-error';
import css from './transcript-view.module.css';

type Status = NonNullable<MessageBody['status']>;
const ICONS: Readonly<Record<Status, ReactNode>> = {
  queued: <ClockCircleOutlined aria-hidden />,
  sending: <ClockCircleOutlined aria-hidden />,
  held: <PauseCircleOutlined aria-hidden />,
  sent: <CheckOutlined aria-hidden />,
  failed: <ExclamationCircleOutlined aria-hidden />,
  unknown: <ExclamationCircleOutlined aria-hidden />,
  cancelled: null,
};

type Props = { readonly message: MessageBody; readonly conversation: Conversation };

/** The status of an outbound message, the reason, and what an operator can do; nothing if `conversation` is null. */
export function MessageStatus({
  message,
  conversation,
}: {
  readonly message: MessageBody;
  readonly conversation: Conversation | null;
}) {
  const { t, i18n } = useTranslation();
  const { status, error } = message;
  if (status === null) return null;
  const isProblem = status === 'failed' || status === 'unknown';
  return (
    <>
      <span className={isProblem ? css.problem : undefined}>
        {message.holdReason === 'scheduled' ? ICONS.queued : ICONS[status]}{' '}
        {describeStatus(message, status, t, (time) => formatMoment(time, i18n.language))}
      </span>
      {error !== undefined && (
        <MessageErrorText error={error} isWaiting={status === 'queued'} isSettled={status === 'cancelled'} />
      )}
      {status === 'unknown' && <span>{t('conversation.unknownHint')}</span>}
      {conversation !== null && <Actions message={message} conversation={conversation} />}
    </>
  );
}

function Actions({ message, conversation }: Props) {
  const { status } = message;
  // An operator who may hold a message may also send or cancel one, because they attend.
  const canAct = conversation.abilities.hold.allowed;
  const isProblem = status === 'failed' || status === 'unknown';
  return (
    <>
      {canAct && status === 'held' && (
        <span className={css.settle}>
          <CancelButton message={message} conversation={conversation} />
        </span>
      )}
      {canAct && status === 'failed' && (
        <span className={css.settle}>
          <WriteAgainButton message={message} conversation={conversation} />
        </span>
      )}
      {status === 'unknown' && (
        <span className={css.settle}>
          <ResolveButtons message={message} conversation={conversation} mayResend={canAct} />
        </span>
      )}
      {isProblem && message.resolved !== true && (
        <span className={css.settle}>
          <NotedButton message={message} conversation={conversation} />
        </span>
      )}
    </>
  );
}

/**
 * Also in a completed conversation, and for every member of the brand: it only takes the message off “Needs a look”.
 */
function NotedButton({ message, conversation }: Props) {
  const { t } = useTranslation();
  const resolve = useResolve(conversation.id);
  return (
    <Button
      type="link"
      size="small"
      disabled={resolve.isPending}
      onClick={() => resolve.mutate({ messageId: message.id, as: 'noted' })}
    >
      {t('conversation.noted')}
    </Button>
  );
}

/** A failed message is never sent again automatically: its contents go back where they were written. */
function WriteAgainButton({ message, conversation }: Props) {
  const { t } = useTranslation();
  const writeAgain = useWriteAgain(message, conversation.id);
  if (writeAgain === undefined) return null;
  return (
    <Button type="link" size="small" onClick={writeAgain}>
      {t('conversation.writeAgain')}
    </Button>
  );
}

function CancelButton({ message, conversation }: Props) {
  const { t } = useTranslation();
  const cancel = useCancelHeld(conversation.id);
  return (
    <Button type="link" size="small" loading={cancel.isPending} onClick={() => cancel.mutate(message.id)}>
      {t('conversation.cancelHeld')}
    </Button>
  );
}

/** Everyone who sees the message may mark it as sent (docs/rules.md#45). */
function ResolveButtons({ message, conversation, mayResend }: Props & { readonly mayResend: boolean }) {
  const { t } = useTranslation();
  const resolve = useResolve(conversation.id);
  const settle = (as: 'sent' | 'resend') => () => resolve.mutate({ messageId: message.id, as });
  return (
    <>
      {mayResend && (
        <Button type="link" size="small" disabled={resolve.isPending} onClick={settle('resend')}>
          {t('conversation.resend')}
        </Button>
      )}
      <Button type="link" size="small" disabled={resolve.isPending} onClick={settle('sent')}>
        {t('conversation.treatAsSent')}
      </Button>
    </>
  );
}
