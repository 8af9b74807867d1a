import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { newId, sha256 } from '../../platform/ids';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database } from '../engine/database-types';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { rowsOf, toMs } from '../engine/rows';
import { type AuditActor, appendAudit } from '../people/audit-log';

const KEPT_PER_CHANNEL = 200;
const BODY = 'rejected_deliveries.body';
const QUERY = 'rejected_deliveries.query';

/** What is kept of a delivery that had a valid signature and could not be accepted. */
export type Rejected = {
  readonly reason: string;
  readonly body: Buffer;
  /** Whether `body` was decrypted; false: it is as it came, because decryption failed. */
  readonly isOpened: boolean;
  readonly query: RejectedQuery;
};

const querySchema = z.object({ openid: z.string().nullable(), isEncrypted: z.boolean() });
/** The parts of the query that a retry needs. */
export type RejectedQuery = z.infer<typeof querySchema>;

/** What an administrator is shown of it. */
export type RejectedDelivery = {
  readonly id: string;
  readonly channelId: string;
  readonly reason: string;
  /** Bytes. */
  readonly size: number;
  /** How often WeChat has delivered it. */
  readonly deliveries: number;
  /** Epoch ms of the first time. */
  readonly receivedAt: number;
};

/** For a retry. `isOpened` and `query` are null in rows from before retries existed. */
export type KeptDelivery = RejectedDelivery & {
  readonly body: Buffer;
  /** How long ago it came first, by the database's clock. */
  readonly ageMs: number;
  readonly isOpened: boolean | null;
  readonly query: RejectedQuery | null;
};

export type RejectedFilter = {
  /** Brands that the reader may see. */
  readonly brandIds: readonly string[];
  readonly channelId?: string | undefined;
};

export type RejectedDeliveries = {
  /** Keeps one; what WeChat delivers again is counted, and only the newest 200 of a channel stay. */
  readonly keep: (channelId: string, rejected: Rejected) => Promise<void>;
  /** Newest first. */
  readonly list: (filter: RejectedFilter, page: PageRequest) => Promise<Page<RejectedDelivery>>;
  readonly find: (id: string, brandIds: readonly string[]) => Promise<KeptDelivery | undefined>;
  /** A retry failed: records the present reason. */
  readonly refuseAgain: (id: string, reason: string, by: AuditActor) => Promise<void>;
  /** Removes one that was accepted or discarded; false where it is gone already. */
  readonly remove: (
    id: string,
    act: 'rejected_delivery.taken' | 'rejected_delivery.deleted',
    by: AuditActor,
  ) => Promise<boolean>;
};

type Row = {
  id: string;
  channel_id: string;
  reason: string;
  size: number | null;
  deliveries: number;
  created_at: Date | string;
  age_ms: number | string;
  body_sealed: string;
  is_opened: boolean | null;
  query_sealed: string | null;
};

/** Refused deliveries, kept sealed for an administrator to look at and to retry. */
export function createRejectedDeliveries(
  { db }: Pick<Database, 'db'>,
  { secretBox }: { readonly secretBox: SecretBox },
): RejectedDeliveries {
  const openBody = ({ id, body_sealed: sealed }: Row): Buffer =>
    Buffer.from(secretBox.open(BODY, id, sealed), 'base64');
  const read = (brandIds: readonly string[], tail: SQL): Promise<Row[]> =>
    brandIds.length === 0
      ? Promise.resolve([])
      : rowsOf<Row>(
          db,
          sql`select rejected.*, extract(epoch from clock_timestamp() - rejected.created_at) * 1000 as age_ms
              from rejected_deliveries rejected join channels on channels.id = rejected.channel_id
              where channels.brand_id in ${brandIds} and ${tail}`,
        );
  const toDelivery = (row: Row): RejectedDelivery => ({
    id: row.id,
    channelId: row.channel_id,
    reason: row.reason,
    size: row.size ?? openBody(row).length,
    deliveries: row.deliveries,
    receivedAt: toMs(row.created_at),
  });
  return {
    async keep(channelId, { reason, body, isOpened, query }) {
      const id = newId();
      const sealed = secretBox.seal(BODY, id, body.toString('base64'));
      const querySealed = secretBox.seal(QUERY, id, JSON.stringify(query));
      await db.execute(
        sql`insert into rejected_deliveries as kept (id, channel_id, reason, body_sealed, is_opened, query_sealed,
              size, body_hash)
            values (${id}, ${channelId}, ${reason}, ${sealed}, ${isOpened}, ${querySealed}, ${body.length},
              ${sha256(body.toString('base64'))})
            on conflict (channel_id, body_hash) do update set deliveries = kept.deliveries + 1,
              reason = excluded.reason`,
      );
      await db.execute(
        sql`delete from rejected_deliveries where id in (
              select id from rejected_deliveries where channel_id = ${channelId}
              order by created_at desc, id desc offset ${KEPT_PER_CHANNEL})`,
      );
    },
    async list({ brandIds, channelId }, { limit, after }) {
      const conditions = [
        sql`true`,
        ...(channelId === undefined ? [] : [sql`rejected.channel_id = ${channelId}`]),
        ...(after === undefined ? [] : [sql`rejected.id < ${after}`]),
      ];
      const rows = await read(
        brandIds,
        sql`${sql.join(conditions, sql` and `)} order by rejected.id desc limit ${limit + 1}`,
      );
      return toPage(rows.map(toDelivery), limit);
    },
    async find(id, brandIds) {
      const [row] = await read(brandIds, sql`rejected.id = ${id}`);
      if (row === undefined) return undefined;
      const sealed = row.query_sealed;
      return {
        ...toDelivery(row),
        body: openBody(row),
        ageMs: Number(row.age_ms),
        isOpened: row.is_opened,
        query: sealed === null ? null : querySchema.parse(JSON.parse(secretBox.open(QUERY, id, sealed))),
      };
    },
    async refuseAgain(id, reason, by) {
      await db.transaction(async (tx) => {
        const [row] = await rowsOf<{ channel_id: string }>(
          tx,
          sql`update rejected_deliveries set reason = ${reason} where id = ${id} returning channel_id`,
        );
        if (row !== undefined) await audit(tx, by, 'rejected_delivery.refused_again', row.channel_id, reason);
      });
    },
    remove: (id, act, by) =>
      db.transaction(async (tx) => {
        const [row] = await rowsOf<{ channel_id: string; reason: string }>(
          tx,
          sql`delete from rejected_deliveries where id = ${id} returning channel_id, reason`,
        );
        if (row === undefined) return false;
        await audit(tx, by, act, row.channel_id, row.reason);
        return true;
      }),
  };
}

async function audit(
  tx: Parameters<typeof appendAudit>[0],
  by: AuditActor,
  action: 'rejected_delivery.taken' | 'rejected_delivery.deleted' | 'rejected_delivery.refused_again',
  channelId: string,
  reason: string,
): Promise<void> {
  await appendAudit(tx, by, {
    action,
    target: { type: 'channel', id: channelId },
    details: { reason },
  });
}
