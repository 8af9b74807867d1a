/** The log of an endpoint's deliveries, and sending them anew. */
import { z } from 'zod';
import type { DeliveryState } from '../../domain/webhooks/events';
import type { Database } from '../engine/database-types';
import { rowsOf, toTimestamp } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, appendAudit } from '../people/audit-log';
import { webhookDeliveries, webhookEvents } from '../schema/webhooks';
import type { Attempt, ReceivedAnswer, SentRequest } from './deliveries';
import { DUE_COLUMNS, type DueDelivery, type DueRow, toDue } from './due-delivery';
import { ANEW, ask } from './send-anew';

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
const delivery = namesOf(webhookDeliveries);

type LoggedRow = DueRow & RowOf<typeof webhookDeliveries, 'request' | 'answer'>;
const SELECT = sql`select ${DUE_COLUMNS}, ${d.request}, ${d.answer}
  from ${webhookDeliveries} d join ${webhookEvents} e on ${e.sequence} = ${d.sequence}`;
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
          sql`update ${webhookDeliveries} d set ${ANEW}, ${delivery.takenBy} = null,
                ${delivery.taking} = null
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
  };
}

function toLogged(row: LoggedRow): LoggedDelivery {
  return {
    ...toDue(row),
    attempts: z.array(attemptSchema).catch([]).parse(row.attempts),
    request: requestSchema.catch(null).parse(row.request),
    answer: answerSchema.catch(null).parse(row.answer),
  };
}
