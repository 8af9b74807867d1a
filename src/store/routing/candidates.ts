/** Who could be offered a conversation, and who waits before it. */
import { z } from 'zod';
import type { ClaimInput } from '../../domain/routing/claim';
import type { Candidate } from '../../domain/routing/next-operator';
import type { FreeOperator, Waiting } from '../../domain/routing/queue-plan';
import type { Routing } from '../../domain/routing/routing';
import type { Database } from '../engine/database-types';
import { rowsOf, toMsOrNull } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { conversations } from '../schema/conversations';
import { offerQueue } from '../schema/offer-queue';
import { brands } from '../schema/people';
import {
  ASKED_IDS,
  CLOCK,
  freeOperators,
  IS_STUCK,
  IS_WAITING,
  q,
  queuePlace,
  staffedGroups,
} from './queue-rows';
import { parseRouting } from './stored-routing';

/** The conversation that asks, and its place in the queue. */
export type Asking = Pick<
  ClaimInput,
  'conversationId' | 'contactId' | 'brandId' | 'groupId' | 'waitsForMs' | 'windowClosesInMs'
>;

/** An operator of the brand with a free place. */
export type CandidateRow = FreeOperator &
  Candidate & {
    /** Their last offer, as the database names it; null: none. */
    readonly lastOffer: string | null;
  };

export type Candidates = {
  readonly routing: Routing;
  /** The conversation's group; null if it has none, or one without an enabled member: then all are asked. */
  readonly groupId: string | null;
  readonly operators: readonly CandidateRow[];
  /** Conversations of the brand that are before it in the queue and can still be expected to take a place. */
  readonly ahead: readonly Waiting[];
};

const operatorSchema = z.object({
  id: z.string(),
  capacity: z.number().nullable(),
  active: z.number(),
  offers: z.number(),
  group_ids: z.array(z.string()),
  last_offer: z.string().nullable(),
});
const waitingSchema = z.object({
  group_id: z.string().nullable(),
  asked_ids: z.array(z.string()),
  count: z.number(),
});
const rowSchema = z.object({
  routing: z.unknown(),
  is_staffed: z.boolean(),
  operators: z.array(operatorSchema),
  ahead: z.array(waitingSchema),
  last_operator_id: z.string().nullable(),
});

const mine = columnsAs(offerQueue, 'mine');
const c = columnsAs(conversations, 'c');

/** Reads, in one statement, what the choice of an operator depends on; null if there is no such brand. */
export async function readCandidates(
  { db }: Pick<Database, 'db'>,
  { conversationId, contactId, brandId, groupId, waitsForMs, windowClosesInMs }: Asking,
): Promise<Candidates | null> {
  const [row] = await rowsOf<Record<string, unknown>>(
    db,
    sql`with ${CLOCK}, ${staffedGroups(brandId)},
          brand as materialized (select ${brands.routing}, (${brands.routing} ->> 'defaultCapacity')::int as capacity
            from ${brands} where ${brands.id} = ${brandId}),
          ${freeOperators(brandId, sql`(select capacity from brand)`, conversationId)},
          before as (select case when ${q.groupId} in (select id from staffed) then ${q.groupId} end as group_id,
              ${ASKED_IDS} as asked_ids
            from clock cross join ${offerQueue} q
              -- While its last offer is shown it has no row.
              left join ${offerQueue} mine on ${mine.conversationId} = ${conversationId}
            where ${q.brandId} = ${brandId} and ${q.conversationId} <> ${conversationId}
              and ${IS_WAITING} and not (${IS_STUCK}) and exists (select from free)
              and (${queuePlace(q)}) < (${queuePlace({
                windowClosesAt: sql`coalesce(${mine.windowClosesAt}, clock.now + interval '1 millisecond' * ${windowClosesInMs})`,
                since: sql`coalesce(${mine.since}, clock.now - interval '1 millisecond' * ${waitsForMs})`,
                conversationId: sql`${conversationId}`,
              })}))
        select routing, exists (select from staffed where id = ${groupId}) as is_staffed,
          coalesce((select jsonb_agg(jsonb_build_object('id', id, 'capacity', capacity, 'active', active, 'offers', offers,
            'group_ids', group_ids, 'last_offer', last_offered_at)) from free), '[]') as operators,
          coalesce((select jsonb_agg(jsonb_build_object('group_id', group_id, 'asked_ids', asked_ids, 'count', count))
            from (select group_id, asked_ids, count(*) from before group by group_id, asked_ids) as kinds), '[]') as ahead,
          (select ${c.operatorId} from ${conversations} c where ${c.contactId} = ${contactId}
            and ${c.id} <> ${conversationId} and ${c.operatorId} is not null
            order by ${c.activityNumber} desc limit 1) as last_operator_id
        from brand`,
  );
  if (row === undefined) return null;
  const { routing, is_staffed, operators, ahead, last_operator_id } = rowSchema.parse(row);
  return {
    routing: parseRouting(routing),
    groupId: is_staffed ? groupId : null,
    operators: operators.map(({ id, capacity, active, offers, group_ids, last_offer }) => ({
      operatorId: id,
      capacity,
      active,
      offers,
      places: capacity === null ? null : capacity - active - offers,
      groupIds: group_ids,
      lastOfferedAt: toMsOrNull(last_offer),
      lastOffer: last_offer,
      isLast: id === last_operator_id,
    })),
    ahead: ahead.map(({ group_id, asked_ids, count }) => ({
      groupId: group_id,
      askedIds: asked_ids,
      count,
    })),
  };
}
