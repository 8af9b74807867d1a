import { ApplicationFailure } from '@temporalio/activity';
import { greetingLeavesWithinMs, greetingText } from '../domain/greeting';
import type { Greetings } from '../store/transcript/greetings';

export type GreetingDeps = { readonly greetings: Greetings };

/** A greeting that is in the transcript and has to be sent. */
export type PreparedGreeting = {
  readonly messageId: string;
  readonly kind: string;
  /** How much longer it may be sent, in ms. */
  readonly leavesWithinMs: number;
  /** Whether the store knows an open conversation, which then sends it. */
  readonly isConversationOpen: boolean;
};

/**
 * Writes the greeting for an event into the transcript, after the event. Null if there is nothing to send: no greeting
 * is configured (any more), a conversation has begun in which there is none, or it is too late, which the transcript then shows. Throws a retryable failure until the
 * event is filed.
 */
export function createPrepareGreeting({ greetings }: GreetingDeps) {
  return async ({ eventMessageId }: { eventMessageId: string }): Promise<PreparedGreeting | null> => {
    const event = await greetings.event(eventMessageId);
    const text = event === null ? null : greetingText(event);
    if (event === null || text === null || !event.mayBeGreeted) return null;
    if (!event.isFiled) throw ApplicationFailure.retryable('The event is not filed yet.', 'NotFiledYet');
    const leavesWithinMs = greetingLeavesWithinMs(event.action, event.ageMs);
    const isTooLate = leavesWithinMs === 0;
    const messageId = await greetings.write(event, text, isTooLate);
    const { isConversationOpen } = event;
    return isTooLate ? null : { messageId, kind: 'text', leavesWithinMs, isConversationOpen };
  };
}

/** Drops a greeting that could not be sent in time. */
export function createDropGreeting({ greetings }: GreetingDeps) {
  return ({ messageId }: { messageId: string }): Promise<void> => greetings.drop(messageId);
}
