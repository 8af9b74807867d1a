/** What processes share so that together they do something no more often than one process would. */
import { bigint, integer, pgTable, primaryKey, text, varchar } from 'drizzle-orm/pg-core';
import { time } from './columns';

/** Tasks that one process runs, and that no process runs again before `due_at` (engine/periodic-tasks.ts). */
export const periodicTasks = pgTable('duties', {
  name: text('name').primaryKey(),
  dueAt: time('due_at').notNull(),
});

/**
 * Which change was signalled to which open conversation, and when it may be signalled again. A row is deleted when the
 * conversation shows the change. This is a separate table, so that a signal does not rewrite the row of the
 * conversation; there is no foreign key, so that a claim never waits for a locked contact.
 */
export const changeClaims = pgTable(
  'told_news',
  {
    contactId: text('contact_id').notNull(),
    /** What kind of change, e.g. `settings`. */
    news: text('news').notNull(),
    channelId: text('channel_id').notNull(),
    /** Which change of its kind, e.g. the version of the settings: another one is signalled at once. */
    change: text('change').notNull(),
    /** How often it was signalled. */
    times: integer('times').notNull(),
    /** When it was first signalled. */
    since: time('since').notNull(),
    againAt: time('again_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.contactId, table.news] })],
);

/**
 * Requests in the current minute, by limit and address or operator (a hash), for all processes together. The columns are
 * those of the library that counts (store/rate-limits/rate-counts.ts). Unlogged: a crash loses the counts of one minute.
 */
export const rateCounts = pgTable('rate_counts', {
  key: varchar('key', { length: 255 }).primaryKey(),
  points: integer('points').notNull().default(0),
  /** The end of the minute, epoch ms. */
  expire: bigint('expire', { mode: 'number' }),
});
