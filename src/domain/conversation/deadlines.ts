import { nudgeAt } from './automatic/automatic';
import { owesAnswer } from './bot/turn';
import { closingWarningAt } from './closing-warning';
import type { Conversation } from './conversation';
import { nextSendAt } from './scheduled';
import { windowClosesAt } from './window';

export const DEADLINE_KINDS = [
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
 * The nearest pending deadline that `advance` applies. Not the warning: `Chain.next` applies that, and only in runs
 * that have the patch (`domain/chain/chain.ts`).
 */
export function nextDeadline(conversation: Conversation): Deadline | null {
  return inOrder(applied(conversation))[0] ?? null;
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
  // A bot's idle limit replaces the limits of the channel, before and after the hand-over to an operator.
  if (hasBot) {
    // While the bot owes an answer nobody is idle.
    if (!owesAnswer(conversation)) add('close_bot_idle', lastActivityAt, settings.bot.idleAfterSeconds);
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
