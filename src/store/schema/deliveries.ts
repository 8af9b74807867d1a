/**
 * What no transcript contains: deliveries from WeChat that could not be accepted, and replies that the rules refused.
 */
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt } from './columns';

/**
 * Deliveries that could not be accepted, kept sealed and in limited number, so that nothing is lost without a trace.
 * All had a valid signature when they arrived, so a retry need not check it again, even if the token has changed.
 */
export const rejectedDeliveries = pgTable(
  'rejected_deliveries',
  {
    id: text('id').primaryKey(),
    channelId: text('channel_id').notNull(),
    reason: text('reason').notNull(),
    /** The decrypted body or, if decryption failed, the body as it arrived. */
    bodySealed: text('body_sealed').notNull(),
    /** Whether the body was decrypted; null in rows from before retries existed. */
    isOpened: boolean('is_opened'),
    /** The query as it arrived, with the openid and the encryption; null in older rows. */
    querySealed: text('query_sealed'),
    /** Bytes of the body; null in older rows. */
    size: integer('size'),
    /** SHA-256 of the body: WeChat delivers up to three times until the answer is `success`. */
    bodyHash: text('body_hash'),
    deliveries: integer('deliveries').notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    index('rejected_deliveries_channel').on(table.channelId, table.createdAt),
    uniqueIndex('rejected_deliveries_body_unique').on(table.channelId, table.bodyHash),
  ],
);

/** How often the rules refused, by refusal and day: refusals leave no trace in a workflow's history. */
export const refusalCounts = pgTable(
  'refusal_counts',
  {
    channelId: text('channel_id').notNull(),
    code: text('code').notNull(),
    day: text('day').notNull(),
    count: integer('count').notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.channelId, table.code, table.day] })],
);
