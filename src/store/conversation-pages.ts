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
 * brand): the embedded database keeps no statistics, and a guess of the planner could read them all.
 */
export function pageOfIds(filter: ConversationFilter, { before, limit }: ConversationPage): SQL {
  const conditions = conditionsOf(filter, before);
  const run = (more: SQL): SQL =>
    sql`select c.id, c.activity_number from conversations c where ${more} and ${conditions}
        order by c.activity_number desc limit ${limit}`;
  const runs = runsOf(filter);
  if (runs === null) return run(sql`true`);
  const [column, keys] = runs;
  const parts = keys.map(({ key, state }) => sql`(${key}::text, ${state}::text)`);
  const ofKey = column === null ? sql`true` : sql`${sql.raw(`c.${column}`)} = part.key`;
  return sql`select merged.id, merged.activity_number
    from (values ${sql.join(parts, sql`, `)}) as part(key, state)
      cross join lateral (${run(sql`${ofKey} and c.state = part.state`)}) as merged
    order by merged.activity_number desc limit ${limit}`;
}

type Run = { readonly key: string | null; readonly state: ConversationState };

/** The column whose index is read and the runs to be merged; null: one run without any. */
function runsOf(filter: ConversationFilter): readonly [column: string | null, runs: readonly Run[]] | null {
  const { states, channelId, operatorId, contactId, brandIds } = filter;
  const across = (keys: readonly (string | null)[]): readonly Run[] =>
    keys.flatMap((key) => [...new Set(states ?? CONVERSATION_STATES)].map((state) => ({ key, state })));
  if (contactId !== undefined) return null;
  if (operatorId !== undefined) return ['operator_id', across([operatorId])];
  if (channelId !== undefined) return ['channel_id', across([channelId])];
  if (brandIds !== null) return ['brand_id', across([...new Set(brandIds)])];
  return states === undefined ? null : [null, across([null])];
}
