import type { Conversation } from '../conversation/conversation';
import type { Fact } from '../conversation/events';
import { guessedHours, hoursAskedFor, hoursDueAt } from '../conversation/routing/hours';
import { claimDueAt, offerMs } from '../conversation/routing/offer';
import type { AskedOperator } from '../conversation/routing/offering';
import { returnFrom } from '../conversation/routing/return-from';
import { windowClosesAt } from '../conversation/window';
import type { AskedAgo, ClaimInput, ClaimResult, HoursAnswer, HoursQuestion } from '../routing/claim';

/** The question about the opening hours, for a conversation and a version of them. */
export type AskedHours = HoursQuestion & { readonly conversationId: string; readonly version: number };

/** What has to be known of the opening hours at `now` (epoch ms); null: enough is known. */
export function hoursToRead(conversation: Conversation, now: number): AskedHours | null {
  const { id: conversationId, contactId, channelId, settings, outOfHoursSaidAt } = conversation;
  const dueAt = hoursDueAt(conversation);
  if (settings.hoursVersion === undefined || dueAt === null || dueAt > now) return null;
  const from = returnFrom(conversation);
  const afterSeconds = settings.routing?.returnAfterSeconds ?? null;
  const mayBeTold = settings.automatic?.saysOutOfHours === true && outOfHoursSaidAt === undefined;
  return {
    conversationId,
    version: settings.hoursVersion,
    channelId,
    now: hoursAskedFor(conversation, now),
    ...(mayBeTold ? { contactId } : {}),
    ...(from === null || afterSeconds === null
      ? {}
      : { returnFrom: from, returnAfterMs: afterSeconds * 1000 }),
  };
}

/** The answer as a fact; null: there was none, so that the channel counts as open for a while. `now`: epoch ms. */
export function toHoursRead(asked: AskedHours, answer: HoursAnswer | null, now: number): Fact {
  const { version, returnFrom: from } = asked;
  if (answer === null) {
    const since = Math.min(asked.now, from ?? asked.now);
    return { type: 'hoursRead', hours: guessedHours(version, since, now) };
  }
  const { isOpen, changesAt, returnsAt: at } = answer;
  const toldClosedAt = answer.toldClosedAt ?? undefined;
  const returnsAt = from === undefined || at === undefined ? {} : { returnsAt: { from, at } };
  const told = toldClosedAt === undefined ? {} : { toldClosedAt };
  return { type: 'hoursRead', hours: { version, isOpen, changesAt, ...returnsAt }, ...told };
}

/** The claim that is due at `now` (epoch ms); null: none. */
export function claimToMake(conversation: Conversation, now: number): ClaimInput | null {
  const { id: conversationId, contactId, brandId, groupId = null, offering } = conversation;
  const dueAt = claimDueAt(conversation);
  if (offering === undefined || dueAt === null || dueAt > now) return null;
  const ago = (operators: readonly AskedOperator[]): readonly AskedAgo[] =>
    operators.map(({ operatorId, at }) => ({ operatorId, agoMs: now - at }));
  const { number, asked, before = [], lastAsked = null } = offering;
  return {
    conversationId,
    contactId,
    brandId,
    groupId,
    number: number + 1,
    offerMs: offerMs(conversation),
    asked: ago(asked),
    before: ago(before),
    lastAsked,
    waitsForMs: now - waitsSince(conversation),
    windowClosesInMs: windowClosesAt(conversation) - now,
  };
}

/** After how long it is claimed again if the store has not answered. */
const RETRY_CLAIM_MS = 30_000;

/** What a claim has come to, as a fact; null: nobody knows. */
export function toOfferClaimed({ number }: ClaimInput, result: ClaimResult | null): Fact {
  const unknown = { operatorId: null, retryInMs: RETRY_CLAIM_MS, beginsRound: false };
  return { type: 'offerClaimed', number, ...(result ?? unknown) };
}

/**
 * Since when the contact waits, epoch ms: their first message that no operator has answered, or else since operators are rung.
 * Conversations are offered in this order.
 */
export function waitsSince({ unansweredSince, ringingSince }: Conversation): number {
  return unansweredSince ?? ringingSince;
}

/**
 * When routing has to look at the conversation again, epoch ms: an offer runs out, or a claim or the opening hours are asked
 * for again. Null: never.
 */
export function routingWakesAt(conversation: Conversation): number | null {
  const offerEndsAt = conversation.offering?.offer?.until ?? null;
  const times = [offerEndsAt, claimDueAt(conversation), hoursDueAt(conversation)].filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}
