import type { SQL } from 'drizzle-orm';
import type { Conversation } from '../../domain/conversation/conversation';
import type { Walk } from '../../domain/lists/list-cursor';
import type { ReopenObstacle } from '../../domain/refusals';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs, toTimestamp } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { operators } from '../schema/people';
import { type ConversationCounts, countLists } from './conversation-counts';
import { type ConversationFilter, type ConversationPage, pageOfIds } from './conversation-pages';
import { conversationSchema } from './conversation-schema';
import { findMatches, type Match, searchPage } from './conversation-search';
import { beginWalk, toWalk, WALK_COLUMNS, type WalkRow } from './conversation-walk';
import { REOPEN_OBSTACLE } from './reopen-obstacle';

/** A conversation as it was projected last. */
export type StoredConversation = {
  readonly conversation: Conversation;
  readonly version: number;
  /** The conversation's clock minus the wall clock, ms. */
  readonly clockOffsetMs: number;
  /** The contact's clock minus the conversation's, ms: by how much its times are shown later than the rules use them. */
  readonly clockShiftMs: number;
  readonly runId: string;
  readonly contact: {
    readonly id: string;
    readonly openId: string;
    readonly name: string | null;
    readonly remark: string | null;
  };
  readonly operatorName: string | null;
  /** Why it cannot be reopened although it was completed lately, as far as other rows tell; null: nothing is known. */
  readonly reopenObstacle: ReopenObstacle | null;
  readonly activityNumber: number;
  /** Epoch ms by the wall clock. */
  readonly changedAt: number;
};

/** An entry of a list: its place there, and the walk that continues from it. */
export type ListedConversation = StoredConversation & { readonly place: number; readonly walk: Walk };

export type Conversations = {
  readonly get: (conversationId: string) => Promise<StoredConversation | null>;
  readonly getMany: (conversationIds: readonly string[]) => Promise<readonly StoredConversation[]>;
  /** Newest activity first: as it is, or as it was when the page's walk began. */
  readonly list: (
    filter: ConversationFilter,
    page: ConversationPage,
  ) => Promise<readonly ListedConversation[]>;
  /** The newest message of each of these conversations that has the words, by the conversation's id. */
  readonly findMatches: (
    conversationIds: readonly string[],
    search: string,
  ) => Promise<ReadonlyMap<string, Match>>;
  /** How many there are on each list of `operatorId`, in the brands and the channel of the filter. */
  readonly countLists: (
    filter: Pick<ConversationFilter, 'brandIds' | 'channelId'>,
    operatorId: string,
  ) => Promise<ConversationCounts>;
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

const c = columnsAs(conversations, 'c');

type Row = RowOf<
  typeof conversations,
  | 'id'
  | 'snapshot'
  | 'version'
  | 'clockOffsetMs'
  | 'clockShiftMs'
  | 'runId'
  | 'activityNumber'
  | 'changedAt'
  | 'contactId'
> &
  RowOf<typeof contacts, 'openId'> & {
    readonly contact_name: string | null;
    readonly contact_remark: string | null;
    readonly operator_name: string | null;
    readonly reopen_obstacle: ReopenObstacle | null;
  };

type ListedRow = Row & WalkRow & { readonly place: number | string };

const select = (tail: SQL, more = sql``): SQL => sql`
  select ${more} ${c.id}, ${c.snapshot}, ${c.version}, ${c.clockOffsetMs}, ${c.clockShiftMs}, ${c.runId},
    ${c.activityNumber}, ${c.changedAt}, ${contacts.id} as contact_id, ${contacts.openId},
    ${contacts.name} as contact_name, ${contacts.remark} as contact_remark, ${operators.name} as operator_name,
    ${REOPEN_OBSTACLE} as reopen_obstacle
  from ${conversations} c join ${contacts} on ${contacts.id} = ${c.contactId}
    left join ${operators} on ${operators.id} = ${c.operatorId} ${tail}`;

/** Called with a conversation that cannot be read; functions that return several leave it out. */
export type OnUnreadable = (conversationId: string, error: unknown) => void;

/** Conversations as lists and pages show them: projections. Only their workflows make decisions. */
export function createConversations(
  { db }: Pick<Database, 'db'>,
  onUnreadable: OnUnreadable = () => undefined,
): Conversations {
  const readable = <R extends Row>(
    rows: readonly R[],
  ): readonly (R & { readonly stored: StoredConversation })[] =>
    rows.flatMap((row) => {
      try {
        return [{ ...row, stored: toStored(row) }];
      } catch (error) {
        onUnreadable(row.id, error);
        return [];
      }
    });
  const read = async (tail: SQL): Promise<readonly StoredConversation[]> =>
    readable(await rowsOf<Row>(db, select(tail))).map(({ stored }) => stored);

  const list: Conversations['list'] = async (filter, page) => {
    if (filter.brandIds?.length === 0 || filter.states?.length === 0) return [];
    const { search } = filter;
    // A search takes several statements, which have to see the same moment, even for the first page.
    const walk = page.walk ?? (search === undefined ? null : await beginWalk(db));
    const ofWalk = { ...page, walk };
    const ids =
      search === undefined ? pageOfIds(filter, ofWalk) : await searchPage(db, { ...filter, search }, ofWalk);
    const rows = await rowsOf<ListedRow>(
      db,
      select(
        sql`join (${ids}) as page on page.id = ${c.id} order by page.place desc`,
        sql`page.place, ${WALK_COLUMNS},`,
      ),
    );
    const listed = readable(rows).map(({ stored, ...row }) => ({
      ...stored,
      place: Number(row.place),
      walk: walk ?? toWalk(row),
    }));
    const last = rows.at(-1);
    const missing = page.limit - listed.length;
    if (last === undefined || rows.length < page.limit || missing === 0) return listed;
    // A page that is not full would count as the last one: others take the place of what could not be read.
    const rest = { walk: walk ?? toWalk(last), before: Number(last.place), limit: missing };
    return [...listed, ...(await list(filter, rest))];
  };

  return {
    async get(conversationId) {
      const [row] = await rowsOf<Row>(db, select(sql`where ${c.id} = ${conversationId}`));
      return row === undefined ? null : toStored(row);
    },
    getMany: async (ids) => (ids.length === 0 ? [] : read(sql`where ${c.id} in ${ids}`)),
    list,
    findMatches: (ids, search) => findMatches(db, ids, search),
    countLists: (filter, operatorId) => countLists({ db }, filter, operatorId),
    async changedSince(since, limit, brandIds) {
      if (brandIds?.length === 0) return [];
      const ofBrands = brandIds === null ? sql`` : sql`and ${c.brandId} in ${brandIds}`;
      return read(
        sql`where ${c.changedAt} >= ${toTimestamp(since)} ${ofBrands}
            order by ${c.changedAt} limit ${limit}`,
      );
    },
    async clock() {
      const [row] = await rowsOf<{ now: Date | string }>(db, sql`select clock_timestamp() as now`);
      return row === undefined ? 0 : toMs(row.now);
    },
  };
}

function toStored(row: Row): StoredConversation {
  return {
    conversation: conversationSchema.parse(row.snapshot),
    version: row.version,
    clockOffsetMs: Number(row.clock_offset_ms),
    clockShiftMs: Number(row.clock_shift_ms),
    runId: row.run_id,
    contact: { id: row.contact_id, openId: row.open_id, name: row.contact_name, remark: row.contact_remark },
    operatorName: row.operator_name,
    reopenObstacle: row.reopen_obstacle,
    activityNumber: Number(row.activity_number),
    changedAt: toMs(row.changed_at),
  };
}
