import { Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { shownName } from '../../words/contact-name';
import { describeMessage } from '../../words/describe-message';
import { ContactAvatar } from '../shared/conversations/contact-avatar';
import { offerLeftMs } from '../shared/conversations/offered';
import type { Conversation } from '../shared/conversations/received';
import { useAttend, useDecline } from '../shared/conversations/requests';
import { useChannelNames } from '../shared/conversations/use-names';
import { keyText } from '../shared/keyboard/keys';
import { useShortcut } from '../shared/keyboard/shortcuts';
import { useDuration } from '../shared/time/duration';
import { useNow } from '../shared/time/use-now';
import { useFocusReturn } from '../shared/ui/use-focus-return';
import css from './offers.module.css';

/** From here on it is urgent. */
const SOON_MS = 10_000;

/** One offer: who waits and since what, how long it stands, and the answer to it. */
export function OfferCard(props: {
  readonly conversation: Conversation;
  /** The keys for Attend and Decline act on this card. */
  readonly hasKeys: boolean;
  readonly attended: () => void;
  /** Called when the reader declines, before the API has answered. */
  readonly declining: () => void;
}) {
  const { conversation, hasKeys } = props;
  const { t, i18n } = useTranslation();
  const toWords = useDuration();
  useFocusReturn();
  const { id, contact, channelId, group, lastMessage } = conversation;
  const channelName = useChannelNames().find((one) => one.id === channelId)?.name;
  const attend = useAttend(id);
  const decline = useDecline(id);
  const leftMs = offerLeftMs(conversation, useNow());
  // How long the whole offer is, nobody says: the longest that this page has seen of it.
  const longest = useRef({ until: conversation.offer?.until, ms: leftMs });
  if (longest.current.until !== conversation.offer?.until) {
    longest.current = { until: conversation.offer?.until, ms: leftMs };
  }
  const isPending = attend.isPending || decline.isPending;
  const attendNow = (): void => {
    if (!isPending) attend.mutate(undefined, { onSuccess: props.attended });
  };
  const declineNow = (): void => {
    if (isPending) return;
    props.declining();
    decline.mutate();
  };
  useShortcut('attend', hasKeys ? attendNow : undefined, { isUrgent: true });
  useShortcut('decline', hasKeys ? declineNow : undefined, { isUrgent: true });
  const name = shownName(contact, t);
  return (
    <li className={css.card} data-testid="offer">
      <div className={css.who}>
        <ContactAvatar contact={contact} />
        <div className={css.facts}>
          <div className={css.line}>
            <strong className={css.name}>{name}</strong>
            <span className={css.left} data-soon={leftMs <= SOON_MS} role="timer" aria-live="off">
              {toWords(leftMs)}
            </span>
          </div>
          <p className={css.from}>
            {[t('offers.title'), channelName, group?.name].filter((part) => part !== undefined).join(' · ')}
          </p>
          {lastMessage !== null && (
            <p className={css.words}>{describeMessage(lastMessage, t, i18n.exists)}</p>
          )}
        </div>
      </div>
      <div className={css.bar} aria-hidden>
        <div
          className={css.rest}
          data-soon={leftMs <= SOON_MS}
          style={{ transform: `scaleX(${longest.current.ms === 0 ? 0 : leftMs / longest.current.ms})` }}
        />
      </div>
      <div className={css.buttons}>
        <Button type="primary" loading={attend.isPending} onClick={attendNow}>
          {t('conversation.attend')} {hasKeys && <kbd aria-hidden>{keyText('attend')}</kbd>}
          <span className="visually-hidden">{name}</span>
        </Button>
        <Button loading={decline.isPending} onClick={declineNow}>
          {t('offers.decline')} {hasKeys && <kbd aria-hidden>{keyText('decline')}</kbd>}
          <span className="visually-hidden">{name}</span>
        </Button>
      </div>
    </li>
  );
}
