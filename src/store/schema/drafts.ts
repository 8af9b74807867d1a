/** Replies that were not sent yet: what operators type, and what tools suggest to them. */
import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { time } from './columns';
import { conversations } from './conversations';
import { operators } from './people';

/** What an operator has typed in a conversation: one for all of their devices. */
export const drafts = pgTable(
  'drafts',
  {
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    operatorId: text('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    text: text('text').notNull(),
    changedAt: time('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.conversationId, table.operatorId] })],
);

/** The latest reply that was suggested to whoever attends a conversation. */
export const draftSuggestions = pgTable('draft_suggestions', {
  conversationId: text('conversation_id')
    .primaryKey()
    .references(() => conversations.id, { onDelete: 'cascade' }),
  text: text('text').notNull(),
  /** Whose account suggested it. */
  operatorId: text('operator_id')
    .notNull()
    .references(() => operators.id, { onDelete: 'cascade' }),
  /** The name of the API token that did; null: a person in the console. */
  tool: text('tool'),
  suggestedAt: time('suggested_at').notNull(),
});
