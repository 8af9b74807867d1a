import { withNudge } from './automatic/automatic';
import { beginDueTurn } from './bot/turn';
import type { Conversation } from './conversation';
import { type Deadline, nextDeadline } from './deadlines';
import { opened, openWithoutHours } from './routing/closed';
import { passOn, settleOffering } from './routing/offer';
import { giveBack } from './routing/return';
import { sendDue } from './scheduled';
import { andThen, type Step, unchanged } from './step';
import { dropBlocked } from './unsettled-messages';
import { windowClosesAt } from './window';
import { complete } from './wishes/complete';
import { withoutSnooze } from './wishes/snooze';

/**
 * Advances a conversation to `now`: applies every due deadline, in order, each at its own instant, begins the bot's turn
 * that is due, and begins or ends the offering as the state wants it. Safe to call at any time: an early or stale wake-up
 * changes nothing. `notBefore` is the earliest instant at which a deadline is applied,
 * for deadlines that a change of settings has moved into the past. All times in epoch ms.
 */
export function advance(conversation: Conversation, now: number, notBefore = 0): Step {
  let step: Step = unchanged(conversation);
  for (;;) {
    const due = nextDeadline(step.conversation);
    if (due === null || due.at > now) break;
    step = andThen(step, (current) => applyDeadline(current, due, Math.max(due.at, notBefore)));
  }
  const blocked = andThen(step, (current) => dropBlocked(current, now));
  const asked = andThen(blocked, (current) => beginDueTurn(current, now));
  const open = andThen(asked, (current) => openWithoutHours(current, now));
  return andThen(open, (current) => unchanged(settleOffering(current, now)));
}

function applyDeadline(conversation: Conversation, due: Deadline, at: number): Step {
  switch (due.kind) {
    case 'opening':
      return opened(conversation, at);
    case 'offer':
      return unchanged(passOn(conversation, at));
    case 'return':
      return giveBack(conversation, 'silent', at);
    case 'miss':
      return unchanged({ ...conversation, state: 'missed', missedAt: at, closeMissedFrom: at });
    case 'close_missed':
      return complete(conversation, at, 'missed_timeout');
    case 'close_idle':
      return complete(conversation, at, 'idle_timeout');
    case 'close_bot_idle':
      return complete(conversation, at, 'bot_idle_timeout');
    case 'window': {
      const closingHandledAt = windowClosesAt(conversation);
      return unchanged({ ...conversation, window: { ...conversation.window, closingHandledAt } });
    }
    case 'send_at':
      return sendDue(conversation, at);
    case 'nudge':
      return unchanged(withNudge(conversation));
    case 'snooze':
      return unchanged(withoutSnooze(conversation));
    // `nextDeadline` never gives it.
    case 'window_closing':
      return unchanged(conversation);
    default:
      return due.kind satisfies never;
  }
}
