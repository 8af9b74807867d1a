import { hasFreePlace, type Places } from './availability';
import type { AskedAgo } from './claim';
import type { RoutingOrder } from './routing';

/** An operator to whom a conversation may be offered: of its group, enabled, connected and online. */
export type Candidate = Places & {
  readonly operatorId: string;
  /** When they last got an offer, epoch ms; null: never. */
  readonly lastOfferedAt: number | null;
  /** They attended the contact last. */
  readonly isLast: boolean;
};

export type Question = {
  /** Who was asked in this round, and how long ago their offer ended. */
  readonly asked: readonly AskedAgo[];
  /** Who was asked just before this round. */
  readonly before: readonly AskedAgo[];
  /** Asked after all others; null: nobody. */
  readonly lastAsked: string | null;
  readonly order: RoutingOrder;
  readonly preferLastOperator: boolean;
  /** How long an offer is open; so long nobody is asked again, in ms. */
  readonly offerMs: number;
};

export type Choice =
  /** `beginsRound`: all who are there had been asked. */
  | { readonly type: 'ask'; readonly operatorId: string; readonly beginsRound: boolean }
  /** Those who are there have just been asked: the first of them may be asked again after so many ms. */
  | { readonly type: 'later'; readonly retryInMs: number }
  /** Nobody has a place. */
  | { readonly type: 'nobody' };

/**
 * Whom to ask next to attend a conversation (docs/rules.md#74): the contact's last operator if the brand prefers them, else who
 * has the fewest conversations (`balanced`), else who has been without an offer longest. Nobody is asked twice in a round; when
 * all who are there have been asked, the next one begins. Who has just been asked is asked again after `offerMs` at the earliest.
 */
export function nextOperator(candidates: readonly Candidate[], question: Question): Choice {
  const free = candidates.filter(hasFreePlace);
  if (free.length === 0) return { type: 'nobody' };
  const wasAsked = new Set(question.asked.map(({ operatorId }) => operatorId));
  const fresh = free.filter(({ operatorId }) => !wasAsked.has(operatorId));
  const beginsRound = fresh.length === 0;
  const pauseOf = pausesOf(question);
  const inRound = beginsRound ? free : fresh;
  const [first] = inRound
    .filter(({ operatorId }) => pauseOf(operatorId) === 0)
    .sort((a, b) => compare(a, b, question));
  if (first !== undefined) return { type: 'ask', operatorId: first.operatorId, beginsRound };
  return { type: 'later', retryInMs: Math.min(...inRound.map(({ operatorId }) => pauseOf(operatorId))) };
}

/** For how many ms an operator may not be asked again; 0: they may. */
function pausesOf({ asked, before, offerMs }: Question): (operatorId: string) => number {
  const pauses = new Map<string, number>();
  for (const { operatorId, agoMs } of [...before, ...asked]) {
    pauses.set(operatorId, Math.max(pauses.get(operatorId) ?? 0, offerMs - agoMs));
  }
  return (operatorId) => pauses.get(operatorId) ?? 0;
}

function compare(a: Candidate, b: Candidate, question: Question): number {
  const { lastAsked, preferLastOperator, order } = question;
  const isSilent = ({ operatorId }: Candidate): number => (operatorId === lastAsked ? 1 : 0);
  const isOther = ({ isLast }: Candidate): number => (preferLastOperator && !isLast ? 1 : 0);
  const load = ({ active, offers }: Candidate): number => (order === 'balanced' ? active + offers : 0);
  const offeredAt = ({ lastOfferedAt }: Candidate): number => lastOfferedAt ?? Number.NEGATIVE_INFINITY;
  return (
    isSilent(a) - isSilent(b) ||
    isOther(a) - isOther(b) ||
    load(a) - load(b) ||
    ascending(offeredAt(a), offeredAt(b)) ||
    ascending(a.operatorId, b.operatorId)
  );
}

function ascending<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
