/** Which conversations a list shows: pages of ids, newest activity first, that read few more rows than they return. */
import type { SQL, SQLWrapper } from 'drizzle-orm';
import { CONVERSATION_STATES, type ConversationState } from '../../domain/conversation/conversation';
import type { Walk } from '../../domain/lists/list-cursor';
import type { Priority } from '../../domain/lists/urgency';
import type { Db } from '../engine/database-types';
import { rowsOf, toTextArray } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { conversations } from '../schema/conversations';
import { offers } from '../schema/routing';
import { hasMoved, isUnmoved, placeIn } from './conversation-walk';

/** How many of the newest conversations are read for a tag before all that have it are taken from its index. */
const READ_FOR_FREQUENT = 1_000;

const c = columnsAs(conversations, 'c');

/** Whether a conversation `c` is snoozed: worded as in the partial index. */
const SNOOZED = sql`jsonb_exists(${c.snapshot}, 'snooze')`;

export type ConversationFilter = {
  readonly states?: readonly ConversationState[];
  readonly channelId?: string;
  /** Null among them: those without a group. */
  readonly groupIds?: readonly (string | null)[];
  readonly operatorId?: string;
  /** Those with an offer to this operator that is not over. */
  readonly offeredTo?: string;
  readonly contactId?: string;
  /** Only snoozed ones, or none of them; left out: all. */
  readonly isSnoozed?: boolean;
  readonly priorities?: readonly Priority[];
  readonly tag?: string;
  /** Part of a message's text, of the contact's name or of their openid, taken literally; case does not matter. */
  readonly search?: string;
  /** Brands that the reader may see; null: all of them. */
  readonly brandIds: readonly string[] | null;
};

/** What a list is sorted by: the newest activity first, the most urgent first, or the newest trouble first. */
export type ListOrder = 'activity' | 'urgency' | 'trouble';

/**
 * `before`: the place of the last one of the previous page; `beforeId`: its id, if places are not unique. `walk`: shows
 * the list as it was when the walk began; absent: as it is now.
 */
export type ConversationPage = {
  readonly order?: ListOrder;
  readonly before: number | null;
  readonly beforeId?: string | null;
  readonly limit: number;
  readonly walk?: Walk | null;
};

/** The condition that a conversation `c` passes the filter, apart from its search words; none of an erased contact does. */
export function conditionsOf(filter: ConversationFilter): SQL {
  const {
    states,
    channelId,
    groupIds,
    operatorId,
    offeredTo,
    contactId,
    isSnoozed,
    priorities,
    tag,
    brandIds,
  } = filter;
  return sql.join(
    [
      sql`not ${c.isErased}`,
      ...(states === undefined ? [] : [sql`${c.state} in ${states}`]),
      ...(channelId === undefined ? [] : [sql`${c.channelId} = ${channelId}`]),
      ...(groupIds === undefined ? [] : [isOfGroups(groupIds)]),
      ...(operatorId === undefined ? [] : [sql`${c.operatorId} = ${operatorId}`]),
      ...(offeredTo === undefined ? [] : [isOfferedTo(offeredTo)]),
      ...(contactId === undefined ? [] : [sql`${c.contactId} = ${contactId}`]),
      ...(isSnoozed === undefined ? [] : [isSnoozed ? SNOOZED : sql`not ${SNOOZED}`]),
      ...(priorities === undefined ? [] : [sql`${c.priority} in ${priorities}`]),
      ...(tag === undefined ? [] : [sql`${c.tags} @> ${toTextArray([tag])}`]),
      ...(brandIds === null ? [] : [sql`${c.brandId} in ${brandIds}`]),
    ],
    sql` and `,
  );
}

/**
 * Selects `id` and `place` of a page. The list is merged from one run of an index for each state (and brand): a new
 * server has no statistics, and the planner might choose to read all conversations. In a walk, conversations that have
 * moved since it began appear in their previous place.
 */
export function pageOfIds(filter: ConversationFilter, page: ConversationPage): SQL {
  const { before, limit, walk = null } = page;
  // A tag is found by its own index: no index of places includes tags. `pageOfTag` is for those that many have.
  if (filter.tag !== undefined) return placed(filter, page, sql`true`);
  const conditions = sql.join(
    [
      conditionsOf(filter),
      ...(before === null ? [] : [sql`${c.activityNumber} < ${before}`]),
      ...(walk === null ? [] : [isUnmoved(walk)]),
    ],
    sql` and `,
  );
  const run = (more: SQL): SQL =>
    sql`select ${c.id} as id, ${c.activityNumber} as place from ${conversations} c where ${more} and ${conditions}
        order by ${c.activityNumber} desc limit ${limit}`;
  const runs = runsOf(filter);
  const unmoved = runs === null ? run(sql`true`) : mergedRuns(partsOf(runs), run, limit);
  if (walk === null) return unmoved;
  return sql`select id, place from (
      (${unmoved}) union all (${placed(filter, page, hasMoved(walk))})
    ) as of_walk order by place desc limit ${limit}`;
}

/**
 * Selects `id` and `place` of a page. A tag that many conversations have fills it from the newest ones; those with a
 * rare tag are few, and are all read and sorted. Takes two statements: the page needs a walk, so that both see the
 * same moment.
 */
export async function pageOfTag(
  db: Db,
  filter: ConversationFilter & { readonly tag: string },
  page: ConversationPage,
): Promise<SQL> {
  const { tag, ...anyTag } = filter;
  const newest = await rowsOf<{ id: string; place: number | string }>(
    db,
    // A scalar subquery, not a join: the planner must not begin with all conversations that have the tag.
    sql`select newest.id, newest.place from (${pageOfIds(anyTag, { ...page, limit: READ_FOR_FREQUENT })}) as newest
        where (select ${c.tags} @> ${toTextArray([tag])} from ${conversations} c where ${c.id} = newest.id)
        order by newest.place desc limit ${page.limit}`,
  );
  if (newest.length < page.limit) return pageOfIds(filter, page);
  const rows = newest.map(({ id, place }) => sql`(${id}::text, ${place}::bigint)`);
  return sql`select id, place from (values ${sql.join(rows, sql`, `)}) as newest(id, place)`;
}

/** Selects `id` and `place` of a page of the conversations that pass the filter and `more`. */
export function placed(
  filter: ConversationFilter,
  { before, limit, walk = null }: ConversationPage,
  more: SQL,
): SQL {
  const isFurther = before === null ? sql`place is not null` : sql`place < ${before}`;
  return sql`select id, place from (
      select ${c.id} as id, ${placeIn(walk)} as place from ${conversations} c where ${more} and ${conditionsOf(filter)}
    ) as placed where ${isFurther} order by place desc limit ${limit}`;
}

function mergedRuns({ from, isOfPart }: Parts, run: (more: SQL) => SQL, limit: number): SQL {
  return sql`select merged.id, merged.place from ${from} cross join lateral (${run(isOfPart)}) as merged
    order by merged.place desc limit ${limit}`;
}

/**
 * Selects how many conversations pass the filter; at least `most` + 1 if there are more than `most`. Reads no more rows
 * than that from each run of an index.
 */
export function countUpTo(
  filter: ConversationFilter & { readonly states: readonly ConversationState[] },
  most: number,
): SQL {
  const { from, isOfPart } = partsOf(
    runsOf(filter) ?? [null, filter.states.map((state) => ({ key: null, state }))],
  );
  return sql`select coalesce(sum(counted.n), 0)
    from ${from} cross join lateral (
      select count(*) as n from (
        select from ${conversations} c where ${isOfPart} and ${conditionsOf(filter)} limit ${most + 1}) as found
    ) as counted`;
}

/** The runs as a table `part`, and the condition that a conversation belongs to one of them. */
export type Parts = { readonly from: SQL; readonly isOfPart: SQL };

export function partsOf([column, runs]: Runs): Parts {
  const parts = runs.map(({ key, state }) => sql`(${key}::text, ${state}::text)`);
  const isOfKey = column === null ? sql`true` : sql`${column} = part.key`;
  return {
    from: sql`(values ${sql.join(parts, sql`, `)}) as part(key, state)`,
    isOfPart: sql`${isOfKey} and ${c.state} = part.state`,
  };
}

type Run = { readonly key: string | null; readonly state: ConversationState };
type Runs = readonly [column: SQLWrapper | null, runs: readonly Run[]];

/** The column whose index is read and the runs to be merged; null: one run without any. */
export function runsOf(filter: ConversationFilter): Runs | null {
  const { states, channelId, groupIds, operatorId, offeredTo, contactId, brandIds } = filter;
  const across = (keys: readonly (string | null)[]): readonly Run[] =>
    keys.flatMap((key) => [...new Set(states ?? CONVERSATION_STATES)].map((state) => ({ key, state })));
  // Few, by an index of their own.
  if (contactId !== undefined || offeredTo !== undefined) return null;
  if (operatorId !== undefined) return [c.operatorId, across([operatorId])];
  // What has no group stands in the index of groups by no key.
  if (groupIds !== undefined && !groupIds.includes(null)) return [c.groupId, across([...new Set(groupIds)])];
  if (channelId !== undefined) return [c.channelId, across([channelId])];
  if (brandIds !== null) return [c.brandId, across([...new Set(brandIds)])];
  return states === undefined ? null : [null, across([null])];
}

function isOfferedTo(operatorId: string): SQL {
  const { conversationId } = offers;
  return sql`${c.id} in (select ${conversationId} from ${offers} where ${offers.operatorId} = ${operatorId})`;
}

function isOfGroups(groupIds: readonly (string | null)[]): SQL {
  const named = groupIds.filter((id) => id !== null);
  const isOfOne = named.length === 0 ? sql`false` : sql`${c.groupId} in ${named}`;
  return groupIds.includes(null) ? sql`(${isOfOne} or ${c.groupId} is null)` : isOfOne;
}
