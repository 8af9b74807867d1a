/** Frequent answers of operators, each under a short word. */
import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt } from './columns';
import { brands, operators } from './people';

/** Either one operator's own, or shared by a brand. */
export const cannedReplies = pgTable(
  'canned_replies',
  {
    id: text('id').primaryKey(),
    operatorId: text('operator_id').references(() => operators.id, { onDelete: 'cascade' }),
    brandId: text('brand_id').references(() => brands.id, { onDelete: 'cascade' }),
    shortcut: text('shortcut').notNull(),
    text: text('text').notNull(),
    /** Where lists show it; null: in no folder. */
    folder: text('folder'),
    /** How often it was filled in for a message. */
    useCount: integer('use_count').notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    check('canned_replies_one_owner', sql`(${table.operatorId} is null) <> (${table.brandId} is null)`),
    uniqueIndex('canned_replies_own_unique').on(table.operatorId, sql`lower(${table.shortcut})`),
    uniqueIndex('canned_replies_shared_unique').on(table.brandId, sql`lower(${table.shortcut})`),
    index('canned_replies_operator').on(table.operatorId, table.id),
    index('canned_replies_brand').on(table.brandId, table.id),
  ],
);
