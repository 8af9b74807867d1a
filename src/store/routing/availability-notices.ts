/** What tells all processes that an operator's availability is to be shown anew; nothing is stored. */
import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Db } from '../engine/database-types';
import { hearNotice } from '../engine/hear-notice';
import { sql } from '../engine/sql';
import { ROUTING_NOTICE } from './routing-notices';

/** Also sent by the trigger `tell_own_count` (in a migration). */
const AVAILABILITY_NOTICE = 'duihua_availability';

const noticeSchema = z.object({
  operatorId: z.string(),
  /** Only how many they attend has changed: shown to nobody but themselves. */
  isOwn: z.literal(true).optional(),
});

export type AvailabilityNotice = z.infer<typeof noticeSchema>;

/** Tells all processes, after the commit, that an operator's availability has changed, whatever of it. */
export async function announceAvailability(tx: Db, operatorId: string): Promise<void> {
  await tx.execute(sql`select ${availabilityNotices(sql`${operatorId}::text`)}`);
}

/** Two selected fields that announce it in a statement that makes the change: no lock of it then waits for this process. */
export function availabilityNotices(operatorId: SQL): SQL {
  const notice = sql`jsonb_build_object('operatorId', ${operatorId})::text`;
  return sql`pg_notify(${AVAILABILITY_NOTICE}, ${notice}), pg_notify(${ROUTING_NOTICE}, ${notice})`;
}

/**
 * Calls `hear` for the notices of all processes, this one's too, and `onMissed` if some may have been lost. Returns the
 * function that ends it.
 */
export function listenToAvailability(
  { listen }: Pick<Database, 'listen'>,
  hear: (notice: AvailabilityNotice) => void,
  onMissed: () => void,
): Promise<() => Promise<void>> {
  return listen(AVAILABILITY_NOTICE, hearNotice(noticeSchema, hear), onMissed);
}
