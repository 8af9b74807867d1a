import { ClockCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { CLOSING_WARNING_MS } from '../../../domain/conversation/closing-warning';
import { useDuration } from '../time/duration';
import { formatFull } from '../time/format';
import { useNow } from '../time/use-now';
import css from './conversation-parts.module.css';
import { type Conversation, ownNow } from './received';

const HOUR_MS = 3_600_000;

/** How long the messaging window stays open, by the conversation's own clock. */
export function WindowLeft({ conversation }: { readonly conversation: Conversation }) {
  const { t, i18n } = useTranslation();
  const toWords = useDuration();
  const now = ownNow(conversation, useNow());
  const { closesAt, open } = conversation.window;
  const leftMs = Date.parse(closesAt) - now;
  const isOpen = open && leftMs > 0;
  const level = !isOpen ? 'closed' : leftMs <= CLOSING_WARNING_MS ? 'soon' : 'open';
  const words = isOpen ? t('inbox.windowLeft', { time: toWords(rounded(leftMs)) }) : t('inbox.windowClosed');
  return (
    <span className={css.window} data-level={level} title={formatFull(closesAt, i18n.language)}>
      <ClockCircleOutlined aria-hidden /> {words}
    </span>
  );
}

/** Far from its end, minutes say nothing, and there is no room for them in a row: whole hours, rounded down. */
function rounded(leftMs: number): number {
  return leftMs < 2 * HOUR_MS ? leftMs : leftMs - (leftMs % HOUR_MS);
}
