/** What tells all processes that who can be offered conversations has changed; nothing is stored. */
import { z } from 'zod';
import type { Database, Db } from '../engine/database-types';
import { sql } from '../engine/sql';

/**
 * Notified, after the commit, of every change after which a conversation may be offered to somebody: an operator has
 * connected, has chosen a status, has got another capacity, other brands or other groups; a brand has another routing.
 * Also of a change to `handing_over`, after which conversations have to be given back.
 */
export const ROUTING_NOTICE = 'duihua_routing';

const noticeSchema = z.object({
  /** Whose availability has changed; left out: that of many. */
  operatorId: z.string().optional(),
  /** Only conversations of these brands are concerned; left out: those of any. */
  brandIds: z.array(z.string()).optional(),
});

export type RoutingNotice = z.infer<typeof noticeSchema>;

/** Notifies in the transaction `tx`. A notice holds 8,000 bytes: name one operator, or few brands. */
export async function notifyRouting(tx: Db, notice: RoutingNotice): Promise<void> {
  await tx.execute(sql`select pg_notify(${ROUTING_NOTICE}, ${JSON.stringify(notice)})`);
}

/**
 * Calls `hear` for the notices of all processes, this one's too, and `onMissed` if some may have been lost. Returns the
 * function that ends it.
 */
export function listenToRouting(
  { listen }: Pick<Database, 'listen'>,
  hear: (notice: RoutingNotice) => void,
  onMissed: () => void,
): Promise<() => Promise<void>> {
  return listen(ROUTING_NOTICE, (payload) => hear(parseRoutingNotice(payload)), onMissed);
}

/** One that only a newer release can read says no more than that something has changed. */
export function parseRoutingNotice(payload: string): RoutingNotice {
  try {
    return noticeSchema.parse(JSON.parse(payload));
  } catch {
    return {};
  }
}
