import type { Conversation } from '../conversation';

/** The conversation without a question to its bot: nothing waits for it, and nothing that it answers from now on counts. */
export function withoutQuestion(conversation: Conversation): Conversation {
  const { bot } = conversation;
  if (bot === undefined || (bot.waiting === null && bot.asking === null)) return conversation;
  return { ...conversation, bot: { ...bot, waiting: null, asking: null } };
}
