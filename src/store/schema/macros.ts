/** Macros of operators, and what became of each run of one. */
import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns';
import { brands, operators } from './people';

/** One operator's own, or shared: by a brand, or by the whole desk (neither is set). */
export const macros = pgTable(
  'macros',
  {
    id: text('id').primaryKey(),
    operatorId: text('operator_id').references(() => operators.id, { onDelete: 'cascade' }),
    brandId: text('brand_id').references(() => brands.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** A list of the domain's MacroStep. */
    steps: jsonb('steps').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    check('macros_one_owner', sql`${table.operatorId} is null or ${table.brandId} is null`),
    index('macros_operator').on(table.operatorId, table.id),
    index('macros_brand').on(table.brandId, table.id),
  ],
);

/**
 * A macro under way or done, under the client's key for the request: a repeat continues where the first one stopped.
 */
export const macroRuns = pgTable(
  'macro_runs',
  {
    id: text('id').primaryKey(),
    operatorId: text('operator_id').notNull(),
    conversationId: text('conversation_id').notNull(),
    key: text('key').notNull(),
    macroId: text('macro_id').notNull(),
    /** The macro's steps as they were when the run began. */
    steps: jsonb('steps').notNull(),
    /** The results of the finished steps, in their order. */
    done: jsonb('done').notNull().default([]),
    /** When the snooze of the step under way is to end (ISO 8601), so that a second try does not count anew. */
    snoozeUntil: text('snooze_until'),
    /** Until then a request is working on it; null: none is. */
    claimedUntil: time('claimed_until'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('macro_runs_key_unique').on(table.operatorId, table.conversationId, table.key),
    // Old runs are found first.
    index('macro_runs_created').on(table.createdAt),
  ],
);
