import type { CompletedReason, Conversation } from './conversation';
import { settleAll } from './outbox';
import { type Step, unchanged } from './step';

/** Nothing can reach the contact any more after these: what is queued is cancelled too. */
const ENDS_DELIVERY: ReadonlySet<CompletedReason> = new Set([
  'unsubscribed',
  'channel_disabled',
  'channel_deleted',
  'contact_blocked',
]);

/**
 * Completes a conversation at `at`. Held messages become `cancelled` with `conversation_completed`, unless the window
 * is being renewed: then they move on (docs/rules.md#9). Messages that were accepted and are queued still leave.
 */
export function complete(conversation: Conversation, at: number, reason: CompletedReason): Step {
  if (conversation.state === 'completed') return unchanged(conversation);
  const completed: Conversation = {
    ...conversation,
    state: 'completed',
    completedAt: at,
    completedReason: reason,
    subscriptionDoubted: false,
  };
  return reason === 'window_renewed' ? unchanged(completed) : cancelStranded(completed);
}

/**
 * Messages of a completed conversation that never leave: the held ones, and all where nothing can reach the contact
 * any more. A send in flight when it completed may come back later, so this holds after every event.
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
