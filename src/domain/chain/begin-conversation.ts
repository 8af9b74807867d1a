import { newBotPart } from '../conversation/bot/bot-part';
import type { Conversation } from '../conversation/conversation';
import type { VersionedSettings } from '../settings';

/**
 * Begins a conversation with its first message. It counts as started when that message was received (`now - ageMs`),
 * which is also the anchor of its window. If the channel has a bot, the bot has it first; else, or while the channel's bot is
 * paused because it keeps failing, operators are rung from `now` on.
 */
export function beginConversation(input: {
  readonly id: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly brandId: string;
  readonly settings: VersionedSettings;
  readonly ageMs: number;
  readonly isBotPaused?: true | undefined;
  readonly groupId?: string | undefined;
  /** When the contact was told in an earlier conversation that the channel is closed. */
  readonly outOfHoursSaidAt?: number | undefined;
  readonly now: number;
}): Conversation {
  const { id, contactId, channelId, brandId, settings, now, outOfHoursSaidAt } = input;
  const receivedAt = now - Math.max(0, input.ageMs);
  const botId = settings.bot.botId ?? null;
  const groupId = input.groupId ?? settings.groupId;
  const hasBot = botId !== null && input.isBotPaused !== true;
  return {
    schema: 1,
    id,
    contactId,
    channelId,
    brandId,
    ...(groupId === undefined ? {} : { groupId }),
    state: hasBot ? 'bot' : 'waiting',
    operatorId: null,
    settings,
    hasBot,
    ...(hasBot ? { bot: newBotPart(botId) } : {}),
    startedAt: receivedAt,
    ringingSince: now,
    attendedAt: null,
    missedAt: null,
    closeMissedFrom: null,
    unansweredSince: now,
    ...(outOfHoursSaidAt === undefined ? {} : { outOfHoursSaidAt }),
    completedAt: null,
    completedReason: null,
    lastActivityAt: now,
    window: { lastInboundAt: receivedAt, closedByWeChatAt: null, closingHandledAt: null },
    consecutive: { sent: 0 },
    trigger: null,
    unread: 1,
    outbound: [],
    unreachable: null,
    lastWeChatRefusal: null,
    subscriptionDoubted: false,
  };
}
