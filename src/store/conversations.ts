import { type SQL, sql } from 'drizzle-orm';
import type { Conversation, ConversationState } from '../domain/conversation/conversation';
import { conversationSchema } from './conversation-schema';
import type { Database } from './database-types';
import { rowsOf, toMs } from './rows';

/** A conversation as it was projected last. */
export type StoredConversation = {
  readonly conversation: Conversation;
  readonly version: number;
  /** The conversation's clock minus the wall clock, ms. */
  readonly clockOffsetMs: number;
  readonly runId: string;
  readonly contact: { readonly id: string; readonly openId: string; readonly name: string | null };
  readonly operatorName: string | null;
  readonly activityNumber: number;
  /** Epoch ms by the wall clock. */
  readonly changedAt: number;
};

export type ConversationFilter = {
  readonly states?: readonly ConversationState[];
  readonly channelId?: string;
  readonly operatorId?: string;
  readonly contactId?: string;
  /** A part of the contact's name or openid, taken literally; letters' case makes no difference. */
  readonly search?: string;
  /** Brands that the reader may see; null: all of them. */
  readonly brandIds: readonly string[] | null;
};

export type Conversations = {
  readonly get: (conversationId: string) => Promise<StoredConversation | null>;
  readonly getMany: (conversationIds: readonly string[]) => Promise<readonly StoredConversation[]>;
  /** Newest activity first; `before`: the activity number of the last one of the page before. */
  readonly list: (
    filter: ConversationFilter,
    page: { readonly before: number | null; readonly limit: number },
  ) => Promise<readonly StoredConversation[]>;
  /**
   * Conversations of these brands (null: all) changed since `since` (epoch ms), oldest change first; at most `limit`.
   */
  readonly changedSince: (
    since: number,
    limit: number,
    brandIds: readonly string[] | null,
  ) => Promise<readonly StoredConversation[]>;
  /** The database's own clock, epoch ms: what `changedAt` is measured by. */
  readonly clock: () => Promise<number>;
};

type Row = {
  readonly snapshot: unknown;
  readonly version: number;
  readonly clock_offset_ms: number | string;
  readonly run_id: string;
  readonly activity_number: number | string;
  readonly changed_at: Date | string;
  readonly contact_id: string;
  readonly open_id: string;
  readonly contact_name: string | null;
  readonly operator_name: string | null;
};

const select = (tail: SQL): SQL => sql`
  select c.snapshot, c.version, c.clock_offset_ms, c.run_id, c.activity_number, c.changed_at, contacts.id as contact_id,
    contacts.open_id, contacts.name as contact_name, operators.name as operator_name
  from conversations c join contacts on contacts.id = c.contact_id
    left join operators on operators.id = c.operator_id ${tail}`;

/** Conversations as lists and pages show them: projections. Decisions are made by their workflows only. */
export function createConversations({ db }: Database): Conversations {
  const read = async (tail: SQL): Promise<readonly StoredConversation[]> =>
    (await rowsOf<Row>(db, select(tail))).map(toStored);

  return {
    async get(conversationId) {
      return (await read(sql`where c.id = ${conversationId}`))[0] ?? null;
    },
    getMany: async (ids) => (ids.length === 0 ? [] : read(sql`where c.id in ${ids}`)),
    list: async (filter, { before, limit }) => {
      if (filter.brandIds?.length === 0 || filter.states?.length === 0) return [];
      const conditions = [
        ...(filter.states === undefined ? [] : [sql`c.state in ${filter.states}`]),
        ...(filter.channelId === undefined ? [] : [sql`c.channel_id = ${filter.channelId}`]),
        ...(filter.operatorId === undefined ? [] : [sql`c.operator_id = ${filter.operatorId}`]),
        ...(filter.contactId === undefined ? [] : [sql`c.contact_id = ${filter.contactId}`]),
        ...(filter.search === undefined ? [] : [contactMatches(filter.search)]),
        ...(filter.brandIds === null ? [] : [sql`c.brand_id in ${filter.brandIds}`]),
        ...(before === null ? [] : [sql`c.activity_number < ${before}`]),
      ];
      const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
      return read(sql`${where} order by c.activity_number desc limit ${limit}`);
    },
    async changedSince(since, limit, brandIds) {
      if (brandIds?.length === 0) return [];
      const ofBrands = brandIds === null ? sql`` : sql`and c.brand_id in ${brandIds}`;
      return read(
        sql`where c.changed_at >= ${new Date(since).toISOString()}::timestamptz ${ofBrands}
            order by c.changed_at limit ${limit}`,
      );
    },
    async clock() {
      const [row] = await rowsOf<{ now: Date | string }>(db, sql`select clock_timestamp() as now`);
      return row === undefined ? 0 : toMs(row.now);
    },
  };
}

function contactMatches(search: string): SQL {
  return sql`(strpos(lower(contacts.name), lower(${search})) > 0
    or strpos(lower(contacts.open_id), lower(${search})) > 0)`;
}

function toStored(row: Row): StoredConversation {
  return {
    conversation: conversationSchema.parse(row.snapshot),
    version: row.version,
    clockOffsetMs: Number(row.clock_offset_ms),
    runId: row.run_id,
    contact: { id: row.contact_id, openId: row.open_id, name: row.contact_name },
    operatorName: row.operator_name,
    activityNumber: Number(row.activity_number),
    changedAt: toMs(row.changed_at),
  };
}
