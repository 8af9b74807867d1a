/** The conversations that are offered to the reader now. */
import { type Conversation, knowsAll, merged, ownNow } from './received';

type Offered = readonly Conversation[];

/** Whether a conversation is offered to the operator `meId`, as its newest copy says. */
export function isOfferedTo({ state, offer }: Pick<Conversation, 'state' | 'offer'>, meId: string): boolean {
  return (state === 'waiting' || state === 'missed') && offer?.operator.id === meId;
}

/** How long the offer stands, by the conversation's own clock; 0 if it is over or there is none. */
export function offerLeftMs(conversation: Conversation, browserNow: number): number {
  const { offer } = conversation;
  return offer === null ? 0 : Math.max(0, Date.parse(offer.until) - ownNow(conversation, browserNow));
}

/** The list after a change to a conversation: the one that ends first is first. An older copy changes nothing. */
export function changeOffered(list: Offered, changed: Conversation, meId: string): Offered {
  const known = list.find(({ id }) => id === changed.id);
  if (known === undefined && !isOfferedTo(changed, meId)) return list;
  if (known !== undefined && knowsAll(known, changed)) return list;
  const latest = known === undefined ? changed : merged(known, changed);
  const others = list.filter(({ id }) => id !== changed.id);
  return isOfferedTo(latest, meId) ? inOrder([...others, latest]) : others;
}

function inOrder(list: Offered): Offered {
  // Their clocks may differ: what counts is the time that is left.
  const now = Date.now();
  return list.toSorted((one, other) => offerLeftMs(one, now) - offerLeftMs(other, now));
}

/** What of a loaded page is offered to the operator `meId`. */
export function offeredOf(items: Offered, meId: string): Offered {
  return inOrder(items.filter((one) => isOfferedTo(one, meId)));
}

/** Why an offer is over, as far as the newest copy of the conversation tells. */
export type OfferEnd = 'mine' | 'attended' | 'closed' | 'ran_out' | 'taken_back';

/** @param shown the offer as it was shown last; `latest` the newest copy of its conversation, undefined if unknown */
export function endOf(
  shown: Conversation,
  latest: Conversation | undefined,
  meId: string,
  browserNow: number,
): OfferEnd {
  if (latest?.state === 'active') return latest.operator?.id === meId ? 'mine' : 'attended';
  if (latest !== undefined && latest.state !== 'waiting' && latest.state !== 'missed') return 'closed';
  return offerLeftMs(shown, browserNow) <= RUNS_OUT_WITHIN_MS ? 'ran_out' : 'taken_back';
}

/** The page may hear of the end of an offer a little before its own clock is there. */
const RUNS_OUT_WITHIN_MS = 1_000;
