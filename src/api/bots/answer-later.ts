import type { Answered } from '../../bots/asked';
import { type PrepareAnswerDeps, prepareAnswer } from '../../bots/prepare-answer';
import type { LaterTurn } from '../../bots/reply-tokens';
import { isTooMuch } from '../../domain/bots/shaping/divide-answer';
import { advance } from '../../domain/conversation/advance';
import { type BotAnswer, judgeBotSpeech } from '../../domain/conversation/bot/answer';
import { placesOfBot, placesOfRemainder } from '../../domain/conversation/bot/places';
import type { BotSpeeches } from '../../store/bots/bot-speeches';
import type { Bot, Bots } from '../../store/bots/bots';
import { DEFAULT_DESK_SETTINGS } from '../../store/channels/channel-settings';
import type { ChannelStore } from '../../store/channels/channels';
import type { Conversations } from '../../store/conversations/conversations';
import type { ConversationClient } from '../../temporal/conversation-client';
import { ApiError, invalidField } from '../problems';

export type AnswerLaterDeps = {
  readonly bots: Pick<Bots, 'find'>;
  readonly speeches: BotSpeeches;
  readonly conversations: Pick<Conversations, 'get'>;
  readonly channels: Pick<ChannelStore, 'find'>;
  readonly conversationClient: Pick<ConversationClient, 'botSpeech'>;
  /** For answers of a bot to this contact. */
  readonly preparing: (bot: Bot, contactId: string) => PrepareAnswerDeps;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/**
 * A bot says something after it has answered “later”: its messages are stored, and its conversation accepts them if the bot
 * has had it ever since. Once for each turn; what no conversation has confirmed may be repeated.
 *
 * @throws `reply_url_used`, `not_owner`, `invalid_request` for messages that cannot be sent, `unavailable`
 */
export async function answerLater(deps: AnswerLaterDeps, turn: LaterTurn, answered: Answered): Promise<void> {
  const { speeches, conversationClient } = deps;
  const { conversationId, turn: number } = turn;
  const key = { conversationId, turn: number };
  const before = await speeches.read(key);
  if (before?.isApplied === true) throw new ApiError('reply_url_used');
  const { contactId, answer } =
    before === null
      ? await prepared(deps, turn, answered)
      : { contactId: await contactOf(deps, conversationId), answer: before.answer };
  const result = await conversationClient.botSpeech(
    { contactId, conversationId, turn: number },
    answer,
    `${conversationId}-later-${number}`,
  );
  switch (result.type) {
    case 'accepted':
      return speeches.markApplied({ ...key, botId: turn.botId });
    case 'refused':
    case 'notOpen':
      await speeches.drop(key, answer);
      throw new ApiError('not_owner');
    case 'unanswered':
    case 'unavailable':
      // It stays stored: the same request once more finds out whether the conversation has it.
      throw new ApiError('unavailable');
    default:
      return result satisfies never;
  }
}

async function contactOf(
  { conversations }: Pick<AnswerLaterDeps, 'conversations'>,
  id: string,
): Promise<string> {
  const stored = await conversations.get(id);
  if (stored === null) throw new ApiError('not_owner');
  return stored.conversation.contactId;
}

/** The conversation, if the bot has it as far as the store knows, and the bot. */
async function owned({ conversations, bots, clock }: AnswerLaterDeps, later: LaterTurn) {
  const { conversationId, botId, turn } = later;
  const stored = await conversations.get(conversationId);
  if (stored === null) throw new ApiError('not_owner');
  const now = clock() + stored.clockOffsetMs;
  const { conversation } = advance(stored.conversation, now);
  if (judgeBotSpeech(conversation, turn) !== null || conversation.bot?.botId !== botId)
    throw new ApiError('not_owner');
  const bot = await bots.find(botId, [conversation.brandId]);
  if (bot === null) throw new ApiError('not_owner');
  return { conversation, bot, now };
}

async function prepared(
  deps: AnswerLaterDeps,
  turn: LaterTurn,
  answered: Answered,
): Promise<{ readonly contactId: string; readonly answer: BotAnswer }> {
  const { conversation, bot, now } = await owned(deps, turn);
  const { contactId, channelId, brandId } = conversation;
  if (isTooMuch(answered.items)) throw invalidField('messages', 'are more than can be sent');
  const channel = await deps.channels.find(channelId, [brandId]);
  const said = await prepareAnswer(deps.preparing(bot, contactId), bot, answered, {
    places: placesOfBot(conversation, now),
    placesOfRest: placesOfRemainder(conversation),
    continueText: (channel?.settings ?? DEFAULT_DESK_SETTINGS).bot.continueText,
  });
  if (said.type === 'failed') throw invalidField('messages', 'hold a file that is not there');
  const { conversationId, turn: number, botId } = turn;
  const { type: _, ...toStore } = said;
  const answer = await deps.speeches.commit({ conversationId, turn: number, botId }, toStore);
  // Another request with the same token was faster.
  if (answer === null) throw new ApiError('reply_url_used');
  return { contactId, answer };
}
