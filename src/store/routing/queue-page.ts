/** The queue as supervisors see it: waiting and missed conversations, in the order in which they are offered (docs/rules.md#73). */
import type { ConversationFilter } from '../conversations/conversation-pages';
import { pageOfUrgency } from '../conversations/urgency-pages';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { conversations } from '../schema/conversations';
import { CLOCK, queuePlace } from './queue-rows';

export type QueueFilter = {
  /** Null: all. */
  readonly brandIds: readonly string[] | null;
  /** Only of these groups, null among them for conversations without one; left out: all. */
  readonly groupIds?: readonly (string | null)[];
};

/** One place of the queue. `since`: since when the contact waits, epoch ms by the conversation's clock. */
export type QueuePlace = { readonly conversationId: string; readonly since: number };

/** The queue in `database`. */
export type QueuePages = {
  /** At most `limit` after the first `offset`, as the queue is now. */
  readonly read: (
    filter: QueueFilter,
    page: { readonly offset: number; readonly limit: number },
  ) => Promise<readonly QueuePlace[]>;
};

/**
 * Of each state, so many are sorted: those that ring, or were missed, longest. Their order stands in no index, because it depends on
 * the clock. Whoever waits behind so many will not be offered soon.
 */
const MOST_SORTED = 2_000;

const c = columnsAs(conversations, 'c');

/** Pages of the queue in `database`. */
export function createQueuePages({ db }: Pick<Database, 'db'>): QueuePages {
  return {
    async read(filter, { offset, limit }) {
      if (filter.brandIds?.length === 0 || filter.groupIds?.length === 0) return [];
      const longest = (state: 'waiting' | 'missed') => {
        const ofState: ConversationFilter = { ...filter, states: [state] };
        return pageOfUrgency(ofState, { before: null, limit: MOST_SORTED });
      };
      const rows = await rowsOf<{ id: string; since: number | string }>(
        db,
        sql`with ${CLOCK}, longest as (
              select id from (${longest('waiting')}) as waiting union all select id from (${longest('missed')}) as missed
            ), queued as (
              select ${c.id} as id, waits_since(${c.snapshot}) as since, to_timestamp(
                (window_closes_at(${c.snapshot}) - ${c.clockOffsetMs}) / 1000) as window_closes_at,
                to_timestamp((waits_since(${c.snapshot}) - ${c.clockOffsetMs}) / 1000) as since_at
              from longest join ${conversations} c on ${c.id} = longest.id
            ) select id, since from queued cross join clock
            order by ${queuePlace({
              windowClosesAt: sql`queued.window_closes_at`,
              since: sql`queued.since_at`,
              conversationId: sql`queued.id`,
            })} offset ${offset} limit ${limit}`,
      );
      return rows.map(({ id, since }) => ({ conversationId: id, since: Number(since) }));
    },
  };
}
