import { z } from 'zod';
import {
  COMPLETED_REASONS,
  CONVERSATION_STATES,
  type Conversation,
  WHEN_BLOCKED,
} from '../domain/conversation/conversation';
import { BOT_MODES, WINDOW_ANCHORS } from '../domain/settings';

const at = z.number();
const settings = z.object({
  version: z.number(),
  ringTimeSeconds: z.number(),
  closeMissedAfterSeconds: z.number().nullable(),
  closeIdleAfterSeconds: z.number(),
  windowAnchor: z.enum(WINDOW_ANCHORS),
  consecutiveLimit: z.number(),
  bot: z.object({ mode: z.enum(BOT_MODES), idleAfterSeconds: z.number() }),
});

/** The stored form of a conversation: what the workflow projected. */
export const conversationSchema: z.ZodType<Conversation> = z.object({
  schema: z.literal(1),
  id: z.string(),
  contactId: z.string(),
  channelId: z.string(),
  brandId: z.string(),
  state: z.enum(CONVERSATION_STATES),
  operatorId: z.string().nullable(),
  settings,
  hasBot: z.boolean(),
  startedAt: at,
  ringingSince: at,
  attendedAt: at.nullable(),
  missedAt: at.nullable(),
  closeMissedFrom: at.nullable(),
  completedAt: at.nullable(),
  completedReason: z.enum(COMPLETED_REASONS).nullable(),
  lastActivityAt: at,
  window: z.object({
    lastInboundAt: at,
    closedByWeChatAt: at.nullable(),
    closingHandledAt: at.nullable(),
  }),
  consecutive: z.object({ sent: z.number() }),
  trigger: z
    .object({
      kind: z.enum(['follow', 'scan', 'menu_tap', 'menu_message_tap']),
      openedAt: at,
      closesAt: at,
      limit: z.number(),
      sent: z.number(),
    })
    .nullable(),
  unread: z.number(),
  outbound: z.array(
    z.object({
      messageId: z.string(),
      operatorId: z.string().nullable(),
      kind: z.string(),
      whenBlocked: z.enum(WHEN_BLOCKED),
      status: z.enum(['queued', 'held', 'sending']),
      chargedToMain: z.boolean(),
      chargedToTrigger: at.nullable(),
      attempts: z.number(),
      busyAnswers: z.number(),
      sendingSince: at.optional(),
      notBefore: at.nullable(),
      waitsForChannel: z.literal(true).optional(),
      leavesBefore: at.optional(),
    }),
  ),
  unreachable: z.object({ wechatCode: z.number(), since: at }).nullable(),
  lastWeChatRefusal: z.object({ wechatCode: z.number(), at }).nullable(),
  subscriptionDoubted: z.boolean(),
});
