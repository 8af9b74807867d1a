/** What processes share so that together they do a thing no more often than one of them would. */
import { integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Work that is done by one process at a time, and not again before `due_at`. */
export const duties = pgTable('duties', {
  name: text('name').primaryKey(),
  dueAt: time('due_at').notNull(),
});

/**
 * Which open conversations were told of which change, and when they may be told again. A row goes when the
 * conversation shows the change. Apart from `conversations`, so that telling costs their rows nothing; no foreign key,
 * so that it waits for nobody who holds a contact.
 */
export const toldNews = pgTable(
  'told_news',
  {
    contactId: text('contact_id').notNull(),
    /** What kind of change, e.g. `settings`. */
    news: text('news').notNull(),
    channelId: text('channel_id').notNull(),
    /** Which change of its kind, e.g. the version of the settings: another one is told at once. */
    change: text('change').notNull(),
    /** How often it was told. */
    times: integer('times').notNull(),
    /** When it was told first. */
    since: time('since').notNull(),
    againAt: time('again_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.contactId, table.news] })],
);
