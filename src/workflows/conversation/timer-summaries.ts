/** What the Temporal UI shows beside a timer: ids, numbers and kinds only. */
import type { Thread } from '../../domain/chain/thread';
import { type DeadlineKind, nextDeadline } from '../../domain/conversation/deadlines';

/** What happens at a deadline: the summary of the timer that waits for it. */
export const DEADLINE_SUMMARIES: Readonly<Record<DeadlineKind, string>> = {
  opening: 'the channel opens: rings',
  offer: 'an offer runs out: the next operator is asked',
  return: 'is taken back, because the operator has not answered',
  miss: 'becomes missed, because nobody attends',
  close_missed: 'completes as missed',
  close_idle: 'completes as idle',
  close_bot_idle: 'completes as idle (bot)',
  window_closing: 'the operator who attends is alerted: the window is about to close',
  nudge: 'the contact is reminded that the messaging window closes',
  send_at: 'a scheduled message leaves',
  window: 'messaging window closes',
  snooze: 'is no longer snoozed',
};

/** Of the timer after which programs are told that the window is about to close. */
export const CLOSING_SUMMARY = 'programs are told: the window is about to close';

/** Of the timer for deadlines, which wakes at `until`. */
export function timerSummary({ current }: Thread, until: number): string {
  const deadline = current === null ? null : nextDeadline(current, 'offer');
  if (deadline?.at === until) return DEADLINE_SUMMARIES[deadline.kind];
  const isWaiting = current?.outbound.some((one) => one.waitsForChannel === true) === true;
  return isWaiting ? 'a message that waits for the channel is too late' : 'next attempt to send';
}

/** Of the timer for the beginning of a bot's turn. */
export function turnSummary({ current }: Thread): string {
  return `turn ${(current?.bot?.turns ?? 0) + 1} of the bot begins`;
}

/** Of the timer for routing. */
export function routingSummary({ current }: Thread): string {
  const { number = 0, offer, idle } = current?.offering ?? {};
  if (offer !== undefined) return `offer ${number} to operator ${offer.operatorId} runs out`;
  return idle === undefined ? 'the opening hours are asked for again' : 'an operator is looked for again';
}
