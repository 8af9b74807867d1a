import { ClockCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { CLOSING_WARNING_MS } from '../../../domain/conversation/closing-warning';
import { type Conversation, ownNow } from '../../shared/conversations/received';
import { useDuration } from '../../shared/time/duration';
import { formatFull, formatMoment } from '../../shared/time/format';
import { useNow } from '../../shared/time/use-now';
import css from '../conversation-pane.module.css';

/** How many more messages can be sent, until when, and what will happen automatically. */
export function SendMeter({ conversation }: { readonly conversation: Conversation }) {
  const { t, i18n } = useTranslation();
  const toWords = useDuration();
  const now = ownNow(conversation, useNow());
  const { state, consecutive, window, deadlines } = conversation;
  if (state === 'completed') return null;
  const timeLeft = (at: string): string => toWords(Date.parse(at) - now);
  const leftMs = Date.parse(window.closesAt) - now;
  const isOpen = window.open && leftMs > 0;
  const isSoon = isOpen && leftMs <= CLOSING_WARNING_MS;
  const left = consecutive.limit - consecutive.sent;
  const others = deadlines.filter(({ kind }) => kind !== 'window' && kind !== 'window_closing');
  return (
    <section
      className={css.meter}
      data-level={isSoon ? 'soon' : 'calm'}
      aria-label={t('conversation.meter')}
      data-testid="send-meter"
    >
      {isOpen && (
        <span className={css.places} title={t('conversation.placesHint')}>
          {Array.from({ length: consecutive.limit }, (_, place) => (
            <span key={place} className={css.place} data-free={place < left} aria-hidden />
          ))}
          <span className={left === 0 ? `${css.placesText} ${css.over}` : css.placesText}>
            {t('conversation.placesLeft', { left, limit: consecutive.limit })}
          </span>
        </span>
      )}
      <span
        className={isSoon ? css.soon : isOpen ? undefined : css.over}
        title={formatFull(window.closesAt, i18n.language)}
      >
        <ClockCircleOutlined aria-hidden />{' '}
        {isOpen
          ? t('conversation.windowCloses', { time: toWords(leftMs) })
          : t('conversation.windowClosed', { time: formatMoment(window.closesAt, i18n.language) })}
      </span>
      {window.trigger !== null && (
        <span>
          {t('conversation.trigger', {
            left: window.trigger.remaining,
            time: timeLeft(window.trigger.closesAt),
          })}
        </span>
      )}
      {others.map(({ kind, at }) => (
        <span key={kind} title={formatFull(at, i18n.language)}>
          {t(`conversation.deadline_${kind as Exclude<typeof kind, 'window' | 'window_closing'>}`, {
            time: timeLeft(at),
          })}
        </span>
      ))}
      {/* Announced once when it begins, not at every tick. */}
      <span className="visually-hidden" role="status">
        {isSoon ? t('conversation.windowSoon') : ''}
      </span>
    </section>
  );
}
