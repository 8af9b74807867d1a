import { useTranslation } from 'react-i18next';
import { type Conversation, ownNow } from '../../shared/conversations/received';
import { useDuration } from '../../shared/time/duration';
import { useNow } from '../../shared/time/use-now';
import css from '../conversation-list.module.css';

/** From here on it is urgent. */
const SOON_MS = 20_000;

/** How long a waiting conversation keeps ringing, by its own clock. */
export function MissedIn({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const toWords = useDuration();
  const now = ownNow(conversation, useNow());
  const deadline = conversation.deadlines.find(({ kind }) => kind === 'miss');
  if (deadline === undefined) return null;
  const leftMs = Math.max(0, Date.parse(deadline.at) - now);
  return (
    <span className={css.missedIn} data-soon={leftMs <= SOON_MS}>
      {t('inbox.missedIn', { time: toWords(leftMs) })}
    </span>
  );
}
