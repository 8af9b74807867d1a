import { withClosed, withoutToSay } from '../automatic/automatic';
import { withRatingAtEnd } from '../automatic/rating';
import { isRemainder } from '../bot/remainder';
import { withoutQuestion } from '../bot/without-question';
import type { CompletedReason, Conversation, OutboundMessage } from '../conversation';
import { withoutClosedMissed } from '../routing/closed';
import { withoutOffering } from '../routing/offer';
import { isScheduled } from '../scheduled';
import { type Step, unchanged } from '../step';
import { settleAll } from '../unsettled-messages';
import { withoutSnooze } from './snooze';

/** After these reasons nothing can reach the contact, so queued messages are cancelled as well. */
const ENDS_DELIVERY: ReadonlySet<CompletedReason> = new Set([
  'unsubscribed',
  'channel_disabled',
  'channel_deleted',
  'contact_blocked',
  'contact_erased',
]);

/** After these the contact is told that the conversation is over (docs/rules.md#68). */
const SAYS_CLOSED: ReadonlySet<CompletedReason> = new Set([
  'operator',
  'missed_timeout',
  'idle_timeout',
  'bot_idle_timeout',
]);

/**
 * Completes a conversation at `at` (epoch ms). Held messages become `cancelled` with `conversation_completed`, unless
 * the reason is `window_renewed`: then they move into the next conversation (docs/rules.md#9). Queued messages are
 * still sent, unless the reason means that nothing can reach the contact: then they are cancelled too. `operatorId`:
 * the operator who completes it, if one does.
 */
export function complete(
  conversation: Conversation,
  at: number,
  reason: CompletedReason,
  operatorId?: string,
): Step {
  if (conversation.state === 'completed') return unchanged(conversation);
  const completed: Conversation = {
    ...withoutRouting(
      withoutToSay(withoutQuestion(withoutSnooze(conversation)), (kind) => kind !== 'rating'),
    ),
    state: 'completed',
    completedAt: at,
    completedReason: reason,
    ...(operatorId === undefined ? {} : { completedBy: operatorId }),
    subscriptionDoubted: false,
  };
  if (SAYS_CLOSED.has(reason)) return cancelStranded(withRatingAtEnd(withClosed(completed)));
  if (reason !== 'window_renewed') return cancelStranded(withoutToSay(completed));
  // Nobody asked for the rest of the bot's answer, and what waits for its time does not move on.
  const staysBehind = (one: OutboundMessage): boolean => isRemainder(one) || isScheduled(one);
  return settleAll(completed, staysBehind, 'cancelled', 'conversation_completed');
}

/** Nobody is asked any more, and nobody waits. */
function withoutRouting(conversation: Conversation): Conversation {
  const {
    handsOver: _handsOver,
    askedBefore: _askedBefore,
    ...rest
  } = withoutClosedMissed(withoutOffering(conversation));
  return rest;
}

/**
 * Cancels the messages of a completed conversation that can never leave: the held ones, and all of them if nothing can
 * reach the contact. Applied after every event, because a send that was in flight may become queued or held again
 * later.
 */
export function cancelStranded(completed: Conversation): Step {
  const reason = completed.completedReason;
  const endsDelivery = reason !== null && ENDS_DELIVERY.has(reason);
  return settleAll(
    completed,
    (one) => endsDelivery || one.status === 'held',
    'cancelled',
    'conversation_completed',
  );
}
