import type { SQL } from 'drizzle-orm';
import type { Walk } from '../../domain/lists/list-cursor';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs, toTimestamp } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { conversations } from '../schema/conversations';
import { type ConversationCounts, countLists } from './conversation-counts';
import {
  type ConversationFilter,
  type ConversationPage,
  type ListOrder,
  pageOfIds,
  pageOfTag,
} from './conversation-pages';
import { type StoredConversation, type StoredRow, selectStored, toStored } from './conversation-rows';
import { findMatches, type Match, searchPage } from './conversation-search';
import { pageOfTrouble } from './conversation-trouble';
import { beginWalk, toWalk, WALK_COLUMNS, type WalkRow } from './conversation-walk';
import { pageOfUrgency } from './urgency-pages';

/** An entry of a list: its place there, and the walk that the next page continues. */
export type ListedConversation = StoredConversation & { readonly place: number; readonly walk: Walk };

export type Conversations = {
  /** Null if there is none, or its contact was erased. */
  readonly get: (conversationId: string) => Promise<StoredConversation | null>;
  /** Also one whose contact was erased (`isErased`); all other functions leave those out. */
  readonly getEvenErased: (conversationId: string) => Promise<StoredConversation | null>;
  readonly getMany: (conversationIds: readonly string[]) => Promise<readonly StoredConversation[]>;
  /** In the page's order, by default newest activity first: as it is, or as it was when the page's walk began. */
  readonly list: (
    filter: ConversationFilter,
    page: ConversationPage,
  ) => Promise<readonly ListedConversation[]>;
  /** The newest message in each of these conversations that contains the words, by the conversation's id. */
  readonly findMatches: (
    conversationIds: readonly string[],
    search: string,
  ) => Promise<ReadonlyMap<string, Match>>;
  /** How many there are in each list of `operatorId`, within the filter's brands, channel and groups. */
  readonly countLists: (
    filter: Pick<ConversationFilter, 'brandIds' | 'channelId' | 'groupIds'>,
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
  /** The database's own clock, epoch ms: `changedAt` is measured by it. */
  readonly clock: () => Promise<number>;
};

const c = columnsAs(conversations, 'c');

type ListedRow = StoredRow & WalkRow & { readonly place: number | string };

const PAGES: Readonly<Record<ListOrder, (filter: ConversationFilter, page: ConversationPage) => SQL>> = {
  activity: pageOfIds,
  urgency: pageOfUrgency,
  trouble: (filter, { before, beforeId = null, limit, walk = null }) =>
    pageOfTrouble(filter, {
      after: before === null ? null : { place: before, id: beforeId ?? '' },
      asOf: walk?.beganAt ?? null,
      limit,
    }),
};
const ORDERS: Readonly<Record<ListOrder, SQL>> = {
  activity: sql`page.place desc`,
  urgency: sql`page.place, page.id`,
  trouble: sql`page.place desc, page.id desc`,
};

/** Called with a conversation that cannot be read; functions that return several leave it out. */
export type OnUnreadable = (conversationId: string, error: unknown) => void;

/** Conversations as lists and pages show them: projections. Decisions are made only by their workflows. */
export function createConversations(
  { db }: Pick<Database, 'db'>,
  onUnreadable: OnUnreadable = () => undefined,
): Conversations {
  const readable = <R extends StoredRow>(
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
    readable(await rowsOf<StoredRow>(db, selectStored(tail))).map(({ stored }) => stored);

  const list: Conversations['list'] = async (filter, page) => {
    if (filter.brandIds?.length === 0 || filter.states?.length === 0) return [];
    const { search, tag } = filter;
    const { order = 'activity' } = page;
    const isByTag = order === 'activity' && search === undefined && tag !== undefined;
    // These take several statements. They have to see the same moment, even for the first page.
    const walk = page.walk ?? (search !== undefined || isByTag ? await beginWalk(db) : null);
    const ofWalk = { ...page, walk };
    const ids =
      search !== undefined
        ? await searchPage(db, { ...filter, search }, ofWalk)
        : isByTag
          ? await pageOfTag(db, { ...filter, tag }, ofWalk)
          : PAGES[order](filter, ofWalk);
    const rows = await rowsOf<ListedRow>(
      db,
      selectStored(
        sql`join (${ids}) as page on page.id = ${c.id} order by ${ORDERS[order]}`,
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
    // A page that is not full would count as the last one, so other conversations replace those that cannot be read.
    const rest = {
      ...page,
      walk: walk ?? toWalk(last),
      before: Number(last.place),
      beforeId: last.id,
      limit: missing,
    };
    return [...listed, ...(await list(filter, rest))];
  };

  const getEvenErased: Conversations['getEvenErased'] = async (conversationId) => {
    const [row] = await rowsOf<StoredRow>(db, selectStored(sql`where ${c.id} = ${conversationId}`));
    return row === undefined ? null : toStored(row);
  };

  return {
    async get(conversationId) {
      const found = await getEvenErased(conversationId);
      return found?.isErased === true ? null : found;
    },
    getEvenErased,
    getMany: async (ids) =>
      ids.length === 0 ? [] : read(sql`where ${c.id} in ${ids} and not ${c.isErased}`),
    list,
    findMatches: (ids, search) => findMatches(db, ids, search),
    countLists: (filter, operatorId) => countLists({ db }, filter, operatorId),
    async changedSince(since, limit, brandIds) {
      if (brandIds?.length === 0) return [];
      const ofBrands = brandIds === null ? sql`` : sql`and ${c.brandId} in ${brandIds}`;
      return read(
        sql`where ${c.changedAt} >= ${toTimestamp(since)} and not ${c.isErased} ${ofBrands}
            order by ${c.changedAt} limit ${limit}`,
      );
    },
    async clock() {
      const [row] = await rowsOf<{ now: Date | string }>(db, sql`select clock_timestamp() as now`);
      return row === undefined ? 0 : toMs(row.now);
    },
  };
}
