import type { Conversation, OutboundMessage } from './conversation';
import type { DeliveryError, DeliveryErrorCode, DeliveryStatus } from './delivery';

/** A status that the rules gave to a message of ours; the projection writes it to the transcript. */
export type StatusChange = {
  readonly messageId: string;
  readonly status: DeliveryStatus;
  readonly error: DeliveryError | null;
};

/** The result of applying something: the conversation after it, and the statuses it gave to messages. */
export type Step = { readonly conversation: Conversation; readonly changes: readonly StatusChange[] };

/** A step that changes no message's status. */
export function unchanged(conversation: Conversation): Step {
  return { conversation, changes: [] };
}

/** `step`, and then `next` applied to its conversation. */
export function andThen(step: Step, next: (conversation: Conversation) => Step): Step {
  const after = next(step.conversation);
  return { conversation: after.conversation, changes: [...step.changes, ...after.changes] };
}

/** Replaces one message on its way. */
export function withMessage(conversation: Conversation, message: OutboundMessage): Conversation {
  return {
    ...conversation,
    outbound: conversation.outbound.map((one) => (one.messageId === message.messageId ? message : one)),
  };
}

/** Takes one message out: its status is final. */
export function withoutMessage(conversation: Conversation, messageId: string): Conversation {
  return { ...conversation, outbound: conversation.outbound.filter((one) => one.messageId !== messageId) };
}

/** A failed or cancelled status with its reason. */
export function settled(
  messageId: string,
  status: 'failed' | 'cancelled',
  code: DeliveryErrorCode,
  wechatCode: number | null = null,
): StatusChange {
  return { messageId, status, error: { code, wechatCode } };
}
