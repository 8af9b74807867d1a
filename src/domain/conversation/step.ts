import type { Conversation, OutboundMessage } from './conversation';
import type { DeliveryError, DeliveryErrorCode, DeliveryStatus } from './delivery';

/** A new status of an outbound message; the projection writes it to the transcript. */
export type StatusChange = {
  readonly messageId: string;
  readonly status: DeliveryStatus;
  readonly error: DeliveryError | null;
};

/** The result of applying a rule: the conversation afterwards, and the messages whose status changed. */
export type Step = { readonly conversation: Conversation; readonly changes: readonly StatusChange[] };

/** A step that changes no status of a message. */
export function unchanged(conversation: Conversation): Step {
  return { conversation, changes: [] };
}

/** Applies `next` to the conversation of `step`, and combines the changes of both. */
export function andThen(step: Step, next: (conversation: Conversation) => Step): Step {
  const after = next(step.conversation);
  return { conversation: after.conversation, changes: [...step.changes, ...after.changes] };
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
