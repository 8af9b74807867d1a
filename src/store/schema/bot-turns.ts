/** What bots answered: a turn is answered once, whatever is repeated or crashes. */
import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns';
import { conversations } from './conversations';

export const botTurns = pgTable(
  'bot_turns',
  {
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** Its number in the conversation. */
    turn: integer('turn').notNull(),
    /** The domain's BotAnswer: ids and kinds of its messages, and what follows. The texts are in the messages. */
    answer: jsonb('answer').notNull(),
    /** What the bot asked to remember for the next turn; it may be anything, and is told to nobody else. */
    memory: jsonb('memory'),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.conversationId, table.turn] })],
);
