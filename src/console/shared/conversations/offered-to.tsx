import { useTranslation } from 'react-i18next';
import { useSignedInMe } from '../session/session';
import { useDuration } from '../time/duration';
import { useNow } from '../time/use-now';
import css from './conversation-parts.module.css';
import { offerLeftMs } from './offered';
import type { Conversation } from './received';

/** To whom a conversation is offered now, and how long the offer stands; nothing if it is offered to nobody. */
export function OfferedTo({ conversation }: { readonly conversation: Conversation }) {
  return conversation.offer === null ? null : (
    <Words conversation={conversation} offer={conversation.offer} />
  );
}

function Words(props: {
  readonly conversation: Conversation;
  readonly offer: NonNullable<Conversation['offer']>;
}) {
  const { t } = useTranslation();
  const toWords = useDuration();
  const me = useSignedInMe();
  const leftMs = offerLeftMs(props.conversation, useNow());
  const { operator } = props.offer;
  if (leftMs === 0) return null;
  const isMine = operator.id === me.id;
  const time = toWords(leftMs);
  return (
    <span className={css.offered} data-mine={isMine}>
      {isMine ? t('offers.toYou', { time }) : t('offers.to', { name: operator.name, time })}
    </span>
  );
}
