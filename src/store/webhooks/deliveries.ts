/** What becomes of events at each endpoint: taken by its workflow, tried, and recorded. */
import { sql as drizzle, type SQL } from 'drizzle-orm';
import type { Database, Db } from '../engine/database-types';
import { rowsOf, toMsOrNull, toTimestamp } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { appendAudit, SYSTEM } from '../people/audit-log';
import { webhookDeliveries, webhookEvents, webhooks } from '../schema/webhooks';
import { DUE_COLUMNS, type DueDelivery, type DueRow, toDue } from './due-delivery';
import { WAITS_ALONE } from './selection';
import { ask } from './send-anew';
import { createTakeEvents, type TakeEvents } from './take-events';

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
  /** The endpoint did not fail when the try began: then a success changes nothing about its health. */
  readonly wasHealthy?: boolean;
} & (
  | { readonly status: 'succeeded' | 'dead' }
  | {
      readonly status: 'failed';
      readonly nextAttemptAt: number;
      readonly step: number;
      readonly asked: number;
      readonly isAlone: boolean;
    }
);

export type WebhookDeliveries = {
  readonly take: TakeEvents;
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
   * The pause of a delivery that waits alone is over (`at`: its end, epoch ms): the workflow of its endpoint is woken to make the
   * try. Nothing happens if it does not wait for that time any more: it was sent anew.
   */
  readonly endPause: (
    webhookId: string,
    delivery: Pick<DueDelivery, 'sequence' | 'cycle'> & { readonly at: number },
  ) => Promise<void>;
  /** Makes a test event for one endpoint; its delivery is not taken by the workflow. */
  readonly addTest: (webhookId: string) => Promise<DueDelivery>;
};

/** The last 50; where there are fewer, all of them. */
const LAST_ATTEMPTS = '$[last - 49 to last]';
const e = columnsAs(webhookEvents, 'e');
const d = columnsAs(webhookDeliveries, 'd');
const delivery = namesOf(webhookDeliveries);
const event = namesOf(webhookEvents);
const webhook = namesOf(webhooks);

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
    take: createTakeEvents({ db }),
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
      const write = async (on: Db): Promise<boolean> => {
        const written = await rowsOf<{ sequence: unknown }>(
          on,
          sql`update ${webhookDeliveries} set ${delivery.status} = ${status},
                ${delivery.attempts} = jsonb_path_query_array(
                  ${webhookDeliveries.attempts} || ${JSON.stringify([attempt])}::jsonb, ${LAST_ATTEMPTS}::jsonpath),
                ${delivery.request} = ${unlessForgotten(request)},
                ${delivery.answer} = ${unlessForgotten(answer)},
                ${delivery.firstTryAt} = ${toTimestamp(firstTryAt)},
                ${delivery.nextAttemptAt} = ${isFailed ? toTimestamp(result.nextAttemptAt) : null},
                ${delivery.step} = ${isFailed ? drizzle`${result.step}` : drizzle`${webhookDeliveries.step}`},
                ${delivery.asked} = ${isFailed ? result.asked : 0},
                ${delivery.isAlone} = ${isFailed ? result.isAlone : false}, ${delivery.isDue} = false,
                -- What goes on alone is not in the lanes any more.
                ${delivery.takenBy} = ${isFailed && result.isAlone ? null : drizzle`${webhookDeliveries.takenBy}`},
                ${delivery.taking} = ${isFailed && result.isAlone ? null : drizzle`${webhookDeliveries.taking}`},
                ${delivery.changedAt} = clock_timestamp()
              where ${webhookDeliveries.webhookId} = ${webhookId} and ${webhookDeliveries.sequence} = ${sequence}
                and ${webhookDeliveries.cycle} = ${cycle} returning ${webhookDeliveries.sequence} as sequence`,
        );
        return written.length > 0;
      };
      // A test says nothing about what is delivered, and somebody looks at it anyway.
      if (kind === 'webhook.test') {
        await write(db);
        return { failingSince: null };
      }
      if (status === 'dead') {
        await db.transaction(async (tx) => {
          // Sent anew, or gone with its endpoint: it is not dead.
          if (!(await write(tx))) return;
          await appendAudit(tx, SYSTEM, {
            action: 'webhook.delivery_dead',
            target: { type: 'webhook', id: webhookId },
            details: { sequence },
          });
        });
      } else await write(db);
      if (status === 'succeeded' && result.wasHealthy === true) return { failingSince: null };
      return { failingSince: await noteHealth(webhookId, status === 'succeeded', attempt.at) };
    },
    endPause: (webhookId, { sequence, cycle, at }) =>
      db.transaction(async (tx) => {
        await tx.execute(ask(webhookId));
        await tx.execute(
          sql`update ${webhookDeliveries} d set ${delivery.isDue} = true, ${delivery.changedAt} = clock_timestamp()
              where ${d.webhookId} = ${webhookId} and ${d.sequence} = ${sequence} and ${d.cycle} = ${cycle}
                and ${d.nextAttemptAt} = ${toTimestamp(at)} and ${WAITS_ALONE}`,
        );
      }),
    async addTest(webhookId) {
      const [row] = await rowsOf<DueRow>(
        db,
        sql`with e as (
              insert into ${webhookEvents} (${event.id}, ${event.event}, ${event.webhookId}, ${event.at})
              values (gen_random_uuid(), 'webhook.test', ${webhookId}, clock_timestamp()) returning *
            ), d as (
              -- Nobody but its caller tries it.
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
