/** The queue of conversations that want an offer, as the dispatchers see it. */
import { z } from 'zod';
import type { FreeOperator } from '../../domain/routing/queue-plan';
import type { Database } from '../engine/database-types';
import { asRows, rowsOf, toTextArray } from '../engine/rows';
import { columnsAs, namesOf, sql } from '../engine/sql';
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
  TOLD_TOO_OFTEN,
} from './queue-rows';

/** A conversation that wants an offer. */
export type Queued = {
  readonly conversationId: string;
  readonly contactId: string;
  readonly groupId: string | null;
  readonly askedIds: readonly string[];
  /** It waits to be told of an operator; else it asks by itself. */
  readonly isIdle: boolean;
  /** It was told of an operator, and has not asked since. */
  readonly isTold: boolean;
  /** It was told and did not ask, so others need not wait for it. */
  readonly isStuck: boolean;
};

export type BrandQueue = {
  readonly operators: readonly FreeOperator[];
  /** In the order in which they are offered. Of those that wait for the same operators, no more than there are places. */
  readonly queued: readonly Queued[];
};

export type OfferQueue = {
  /** Brands with conversations that wait to be told of an operator. */
  readonly brands: () => Promise<readonly string[]>;
  readonly read: (brandId: string) => Promise<BrandQueue>;
  /**
   * Claims conversations that are to be told now; returns those that this process has to tell, in the same order. The others of
   * the brand have no place: that they found nobody the last time was right, and does not make them wait the next time.
   */
  readonly claim: (brandId: string, conversationIds: readonly string[]) => Promise<readonly Told[]>;
  /** Gives back claims of conversations that could not be told. */
  readonly giveBack: (conversationIds: readonly string[]) => Promise<void>;
};

export type Told = { readonly conversationId: string; readonly contactId: string };

/** One that has not asked since it was told gets this long. */
const ANSWER_SECONDS = 15;
/** Often somebody else was faster, so one that found nobody is told again soon; then after pauses that double. */
const FIRST_PAUSE_SECONDS = 0.2;
const QUICK_TIMES = 3;
const LONGEST_PAUSE_SECONDS = 10;
/** For operators without a limit; more are told with the next look. */
const MOST_AT_ONCE = 1_000;

const operatorSchema = z.object({
  id: z.string(),
  places: z.number().nullable(),
  group_ids: z.array(z.string()),
});
const queuedSchema = z.object({
  conversation_id: z.string(),
  contact_id: z.string(),
  group_id: z.string().nullable(),
  asked_ids: z.array(z.string()),
  is_idle: z.boolean(),
  is_told: z.boolean(),
  is_stuck: z.boolean(),
});
const rowSchema = z.object({ operators: z.array(operatorSchema), queued: z.array(queuedSchema) });

const due = columnsAs(offerQueue, 'due');
const names = namesOf(offerQueue);

/** The queue in `database`. */
export function createOfferQueue({ db }: Pick<Database, 'db'>): OfferQueue {
  return {
    async brands() {
      const rows = await rowsOf<{ brand_id: string }>(
        db,
        sql`select distinct ${q.brandId} as brand_id from ${offerQueue} q where ${q.isIdle} order by brand_id`,
      );
      return rows.map((row) => row.brand_id);
    },
    async read(brandId) {
      const [row] = await rowsOf<Record<string, unknown>>(
        db,
        sql`with ${CLOCK}, ${staffedGroups(brandId)},
              ${freeOperators(
                brandId,
                sql`(select (${brands.routing} ->> 'defaultCapacity')::int from ${brands} where ${brands.id} = ${brandId})`,
                null,
              )},
              places as (select least(${MOST_AT_ONCE}, sum(coalesce(capacity - active - offers, ${MOST_AT_ONCE}))) as places from free),
              waiting as (select ${q.conversationId} as conversation_id, ${q.contactId} as contact_id,
                  case when ${q.groupId} in (select id from staffed) then ${q.groupId} end as group_id,
                  ${ASKED_IDS} as asked_ids, ${q.isIdle} as is_idle,
                  coalesce(${q.toldAt} > ${q.movedAt}, false) as is_told, ${IS_STUCK} as is_stuck,
                  row_number() over (order by ${queuePlace(q)}) as place
                from clock cross join ${offerQueue} q
                where ${q.brandId} = ${brandId} and ${IS_WAITING} and exists (select from free)),
              ranked as (select *,
                  row_number() over (partition by group_id, asked_ids, is_stuck order by place) as place_among_its_kind
                from waiting)
            select
              coalesce((select jsonb_agg(jsonb_build_object('id', id, 'places', capacity - active - offers, 'group_ids', group_ids))
                from free), '[]') as operators,
              coalesce((select jsonb_agg(to_jsonb(ranked) order by place) from ranked
                where place_among_its_kind <= (select places from places)), '[]') as queued`,
      );
      const { operators, queued } = rowSchema.parse(row);
      return {
        operators: operators.map(({ id, places, group_ids }) => ({
          operatorId: id,
          places,
          groupIds: group_ids,
        })),
        queued: queued.map((one) => ({
          conversationId: one.conversation_id,
          contactId: one.contact_id,
          groupId: one.group_id,
          askedIds: one.asked_ids,
          isIdle: one.is_idle,
          isTold: one.is_told,
          isStuck: one.is_stuck,
        })),
      };
    },
    async claim(brandId, conversationIds) {
      const rows = await rowsOf<{ conversation_id: string; contact_id: string }>(
        db,
        // Rows that are locked are on the move, or another process has claimed them.
        sql`with ${CLOCK}, calm as materialized (
              select ${due.conversationId} as conversation_id from ${offerQueue} due
              where ${due.brandId} = ${brandId} and ${due.timesTold} > 0 and ${due.toldAt} < ${due.movedAt}
                and ${due.conversationId} <> all(${toTextArray(conversationIds)})
              for update of due skip locked
            ), calmed as (
              update ${offerQueue} q set ${names.timesTold} = 0 from calm where ${q.conversationId} = calm.conversation_id
            ), due as materialized (
              select ${due.conversationId} as conversation_id
              from clock cross join ${asRows(toRows(conversationIds), 'id text')}
                join ${offerQueue} due on ${due.conversationId} = input.id
              where ${due.isIdle} and (${due.toldAt} is null or ${due.toldAt} < clock.now - interval '1 second'
                * case when ${due.toldAt} > ${due.movedAt} then ${ANSWER_SECONDS} else ${pauseSeconds} end)
              for update of due skip locked)
            update ${offerQueue} q set ${names.toldAt} = clock_timestamp(),
              ${names.timesTold} = case when ${q.toldAt} < clock_timestamp() - interval '1 minute' then 1
                else ${q.timesTold} + 1 end
            from due where ${q.conversationId} = due.conversation_id
            returning ${q.conversationId} as conversation_id, ${q.contactId} as contact_id`,
      );
      const contacts = new Map(rows.map((row) => [row.conversation_id, row.contact_id]));
      return conversationIds.flatMap((conversationId) => {
        const contactId = contacts.get(conversationId);
        return contactId === undefined ? [] : [{ conversationId, contactId }];
      });
    },
    async giveBack(conversationIds) {
      if (conversationIds.length === 0) return;
      await db.execute(
        sql`with given as materialized (
              select ${due.conversationId} as conversation_id from ${asRows(toRows(conversationIds), 'id text')}
                join ${offerQueue} due on ${due.conversationId} = input.id
              for update of due skip locked)
            update ${offerQueue} q set ${names.toldAt} = null, ${names.timesTold} = greatest(${q.timesTold} - 1, 0)
            from given where ${q.conversationId} = given.conversation_id`,
      );
    },
  };
}

const pauseSeconds = sql`case when ${due.timesTold} > ${TOLD_TOO_OFTEN} then ${LONGEST_PAUSE_SECONDS}
    else ${FIRST_PAUSE_SECONDS} * 2 ^ greatest(${due.timesTold} - ${QUICK_TIMES}, 0) end`;

const toRows = (ids: readonly string[]) => ids.map((id) => ({ id }));
