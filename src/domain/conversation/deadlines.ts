import { owesAnswer } from './bot/turn';
import type { Conversation } from './conversation';
import { windowClosesAt } from './window';

export const DEADLINE_KINDS = [
  'miss',
  'close_missed',
  'close_idle',
  'close_bot_idle',
  'window',
  'snooze',
] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** Something that will happen automatically at `at` (epoch ms), unless an event prevents it. */
export type Deadline = { readonly kind: DeadlineKind; readonly at: number };

/** Every pending deadline, nearest first; two at the same instant are in the order of `DEADLINE_KINDS`. */
export function deadlines(conversation: Conversation): readonly Deadline[] {
  return pending(conversation).sort(
    (a, b) => a.at - b.at || DEADLINE_KINDS.indexOf(a.kind) - DEADLINE_KINDS.indexOf(b.kind),
  );
}

/** The nearest pending deadline: the workflow's timer waits for it. */
export function nextDeadline(conversation: Conversation): Deadline | null {
  return deadlines(conversation)[0] ?? null;
}

function pending(conversation: Conversation): Deadline[] {
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
  const until = conversation.snooze?.until ?? null;
  if (until !== null) list.push({ kind: 'snooze', at: until });
  return list;
}
