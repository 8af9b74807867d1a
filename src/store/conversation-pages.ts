/** Which conversations a list shows: pages of ids, newest activity first, that read few rows more than they give. */
import { type SQL, sql } from 'drizzle-orm';
import { CONVERSATION_STATES, type ConversationState } from '../domain/conversation/conversation';

export type ConversationFilter = {
  readonly states?: readonly ConversationState[];
  readonly channelId?: string;
  readonly operatorId?: string;
  readonly contactId?: string;
  /**
   * A part of a message's text, of the contact's name or of their openid, taken literally; letters' case makes no
   * difference.
   */
  readonly search?: string;
  /** Brands that the reader may see; null: all of them. */
  readonly brandIds: readonly string[] | null;
};

/** `before`: the activity number of the last one of the page before. */
export type ConversationPage = { readonly before: number | null; readonly limit: number };

/** What a conversation `c` has to be for the filter, without its search. */
export function conditionsOf(filter: ConversationFilter, before: number | null): SQL {
  const { states, channelId, operatorId, contactId, brandIds } = filter;
  return sql.join(
    [
      sql`true`,
      ...(states === undefined ? [] : [sql`c.state in ${states}`]),
      ...(channelId === undefined ? [] : [sql`c.channel_id = ${channelId}`]),
      ...(operatorId === undefined ? [] : [sql`c.operator_id = ${operatorId}`]),
      ...(contactId === undefined ? [] : [sql`c.contact_id = ${contactId}`]),
      ...(brandIds === null ? [] : [sql`c.brand_id in ${brandIds}`]),
      ...(before === null ? [] : [sql`c.activity_number < ${before}`]),
    ],
    sql` and `,
  );
}

/**
 * Selects `id` and `activity_number` of a page. The list is merged from one run of an index for each state (and
 * brand): a new server has no statistics, and a guess of the planner could read them all.
 */
export function pageOfIds(filter: ConversationFilter, { before, limit }: ConversationPage): SQL {
  const conditions = conditionsOf(filter, before);
  const run = (more: SQL): SQL =>
    sql`select c.id, c.activity_number from conversations c where ${more} and ${conditions}
        order by c.activity_number desc limit ${limit}`;
  const runs = runsOf(filter);
  if (runs === null) return run(sql`true`);
  const { from, isOfPart } = partsOf(runs);
  return sql`select merged.id, merged.activity_number
    from ${from} cross join lateral (${run(isOfPart)}) as merged
    order by merged.activity_number desc limit ${limit}`;
}

/**
 * Selects how many conversations of the filter there are; at least `most` + 1 where there are more than `most`. Of each
 * run of an index no more is read than that.
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
        select from conversations c where ${isOfPart} and ${conditionsOf(filter, null)} limit ${most + 1}) as found
    ) as counted`;
}

/** Runs as a table `part`, and the condition that a conversation is of one. */
function partsOf([column, runs]: Runs): { readonly from: SQL; readonly isOfPart: SQL } {
  const parts = runs.map(({ key, state }) => sql`(${key}::text, ${state}::text)`);
  const isOfKey = column === null ? sql`true` : sql`${sql.raw(`c.${column}`)} = part.key`;
  return {
    from: sql`(values ${sql.join(parts, sql`, `)}) as part(key, state)`,
    isOfPart: sql`${isOfKey} and c.state = part.state`,
  };
}

type Run = { readonly key: string | null; readonly state: ConversationState };
type Runs = readonly [column: string | null, runs: readonly Run[]];

/** The column whose index is read and the runs to be merged; null: one run without any. */
function runsOf(filter: ConversationFilter): Runs | null {
  const { states, channelId, operatorId, contactId, brandIds } = filter;
  const across = (keys: readonly (string | null)[]): readonly Run[] =>
    keys.flatMap((key) => [...new Set(states ?? CONVERSATION_STATES)].map((state) => ({ key, state })));
  if (contactId !== undefined) return null;
  if (operatorId !== undefined) return ['operator_id', across([operatorId])];
  if (channelId !== undefined) return ['channel_id', across([channelId])];
  if (brandIds !== null) return ['brand_id', across([...new Set(brandIds)])];
  return states === undefined ? null : [null, across([null])];
}
