/**
 * The figures of past days, counted once (docs/reports.md): what a report reads of a day that has settled, instead of the day's
 * facts. All of it can be made again from the facts. Names no person.
 */
import { bigint, date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { time, xid8 } from './columns';

/** Where a figure occurred during a day of UTC, whoever's it is, and once more for each operator. */
export const figureDays = pgTable(
  'figure_days',
  {
    day: date('day', { mode: 'string' }).notNull(),
    figure: text('figure').notNull(),
    /** `*`: whoever’s; else only those of this operator; empty: only those of nobody. */
    operatorId: text('operator_id').notNull(),
    channelId: text('channel_id').notNull(),
    groupId: text('group_id'),
    label: text('label'),
    /** When each of them was, in order: milliseconds since the day began. */
    moments: integer('moments').array().notNull(),
    /** What each measured, in the same order: ms, or a score; null: no figure of a measure, or none of them did. */
    measures: bigint('measures', { mode: 'number' }).array(),
    /** When the first of the durations began. */
    since: time('since'),
  },
  (table) => [
    index('figure_days_read').on(table.operatorId, table.day, table.figure),
    index('figure_days_day').on(table.day),
  ],
);

/** The days of UTC whose figures are counted. */
export const countedDays = pgTable('counted_days', {
  day: date('day', { mode: 'string' }).primaryKey(),
  countedAt: time('counted_at').notNull().defaultNow(),
});

/**
 * Days of UTC of which a fact has changed after they had settled: their figures do not count until they are counted again.
 * Each transaction adds rows of its own, so nobody waits for another.
 */
export const changedDays = pgTable(
  'changed_days',
  {
    day: date('day', { mode: 'string' }).notNull(),
    changedBy: xid8('changed_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.changedBy] })],
);
