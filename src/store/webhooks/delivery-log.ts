/** The log of an endpoint's deliveries, and sending them anew. */
import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { DeliveryState } from '../../domain/webhooks/events';
import type { Database } from '../engine/database-types';
import { rowsOf, toTimestamp } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, appendAudit } from '../people/audit-log';
import { webhookDeliveries, webhookEvents, webhooks } from '../schema/webhooks';
import { type Attempt, IS_SELECTED, type ReceivedAnswer, type SentRequest } from './deliveries';
import { DUE_COLUMNS, type DueDelivery, type DueRow, toDue } from './due-delivery';

/** A delivery with all that is known of its tries. */
export type LoggedDelivery = DueDelivery & {
  readonly attempts: readonly Attempt[];
  /** The last one; null: it was not sent, or something of it was deleted since. */
  readonly request: SentRequest | null;
  readonly answer: ReceivedAnswer | null;
};

export type DeliveryFilter = {
  readonly status?: DeliveryState | undefined;
  readonly event?: string | undefined;
  /** Of what happened from this instant on, epoch ms. */
  readonly from?: number | undefined;
};

export type DeliveryLog = {
  /** Newest first; `before`: the last sequence of the page before. */
  readonly list: (
    webhookId: string,
    filter: DeliveryFilter,
    page: { readonly limit: number; readonly before: number | null },
  ) => Promise<{ readonly items: readonly LoggedDelivery[]; readonly nextCursor: string | null }>;
  readonly find: (webhookId: string, eventId: string) => Promise<LoggedDelivery | null>;
  /** Lets its workflow send it anew, under the same id and with all tries before it. */
  readonly redeliver: (webhookId: string, eventId: string, by: AuditActor) => Promise<LoggedDelivery | null>;
  /**
   * The same for everything that its selection has from `since` until `until` (epoch ms), if it happened while the endpoint
   * existed. What is still under way stays so. Gives how many.
   */
  readonly replay: (
    webhookId: string,
    span: {
      readonly since: number;
      readonly until: number | null;
      readonly events: readonly string[] | null;
    },
    by: AuditActor,
  ) => Promise<number>;
};

const attemptSchema = z.object({
  at: z.number(),
  status: z.number().nullable(),
  ms: z.number(),
  error: z.string().exactOptional(),
});
const requestSchema = z.object({ headers: z.record(z.string(), z.string()), body: z.string() }).nullable();
const answerSchema = z.object({ status: z.number(), body: z.string() }).nullable();

const e = columnsAs(webhookEvents, 'e');
const d = columnsAs(webhookDeliveries, 'd');
const w = columnsAs(webhooks, 'w');
const delivery = namesOf(webhookDeliveries);
const webhook = namesOf(webhooks);

type LoggedRow = DueRow & RowOf<typeof webhookDeliveries, 'request' | 'answer'>;
const SELECT = sql`select ${DUE_COLUMNS}, ${d.request}, ${d.answer}
  from ${webhookDeliveries} d join ${webhookEvents} e on ${e.sequence} = ${d.sequence}`;
/** As if it had never been tried; what was planned for it is void. */
const ANEW = sql`${delivery.status} = 'pending', ${delivery.cycle} = d.cycle + 1, ${delivery.firstTryAt} = null,
  ${delivery.step} = 0, ${delivery.isAlone} = false, ${delivery.nextAttemptAt} = null, ${delivery.takenBy} = null,
  ${delivery.taking} = null, ${delivery.changedAt} = clock_timestamp()`;

/** The log in `database`. */
export function createDeliveryLog({ db }: Pick<Database, 'db'>): DeliveryLog {
  const find: DeliveryLog['find'] = async (webhookId, eventId) => {
    const [row] = await rowsOf<LoggedRow>(
      db,
      sql`${SELECT} where ${d.webhookId} = ${webhookId} and ${e.id} = ${eventId}`,
    );
    return row === undefined ? null : toLogged(row);
  };
  return {
    async list(webhookId, { status, event, from }, { limit, before }) {
      const conditions = [
        sql`${d.webhookId} = ${webhookId}`,
        ...(status === undefined ? [] : [sql`${d.status} = ${status}`]),
        ...(event === undefined ? [] : [sql`${e.event} = ${event}`]),
        ...(from === undefined ? [] : [sql`${e.at} >= ${toTimestamp(from)}`]),
        ...(before === null ? [] : [sql`${d.sequence} < ${before}`]),
      ];
      const rows = await rowsOf<LoggedRow>(
        db,
        sql`${SELECT} where ${sql.join(conditions, sql` and `)} order by ${d.sequence} desc limit ${limit + 1}`,
      );
      const items = rows.slice(0, limit).map(toLogged);
      return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.sequence) : null };
    },
    find,
    async redeliver(webhookId, eventId, by) {
      const isFound = await db.transaction(async (tx) => {
        await tx.execute(ask(webhookId));
        const changed = await rowsOf<{ sequence: number | string }>(
          tx,
          sql`update ${webhookDeliveries} d set ${ANEW}
              from ${webhookEvents} e where ${e.id} = ${eventId} and ${d.webhookId} = ${webhookId}
                and ${d.sequence} = ${e.sequence} returning ${d.sequence} as sequence`,
        );
        const [row] = changed;
        if (row === undefined) return false;
        await appendAudit(tx, by, {
          action: 'webhook.redelivered',
          target: { type: 'webhook', id: webhookId },
          details: { sequence: Number(row.sequence) },
        });
        return true;
      });
      return isFound ? find(webhookId, eventId) : null;
    },
    replay: (webhookId, { since, until, events }, by) =>
      db.transaction(async (tx) => {
        await tx.execute(ask(webhookId));
        const [replayed] = await rowsOf<{ count: number }>(
          tx,
          sql`with selected as (
                select ${e.sequence} as sequence, ${e.contactId} as contact_id
                from ${webhooks} w join ${webhookEvents} e on ${e.webhookId} is null
                  and (${e.sequence} <= ${w.cursor} or ${w.disabledAt} is not null)
                  and ${e.at} >= greatest(${toTimestamp(since)}, ${w.createdAt}) and ${IS_SELECTED}
                  ${until === null ? sql`` : sql`and ${e.at} < ${toTimestamp(until)}`}
                  ${events === null ? sql`` : sql`and ${e.event} in ${events}`}
                where ${w.id} = ${webhookId}
              ), replayed as (
                insert into ${webhookDeliveries} as d (${delivery.webhookId}, ${delivery.sequence}, ${delivery.contactId},
                  ${delivery.status})
                select ${webhookId}, sequence, contact_id, 'pending' from selected order by sequence
                on conflict (${delivery.webhookId}, ${delivery.sequence}) do update set ${ANEW}
                  where ${d.status} in ('succeeded', 'dead') or ${d.isAlone}
                returning 1
              ) select count(*)::int as count from replayed`,
        );
        const count = replayed?.count ?? 0;
        await appendAudit(tx, by, {
          action: 'webhook.replayed',
          target: { type: 'webhook', id: webhookId },
          details: { count },
        });
        return count;
      }),
  };
}

/** Its workflow is woken for them. First, because whoever takes events locks the endpoint before its deliveries. */
function ask(webhookId: string): SQL {
  return sql`update ${webhooks} set ${webhook.hasAsked} = true where ${webhook.id} = ${webhookId}`;
}

function toLogged(row: LoggedRow): LoggedDelivery {
  return {
    ...toDue(row),
    attempts: z.array(attemptSchema).catch([]).parse(row.attempts),
    request: requestSchema.catch(null).parse(row.request),
    answer: answerSchema.catch(null).parse(row.answer),
  };
}
