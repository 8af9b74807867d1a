/** What the workflow of an endpoint has to deliver next. */
import type { SQL } from 'drizzle-orm';
import type { QueuedEvent } from '../../domain/webhooks/lanes';
import type { Database, Db } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, sql } from '../engine/sql';
import { webhookDeliveries, webhookEvents, webhooks } from '../schema/webhooks';
import { goOnWithReplay } from './replays';
import { IS_IN_THREAD, IS_LOST, IS_SELECTED, IS_TAKEN, IS_TO_TAKE, THREAD } from './selection';

export type Taken = { readonly events: readonly QueuedEvent[]; readonly hasMore: boolean };

export type TakeOptions = {
  /** These name the taking, and takings of a chain are counted: repeated, one gives the same again. */
  readonly chain: string;
  readonly taking: number;
  /** Events at most. */
  readonly limit: number;
  /** Threads of which the workflow has forgotten what it had taken. */
  readonly tailsOf?: readonly string[];
};

/**
 * Gives events of an endpoint in their order: what waits that the workflow does not know of, and then what happened since; so an
 * event is never given before an earlier one of its thread. Beside them, what waited alone for its next try, each in a thread of
 * its own, and what a replay sends anew. Null: the endpoint is disabled or gone.
 */
export type TakeEvents = (webhookId: string, options: TakeOptions) => Promise<Taken | null>;

/** Shares of the limit: the rest is for what has its turn. A replay gets what is left. */
const ALONE_SHARE = 4;
const REPLAY_SHARE = 4;
const e = columnsAs(webhookEvents, 'e');
const d = columnsAs(webhookDeliveries, 'd');
const w = columnsAs(webhooks, 'w');
const delivery = namesOf(webhookDeliveries);
const webhook = namesOf(webhooks);

/** Takes events from `database`. */
export function createTakeEvents({ db }: Pick<Database, 'db'>): TakeEvents {
  return (webhookId, { chain, taking, limit, tailsOf = [] }) =>
    db.transaction(async (tx) => {
      const [endpoint] = await rowsOf<{ is_on: boolean; is_known: boolean; taking: number }>(
        tx,
        sql`select ${w.disabledAt} is null as is_on, ${w.takenBy} is not distinct from ${chain} as is_known, ${w.taking}
            from ${webhooks} w where ${w.id} = ${webhookId} for no key update`,
      );
      if (endpoint?.is_on !== true) return null;
      // An attempt that comes late must claim nothing: nobody waits for its answer. Whether a taking was complete is not known any more.
      if (endpoint.is_known && endpoint.taking >= taking)
        return { events: await takenIn(tx, webhookId, chain, taking), hasMore: true };
      // A new chain of runs knows nothing.
      if (!endpoint.is_known) await giveBack(tx, sql`${d.webhookId} = ${webhookId} and ${IS_TAKEN}`);
      else if (tailsOf.length > 0)
        await giveBack(
          tx,
          sql`${d.webhookId} = ${webhookId} and ${d.thread} in ${tailsOf} and ${IS_IN_THREAD}
            and ${d.takenBy} is not null`,
        );
      const aloneLimit = Math.ceil(limit / ALONE_SHARE);
      const inTurnLimit = Math.max(1, limit - aloneLimit - Math.ceil(limit / REPLAY_SHARE));
      const { hasMore, count } = await claim(tx, webhookId, { chain, taking, aloneLimit, inTurnLimit });
      const left = { chain, taking, limit: Math.max(1, limit - count) };
      const hasMoreToReplay = await goOnWithReplay(tx, webhookId, left);
      return {
        events: await takenIn(tx, webhookId, chain, taking),
        hasMore: hasMore || hasMoreToReplay,
      };
    });
}

/** What the workflow has forgotten is as if it had never been taken. */
async function giveBack(tx: Db, which: SQL): Promise<void> {
  await tx.execute(
    sql`update ${webhookDeliveries} d set ${delivery.takenBy} = null, ${delivery.taking} = null where ${which}`,
  );
}

/** Gives how many there were, and whether there are more. */
async function claim(
  tx: Db,
  webhookId: string,
  options: {
    readonly chain: string;
    readonly taking: number;
    readonly aloneLimit: number;
    readonly inTurnLimit: number;
  },
): Promise<{ readonly hasMore: boolean; readonly count: number }> {
  const { chain, taking, aloneLimit, inTurnLimit } = options;
  const [counted] = await rowsOf<{ has_more: boolean; count: number }>(
    tx,
    sql`with asked as (
          select ${d.sequence} as sequence from ${webhookDeliveries} d
          where ${d.webhookId} = ${webhookId} and ${IS_TO_TAKE} and not ${d.isAlone}
          order by ${d.sequence} limit ${inTurnLimit} for no key update
        ), alone as (
          select ${d.sequence} as sequence from ${webhookDeliveries} d
          where ${d.webhookId} = ${webhookId} and ${IS_TO_TAKE} and ${d.isAlone}
          order by ${d.sequence} limit ${aloneLimit} for no key update
        ), lost as (
          select ${d.sequence} as sequence from ${webhookDeliveries} d
          where ${d.webhookId} = ${webhookId} and ${IS_LOST}
          order by ${d.nextAttemptAt} limit ${aloneLimit} for no key update
        ), claimed as (
          update ${webhookDeliveries} d set ${delivery.takenBy} = ${chain}, ${delivery.taking} = ${taking},
            ${delivery.isDue} = ${d.isAlone}
          where ${d.webhookId} = ${webhookId} and ${d.sequence} in
            (select sequence from asked union all select sequence from alone union all select sequence from lost)
        ), seen as (
          select ${e.sequence} as sequence, ${e.contactId} as contact_id, ${THREAD} as thread,
            ${IS_SELECTED} and ${e.at} >= ${w.toldFrom} as is_selected
          from ${webhooks} w join ${webhookEvents} e on ${e.sequence} > ${w.cursor} and ${e.webhookId} is null
          where ${w.id} = ${webhookId} order by ${e.sequence}
          -- What happened since comes after all that waits.
          limit (select case when count(*) < ${inTurnLimit} then ${inTurnLimit} - count(*) else 0 end from asked)
        ), added as (
          insert into ${webhookDeliveries} (${delivery.webhookId}, ${delivery.sequence}, ${delivery.contactId},
            ${delivery.thread}, ${delivery.status}, ${delivery.takenBy}, ${delivery.taking})
          select ${webhookId}, sequence, contact_id, thread, 'pending', ${chain}, ${taking} from seen where is_selected
          on conflict do nothing
        ), counts as (
          select (select count(*) from asked) + (select count(*) from seen) as in_turn, (select count(*) from alone) as alone,
            (select count(*) from lost) as lost
        ), counted as (
          select in_turn >= ${inTurnLimit} or alone >= ${aloneLimit} or lost >= ${aloneLimit} as has_more,
            (in_turn + alone + lost)::int as count from counts
        ), moved as (
          update ${webhooks} set ${webhook.cursor} = greatest(${webhooks.cursor}, (select coalesce(max(sequence), 0) from seen)),
            ${webhook.hasAsked} = has_more, ${webhook.takenBy} = ${chain}, ${webhook.taking} = ${taking}
          from counted where ${webhooks.id} = ${webhookId}
        ) select has_more, count from counted`,
  );
  return { hasMore: counted?.has_more ?? false, count: counted?.count ?? 0 };
}

async function takenIn(tx: Db, webhookId: string, chain: string, taking: number): Promise<QueuedEvent[]> {
  const rows = await rowsOf<{ sequence: number | string; thread: string; cycle: number }>(
    tx,
    sql`select ${d.sequence} as sequence, ${d.cycle} as cycle,
          case when ${d.isAlone} then 'alone-' || ${d.sequence} else ${d.thread} end as thread
        from ${webhookDeliveries} d
        where ${d.webhookId} = ${webhookId} and ${IS_TAKEN} and ${d.takenBy} = ${chain}
          and ${d.taking} = ${taking}
        order by ${d.sequence}`,
  );
  return rows.map(({ sequence, thread, cycle }) => ({ sequence: Number(sequence), thread, cycle }));
}
