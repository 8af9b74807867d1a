/** QR codes of channels, as WeChat made them. */
import { type SQL, sql } from 'drizzle-orm';
import type { QrCodeKind } from '../../domain/qr-code';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { uniqueViolation } from '../engine/errors';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { rowsOf, toMs } from '../engine/rows';
import { type AuditActor, appendAudit } from '../people/audit-log';

/** What WeChat gave; `expiresAt` in epoch ms. */
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
  /** Contacts who came by its scene first. */
  readonly contactCount: number;
  readonly createdAt: number;
};

export type NewQrCode = QrCodeMade &
  Pick<QrCode, 'channelId' | 'name' | 'scene' | 'kind' | 'expiresInSeconds' | 'greeting'>;

export type QrCodeChange = {
  readonly name?: string | undefined;
  readonly greeting?: string | null | undefined;
};

export type QrCodes = {
  /** A code of a channel that is not deleted; null: no such. */
  readonly get: (id: string) => Promise<QrCode | null>;
  /** Oldest first. */
  readonly list: (channelId: string, page: PageRequest) => Promise<Page<QrCode>>;
  readonly hasScene: (channelId: string, scene: string) => Promise<boolean>;
  readonly countPermanent: (channelId: string) => Promise<number>;
  /** Keeps a code; null where the channel has one with this scene. */
  readonly create: (code: NewQrCode, by: AuditActor) => Promise<QrCode | null>;
  readonly change: (id: string, change: QrCodeChange, by: AuditActor) => Promise<QrCode | null>;
  /** What WeChat gave when it was asked again. */
  readonly renew: (id: string, made: QrCodeMade, by: AuditActor) => Promise<QrCode | null>;
  readonly remove: (id: string, by: AuditActor) => Promise<boolean>;
};

type Row = {
  readonly id: string;
  readonly channel_id: string;
  readonly brand_id: string;
  readonly name: string;
  readonly scene: string;
  readonly kind: QrCodeKind;
  readonly expires_in_seconds: number | null;
  readonly ticket: string;
  readonly url: string;
  readonly expires_at: Date | string | null;
  readonly greeting: string | null;
  readonly contact_count: number;
  readonly created_at: Date | string;
};

const select = (tail: SQL): SQL => sql`
  select q.id, q.channel_id, channels.brand_id, q.name, q.scene, q.kind, q.expires_in_seconds, q.ticket, q.url,
    q.expires_at, q.greeting, q.created_at,
    (select count(*)::int from contacts where contacts.channel_id = q.channel_id and contacts.first_scene = q.scene)
      as contact_count
  from qr_codes q join channels on channels.id = q.channel_id and channels.status <> 'deleted' ${tail}`;

/** The QR codes in `database`. */
export function createQrCodes({ db }: Pick<Database, 'db'>): QrCodes {
  const get = async (id: string): Promise<QrCode | null> => {
    const [row] = await rowsOf<Row>(db, select(sql`where q.id = ${id}`));
    return row === undefined ? null : toQrCode(row);
  };
  /** Runs a statement that returns the id of the row that it changed, and audits it. */
  const act = (
    by: AuditActor,
    action: 'qr_code.created' | 'qr_code.changed' | 'qr_code.renewed' | 'qr_code.deleted',
    statement: SQL,
  ): Promise<string | null> =>
    db.transaction(async (tx) => {
      const [row] = await rowsOf<{ id: string; channel_id: string }>(tx, statement);
      if (row === undefined) return null;
      const target = { type: 'qr_code', id: row.id } as const;
      await appendAudit(tx, by, { action, target, details: { channelId: row.channel_id } });
      return row.id;
    });
  const found = async (id: string | null): Promise<QrCode | null> => (id === null ? null : get(id));

  return {
    get,
    async list(channelId, { limit, after }) {
      const from = after === undefined ? sql`` : sql`and q.id > ${after}`;
      const rows = await rowsOf<Row>(
        db,
        select(sql`where q.channel_id = ${channelId} ${from} order by q.id limit ${limit + 1}`),
      );
      return toPage(rows.map(toQrCode), limit);
    },
    async hasScene(channelId, scene) {
      const rows = await rowsOf<{ id: string }>(
        db,
        sql`select id from qr_codes where channel_id = ${channelId} and scene = ${scene}`,
      );
      return rows.length > 0;
    },
    async countPermanent(channelId) {
      const [row] = await rowsOf<{ count: number }>(
        db,
        sql`select count(*)::int as count from qr_codes where channel_id = ${channelId} and kind = 'permanent'`,
      );
      return row?.count ?? 0;
    },
    async create(code, by) {
      try {
        const id = await act(
          by,
          'qr_code.created',
          sql`insert into qr_codes (id, channel_id, name, scene, kind, expires_in_seconds, ticket, url, expires_at, greeting)
              values (${newId()}, ${code.channelId}, ${code.name}, ${code.scene}, ${code.kind},
                ${code.expiresInSeconds}, ${code.ticket}, ${code.url}, ${toTime(code.expiresAt)}::timestamptz,
                ${code.greeting})
              returning id, channel_id`,
        );
        return await found(id);
      } catch (error) {
        if (uniqueViolation(error) === 'qr_codes_scene_unique') return null;
        throw error;
      }
    },
    async change(id, { name, greeting }, by) {
      const sets = [
        ...(name === undefined ? [] : [sql`name = ${name}`]),
        ...(greeting === undefined ? [] : [sql`greeting = ${greeting}`]),
      ];
      if (sets.length === 0) return get(id);
      return found(
        await act(
          by,
          'qr_code.changed',
          sql`update qr_codes set ${sql.join(sets, sql`, `)} where id = ${id} returning id, channel_id`,
        ),
      );
    },
    async renew(id, { ticket, url, expiresAt }, by) {
      return found(
        await act(
          by,
          'qr_code.renewed',
          sql`update qr_codes set ticket = ${ticket}, url = ${url}, expires_at = ${toTime(expiresAt)}::timestamptz
              where id = ${id} returning id, channel_id`,
        ),
      );
    },
    async remove(id, by) {
      const statement = sql`delete from qr_codes where id = ${id} returning id, channel_id`;
      return (await act(by, 'qr_code.deleted', statement)) !== null;
    },
  };
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
    expiresAt: row.expires_at === null ? null : toMs(row.expires_at),
    greeting: row.greeting,
    contactCount: row.contact_count,
    createdAt: toMs(row.created_at),
  };
}
