/** What bots answered: a turn is answered once, whatever is repeated or crashes. */
import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns';
import { contacts } from './contacts';
import { conversations } from './conversations';

export const botTurns = pgTable(
  'bot_turns',
  {
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** Its number in the conversation. */
    turn: integer('turn').notNull(),
    /** What the bot said later, after its answer to this turn was “later”. */
    isSpeech: boolean('is_speech').notNull().default(false),
    /**
     * The domain's BotAnswer: ids and kinds of its messages, and what follows. The texts are in the messages; of a speech
     * that its conversation has not accepted yet also the `note` for operators.
     */
    answer: jsonb('answer').notNull(),
    /** What the bot asked to remember for the next turn; it may be anything, and is told to nobody else. */
    memory: jsonb('memory'),
    /** Of a speech: when its conversation accepted it; until then it may be repeated. */
    appliedAt: time('applied_at'),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.conversationId, table.turn, table.isSpeech] })],
);

/**
 * What the numbers of menus stand for: WeChat returns nothing but the number of a choice, and an older menu stays on the
 * contact's phone.
 */
export const botMenuChoices = pgTable(
  'bot_menu_choices',
  {
    contactId: text('contact_id')
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    /** WeChat's `bizmsgmenuid`, which a contact has once. */
    wireId: integer('wire_id').notNull(),
    /** The bot that sent the menu; empty: it asks for a rating. */
    botId: text('bot_id').notNull(),
    /** The bot's own id of the choice, or that of a rating's option. */
    menuId: text('menu_id').notNull(),
    /** The conversation that a tap rates; null: it is a bot's. One table, so that a contact has each number once. */
    ratingOf: text('rating_of'),
  },
  (table) => [primaryKey({ columns: [table.contactId, table.wireId] })],
);
