import type { Refusal } from '../refusals';
import { isRatingAsked } from './automatic/rating';
import { hasRoom, mainRoom, roomRefusal, triggerRoom } from './consecutive';
import type { Actor, Conversation } from './conversation';
import type { Wish } from './events';
import type { Offer } from './routing/offering';
import { isScheduled, SCHEDULED_LIMIT } from './scheduled';
import { HELD_LIMIT, isBlocked } from './unsettled-messages';
import { isWindowOpen, windowClosesAt } from './window';
import { judgeReopen } from './wishes/reopen';

/**
 * Why a wish is refused now, or null if it is allowed. Update validators, the buttons and the 409s of wishes all use
 * this function. Due deadlines must have been applied before (`advance`). Order of the reasons: docs/rules.md#29; who
 * may do what: docs/rules.md#27.
 */
export function judge(conversation: Conversation, wish: Wish, now: number): Refusal | null {
  if (wish.type === 'reopen') return judgeReopen(conversation, now);
  if (wish.type === 'askRating') return judgeAskRating(conversation, wish.by, now);
  if (conversation.state === 'completed') return { code: 'conversation_completed' };
  switch (wish.type) {
    case 'attend':
      return attendedByOther(conversation, wish.by.operatorId);
    case 'transfer':
    case 'complete':
      if (conversation.state !== 'active') return { code: 'not_attended' };
      return wish.by.isAdministrator ? null : attendedByOther(conversation, wish.by.operatorId);
    case 'transferToGroup':
      if (conversation.state === 'bot') return { code: 'not_attended' };
      return wish.by.isAdministrator ? null : attendedByOther(conversation, wish.by.operatorId);
    case 'decline':
      return offerTo(conversation, wish.by.operatorId) === null ? { code: 'not_offered' } : null;
    case 'snooze':
    case 'unsnooze':
      if (conversation.state !== 'active') return { code: 'not_attended' };
      return attendedByOther(conversation, wish.by.operatorId);
    case 'handback':
      return judgeHandback(conversation, wish.by.operatorId, now);
    case 'reply': {
      const other = attendedByOther(conversation, wish.by.operatorId);
      if (other !== null) return other;
      if (wish.sendAt !== undefined) return scheduleRefusal(conversation, wish.sendAt);
      // WeChat would not deliver it, so it is accepted and fails immediately, without a call (docs/rules.md#35).
      if (conversation.unreachable !== null) return null;
      return wish.whenBlocked === 'hold' ? holdRefusal(conversation, now) : roomRefusal(conversation, now);
    }
    case 'cancel': {
      const other = wish.by.isAdministrator ? null : attendedByOther(conversation, wish.by.operatorId);
      if (other !== null) return other;
      const message = conversation.outbound.find((one) => one.messageId === wish.messageId);
      return message?.status === 'held' ? null : { code: 'not_cancellable' };
    }
    default:
      return wish satisfies never;
  }
}

export type Ability =
  | { readonly allowed: true; readonly until?: number; readonly remaining?: number }
  | ({ readonly allowed: false } & Refusal);

/** What one operator may do now. If not allowed: the refusal with its facts. If limited: until when, and how often. */
export type Abilities = {
  readonly reply: Ability;
  readonly hold: Ability;
  readonly attend: Ability;
  readonly decline: Ability;
  /** To another operator. */
  readonly transfer: Ability;
  /** To a group: also while nobody attends. */
  readonly transferToGroup: Ability;
  readonly complete: Ability;
  readonly reopen: Ability;
  readonly snooze: Ability;
  readonly handback: Ability;
  readonly askRating: Ability;
  readonly note: Ability;
  readonly typing: Ability;
};

/** Returns what one operator may do at `now` (epoch ms), by the same rules as `judge`. */
export function abilities(conversation: Conversation, by: Actor, now: number): Abilities {
  const reply = { type: 'reply', by, messageId: '', kind: 'text' } as const;
  const refusalOf = (wish: Wish): Ability => toAbility(judge(conversation, wish, now));
  const replyAbility = refusalOf({ ...reply, whenBlocked: 'reject' });
  return {
    reply: replyAbility.allowed ? { allowed: true, ...replyLimits(conversation, now) } : replyAbility,
    hold: refusalOf({ ...reply, whenBlocked: 'hold' }),
    attend: refusalOf({ type: 'attend', by }),
    decline: declineAbility(conversation, by, refusalOf({ type: 'decline', by })),
    transfer: refusalOf({ type: 'transfer', by, toOperatorId: '' }),
    transferToGroup: refusalOf({ type: 'transferToGroup', by, groupId: '' }),
    complete: refusalOf({ type: 'complete', by }),
    reopen: toAbility(judgeReopen(conversation, now)),
    snooze: refusalOf({ type: 'snooze', by, until: null }),
    handback: refusalOf({ type: 'handback', by }),
    askRating: refusalOf({ type: 'askRating', by }),
    note: { allowed: true },
    typing: toAbility(judgeTyping(conversation, by, now)),
  };
}

/**
 * Why "typing" may not be shown to the contact, or null if it may: judged like a reply, except that it takes no place.
 */
export function judgeTyping(conversation: Conversation, by: Actor, now: number): Refusal | null {
  if (conversation.state === 'completed') return { code: 'conversation_completed' };
  const other = attendedByOther(conversation, by.operatorId);
  if (other !== null) return other;
  if (isWindowOpen(conversation, now) || triggerRoom(conversation, now) > 0) return null;
  return { code: 'window_closed', since: windowClosesAt(conversation) };
}

/** The offer that is made to an operator; null: none is. */
function offerTo({ offering }: Conversation, operatorId: string): Offer | null {
  return offering?.offer?.operatorId === operatorId ? offering.offer : null;
}

/** An offer can be declined until it runs out. */
function declineAbility(conversation: Conversation, by: Actor, judged: Ability): Ability {
  const offer = offerTo(conversation, by.operatorId);
  return judged.allowed && offer !== null ? { allowed: true, until: offer.until } : judged;
}

/** Only who attends gives it back, to the bot that has been in it and is still there (docs/rules.md#64). */
function judgeHandback(conversation: Conversation, operatorId: string, now: number): Refusal | null {
  const { state, bot } = conversation;
  if (state !== 'active') return { code: 'not_attended' };
  const other = attendedByOther(conversation, operatorId);
  if (other !== null) return other;
  if (bot === undefined || bot.isRemoved === true) return { code: 'no_bot' };
  if (isWindowOpen(conversation, now)) return null;
  return { code: 'window_closed', since: windowClosesAt(conversation) };
}

/**
 * Who attends asks for a rating, or an administrator; once it is completed, every member of the brand (docs/rules.md#100).
 * Once, and only where a message may be sent.
 */
function judgeAskRating(conversation: Conversation, by: Actor, now: number): Refusal | null {
  const { state } = conversation;
  if (state !== 'completed') {
    if (state !== 'active') return { code: 'not_attended' };
    const other = by.isAdministrator ? null : attendedByOther(conversation, by.operatorId);
    if (other !== null) return other;
  }
  if (isRatingAsked(conversation)) return { code: 'already_asked' };
  return roomRefusal(conversation, now);
}

function attendedByOther(conversation: Conversation, operatorId: string): Refusal | null {
  if (conversation.state !== 'active' || conversation.operatorId === null) return null;
  if (conversation.operatorId === operatorId) return null;
  return { code: 'attended_by_other', operatorId: conversation.operatorId };
}

/** A message may be scheduled inside the window (docs/rules.md#69); its place is judged when it is due. */
function scheduleRefusal(conversation: Conversation, sendAt: number): Refusal | null {
  const closesAt = windowClosesAt(conversation);
  if (sendAt >= closesAt) return { code: 'window_closed', since: closesAt };
  const scheduled = conversation.outbound.filter(isScheduled).length;
  return scheduled < SCHEDULED_LIMIT ? null : { code: 'too_many_held', limit: SCHEDULED_LIMIT };
}

/**
 * A message that cannot leave at once is held. At most `HELD_LIMIT` are held, to bound the size of the conversation.
 */
function holdRefusal(conversation: Conversation, now: number): Refusal | null {
  if (hasRoom(conversation, now)) return null;
  const held = conversation.outbound.filter(isBlocked).length;
  return held < HELD_LIMIT ? null : { code: 'too_many_held', limit: HELD_LIMIT };
}

function toAbility(refusal: Refusal | null): Ability {
  return refusal === null ? { allowed: true } : { allowed: false, ...refusal };
}

function replyLimits(conversation: Conversation, now: number): { until: number; remaining: number } {
  const main = mainRoom(conversation, now);
  const { trigger } = conversation;
  if (main > 0 || trigger === null) return { until: windowClosesAt(conversation), remaining: main };
  return { until: trigger.closesAt, remaining: triggerRoom(conversation, now) };
}
