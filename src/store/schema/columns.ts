/** Kinds of columns that several tables have. */
import { sql } from 'drizzle-orm';
import { customType, timestamp } from 'drizzle-orm/pg-core';

/** An instant. Only the row mapping of the store sees it as a `Date` or text; its functions take and give epoch ms. */
export const time = <const Name extends string>(name: Name) =>
  timestamp(name, { withTimezone: true, mode: 'date' });

export const createdAt = () => time('created_at').notNull().defaultNow();

/** The server's clock at the change itself, not at the start of the transaction: event streams resume from it. */
export const changedAt = () => time('changed_at').notNull().default(sql`clock_timestamp()`);

/** The id of a transaction, which never wraps around. */
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });
