import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { namesOf, sql } from '../engine/sql';
import { attachments } from '../schema/files';
import { messages } from '../schema/messages';
import { isSignalled, isUnfiled } from './row-life';

const message = namesOf(messages);
const attachment = namesOf(attachments);

/** Items of contacts that no conversation has taken yet. */
export type Unfiled = {
  readonly count: number;
  /** 0 if there are none. */
  readonly oldestAgeMs: number;
};

/** How many there are, and how long the oldest one has been waiting. */
export async function readUnfiled({ db }: Pick<Database, 'db'>): Promise<Unfiled> {
  const [row] = await rowsOf<{ count: number; oldest_ms: number | string | null }>(
    db,
    sql`select count(*)::int as count, extract(epoch from clock_timestamp() - min(${messages.createdAt})) * 1000 as oldest_ms
        from ${messages} where ${isUnfiled(messages)}`,
  );
  return { count: row?.count ?? 0, oldestAgeMs: Math.max(0, Number(row?.oldest_ms ?? 0)) };
}

/**
 * After Temporal was reset: everything that it was asked to do and has not finished becomes due at once instead of
 * after the usual time: items are signalled again, and files are fetched again. Rows are locked in the order of their
 * ids, as is done everywhere.
 */
export async function tellAgain({ db }: Pick<Database, 'db'>): Promise<void> {
  await db.execute(
    sql`update ${messages} set ${message.signalledAt} = null where ${messages.id} in (
          select ${messages.id} from ${messages} where ${isUnfiled(messages)} and ${isSignalled(messages)}
          order by ${messages.id} for no key update)`,
  );
  await db.execute(
    sql`update ${attachments} set ${attachment.fetchStartedAt} = null where ${attachments.id} in (
          select ${attachments.id} from ${attachments}
          where ${attachments.status} = 'fetching' and ${attachments.fetchStartedAt} is not null
          order by ${attachments.id} for no key update)`,
  );
}
