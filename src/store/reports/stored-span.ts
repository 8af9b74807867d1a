import type { Db } from '../engine/database-types';
import { rowsOf, toMs } from '../engine/rows';
import { sql } from '../engine/sql';
import { QUARTER_MS } from './figure-sources';

/** The times of facts, each with an index. */
const FACT_TIMES = {
  conversation_facts: [
    'started_at',
    'attended_at',
    'missed_at',
    'missed_attended_at',
    'first_response_at',
    'completed_at',
  ],
  message_facts: ['slot'],
  event_facts: ['at'],
  loss_facts: ['held_at', 'released_at', 'expired_at', 'failed_at', 'unknown_at'],
  refusal_facts: ['at'],
  ratings: ['rated_at'],
} as const;

/** From when until when there are facts at all, epoch ms; null: there are none. */
export async function readStoredSpan(
  db: Db,
): Promise<{ readonly oldest: number; readonly newest: number } | null> {
  // The ends of indexes.
  const ends = Object.entries(FACT_TIMES).flatMap(([table, columns]) =>
    columns.map(
      (name) =>
        sql`select min(${sql.raw(name)}) as oldest, max(${sql.raw(name)}) as newest from ${sql.raw(table)}`,
    ),
  );
  const [row] = await rowsOf<Record<'oldest' | 'newest', Date | string | null>>(
    db,
    sql`select min(oldest) as oldest, max(newest) as newest from (${sql.join(ends, sql` union all `)}) as each`,
  );
  if (row === undefined || row.oldest === null || row.newest === null) return null;
  // Messages are counted in quarters of an hour.
  return { oldest: toMs(row.oldest), newest: toMs(row.newest) + QUARTER_MS };
}
