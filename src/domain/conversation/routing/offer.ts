import type { ClaimResult } from '../../routing/claim';
import type { Conversation } from '../conversation';
import type { AskedOperator, Offering } from './offering';

const HOUR_MS = 60 * 60_000;

/** How long an offer is open, in ms. */
export function offerMs({ settings }: Conversation): number {
  return (settings.routing?.offerSeconds ?? 0) * 1000;
}

/** From when on a missed conversation is no longer offered by itself, epoch ms; null: that has no end. */
export function offeredUntil({ state, settings, missedAt }: Conversation): number | null {
  const hours = settings.routing?.skipOlderThanHours ?? null;
  return state === 'missed' && hours !== null && missedAt !== null ? missedAt + hours * HOUR_MS : null;
}

/**
 * Whether operators are asked one after the other to attend it (docs/rules.md#74): while it waits, and while it is missed until
 * it is too old. One that was missed because the channel is closed waits for the opening; one that rings when the channel
 * closes is offered on.
 */
function isToBeOffered(conversation: Conversation, now: number): boolean {
  const { state, settings, isClosedMissed } = conversation;
  if (settings.routing?.mode !== 'offer') return false;
  if (state === 'waiting') return true;
  return state === 'missed' && isClosedMissed !== true && now < (offeredUntil(conversation) ?? Infinity);
}

/** Begins or ends the offering, as the state and the settings want it at `now` (epoch ms). */
export function settleOffering(conversation: Conversation, now: number): Conversation {
  if (!isToBeOffered(conversation, now)) return withoutOffering(conversation);
  return conversation.offering === undefined ? beginOffering(conversation, now) : conversation;
}

/**
 * The conversation with a new offering from `now` on (epoch ms), in which nobody was asked yet. `lastAsked` is asked after all
 * others. They, and who was asked within the last `offerSeconds`, are not asked again at once.
 */
export function beginOffering(conversation: Conversation, now: number, lastAsked?: string): Conversation {
  if (conversation.settings.routing?.mode !== 'offer') return conversation;
  const { claimsBefore: number = 0, askedBefore = [], ...rest } = withoutOffering(conversation);
  const last = lastAsked === undefined ? [] : [{ operatorId: lastAsked, at: now }];
  const before = latestOf([...askedBefore, ...last]).filter(({ at }) => at > now - offerMs(conversation));
  return {
    ...rest,
    offering: {
      number,
      asked: [],
      ...(before.length === 0 ? {} : { before }),
      ...(lastAsked === undefined ? {} : { lastAsked }),
    },
  };
}

/** Ends the offering. The next one knows who was asked, and its claims have higher numbers. */
export function withoutOffering(conversation: Conversation): Conversation {
  const { offering, askedBefore = [], ...rest } = conversation;
  if (offering === undefined) return conversation;
  const asked = latestOf([...askedBefore, ...(offering.before ?? []), ...offering.asked]);
  const claimsBefore = offering.number + 1;
  return { ...rest, claimsBefore, ...(asked.length === 0 ? {} : { askedBefore: asked }) };
}

/** Each operator once, with when they were asked last. */
function latestOf(asked: readonly AskedOperator[]): readonly AskedOperator[] {
  const latest = new Map<string, AskedOperator>();
  for (const one of asked) {
    const known = latest.get(one.operatorId);
    if (known === undefined || known.at < one.at) latest.set(one.operatorId, one);
  }
  return [...latest.values()];
}

/** From when on somebody has to be found to whom it is offered, epoch ms; null: not now. */
export function claimDueAt({ offering }: Conversation): number | null {
  if (offering === undefined || offering.offer !== undefined) return null;
  return offering.idle === undefined ? 0 : offering.idle.retryAt;
}

/**
 * What claim `number` has come to. One that is not asked for any more changes nothing: its place is free as soon as the store
 * shows that.
 */
export function offerClaimed(
  conversation: Conversation,
  claim: { readonly number: number } & ClaimResult,
  now: number,
): Conversation {
  const { offering } = conversation;
  const { number, operatorId, retryInMs, beginsRound } = claim;
  if (offering === undefined || offering.offer !== undefined || number !== offering.number + 1)
    return conversation;
  const { idle: _, ...awake } = offering;
  if (operatorId === null) {
    const retryAt = retryInMs === null ? null : now + retryInMs;
    return { ...conversation, offering: { ...awake, number, idle: { retryAt } } };
  }
  const ms = offerMs(conversation);
  const rounds = beginsRound ? nextRound(awake, now - ms) : awake;
  return { ...conversation, offering: { ...rounds, number, offer: { operatorId, until: now + ms } } };
}

/** In a new round nobody was asked yet; it has to be known who was asked just before it. */
function nextRound(offering: Offering, since: number): Offering {
  const { before: _, ...rest } = offering;
  const before = offering.asked.filter(({ at }) => at > since);
  return { ...rest, asked: [], ...(before.length === 0 ? {} : { before }) };
}

/** The offer has run out or was declined, at `at` (epoch ms): the next operator is asked. */
export function passOn(
  conversation: Conversation,
  at: number,
  how: Pick<AskedOperator, 'hasDeclined'> = {},
): Conversation {
  const { offering } = conversation;
  if (offering?.offer === undefined) return conversation;
  const { offer, ...rest } = offering;
  const others = rest.asked.filter(({ operatorId }) => operatorId !== offer.operatorId);
  const asked: readonly AskedOperator[] = [...others, { operatorId: offer.operatorId, at, ...how }];
  return { ...conversation, offering: { ...rest, asked } };
}

/** The operator can't attend: an offer to them passes on. */
export function passOnFrom(conversation: Conversation, operatorId: string, now: number): Conversation {
  return conversation.offering?.offer?.operatorId === operatorId ? passOn(conversation, now) : conversation;
}

/** Somebody may be there: it is looked at once. */
export function wakeOffering(conversation: Conversation): Conversation {
  const { offering } = conversation;
  if (offering?.idle === undefined) return conversation;
  const { idle: _, ...awake } = offering;
  return { ...conversation, offering: awake };
}
