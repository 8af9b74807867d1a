/** Ratings of conversations: that one was asked for, and what the contact tapped (docs/rating.md). */
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { time } from './columns';
import { contacts } from './contacts';
import { conversations } from './conversations';

export const ratings = pgTable(
  'ratings',
  {
    /** The conversation that it rates: it is asked for once. */
    conversationId: text('conversation_id')
      .primaryKey()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    contactId: text('contact_id')
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    brandId: text('brand_id').notNull(),
    channelId: text('channel_id').notNull(),
    /** Who attended last when it was asked for; null: nobody did. */
    operatorId: text('operator_id'),
    /** The menu message. */
    messageId: text('message_id').notNull(),
    /** The choices, with the words that the contact read: the domain's RatingOption. */
    options: jsonb('options').notNull(),
    /** A score below this asks for a reason; null: none does. */
    askReasonBelow: integer('ask_reason_below'),
    askedAt: time('asked_at').notNull().defaultNow(),
    /** The number of the choice that was tapped last, 1 to 5; null: none was yet. */
    score: integer('score'),
    /** The words of that choice. */
    label: text('label'),
    /** What the contact wrote about a low score. Words of a person: erasing the contact overwrites them. */
    comment: text('comment'),
    /** Of the first tap, by the wall clock. */
    ratedAt: time('rated_at'),
    /** Of the newest tap or of the comment. */
    changedAt: time('changed_at'),
    /** The contact's next text is the comment; the workflow of the rating decides (`rating-<conversationId>`). */
    awaitsComment: boolean('awaits_comment').notNull().default(false),
  },
  (table) => [
    // Reports read a span of time.
    index('ratings_rated').on(table.ratedAt).where(sql`${table.ratedAt} is not null`),
    // Each text that a contact writes looks here.
    index('ratings_awaiting').on(table.contactId).where(sql`${table.awaitsComment}`),
    index('ratings_contact').on(table.contactId),
  ],
);
