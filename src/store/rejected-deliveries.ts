import { sql } from 'drizzle-orm';
import { newId } from '../platform/ids';
import type { SecretBox } from '../platform/secret-box';
import type { Database } from './database-types';

const KEPT_PER_CHANNEL = 200;
const PURPOSE = 'rejected_deliveries.body';

export type RejectedDeliveries = {
  /** Keeps a delivery that carried a right signature and could not be read; only the newest of a channel stay. */
  readonly keep: (channelId: string, reason: string, body: Buffer) => Promise<void>;
};

/** Deliveries kept aside, sealed, for an administrator to look at (rulings.md 28). */
export function createRejectedDeliveries(
  { db }: Database,
  { secretBox }: { readonly secretBox: SecretBox },
): RejectedDeliveries {
  return {
    async keep(channelId, reason, body) {
      const id = newId();
      const sealed = secretBox.seal(PURPOSE, id, body.toString('base64'));
      await db.execute(
        sql`insert into rejected_deliveries (id, channel_id, reason, body_sealed)
            values (${id}, ${channelId}, ${reason}, ${sealed})`,
      );
      await db.execute(
        sql`delete from rejected_deliveries where id in (
              select id from rejected_deliveries where channel_id = ${channelId}
              order by created_at desc offset ${KEPT_PER_CHANNEL})`,
      );
    },
  };
}
