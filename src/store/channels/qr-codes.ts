/** QR codes of channels, as WeChat created them. */
import type { SQL } from 'drizzle-orm';
import type { QrCodeKind } from '../../domain/qr-code';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { uniqueViolation } from '../engine/errors';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { rowsOf, toMs, toMsOrNull } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, appendAudit } from '../people/audit-log';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { qrCodes } from '../schema/qr-codes';
import { groups } from '../schema/routing';

/** WeChat's answer; `expiresAt` in epoch ms. */
export type QrCodeMade = {
  readonly ticket: string;
  readonly url: string;
  readonly expiresAt: number | null;
};

export type QrCode = QrCodeMade & {
  readonly id: string;
  readonly channelId: string;
  readonly brandId: string;
  readonly name: string;
  readonly scene: string;
  readonly kind: QrCodeKind;
  readonly expiresInSeconds: number | null;
  readonly greeting: string | null;
  /** The group for conversations of contacts who scan it; null: the channel's. */
  readonly groupId: string | null;
  /** Contacts whose first visit came from its scene. */
  readonly contactCount: number;
  readonly createdAt: number;
};

export type NewQrCode = QrCodeMade &
  Pick<QrCode, 'channelId' | 'name' | 'scene' | 'kind' | 'expiresInSeconds' | 'greeting' | 'groupId'>;

export type QrCodeChange = {
  readonly name?: string | undefined;
  readonly greeting?: string | null | undefined;
  readonly groupId?: string | null | undefined;
};

export type QrCodes = {
  /** A code of a channel that is not deleted; null: there is none. */
  readonly get: (id: string) => Promise<QrCode | null>;
  /** Oldest first. */
  readonly list: (channelId: string, page: PageRequest) => Promise<Page<QrCode>>;
  readonly hasScene: (channelId: string, scene: string) => Promise<boolean>;
  readonly countPermanent: (channelId: string) => Promise<number>;
  /** Stores a code; null if the channel already has one with this scene. */
  readonly create: (code: NewQrCode, by: AuditActor) => Promise<QrCode | null>;
  readonly change: (id: string, change: QrCodeChange, by: AuditActor) => Promise<QrCode | null>;
  /** Stores WeChat's answer to a renewal. */
  readonly renew: (id: string, made: QrCodeMade, by: AuditActor) => Promise<QrCode | null>;
  readonly remove: (id: string, by: AuditActor) => Promise<boolean>;
};

const q = columnsAs(qrCodes, 'q');
const code = namesOf(qrCodes);

type Row = RowOf<
  typeof qrCodes,
  | 'id'
  | 'channelId'
  | 'name'
  | 'scene'
  | 'kind'
  | 'expiresInSeconds'
  | 'ticket'
  | 'url'
  | 'expiresAt'
  | 'greeting'
  | 'groupId'
  | 'createdAt'
> &
  RowOf<typeof channels, 'brandId'> & { readonly contact_count: number };

const select = (tail: SQL): SQL => sql`
  select ${q.id}, ${q.channelId}, ${channels.brandId}, ${q.name}, ${q.scene}, ${q.kind}, ${q.expiresInSeconds},
    ${q.ticket}, ${q.url}, ${q.expiresAt}, ${q.greeting}, ${q.groupId}, ${q.createdAt},
    (select count(*)::int from ${contacts}
      where ${contacts.channelId} = ${q.channelId} and ${contacts.firstScene} = ${q.scene}) as contact_count
  from ${qrCodes} q join ${channels} on ${channels.id} = ${q.channelId} and ${channels.status} <> 'deleted' ${tail}`;

/** The QR codes in `database`. */
export function createQrCodes({ db }: Pick<Database, 'db'>): QrCodes {
  const get = async (id: string): Promise<QrCode | null> => {
    const [row] = await rowsOf<Row>(db, select(sql`where ${q.id} = ${id}`));
    return row === undefined ? null : toQrCode(row);
  };
  /** Runs a statement that returns the id of the row that it changed, and audits it. */
  const act = (
    by: AuditActor,
    action: 'qr_code.created' | 'qr_code.changed' | 'qr_code.renewed' | 'qr_code.deleted',
    statement: SQL,
  ): Promise<string | null> =>
    db.transaction(async (tx) => {
      const [row] = await rowsOf<RowOf<typeof qrCodes, 'id' | 'channelId'>>(tx, statement);
      if (row === undefined) return null;
      const target = { type: 'qr_code', id: row.id } as const;
      await appendAudit(tx, by, { action, target, details: { channelId: row.channel_id } });
      return row.id;
    });
  const found = async (id: string | null): Promise<QrCode | null> => (id === null ? null : get(id));

  return {
    get,
    async list(channelId, { limit, after }) {
      const from = after === undefined ? sql`` : sql`and ${q.id} > ${after}`;
      const rows = await rowsOf<Row>(
        db,
        select(sql`where ${q.channelId} = ${channelId} ${from} order by ${q.id} limit ${limit + 1}`),
      );
      return toPage(rows.map(toQrCode), limit);
    },
    async hasScene(channelId, scene) {
      const rows = await rowsOf<RowOf<typeof qrCodes, 'id'>>(
        db,
        sql`select ${qrCodes.id} from ${qrCodes}
            where ${qrCodes.channelId} = ${channelId} and ${qrCodes.scene} = ${scene}`,
      );
      return rows.length > 0;
    },
    async countPermanent(channelId) {
      const [row] = await rowsOf<{ count: number }>(
        db,
        sql`select count(*)::int as count from ${qrCodes}
            where ${qrCodes.channelId} = ${channelId} and ${qrCodes.kind} = 'permanent'`,
      );
      return row?.count ?? 0;
    },
    async create(made, by) {
      try {
        const id = await act(
          by,
          'qr_code.created',
          sql`insert into ${qrCodes} (${code.id}, ${code.channelId}, ${code.name}, ${code.scene}, ${code.kind},
                ${code.expiresInSeconds}, ${code.ticket}, ${code.url}, ${code.expiresAt}, ${code.greeting},
                ${code.groupId})
              values (${newId()}, ${made.channelId}, ${made.name}, ${made.scene}, ${made.kind},
                ${made.expiresInSeconds}, ${made.ticket}, ${made.url}, ${toTime(made.expiresAt)}::timestamptz,
                ${made.greeting}, ${groupOrNone(made.groupId)})
              returning ${code.id}, ${code.channelId}`,
        );
        return await found(id);
      } catch (error) {
        if (uniqueViolation(error) === 'qr_codes_scene_unique') return null;
        throw error;
      }
    },
    async change(id, { name, greeting, groupId }, by) {
      const sets = [
        ...(name === undefined ? [] : [sql`${code.name} = ${name}`]),
        ...(greeting === undefined ? [] : [sql`${code.greeting} = ${greeting}`]),
        ...(groupId === undefined ? [] : [sql`${code.groupId} = ${groupOrNone(groupId)}`]),
      ];
      if (sets.length === 0) return get(id);
      return found(
        await act(
          by,
          'qr_code.changed',
          sql`update ${qrCodes} set ${sql.join(sets, sql`, `)} where ${qrCodes.id} = ${id}
              returning ${qrCodes.id}, ${qrCodes.channelId}`,
        ),
      );
    },
    async renew(id, { ticket, url, expiresAt }, by) {
      return found(
        await act(
          by,
          'qr_code.renewed',
          sql`update ${qrCodes} set ${code.ticket} = ${ticket}, ${code.url} = ${url},
                ${code.expiresAt} = ${toTime(expiresAt)}::timestamptz
              where ${qrCodes.id} = ${id} returning ${qrCodes.id}, ${qrCodes.channelId}`,
        ),
      );
    },
    async remove(id, by) {
      const statement = sql`delete from ${qrCodes} where ${qrCodes.id} = ${id}
        returning ${qrCodes.id}, ${qrCodes.channelId}`;
      return (await act(by, 'qr_code.deleted', statement)) !== null;
    },
  };
}

/** None if the group is being deleted at this moment: WeChat has made the code, so it is kept. */
function groupOrNone(id: string | null): SQL {
  return sql`(select ${groups.id} from ${groups} where ${groups.id} = ${id}::text for key share)`;
}

function toTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function toQrCode(row: Row): QrCode {
  return {
    id: row.id,
    channelId: row.channel_id,
    brandId: row.brand_id,
    name: row.name,
    scene: row.scene,
    kind: row.kind,
    expiresInSeconds: row.expires_in_seconds,
    ticket: row.ticket,
    url: row.url,
    expiresAt: toMsOrNull(row.expires_at),
    greeting: row.greeting,
    groupId: row.group_id,
    contactCount: row.contact_count,
    createdAt: toMs(row.created_at),
  };
}
