/**
 * Which conversations have messages that need a look (docs/rules.md#51), found through the indexes of such messages.
 */
import type { SQL } from 'drizzle-orm';
import { TROUBLE_LASTS_MS } from '../../domain/lists/trouble';
import { columnsAs, sql } from '../engine/sql';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { isTrouble } from '../transcript/row-life';
import { type ConversationFilter, conditionsOf } from './conversation-pages';

const c = columnsAs(conversations, 'c');
const t = columnsAs(messages, 't');

const IS_RECENT = sql`${t.changedAt} > clock_timestamp() - ${TROUBLE_LASTS_MS} * interval '1 millisecond'`;
const NEEDS_LOOK = sql`${isTrouble(t)} and ${IS_RECENT}`;

/** Where a page of the list begins, and as of which moment it is read: later trouble does not change the order. */
type TroublePage = {
  readonly after: { readonly place: number; readonly id: string } | null;
  /** Epoch ms by the database's clock; null: now. */
  readonly asOf: number | null;
  readonly limit: number;
};

/** The number of such messages of the conversation `c`, as JSON. */
export const TROUBLE_OF = sql`(
  select json_build_object(
    'failed', count(*) filter (where ${t.status} = 'failed'),
    'unknown', count(*) filter (where ${t.status} = 'unknown'),
    'held', count(*) filter (where ${t.status} = 'held'))
  from ${messages} t where ${t.conversationId} = ${c.id} and ${NEEDS_LOOK})`;

/**
 * Selects `id` and `place` (epoch ms of the newest trouble) of a page, newest trouble first. Reads no more rows than
 * there was trouble in a week.
 */
export function pageOfTrouble(filter: ConversationFilter, { after, asOf, limit }: TroublePage): SQL {
  // The whole millisecond is included.
  const until =
    asOf === null ? sql`` : sql`and ${t.changedAt} < ${new Date(asOf + 1).toISOString()}::timestamptz`;
  const further =
    after === null
      ? sql`true`
      : sql`(troubled.place, troubled.id) < (${after.place}::bigint, ${after.id}::text)`;
  return sql`select troubled.id, troubled.place from (
      select ${t.conversationId} as id, floor(extract(epoch from max(${t.changedAt})) * 1000)::bigint as place
      from ${messages} t join ${conversations} c on ${c.id} = ${t.conversationId}
      where ${NEEDS_LOOK} ${until} and ${conditionsOf(filter)} group by ${t.conversationId}
    ) as troubled where ${further} order by troubled.place desc, troubled.id desc limit ${limit}`;
}

/** Selects how many conversations need a look; at least `most` + 1 if there are more than `most`. */
export function countTrouble(filter: ConversationFilter, most: number): SQL {
  return sql`select count(*) from (
      select from ${messages} t join ${conversations} c on ${c.id} = ${t.conversationId}
      where ${NEEDS_LOOK} and ${conditionsOf(filter)} group by ${t.conversationId} limit ${most + 1}) as troubled`;
}
