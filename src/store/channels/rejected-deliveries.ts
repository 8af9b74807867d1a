import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import { newId, sha256 } from '../../platform/ids';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database, Db } from '../engine/database-types';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { rowsOf, toMs, toTextArray } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, appendAudit } from '../people/audit-log';
import { channels } from '../schema/channels';
import { rejectedDeliveries } from '../schema/deliveries';

const KEPT_PER_CHANNEL = 200;
const BODY = 'rejected_deliveries.body';
const QUERY = 'rejected_deliveries.query';

/** What is stored of a delivery that had a valid signature but could not be accepted. */
export type Rejected = {
  readonly reason: string;
  readonly body: Buffer;
  /** Whether `body` was decrypted; false: it is stored as it arrived, because decryption failed. */
  readonly isOpened: boolean;
  readonly query: RejectedQuery;
};

const querySchema = z.object({ openid: z.string().nullable(), isEncrypted: z.boolean() });
/** The parts of the query that a retry needs. */
export type RejectedQuery = z.infer<typeof querySchema>;

/** What an administrator sees of it. */
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
  /** How long ago it first arrived, by the database's clock. */
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
  /** Stores one; a repeated delivery only raises its count. Only the newest 200 of a channel are kept. */
  readonly keep: (channelId: string, rejected: Rejected) => Promise<void>;
  /** Newest first. */
  readonly list: (filter: RejectedFilter, page: PageRequest) => Promise<Page<RejectedDelivery>>;
  /** Null if there is none in these brands. */
  readonly find: (id: string, brandIds: readonly string[]) => Promise<KeptDelivery | null>;
  /** Records the reason why a retry failed. */
  readonly refuseAgain: (id: string, reason: string, by: AuditActor) => Promise<void>;
  /** Removes one that was accepted or discarded; false if it is already gone. */
  readonly remove: (
    id: string,
    act: 'rejected_delivery.taken' | 'rejected_delivery.deleted',
    by: AuditActor,
  ) => Promise<boolean>;
};

type Row = RowOf<
  typeof rejectedDeliveries,
  | 'id'
  | 'channelId'
  | 'reason'
  | 'size'
  | 'deliveries'
  | 'createdAt'
  | 'bodySealed'
  | 'isOpened'
  | 'querySealed'
> & { readonly age_ms: number | string };

const rejected = columnsAs(rejectedDeliveries, 'rejected');
const kept = columnsAs(rejectedDeliveries, 'kept');
const names = namesOf(rejectedDeliveries);

/** Deliveries that were not accepted, kept sealed for an administrator to see and retry. */
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
          sql`select rejected.*,
                floor(extract(epoch from clock_timestamp() - ${rejected.createdAt}) * 1000) as age_ms
              from ${rejectedDeliveries} rejected join ${channels} on ${channels.id} = ${rejected.channelId}
              where ${channels.brandId} in ${brandIds} and ${tail}`,
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
        sql`insert into ${rejectedDeliveries} as kept (${names.id}, ${names.channelId}, ${names.reason},
              ${names.bodySealed}, ${names.isOpened}, ${names.querySealed}, ${names.size}, ${names.bodyHash})
            values (${id}, ${channelId}, ${reason}, ${sealed}, ${isOpened}, ${querySealed}, ${body.length},
              ${sha256(body.toString('base64'))})
            on conflict (${names.channelId}, ${names.bodyHash}) do update set
              ${names.deliveries} = ${kept.deliveries} + 1, ${names.reason} = excluded.${names.reason}`,
      );
      await db.execute(
        sql`delete from ${rejectedDeliveries} where ${names.id} in (
              select ${names.id} from ${rejectedDeliveries} where ${names.channelId} = ${channelId}
              order by ${names.createdAt} desc, ${names.id} desc offset ${KEPT_PER_CHANNEL})`,
      );
    },
    async list({ brandIds, channelId }, { limit, after }) {
      const conditions = [
        sql`true`,
        ...(channelId === undefined ? [] : [sql`${rejected.channelId} = ${channelId}`]),
        ...(after === undefined ? [] : [sql`${rejected.id} < ${after}`]),
      ];
      const rows = await read(
        brandIds,
        sql`${sql.join(conditions, sql` and `)} order by ${rejected.id} desc limit ${limit + 1}`,
      );
      return toPage(rows.map(toDelivery), limit);
    },
    async find(id, brandIds) {
      const [row] = await read(brandIds, sql`${rejected.id} = ${id}`);
      if (row === undefined) return null;
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
        const [row] = await rowsOf<RowOf<typeof rejectedDeliveries, 'channelId'>>(
          tx,
          sql`update ${rejectedDeliveries} set ${names.reason} = ${reason} where ${names.id} = ${id}
              returning ${names.channelId}`,
        );
        if (row !== undefined) await audit(tx, by, 'rejected_delivery.refused_again', row.channel_id, reason);
      });
    },
    remove: (id, act, by) =>
      db.transaction(async (tx) => {
        const [row] = await rowsOf<RowOf<typeof rejectedDeliveries, 'channelId' | 'reason'>>(
          tx,
          sql`delete from ${rejectedDeliveries} where ${names.id} = ${id} returning ${names.channelId}, ${names.reason}`,
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

/**
 * Deletes the rejected deliveries of a channel that contain a contact's openid; one that cannot be opened any more stays,
 * because nobody can read it either.
 */
export async function deleteRejectedOf(
  tx: Db,
  secretBox: SecretBox,
  { channelId, openId }: { readonly channelId: string; readonly openId: string },
): Promise<void> {
  const rows = await rowsOf<RowOf<typeof rejectedDeliveries, 'id' | 'bodySealed' | 'querySealed'>>(
    tx,
    sql`select ${names.id}, ${names.bodySealed}, ${names.querySealed} from ${rejectedDeliveries}
        where ${names.channelId} = ${channelId} order by ${names.id} for update`,
  );
  const contains = ({ id, body_sealed: body, query_sealed: query }: (typeof rows)[number]): boolean => {
    try {
      if (Buffer.from(secretBox.open(BODY, id, body), 'base64').includes(openId)) return true;
      return query !== null && secretBox.open(QUERY, id, query).includes(JSON.stringify(openId));
    } catch {
      return false;
    }
  };
  const ids = rows.filter(contains).map(({ id }) => id);
  if (ids.length === 0) return;
  await tx.execute(sql`delete from ${rejectedDeliveries} where ${names.id} = any(${toTextArray(ids)})`);
}
