/** From the outbox to the endpoints: gives events their order, and finds the endpoints that have something to do. */
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, sql } from '../engine/sql';
import { webhookDeliveries, webhookEvents, webhookReplays, webhooks } from '../schema/webhooks';
import { IS_LOST, IS_TAKEN, IS_TO_TAKE } from './selection';

export type WebhookOutbox = {
  /** Gives what is in the outbox its order; how many events that were. */
  readonly sequence: () => Promise<number>;
  /**
   * Endpoints whose workflows have to be woken, each for one process: something has happened since, or waits that they do not
   * know of. One that has not done what it was woken for is woken again after a minute.
   */
  readonly claimWakes: () => Promise<readonly string[]>;
  /** It could not be woken: the next claim gives it again. */
  readonly giveBack: (webhookId: string) => Promise<void>;
  /** Deletes what is older than 30 days, all of it, some at a time; how many deliveries. */
  readonly sweep: () => Promise<number>;
};

/** Sent when an event was put into the outbox, and when an endpoint asks to be woken (migration 0046). */
export const WEBHOOKS_NOTICE = 'duihua_webhooks';

const KEPT_DAYS = 30;
/** Of each endpoint: a transaction of its own, well below a second. */
const SWEPT_AT_ONCE = 1_000;
const w = columnsAs(webhooks, 'w');
const webhook = namesOf(webhooks);
const d = columnsAs(webhookDeliveries, 'd');
const r = columnsAs(webhookReplays, 'r');
/** A workflow that has a try due for so long is lost. */
const IS_LATE = sql`coalesce(${d.nextAttemptAt}, ${d.createdAt}) < clock_timestamp() - interval '2 minutes'`;

/** The outbox in `database`. */
export function createWebhookOutbox({ db }: Pick<Database, 'db'>): WebhookOutbox {
  return {
    async sequence() {
      const [row] = await rowsOf<{ moved: number | null }>(
        db,
        sql`select sequence_webhook_events() as moved`,
      );
      return row?.moved ?? 0;
    },
    async claimWakes() {
      const rows = await rowsOf<{ id: string }>(
        db,
        sql`with newest as (select coalesce(max(${webhookEvents.sequence}), 0) as sequence from ${webhookEvents}
              -- Tests are delivered by themselves.
              where ${webhookEvents.webhookId} is null),
            due as (
              select ${w.id} as id from ${webhooks} w, newest
              where ${w.disabledAt} is null and (
                  -- It has told all that it was woken for, and there is more; or it seems to be lost.
                  (${w.cursor} < newest.sequence and (${w.cursor} >= ${w.wokenTo}
                    or ${w.wokenAt} < clock_timestamp() - interval '1 minute'))
                  or (${w.hasAsked} and (${w.wokenAt} is null or ${w.wokenAt} < clock_timestamp() - interval '1 second'))
                  or ((${w.wokenAt} is null or ${w.wokenAt} < clock_timestamp() - interval '1 minute') and exists (
                    select from ${webhookDeliveries} d where ${d.webhookId} = ${w.id} and ${IS_TO_TAKE} and ${IS_LATE}
                    union all
                    select from ${webhookDeliveries} d where ${d.webhookId} = ${w.id} and ${IS_TAKEN} and ${IS_LATE}
                    union all
                    select from ${webhookDeliveries} d where ${d.webhookId} = ${w.id} and ${IS_LOST}
                    union all
                    select from ${webhookReplays} r where ${r.webhookId} = ${w.id})))
              order by ${w.id} for no key update skip locked
            )
            update ${webhooks} w set ${webhook.wokenAt} = clock_timestamp(), ${webhook.wokenTo} = newest.sequence,
              ${webhook.hasAsked} = false
            from due, newest where ${w.id} = due.id returning ${w.id} as id`,
      );
      return rows.map(({ id }) => id);
    },
    async giveBack(webhookId) {
      await db.execute(
        sql`update ${webhooks} set ${webhook.wokenAt} = null, ${webhook.wokenTo} = 0, ${webhook.hasAsked} = true where ${webhook.id} = ${webhookId}`,
      );
    },
    async sweep() {
      const old = sql`clock_timestamp() - make_interval(days => ${KEPT_DAYS})`;
      let total = 0;
      for (;;) {
        const [swept] = await rowsOf<{ events: number; gone: number }>(
          db,
          sql`with over as (
                select ${webhookEvents.sequence} as sequence from ${webhookEvents} where ${webhookEvents.at} < ${old}
                order by ${webhookEvents.sequence} limit ${SWEPT_AT_ONCE}
              ), events as (
                delete from ${webhookEvents} where ${webhookEvents.sequence} in (select sequence from over) returning 1
              ), deliveries as (
                delete from ${webhookDeliveries} where ${webhookDeliveries.webhookId} in (select ${w.id} from ${webhooks} w)
                  and ${webhookDeliveries.sequence} in (select sequence from over) returning 1
              ) select (select count(*) from events)::int as events, (select count(*) from deliveries)::int as gone`,
        );
        total += swept?.gone ?? 0;
        if ((swept?.events ?? 0) < SWEPT_AT_ONCE) return total;
      }
    },
  };
}
