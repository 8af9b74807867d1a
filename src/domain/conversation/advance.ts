import { complete } from './complete';
import type { Conversation } from './conversation';
import { type Deadline, nextDeadline } from './deadlines';
import { dropBlocked } from './outbox';
import { andThen, type Step, unchanged } from './step';
import { windowClosesAt } from './window';

/**
 * Lets time pass up to `now`: every deadline that is due happens, in order, at its own instant. Harmless at any time,
 * so an early or stale wake-up changes nothing. `notBefore` keeps a deadline that a change of settings moved into the
 * past from happening before that change.
 */
export function advance(conversation: Conversation, now: number, notBefore = 0): Step {
  let step: Step = unchanged(conversation);
  for (;;) {
    const due = nextDeadline(step.conversation);
    if (due === null || due.at > now) break;
    step = andThen(step, (current) => happen(current, due, Math.max(due.at, notBefore)));
  }
  return andThen(step, (current) => dropBlocked(current, now));
}

function happen(conversation: Conversation, due: Deadline, at: number): Step {
  switch (due.kind) {
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
    default:
      return due.kind satisfies never;
  }
}
