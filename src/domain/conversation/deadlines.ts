import { nudgeAt } from './automatic/automatic';
import { owesAnswer } from './bot/turn';
import { closingWarningAt } from './closing-warning';
import type { Conversation } from './conversation';
import { opensAt } from './routing/closed';
import { returnsAt } from './routing/return';
import { nextSendAt } from './scheduled';
import { windowClosesAt } from './window';

export const DEADLINE_KINDS = [
  'opening',
  'offer',
  'return',
  'miss',
  'close_missed',
  'close_idle',
  'close_bot_idle',
  'window_closing',
  'nudge',
  'send_at',
  'window',
  'snooze',
] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** Something that will happen automatically at `at` (epoch ms), unless an event prevents it. */
export type Deadline = { readonly kind: DeadlineKind; readonly at: number };

/** Every pending deadline, nearest first; two at the same instant are in the order of `DEADLINE_KINDS`. */
export function deadlines(conversation: Conversation): readonly Deadline[] {
  const warnsAt = closingWarningAt(conversation);
  const warning: Deadline[] = warnsAt === null ? [] : [{ kind: 'window_closing', at: warnsAt }];
  return inOrder([...applied(conversation), ...warning]);
}

/**
 * The nearest pending deadline that `advance` applies, other than those of the kind `besides`. Not the warning: `Chain.next` applies that, and only in runs
 * that have the patch (`domain/chain/chain.ts`).
 */
export function nextDeadline(conversation: Conversation, besides?: DeadlineKind): Deadline | null {
  return inOrder(applied(conversation)).find(({ kind }) => kind !== besides) ?? null;
}

function inOrder(list: readonly Deadline[]): readonly Deadline[] {
  return [...list].sort(
    (a, b) => a.at - b.at || DEADLINE_KINDS.indexOf(a.kind) - DEADLINE_KINDS.indexOf(b.kind),
  );
}

function applied(conversation: Conversation): Deadline[] {
  const { state, settings, hasBot, lastActivityAt } = conversation;
  if (state === 'completed') return [];
  const list: Deadline[] = [];
  const add = (kind: DeadlineKind, from: number, afterSeconds: number): void => {
    list.push({ kind, at: from + afterSeconds * 1000 });
  };
  if (state === 'waiting') add('miss', conversation.ringingSince, settings.ringTimeSeconds);
  const opening = opensAt(conversation);
  if (opening !== null) list.push({ kind: 'opening', at: opening });
  const offer = conversation.offering?.offer;
  if (offer !== undefined) list.push({ kind: 'offer', at: offer.until });
  const takenBackAt = returnsAt(conversation);
  if (takenBackAt !== null) list.push({ kind: 'return', at: takenBackAt });
  // A bot's idle limit replaces the limits of the channel, before and after the hand-over to an operator.
  if (hasBot) {
    const idleFrom = botIdleFrom(conversation);
    if (idleFrom !== null) add('close_bot_idle', idleFrom, settings.bot.idleAfterSeconds);
  } else if (state === 'active') add('close_idle', lastActivityAt, settings.closeIdleAfterSeconds);
  else if (state === 'missed' && conversation.closeMissedFrom !== null) {
    if (settings.closeMissedAfterSeconds !== null) {
      add('close_missed', conversation.closeMissedFrom, settings.closeMissedAfterSeconds);
    }
  }
  const closesAt = windowClosesAt(conversation);
  if (conversation.window.closingHandledAt !== closesAt) list.push({ kind: 'window', at: closesAt });
  const nudgesAt = nudgeAt(conversation);
  if (nudgesAt !== null) list.push({ kind: 'nudge', at: nudgesAt });
  const sendAt = nextSendAt(conversation);
  if (sendAt !== null) list.push({ kind: 'send_at', at: sendAt });
  const until = conversation.snooze?.until ?? null;
  if (until !== null) list.push({ kind: 'snooze', at: until });
  return list;
}

/**
 * What a bot's idle limit counts from; null: nobody is idle, because the bot owes an answer or the channel never opens. Where a
 * conversation waits for the opening, it counts from then (docs/rules.md#79).
 */
function botIdleFrom(conversation: Conversation): number | null {
  const { lastActivityAt, isClosedMissed, closeMissedFrom } = conversation;
  if (owesAnswer(conversation)) return null;
  if (isClosedMissed !== true) return lastActivityAt;
  return closeMissedFrom === null ? null : Math.max(lastActivityAt, closeMissedFrom);
}
