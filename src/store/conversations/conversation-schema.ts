import { z } from 'zod';
import { AUTOMATIC_KINDS } from '../../domain/conversation/automatic/automatic-kinds';
import { type BotFailure, HANDOVER_REASONS } from '../../domain/conversation/bot/bot-part';
import {
  COMPLETED_REASONS,
  CONVERSATION_STATES,
  type Conversation,
  HOLD_REASONS,
  WHEN_BLOCKED,
} from '../../domain/conversation/conversation';
import { ROUTING_MODES } from '../../domain/routing/routing';
import { WINDOW_ANCHORS } from '../../domain/settings';
import { wordOf } from '../engine/stored-words';

const at = z.number();
/** A failure is one of a list, or `http_` and a status. */
const botFailure = z.custom<BotFailure>((value) => typeof value === 'string', 'must be a word');
const settings = z.looseObject({
  version: z.number(),
  ringTimeSeconds: z.number(),
  closeMissedAfterSeconds: z.number().nullable(),
  closeIdleAfterSeconds: z.number(),
  windowAnchor: wordOf(WINDOW_ANCHORS),
  consecutiveLimit: z.number(),
  bot: z.looseObject({
    botId: z.string().nullable().optional(),
    idleAfterSeconds: z.number(),
    handoverAfterTurns: z.number().nullable().optional(),
    keepPlaces: z.number().optional(),
    tellsHandover: z.boolean().optional(),
    failureGroupId: z.string().nullable().optional(),
    mode: z.string().optional(),
  }),
  automatic: z
    .looseObject({
      welcomes: z.boolean(),
      saysClosed: z.boolean(),
      nudgesBeforeMinutes: z.number().nullable(),
      saysOutOfHours: z.boolean().optional(),
      rating: z.looseObject({ onAutomaticClose: z.boolean() }).optional(),
    })
    .optional(),
  routing: z
    .looseObject({
      mode: wordOf(ROUTING_MODES),
      offerSeconds: z.number(),
      autoAttend: z.boolean(),
      returnAfterSeconds: z.number().nullable(),
      skipOlderThanHours: z.number().nullable(),
    })
    .optional(),
  groupId: z.string().optional(),
  hoursVersion: z.number().optional(),
});
const askedOperators = z.array(
  z.looseObject({ operatorId: z.string(), at, hasDeclined: z.literal(true).optional() }),
);

/**
 * The stored form of a conversation: what the workflow projected. A newer release may have written it: fields and words
 * that this one does not know are kept, because a lost conversation is continued from what is read here.
 */
export const conversationSchema: z.ZodType<Conversation> = z.looseObject({
  schema: z.custom<1>((shape) => typeof shape === 'number'),
  id: z.string(),
  contactId: z.string(),
  channelId: z.string(),
  brandId: z.string(),
  groupId: z.string().optional(),
  state: wordOf(CONVERSATION_STATES),
  operatorId: z.string().nullable(),
  settings,
  hasBot: z.boolean(),
  bot: z
    .looseObject({
      botId: z.string(),
      turns: z.number(),
      turnsBefore: z.number(),
      isGivenBack: z.literal(true).optional(),
      waiting: z.looseObject({ messageIds: z.array(z.string()), firstAt: at, lastAt: at }).nullable(),
      asking: z
        .looseObject({
          number: z.number(),
          since: at,
          messageIds: z.array(z.string()),
          places: z.number(),
          isAfterHandback: z.literal(true).optional(),
        })
        .nullable(),
      isSilent: z.literal(true).optional(),
      isRemoved: z.literal(true).optional(),
    })
    .optional(),
  handover: z.looseObject({ reason: wordOf(HANDOVER_REASONS), detail: botFailure.optional(), at }).optional(),
  toSay: z.array(z.looseObject({ kind: wordOf(AUTOMATIC_KINDS), number: z.number() })).optional(),
  timelineEvents: z.number().optional(),
  startedAt: at,
  ringingSince: at,
  attendedAt: at.nullable(),
  missedAt: at.nullable(),
  closeMissedFrom: at.nullable(),
  isClosedMissed: z.literal(true).optional(),
  isBusy: z.literal(true).optional(),
  hours: z
    .looseObject({
      version: z.number(),
      isOpen: z.boolean(),
      changesAt: at.nullable(),
      returnsAt: z.looseObject({ from: at, at: at.nullable() }).optional(),
      isGuess: z.literal(true).optional(),
    })
    .optional(),
  unansweredSince: at.optional(),
  silentIds: z.array(z.string()).optional(),
  transferredAt: at.optional(),
  handsOver: z.boolean().optional(),
  offering: z
    .looseObject({
      number: z.number(),
      offer: z.looseObject({ operatorId: z.string(), until: at }).optional(),
      asked: askedOperators,
      before: askedOperators.optional(),
      lastAsked: z.string().optional(),
      idle: z.looseObject({ retryAt: at.nullable() }).optional(),
    })
    .optional(),
  claimsBefore: z.number().optional(),
  askedBefore: askedOperators.optional(),
  outOfHoursSaidAt: at.optional(),
  completedAt: at.nullable(),
  completedReason: wordOf(COMPLETED_REASONS).nullable(),
  completedBy: z.string().optional(),
  lastActivityAt: at,
  window: z.looseObject({
    lastInboundAt: at,
    closedByWeChatAt: at.nullable(),
    closingHandledAt: at.nullable(),
    warnedOf: at.optional(),
    announcedOf: at.optional(),
    nudgedOf: at.optional(),
    startedAt: at.optional(),
  }),
  consecutive: z.looseObject({ sent: z.number() }),
  trigger: z
    .looseObject({
      kind: wordOf(['follow', 'scan', 'menu_tap', 'menu_message_tap', 'enter_session']),
      openedAt: at,
      closesAt: at,
      limit: z.number(),
      sent: z.number(),
    })
    .nullable(),
  unread: z.number(),
  outbound: z.array(
    z.looseObject({
      messageId: z.string(),
      operatorId: z.string().nullable(),
      botTurn: z.number().optional(),
      holdReason: wordOf(HOLD_REASONS).optional(),
      sendAt: at.optional(),
      cancelsOnReply: z.literal(true).optional(),
      kind: z.string(),
      whenBlocked: wordOf(WHEN_BLOCKED),
      status: wordOf(['queued', 'held', 'sending']),
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
  unreachable: z.looseObject({ wechatCode: z.number(), since: at }).nullable(),
  lastWeChatRefusal: z.looseObject({ wechatCode: z.number(), at }).nullable(),
  subscriptionDoubted: z.boolean(),
  reopenedFrom: z.string().optional(),
  ratingAsked: z.literal(true).optional(),
  snooze: z.looseObject({ until: at.nullable() }).optional(),
  troubled: z.looseObject({ failed: z.boolean(), unknown: z.boolean() }).optional(),
  milestones: z
    .looseObject({
      waitingSince: at.optional(),
      attendedAt: at.optional(),
      attendedBy: z.string().optional(),
      missedAt: at.optional(),
      missedAttendedAt: at.optional(),
      attending: z
        .array(z.looseObject({ operatorId: z.string(), since: at, until: at.optional() }))
        .optional(),
    })
    .optional(),
});
