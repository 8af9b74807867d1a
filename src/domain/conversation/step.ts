import type { RatingObstacle } from '../rating/rating';
import type { RefusalCode } from '../refusals';
import type { AutomaticKind } from './automatic/automatic-kinds';
import type { Handover } from './bot/bot-part';
import type { Conversation, HoldReason, OutboundMessage } from './conversation';
import type { DeliveryError, DeliveryErrorCode, DeliveryStatus } from './delivery';
import type { ReturnReason } from './routing/return-reasons';

/** A new status of an outbound message; the projection writes it to the transcript. */
export type StatusChange = {
  readonly messageId: string;
  readonly status: DeliveryStatus;
  readonly error: DeliveryError | null;
  /** Why it is held, if neither the window nor the limit blocks it. */
  readonly holdReason?: HoldReason;
};

/** What the rules write into the timeline themselves. `operatorId`: who did it. */
export type TimelineEvent =
  | ({ readonly type: 'handover'; readonly operatorId?: string } & Pick<Handover, 'reason' | 'detail'>)
  | { readonly type: 'handback'; readonly operatorId: string }
  /** It was missed without ringing, because the channel is closed. */
  | { readonly type: 'missed'; readonly reason: 'closed' }
  /** It went back to the queue, from this operator. */
  | { readonly type: 'returned'; readonly reason: ReturnReason; readonly operatorId: string }
  /** What the desk would have said by itself, and why it did not. */
  | {
      readonly type: 'automatic_skipped';
      readonly kind: Exclude<AutomaticKind, 'rating'>;
      readonly reason: RefusalCode;
    }
  /** The contact was to be asked for a rating, and was not. */
  | { readonly type: 'rating_not_asked'; readonly reason: RatingObstacle };

/** A timeline event with its number in the conversation: it is written once, however often its step is applied. */
export type NumberedEvent = { readonly number: number; readonly event: TimelineEvent };

/** The result of applying a rule: the conversation afterwards, the messages whose status changed, and what the timeline shows. */
export type Step = {
  readonly conversation: Conversation;
  readonly changes: readonly StatusChange[];
  /** Left out: nothing. */
  readonly events?: readonly NumberedEvent[];
};

/** A step that changes no status of a message. */
export function unchanged(conversation: Conversation): Step {
  return { conversation, changes: [] };
}

/** Applies `next` to the conversation of `step`, and combines the changes of both. */
export function andThen(step: Step, next: (conversation: Conversation) => Step): Step {
  const after = next(step.conversation);
  const events = [...(step.events ?? []), ...(after.events ?? [])];
  return {
    conversation: after.conversation,
    changes: [...step.changes, ...after.changes],
    ...(events.length === 0 ? {} : { events }),
  };
}

/** The step with one more event for the timeline. */
export function withEvent(step: Step, event: TimelineEvent): Step {
  const number = (step.conversation.timelineEvents ?? 0) + 1;
  return {
    ...step,
    conversation: { ...step.conversation, timelineEvents: number },
    events: [...(step.events ?? []), { number, event }],
  };
}

/** The conversation with one unsettled message replaced. */
export function withMessage(conversation: Conversation, message: OutboundMessage): Conversation {
  return {
    ...conversation,
    outbound: conversation.outbound.map((one) => (one.messageId === message.messageId ? message : one)),
  };
}

/** The conversation without a message whose status is final. */
export function withoutMessage(conversation: Conversation, messageId: string): Conversation {
  return { ...conversation, outbound: conversation.outbound.filter((one) => one.messageId !== messageId) };
}

/** The change of a message to `failed` or `cancelled`, with its reason. */
export function settled(
  messageId: string,
  status: 'failed' | 'cancelled',
  code: DeliveryErrorCode,
  wechatCode: number | null = null,
): StatusChange {
  return { messageId, status, error: { code, wechatCode } };
}
