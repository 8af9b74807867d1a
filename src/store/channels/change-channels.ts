import { asc, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../engine/database-types';
import { channels } from '../schema/channels';
import { CHANNELS_NOTICE } from './channels';

type Change = Partial<Pick<typeof channels.$inferInsert, 'groupId' | 'routing' | 'hours' | 'hasHours'>>;

/**
 * Changes channels of which something else is changed in the transaction `tx`: a brand's routing or hours, or a group.
 * Their settings get a new version, which their open conversations follow.
 */
export async function changeChannels(tx: Db, which: SQL | undefined, change: Change): Promise<void> {
  // Locked in one order, so that two such changes never wait for each other.
  const found = await tx
    .select({ id: channels.id })
    .from(channels)
    .where(which)
    .orderBy(asc(channels.id))
    .for('update');
  if (found.length === 0) return;
  const ids = found.map(({ id }) => id);
  await tx
    .update(channels)
    .set({ ...change, settingsVersion: sql`${channels.settingsVersion} + 1` })
    .where(inArray(channels.id, ids));
  for (const id of ids) await tx.execute(sql`select pg_notify(${CHANNELS_NOTICE}, ${id})`);
}
