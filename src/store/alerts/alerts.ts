import type { SQL } from 'drizzle-orm';
import { ALERT_KINDS, type AlertKind } from '../../domain/alerts';
import type { Database } from '../engine/database-types';
import type { Page } from '../engine/page';
import { rowsOf, toMs, toMsOrNull, toTextArray, toTimestamp } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { wordOf } from '../engine/stored-words';
import { alertPushes, alerts, askedTransfers } from '../schema/alerts';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { brands, operators } from '../schema/people';
import { CHANGES_CHANNEL } from '../transcript/changes';
import { fileMadeTransfers } from './asked-transfers';

/** Something that is waiting for one operator. Times are epoch ms. */
export type Alert = {
  /** Stays the same as long as the alert exists. */
  readonly id: string;
  /** Its place in the list: rises with every alert. A grouped alert gets a new one with each further message. */
  readonly position: string;
  readonly operatorId: string;
  readonly kind: AlertKind;
  readonly conversationId: string;
  readonly brand: { readonly id: string; readonly name: string };
  readonly contact: { readonly id: string; readonly name: string | null; readonly remark: string | null };
  /** Who mentioned the operator or transferred the conversation; null: no one, or not known. */
  readonly from: { readonly id: string; readonly name: string } | null;
  /** The note with the mention, or the note of the transfer. */
  readonly note: { readonly id: string; readonly text: string } | null;
  /** How many new messages it covers. */
  readonly count: number;
  /** For new messages: when the last one arrived. */
  readonly createdAt: number;
  /** When it was created or seen. */
  readonly changedAt: number;
  readonly seenAt: number | null;
};

/** Whose alerts, in which brands (null: all). Alerts of brands that the operator no longer sees are not shown. */
export type AlertReader = { readonly operatorId: string; readonly brandIds: readonly string[] | null };

/** Up to which alert to mark as seen: an alert's position, or a time in epoch ms. */
export type SeenUpTo = { readonly position: string } | { readonly at: number };

export type Alerts = {
  /** Newest first; `before` is the position of the last alert of the previous page. */
  readonly list: (
    reader: AlertReader,
    page: { readonly limit: number; readonly before: string | null },
  ) => Promise<Page<Alert>>;
  /** Marks alerts that the reader sees as seen; if a conversation is named, only its alerts. */
  readonly see: (reader: AlertReader, upTo: SeenUpTo, conversationId: string | null) => Promise<void>;
  readonly getMany: (ids: readonly string[]) => Promise<readonly Alert[]>;
  /** An operator's alerts that changed since `since` (epoch ms), oldest change first; at most `limit`. */
  readonly changedSince: (reader: AlertReader, since: number, limit: number) => Promise<readonly Alert[]>;
  /** Removes alerts that no one needs any more: those older than 30 days, and all but an operator's newest 200. */
  readonly sweep: () => Promise<void>;
};

const KEPT_DAYS = 30;
const KEPT_OF_OPERATOR = 200;
/** The most ids that one notice to all processes can carry. */
const IDS_PER_NOTICE = 180;

const a = columnsAs(alerts, 'a');
const of = columnsAs(alerts, 'of_one');
const p = columnsAs(alertPushes, 'p');
const name = namesOf(alerts);
const kindSchema = wordOf(ALERT_KINDS);

type Row = RowOf<
  typeof alerts,
  | 'id'
  | 'position'
  | 'operatorId'
  | 'kind'
  | 'conversationId'
  | 'count'
  | 'createdAt'
  | 'changedAt'
  | 'seenAt'
> & {
  readonly brand_id: string;
  readonly brand_name: string;
  readonly contact_id: string;
  readonly contact_name: string | null;
  readonly contact_remark: string | null;
  readonly from_id: string | null;
  readonly from_name: string | null;
  readonly note_id: string | null;
  readonly note_text: string | null;
};

const select = (tail: SQL): SQL => sql`
  select ${a.id}, ${a.position}, ${a.operatorId}, ${a.kind}, ${a.conversationId}, ${a.count}, ${a.createdAt},
    ${a.changedAt}, ${a.seenAt}, ${brands.id} as brand_id, ${brands.name} as brand_name, ${contacts.id} as contact_id,
    ${contacts.name} as contact_name, ${contacts.remark} as contact_remark, ${operators.id} as from_id,
    ${operators.name} as from_name, ${messages.id} as note_id, ${messages.content} ->> 'text' as note_text
  from ${alerts} a join ${conversations} on ${conversations.id} = ${a.conversationId}
    join ${contacts} on ${contacts.id} = ${conversations.contactId} and ${contacts.erasedAt} is null
    join ${brands} on ${brands.id} = ${conversations.brandId}
    left join ${operators} on ${operators.id} = ${a.fromOperatorId}
    left join ${messages} on ${messages.id} = ${a.messageId} and ${messages.direction} = 'note' ${tail}`;

/** The alerts of operators. The database creates them in the transaction that causes them (schema/alerts.ts). */
export function createAlerts({ db }: Pick<Database, 'db'>): Alerts {
  const read = async (tail: SQL): Promise<readonly Alert[]> =>
    (await rowsOf<Row>(db, select(tail))).map(toAlert);

  return {
    async list(reader, { limit, before }) {
      if (reader.brandIds?.length === 0) return { items: [], nextCursor: null };
      const older = before === null ? sql`` : sql`and ${a.position} < ${before}::bigint`;
      const rows = await read(
        sql`where ${isOf(reader)} ${older} order by ${a.position} desc limit ${limit + 1}`,
      );
      const items = rows.slice(0, limit);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.position ?? null) : null };
    },
    async see({ operatorId, brandIds }, upTo, conversationId) {
      if (brandIds?.length === 0) return;
      const isMeant =
        'position' in upTo
          ? sql`${a.position} <= ${upTo.position}::bigint`
          : sql`date_trunc('milliseconds', ${a.createdAt}) <= ${toTimestamp(upTo.at)}`;
      const ofBrands =
        brandIds === null
          ? sql``
          : sql`and ${a.conversationId} in (
              select ${conversations.id} from ${conversations} where ${conversations.brandId} in ${brandIds})`;
      const ofOne = conversationId === null ? sql`` : sql`and ${a.conversationId} = ${conversationId}`;
      await rowsOf(
        db,
        // A row that a projection has locked is just getting a newer message, so it must not be marked.
        sql`with meant as (
              select ${a.id} from ${alerts} a
              where ${a.operatorId} = ${operatorId} and ${a.seenAt} is null and ${isMeant} ${ofOne} ${ofBrands}
              for update skip locked
            ), seen as (
              update ${alerts} set ${name.seenAt} = clock_timestamp(), ${name.changedAt} = clock_timestamp()
              from meant where ${alerts.id} = meant.id returning ${alerts.id} as id
            ), pages as (
              select jsonb_agg(id::text) as ids
              from (select id, (row_number() over () - 1) / ${IDS_PER_NOTICE}::int as page from seen) as paged
              group by page
            )
            select pg_notify(${CHANGES_CHANNEL}, jsonb_build_object('c', '[]'::jsonb, 'm', '[]'::jsonb, 'a', ids)::text)
            from pages`,
      );
    },
    getMany: async (ids) =>
      ids.length === 0
        ? []
        : read(sql`where ${a.id} = any(${toTextArray(ids)}::bigint[]) order by ${a.position}`),
    async changedSince(reader, since, limit) {
      if (reader.brandIds?.length === 0) return [];
      return read(
        sql`where ${isOf(reader)} and ${a.changedAt} >= ${toTimestamp(since)} order by ${a.changedAt} limit ${limit}`,
      );
    },
    // What another process has locked is not waited for: it goes the next time.
    async sweep() {
      await db.execute(
        sql`delete from ${alerts} where ${alerts.id} in (
              select ${a.id} from ${alerts} a
              where ${a.createdAt} < statement_timestamp() - ${KEPT_DAYS} * interval '1 day' or ${a.id} in (
                select id from (
                  select ${of.id} as id,
                    row_number() over (partition by ${of.operatorId} order by ${of.position} desc) as age
                  from ${alerts} of_one
                ) as aged where age > ${KEPT_OF_OPERATOR})
              order by ${a.id} for update skip locked)`,
      );
      await fileMadeTransfers({ db });
      // The transfer was never made: the process that asked for it ended first.
      await db.execute(
        sql`delete from ${askedTransfers}
            where ${askedTransfers.createdAt} < statement_timestamp() - interval '1 day'`,
      );
      await db.execute(
        sql`delete from ${alertPushes} where ${alertPushes.id} in (
              select ${p.id} from ${alertPushes} p where ${p.createdAt} < statement_timestamp() - interval '1 day'
              order by ${p.id} for update skip locked)`,
      );
    },
  };
}

function isOf({ operatorId, brandIds }: AlertReader): SQL {
  const ofBrands = brandIds === null ? sql`` : sql`and ${conversations.brandId} in ${brandIds}`;
  return sql`${a.operatorId} = ${operatorId} ${ofBrands}`;
}

function toAlert(row: Row): Alert {
  return {
    id: String(row.id),
    position: String(row.position),
    operatorId: row.operator_id,
    kind: kindSchema.parse(row.kind),
    conversationId: row.conversation_id,
    brand: { id: row.brand_id, name: row.brand_name },
    contact: { id: row.contact_id, name: row.contact_name, remark: row.contact_remark },
    from: row.from_id === null || row.from_name === null ? null : { id: row.from_id, name: row.from_name },
    note: row.note_id === null ? null : { id: row.note_id, text: row.note_text ?? '' },
    count: row.count,
    createdAt: toMs(row.created_at),
    changedAt: toMs(row.changed_at),
    seenAt: toMsOrNull(row.seen_at),
  };
}
