/** Pages of the open conversations, the most urgent first (docs/rules.md#50): like `pageOfIds`, in another order. */
import type { SQL } from 'drizzle-orm';
import { CONVERSATION_STATES, type ConversationState } from '../../domain/conversation/conversation';
import { columnsAs, sql } from '../engine/sql';
import { conversations } from '../schema/conversations';
import {
  type ConversationFilter,
  type ConversationPage,
  conditionsOf,
  partsOf,
  runsOf,
} from './conversation-pages';
import { BY_URGENCY, hasMoved, isUnmoved, placeIn } from './conversation-walk';

const c = columnsAs(conversations, 'c');

/** The states that are sorted by urgency. */
const OPEN_STATES: readonly ConversationState[] = CONVERSATION_STATES.filter(
  (state) => state !== 'completed',
);

/**
 * Selects `id` and `place` of a page: merged from one run of an index for each state, in the order it had when the walk
 * began.
 */
export function pageOfUrgency(filter: ConversationFilter, page: ConversationPage): SQL {
  const { before, beforeId = null, limit, walk = null } = page;
  const ofOpen = { ...filter, states: filter.states ?? OPEN_STATES };
  const conditions = sql`${c.state} <> 'completed' and ${conditionsOf(ofOpen)}`;
  const isFurther = (place: SQL, id: SQL): SQL =>
    before === null ? sql`true` : sql`(${place}, ${id}) > (${before}::bigint, ${beforeId ?? ''}::text)`;
  const run = (more: SQL): SQL =>
    sql`select ${c.id} as id, ${c.urgency} as place from ${conversations} c
        where ${more} and ${conditions} and ${isFurther(sql`${c.urgency}`, sql`${c.id}`)}
          ${walk === null ? sql`` : sql`and ${isUnmoved(walk, BY_URGENCY)}`}
        order by ${c.urgency}, ${c.id} limit ${limit}`;
  const { from, isOfPart } = partsOf(
    runsOf(ofOpen) ?? [null, ofOpen.states.map((state) => ({ key: null, state }))],
  );
  const unmoved = sql`select merged.id, merged.place from ${from} cross join lateral (${run(isOfPart)}) as merged`;
  const first = (rows: SQL): SQL =>
    sql`select id, place from (${rows}) as sorted order by place, id limit ${limit}`;
  if (walk === null) return first(unmoved);
  const moved = sql`select id, place from (
      select ${c.id} as id, ${placeIn(walk, BY_URGENCY)} as place from ${conversations} c
      where ${hasMoved(walk, BY_URGENCY)} and ${conditions}
    ) as moved where place is not null and ${isFurther(sql`place`, sql`id`)}`;
  return first(sql`(${unmoved}) union all (${moved})`);
}
