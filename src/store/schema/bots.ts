/** Bots of brands. Their secrets are sealed text (platform/secrets/secret-box.ts), never plain text. */
import { boolean, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns';
import { brands } from './people';

export const bots = pgTable(
  'bots',
  {
    id: text('id').primaryKey(),
    brandId: text('brand_id')
      .notNull()
      .references(() => brands.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    /** Whether WeChat marks its messages as made by AI. */
    aiLabel: boolean('ai_label').notNull(),
    /** What its kind needs, without secrets. */
    fields: jsonb('fields').notNull(),
    /** The names of its secrets, so that nothing has to be opened to say which are set. */
    secretNames: jsonb('secret_names').notNull().default([]),
    /** An object of its secrets by name; null: it has none. */
    secretsSealed: text('secrets_sealed'),
    createdAt: createdAt(),
  },
  (table) => [index('bots_brand').on(table.brandId, table.id)],
);
