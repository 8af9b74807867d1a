import { useCounts } from '../shared/conversations/counts';
import type { Conversation } from '../shared/conversations/received';
import { useConversationList } from '../shared/conversations/use-conversations';
import { useMyOffers } from '../shared/conversations/use-my-offers';
import { useSignedInMe } from '../shared/session/session';
import { useStored } from '../shared/ui/use-stored';
import { isRung } from './is-rung';
import { useRingRules } from './use-ring-rules';

/**
 * What rings: conversations that wait and ring for everyone, in all brands that the reader may see, and what is offered
 * to the reader; until an operator attends, the time is over, or the bell in this browser was silenced while they rang.
 * `concerned` is how many would ring if nothing was silenced.
 */
export function useRinging(): {
  readonly ringing: readonly Conversation[];
  readonly concerned: number;
  readonly silence: () => void;
} {
  const me = useSignedInMe();
  const { items, hasNextPage } = useConversationList({ list: 'waiting' });
  const { data: counts } = useCounts({});
  const offers = useMyOffers();
  const [stored, store] = useStored('ring.silenced');
  const waiting = items.filter(({ state }) => state === 'waiting');
  const rules = useRingRules(waiting, me.id);
  const offered = new Set(offers.map(({ id }) => id));
  const rung = waiting.filter((one) => !offered.has(one.id) && isRung(one, me.id, rules));
  const silenced = new Set(stored?.split(' '));
  // The counts come a little later, but know more than the pages that are loaded.
  const all = hasNextPage ? Math.max(counts?.waiting.count ?? 0, waiting.length) : waiting.length;
  return {
    ringing: [
      ...offers.filter((one) => !silenced.has(nameOf(one))),
      ...rung.filter(({ id }) => !silenced.has(id)),
    ],
    concerned: all - waiting.length + rung.length + offers.length,
    // Forgets those that no longer wait.
    silence: () => store([...items.map(({ id }) => id), ...offers.map(nameOf)].join(' ')),
  };
}

/** A later offer of the same conversation rings again. */
function nameOf({ id, offer }: Conversation): string {
  return `${id}@${offer?.until ?? ''}`;
}
