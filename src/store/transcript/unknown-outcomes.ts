import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { namesOf, sql } from '../engine/sql';
import { messages } from '../schema/messages';
import { isUndecided } from './row-life';
import { RESOLVED, settleTrouble } from './settle-trouble';

const message = namesOf(messages);

/** The number of messages that may or may not have arrived, and for which no operator has decided what to do. */
export async function countUnknownOutcomes({ db }: Pick<Database, 'db'>): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    db,
    sql`select count(*)::int as count from ${messages} where ${isUndecided(messages)}`,
  );
  return row?.count ?? 0;
}

/** Records that such a message was sent again. It stays `unknown` but no longer waits for a decision. */
export async function markResolved({ db }: Pick<Database, 'db'>, messageId: string): Promise<void> {
  await db.execute(
    settleTrouble(
      messageId,
      sql`${RESOLVED}, ${message.resentAt} = clock_timestamp()`,
      isUndecided(messages),
    ),
  );
}
