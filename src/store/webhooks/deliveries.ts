/** What becomes of events at each endpoint: taken by its workflow, tried, and recorded. */
import { sql as drizzle, type SQL } from 'drizzle-orm';
import type { QueuedEvent } from '../../domain/webhooks/lanes';
import { SALESIQ_EVENTS } from '../../domain/webhooks/salesiq-events';
import type { Database, Db } from '../engine/database-types';
import { rowsOf, toMsOrNull, toTimestamp } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { appendAudit, SYSTEM } from '../people/audit-log';
import { messages } from '../schema/messages';
import { webhookDeliveries, webhookEvents, webhooks } from '../schema/webhooks';
import { DUE_COLUMNS, type DueDelivery, type DueRow, toDue } from './due-delivery';

/** One try. `status`: that of the answer; null: there was none, and `error` says why. */
export type Attempt = {
  readonly at: number;
  readonly status: number | null;
  readonly ms: number;
  readonly error?: string;
};

export type SentRequest = { readonly headers: Readonly<Record<string, string>>; readonly body: string };
export type ReceivedAnswer = { readonly status: number; readonly body: string };

/** What a try led to. */
export type TryRecord = {
  readonly attempt: Attempt;
  readonly request: SentRequest | null;
  readonly answer: ReceivedAnswer | null;
  readonly firstTryAt: number;
} & (
  | { readonly status: 'succeeded' | 'dead' }
  | {
      readonly status: 'failed';
      readonly nextAttemptAt: number;
      readonly step: number;
      readonly isAlone: boolean;
    }
);

export type Taken = { readonly events: readonly QueuedEvent[]; readonly hasMore: boolean };

export type WebhookDeliveries = {
  /**
   * Gives the workflow of an endpoint what it has to deliver next, at most `limit` events: those that happened since, and those
   * that it does not know of. `chain` and `taking` name this taking, and takings of a chain are counted: repeated, it gives the same again. Null: the endpoint is
   * disabled or gone.
   */
  readonly take: (
    webhookId: string,
    options: { readonly chain: string; readonly taking: number; readonly limit: number },
  ) => Promise<Taken | null>;
  readonly due: (webhookId: string, sequences: readonly number[]) => Promise<readonly DueDelivery[]>;
  /**
   * Records a try, unless the delivery was sent anew since, and without what was sent if something of it was deleted since it
   * was read. Of a test that is all; others count for the endpoint's health and, dead, are audited. Gives since when the endpoint has been failing.
   */
  readonly record: (
    webhookId: string,
    delivery: Pick<DueDelivery, 'sequence' | 'cycle' | 'forgotten' | 'event'>,
    result: TryRecord,
  ) => Promise<{ readonly failingSince: number | null }>;
  /**
   * Gives a delivery that went on alone back to the workflow of its endpoint, which takes it once the endpoint is enabled; its own
   * workflow finds it in another cycle.
   */
  readonly release: (webhookId: string, delivery: Pick<DueDelivery, 'sequence' | 'cycle'>) => Promise<void>;
  /** Makes a test event for one endpoint; its delivery is not taken by the workflow. */
  readonly addTest: (webhookId: string) => Promise<DueDelivery>;
};

/** The last 50; where there are fewer, all of them. */
const LAST_ATTEMPTS = '$[last - 49 to last]';
const e = columnsAs(webhookEvents, 'e');
const d = columnsAs(webhookDeliveries, 'd');
const w = columnsAs(webhooks, 'w');
const m = columnsAs(messages, 'm');
const earlier = columnsAs(messages, 'earlier');
const delivery = namesOf(webhookDeliveries);
const event = namesOf(webhookEvents);
const webhook = namesOf(webhooks);

/** The thread in which an event keeps its order. */
const THREAD = sql`coalesce(${e.conversationId}, ${e.contactId}, ${e.channelId}, '')`;

/** It goes on alone, and nobody has tried it when it was due: its workflow is lost. */
export const IS_LOST = sql`(${d.isAlone} and ${d.nextAttemptAt} < clock_timestamp() - interval '10 minutes')`;

/** Whether an endpoint `w` is told of an event `e`. */
export const IS_SELECTED = sql`(${w.events} && array['*', ${e.event}]
  and (${w.brandIds} is null or ${e.brandId} = any (${w.brandIds}))
  and (${w.channelIds} is null or ${e.channelId} = any (${w.channelIds}))
  and (${w.format} <> 'salesiq' or (${e.event} in ${Object.keys(SALESIQ_EVENTS)}
    -- The first message stands in what tells that the conversation began.
    and (${e.event} <> 'message.received' or exists (select from ${messages} m join ${messages} earlier
      on ${earlier.conversationId} = ${m.conversationId} and ${earlier.action} = 'message' and ${earlier.seq} < ${m.seq}
      where ${m.id} = ${e.messageId})))))`;

/** The deliveries in `database`. */
export function createWebhookDeliveries({ db }: Pick<Database, 'db'>): WebhookDeliveries {
  /** Written only when it changes, and by itself: whoever takes events locks the endpoint before its deliveries. */
  const noteHealth = async (webhookId: string, isSuccess: boolean, at: number): Promise<number | null> => {
    await db.execute(
      sql`update ${webhooks} set ${webhook.failingSince} = ${isSuccess ? null : toTimestamp(at)}
          where ${webhooks.id} = ${webhookId} and ${webhooks.failingSince} is ${isSuccess ? sql`not null` : sql`null`}`,
    );
    if (isSuccess) return null;
    const [row] = await rowsOf<RowOf<typeof webhooks, 'failingSince'>>(
      db,
      sql`select ${webhooks.failingSince} from ${webhooks} where ${webhooks.id} = ${webhookId}`,
    );
    return toMsOrNull(row?.failing_since ?? null);
  };
  return {
    take: (webhookId, { chain, taking, limit }) =>
      db.transaction(async (tx) => {
        const [endpoint] = await rowsOf<{ is_on: boolean; is_repeated: boolean }>(
          tx,
          sql`select ${w.disabledAt} is null as is_on, ${w.takenBy} is not distinct from ${chain} and ${w.taking} >= ${taking} as is_repeated
              from ${webhooks} w where ${w.id} = ${webhookId} for no key update`,
        );
        if (endpoint?.is_on !== true) return null;
        // An attempt that comes late must claim nothing: nobody waits for its answer. Whether a taking was complete is not known any more.
        if (endpoint.is_repeated)
          return { events: await takenIn(tx, webhookId, chain, taking), hasMore: true };
        const [counted] = await rowsOf<{ seen: number; claimed: number }>(
          tx,
          sql`with asked as (
                select ${d.sequence} as sequence from ${webhookDeliveries} d
                where ${d.webhookId} = ${webhookId} and ${d.status} in ('pending', 'failed')
                  and ((not ${d.isAlone} and ${d.takenBy} is distinct from ${chain}) or ${IS_LOST})
                order by ${d.sequence} limit ${limit} for no key update
              ), claimed as (
                update ${webhookDeliveries} d set ${delivery.takenBy} = ${chain}, ${delivery.taking} = ${taking},
                  -- Should its own workflow be alive after all, it finds that the delivery is in another cycle.
                  ${delivery.isAlone} = false, ${delivery.cycle} = ${d.cycle} + ${d.isAlone}::int
                from asked where ${d.webhookId} = ${webhookId} and ${d.sequence} = asked.sequence
                returning ${d.sequence}
              ), seen as (
                select ${e.sequence} as sequence, ${e.contactId} as contact_id, ${IS_SELECTED} and ${e.at} >= ${w.toldFrom} as is_selected
                from ${webhooks} w join ${webhookEvents} e on ${e.sequence} > ${w.cursor} and ${e.webhookId} is null
                where ${w.id} = ${webhookId} order by ${e.sequence} limit ${limit}
              ), added as (
                insert into ${webhookDeliveries} (${delivery.webhookId}, ${delivery.sequence}, ${delivery.contactId},
                  ${delivery.status}, ${delivery.takenBy}, ${delivery.taking})
                select ${webhookId}, sequence, contact_id, 'pending', ${chain}, ${taking} from seen where is_selected
                on conflict do nothing
              ), moved as (
                update ${webhooks} set ${webhook.cursor} = greatest(${webhooks.cursor}, (select coalesce(max(sequence), 0) from seen)),
                  ${webhook.hasAsked} = (select count(*) from asked) >= ${limit},
                  ${webhook.takenBy} = ${chain}, ${webhook.taking} = ${taking}
                where ${webhooks.id} = ${webhookId}
              ) select (select count(*) from seen)::int as seen, (select count(*) from claimed)::int as claimed`,
        );
        return {
          events: await takenIn(tx, webhookId, chain, taking),
          hasMore: Math.max(counted?.seen ?? 0, counted?.claimed ?? 0) >= limit,
        };
      }),
    async due(webhookId, sequences) {
      if (sequences.length === 0) return [];
      const rows = await rowsOf<DueRow>(
        db,
        sql`select ${DUE_COLUMNS} from ${webhookDeliveries} d join ${webhookEvents} e on ${e.sequence} = ${d.sequence}
            where ${d.webhookId} = ${webhookId} and ${d.sequence} in ${sequences}`,
      );
      return rows.map(toDue);
    },
    async record(webhookId, { sequence, cycle, forgotten, event: kind }, result) {
      const { attempt, request, answer, firstTryAt, status } = result;
      const isFailed = result.status === 'failed';
      const unlessForgotten = (text: object | null): SQL =>
        sql`case when ${webhookDeliveries.forgotten} = ${forgotten} then ${text === null ? null : JSON.stringify(text)}::jsonb end`;
      const write = async (on: Db): Promise<void> => {
        await on.execute(
          sql`update ${webhookDeliveries} set ${delivery.status} = ${status},
                ${delivery.attempts} = jsonb_path_query_array(
                  ${webhookDeliveries.attempts} || ${JSON.stringify([attempt])}::jsonb, ${LAST_ATTEMPTS}::jsonpath),
                ${delivery.request} = ${unlessForgotten(request)},
                ${delivery.answer} = ${unlessForgotten(answer)},
                ${delivery.firstTryAt} = ${toTimestamp(firstTryAt)},
                ${delivery.nextAttemptAt} = ${isFailed ? toTimestamp(result.nextAttemptAt) : null},
                ${delivery.step} = ${isFailed ? drizzle`${result.step}` : drizzle`${webhookDeliveries.step}`},
                ${delivery.isAlone} = ${isFailed ? result.isAlone : false},
                ${delivery.changedAt} = clock_timestamp()
              where ${webhookDeliveries.webhookId} = ${webhookId} and ${webhookDeliveries.sequence} = ${sequence}
                and ${webhookDeliveries.cycle} = ${cycle}`,
        );
      };
      // A test says nothing about what is delivered, and somebody looks at it anyway.
      if (kind === 'webhook.test') {
        await write(db);
        return { failingSince: null };
      }
      if (status === 'dead') {
        await db.transaction(async (tx) => {
          await write(tx);
          await appendAudit(tx, SYSTEM, {
            action: 'webhook.delivery_dead',
            target: { type: 'webhook', id: webhookId },
            details: { sequence },
          });
        });
      } else await write(db);
      return { failingSince: await noteHealth(webhookId, status === 'succeeded', attempt.at) };
    },
    async release(webhookId, { sequence, cycle }) {
      await db.execute(
        sql`update ${webhookDeliveries} set ${delivery.isAlone} = false, ${delivery.cycle} = ${webhookDeliveries.cycle} + 1,
              ${delivery.nextAttemptAt} = null, ${delivery.takenBy} = null, ${delivery.taking} = null,
              ${delivery.changedAt} = clock_timestamp()
            where ${webhookDeliveries.webhookId} = ${webhookId} and ${webhookDeliveries.sequence} = ${sequence}
              and ${webhookDeliveries.cycle} = ${cycle} and ${webhookDeliveries.status} in ('pending', 'failed')`,
      );
    },
    async addTest(webhookId) {
      const [row] = await rowsOf<DueRow>(
        db,
        sql`with e as (
              insert into ${webhookEvents} (${event.id}, ${event.event}, ${event.webhookId}, ${event.at})
              values (gen_random_uuid(), 'webhook.test', ${webhookId}, clock_timestamp()) returning *
            ), d as (
              insert into ${webhookDeliveries} (${delivery.webhookId}, ${delivery.sequence}, ${delivery.status},
                ${delivery.isAlone})
              select ${webhookId}, ${e.sequence}, 'pending', true from e returning *
            ) select ${DUE_COLUMNS} from d, e`,
      );
      if (row === undefined) throw new Error('The insert of a test returned no row.');
      return toDue(row);
    },
  };
}

async function takenIn(tx: Db, webhookId: string, chain: string, taking: number): Promise<QueuedEvent[]> {
  const rows = await rowsOf<{ sequence: number | string; thread: string; cycle: number }>(
    tx,
    sql`select ${d.sequence} as sequence, ${THREAD} as thread, ${d.cycle} as cycle
        from ${webhookDeliveries} d join ${webhookEvents} e on ${e.sequence} = ${d.sequence}
        where ${d.webhookId} = ${webhookId} and ${d.status} in ('pending', 'failed') and ${d.takenBy} = ${chain}
          and ${d.taking} = ${taking} and not ${d.isAlone}
        order by ${d.sequence}`,
  );
  return rows.map(({ sequence, thread, cycle }) => ({ sequence: Number(sequence), thread, cycle }));
}
