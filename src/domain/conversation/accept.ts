import type { AutomaticKind } from './automatic/automatic-kinds';
import { hasRoom, takePlace } from './consecutive';
import type { Conversation, OutboundMessage, WhenBlocked } from './conversation';
import { type Step, settled } from './step';
import { blockedCode, hold } from './unsettled-messages';

/** A message that is to be accepted. */
export type NewMessage = {
  readonly messageId: string;
  readonly operatorId: string | null;
  readonly kind: string;
  readonly whenBlocked: WhenBlocked;
  readonly leavesBefore?: number;
  readonly attempts?: number;
  readonly busyAnswers?: number;
  readonly sendAt?: number | undefined;
  readonly cancelsOnReply?: true | undefined;
  readonly botTurn?: number;
};

/** What the desk says by itself: no operator said it. */
export function automaticMessage(messageId: string, of?: AutomaticKind): NewMessage {
  const kind = of === 'rating' ? 'msgmenu' : 'text';
  return { messageId, operatorId: null, kind, whenBlocked: 'reject' };
}

/** Accepts a message: queued and counted if it may leave, held if the operator asked for that, else failed. */
export function accept(conversation: Conversation, wish: NewMessage, now: number): Step {
  const { messageId, operatorId, kind, whenBlocked, leavesBefore, attempts = 0, busyAnswers = 0 } = wish;
  const { sendAt, cancelsOnReply, botTurn } = wish;
  if (conversation.unreachable !== null && sendAt === undefined) {
    const { wechatCode } = conversation.unreachable;
    return { conversation, changes: [settled(messageId, 'failed', 'contact_unreachable', wechatCode)] };
  }
  const message: OutboundMessage = {
    messageId,
    operatorId,
    kind,
    whenBlocked,
    status: 'queued',
    chargedToMain: false,
    chargedToTrigger: null,
    attempts,
    busyAnswers,
    notBefore: null,
    ...(botTurn === undefined ? {} : { botTurn }),
    ...(leavesBefore === undefined ? {} : { leavesBefore }),
    ...(sendAt === undefined ? {} : { sendAt }),
    ...(cancelsOnReply === undefined ? {} : { cancelsOnReply }),
  };
  if (sendAt !== undefined) {
    const scheduled = { ...message, status: 'held', holdReason: 'scheduled' } as const;
    return {
      conversation: { ...conversation, outbound: [...conversation.outbound, scheduled] },
      changes: [{ messageId, status: 'held', error: null, holdReason: 'scheduled' }],
    };
  }
  if (hasRoom(conversation, now)) {
    const placed = takePlace(conversation, message, now);
    const outbound = [...placed.conversation.outbound, placed.message];
    return {
      conversation: { ...placed.conversation, outbound, lastActivityAt: now },
      changes: [{ messageId, status: 'queued', error: null }],
    };
  }
  if (whenBlocked === 'hold') {
    return {
      conversation: { ...conversation, outbound: [...conversation.outbound, hold(message)] },
      changes: [{ messageId, status: 'held', error: null }],
    };
  }
  return { conversation, changes: [settled(messageId, 'failed', blockedCode(conversation, now))] };
}
