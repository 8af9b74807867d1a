import { useTranslation } from 'react-i18next';
import { useMatch, useNavigate } from 'react-router';
import type { Conversation } from '../shared/conversations/received';
import { useMyOffers } from '../shared/conversations/use-my-offers';
import { OfferCard } from './offer-card';
import css from './offers.module.css';
import { useOfferWords } from './use-offer-words';
import { usePushNotices } from './use-push-notices';

/** What is offered to the reader, above every page: each with its time, Attend and Decline. */
export function OfferCards() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const openId = useMatch('/inbox/:list/:conversationId')?.params.conversationId;
  const offers = useMyOffers();
  const { words, decline } = useOfferWords(offers);
  const stack = usePushNotices();
  // The keys act on the first one: what the reader is looking at, or else what ends first.
  const cards = [...offers.filter(({ id }) => id === openId), ...offers.filter(({ id }) => id !== openId)];
  const open = ({ id }: Conversation): void =>
    void navigate(`/inbox/mine/${id}`, { state: { isToWrite: true } });
  return (
    <>
      {cards.length > 0 && (
        <section ref={stack} className={css.stack} aria-label={t('offers.title')}>
          <ul className={css.cards}>
            {cards.map((one, index) => (
              <OfferCard
                key={one.id}
                conversation={one}
                hasKeys={index === 0}
                attended={() => open(one)}
                declining={() => decline(one.id)}
              />
            ))}
          </ul>
        </section>
      )}
      <span className="visually-hidden" role="status" aria-live="polite">
        {words}
      </span>
    </>
  );
}
