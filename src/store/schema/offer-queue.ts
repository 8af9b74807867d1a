/** The queue of conversations that want an offer. Not with `routing.ts`, which conversations are built on. */
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { time } from './columns';
import { conversations } from './conversations';

/**
 * Conversations that want an offer (`wants_offer`), with what their order and their operators depend on: claims and
 * dispatchers read the whole queue, and a row of `conversations` is forty times as wide. Kept by the trigger
 * `conversations_offers`, all times by the wall clock; `told_at` and `times_told` by the dispatchers.
 */
export const offerQueue = pgTable(
  'offer_queue',
  {
    conversationId: text('conversation_id')
      .primaryKey()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    contactId: text('contact_id').notNull(),
    brandId: text('brand_id').notNull(),
    /** Null: all members of the brand. */
    groupId: text('group_id'),
    /** Since when the contact waits. */
    since: time('since').notNull(),
    /** When the messaging window closes. */
    windowClosesAt: time('window_closes_at').notNull(),
    /** From then on it is not offered by itself any more; null: it always is. */
    skippedFrom: time('skipped_from'),
    /** Who was asked in this round: until when they are not asked again, epoch ms by their ids. */
    askedUntil: jsonb('asked_until').notNull(),
    /** Nobody could be asked: it waits to be told of an operator. Else it asks by itself. */
    isIdle: boolean('is_idle').notNull(),
    /** When it began to want an offer, or last found nobody. */
    movedAt: time('moved_at').notNull().default(sql`clock_timestamp()`),
    /** When it was last told that an operator is available; null: never. */
    toldAt: time('told_at'),
    /** How often it was told in a short time. */
    timesTold: integer('times_told').notNull().default(0),
  },
  (table) => [index('offer_queue_brand').on(table.brandId, table.groupId)],
);
