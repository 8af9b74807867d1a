/** Sending anew what an endpoint's selection has of a span of time: noted at once, made deliveries of some at a time. */
import { sql as drizzle } from 'drizzle-orm';
import type { Database, Db } from '../engine/database-types';
import { rowsOf, toMs, toTimestamp } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, appendAudit } from '../people/audit-log';
import { webhookDeliveries, webhookEvents, webhookReplays, webhooks } from '../schema/webhooks';
import { IS_SELECTED, THREAD } from './selection';
import { ANEW, ask } from './send-anew';

/** A replay that is under way. */
export type Replay = {
  /** When it was asked for, epoch ms. */
  readonly askedAt: number;
  /** How many deliveries have begun anew. */
  readonly count: number;
  /** How much of what happened since is looked through, from 0 to 1. */
  readonly progress: number;
};

export type ReplaySpan = {
  /** Epoch ms. */
  readonly since: number;
  readonly until: number | null;
  /** Of the selection; null: all of it. */
  readonly events: readonly string[] | null;
};

export type WebhookReplays = {
  /**
   * Notes that everything that the endpoint's selection has of the span is sent anew, if it happened while the endpoint existed. What
   * is still under way stays so. Several replays follow one another.
   */
  readonly add: (webhookId: string, span: ReplaySpan, by: AuditActor) => Promise<void>;
  /** The replays under way, the oldest of each endpoint. */
  readonly of: (webhookIds: readonly string[]) => Promise<ReadonlyMap<string, Replay>>;
};

/** So many events are looked through at once at most, so that no statement takes long. */
const MOST_SEEN = 20_000;
const e = columnsAs(webhookEvents, 'e');
const d = columnsAs(webhookDeliveries, 'd');
const w = columnsAs(webhooks, 'w');
const r = columnsAs(webhookReplays, 'r');
const delivery = namesOf(webhookDeliveries);
const replay = namesOf(webhookReplays);

/** The replays in `database`. */
export function createWebhookReplays({ db }: Pick<Database, 'db'>): WebhookReplays {
  return {
    add: (webhookId, { since, until, events }, by) =>
      db.transaction(async (tx) => {
        await tx.execute(ask(webhookId));
        await tx.execute(
          sql`insert into ${webhookReplays} (${replay.webhookId}, ${replay.since}, ${replay.until}, ${replay.events},
                ${replay.first}, ${replay.last}, ${replay.position})
              select ${webhookId}, span.since, ${until === null ? null : toTimestamp(until)}::timestamptz,
                ${events === null ? null : drizzle.param([...events])}::text[], begin.sequence, span.last, begin.sequence - 1
              from ${webhooks} w
                cross join lateral (select greatest(${toTimestamp(since)}, ${w.createdAt}) as since,
                  -- What comes by itself is not replayed.
                  case when ${w.disabledAt} is null then ${w.cursor}
                    else (select coalesce(max(${e.sequence}), 0) from ${webhookEvents} e) end as last) as span
                cross join lateral (select ${e.sequence} as sequence from ${webhookEvents} e where ${e.at} >= span.since
                  order by ${e.sequence} limit 1) as begin
              where ${w.id} = ${webhookId} and begin.sequence <= span.last`,
        );
        await appendAudit(tx, by, {
          action: 'webhook.replayed',
          target: { type: 'webhook', id: webhookId },
          details: { since: new Date(since).toISOString() },
        });
      }),
    async of(webhookIds) {
      if (webhookIds.length === 0) return new Map();
      type Shown = RowOf<
        typeof webhookReplays,
        'webhookId' | 'createdAt' | 'count' | 'first' | 'last' | 'position'
      >;
      const rows = await rowsOf<Shown>(
        db,
        sql`select distinct on (${r.webhookId}) ${r.webhookId}, ${r.createdAt}, ${r.count}, ${r.first}, ${r.last}, ${r.position}
            from ${webhookReplays} r where ${r.webhookId} in ${webhookIds} order by ${r.webhookId}, ${r.number}`,
      );
      return new Map(
        rows.map(({ webhook_id: id, created_at: askedAt, count, ...at }) => {
          const [first, last, position] = [Number(at.first), Number(at.last), Number(at.position)];
          const progress = (position - first + 1) / (last - first + 1);
          return [id, { askedAt: toMs(askedAt), count, progress: Math.min(1, Math.max(0, progress)) }];
        }),
      );
    },
  };
}

/**
 * Makes deliveries of the next events of an endpoint's oldest replay, and gives them to the taking of its workflow. Whether there is
 * more to replay.
 */
export async function goOnWithReplay(
  tx: Db,
  webhookId: string,
  { chain, taking, limit }: { readonly chain: string; readonly taking: number; readonly limit: number },
): Promise<boolean> {
  const [current] = await rowsOf<RowOf<typeof webhookReplays, 'number' | 'position' | 'last'>>(
    tx,
    sql`select ${r.number}, ${r.position}, ${r.last} from ${webhookReplays} r where ${r.webhookId} = ${webhookId}
        order by ${r.number} limit 1`,
  );
  if (current === undefined) return false;
  const end = Math.min(Number(current.last), Number(current.position) + MOST_SEEN);
  const [done] = await rowsOf<{ seen: number; upto: number | string | null; replayed: number }>(
    tx,
    sql`with batch as (
          select ${e.sequence} as sequence, ${e.contactId} as contact_id, ${THREAD} as thread
          from ${webhookReplays} r join ${webhooks} w on ${w.id} = ${r.webhookId}
            join ${webhookEvents} e on ${e.sequence} > ${r.position} and ${e.sequence} <= ${end} and ${e.webhookId} is null
              and ${e.at} >= ${r.since} and (${r.until} is null or ${e.at} < ${r.until})
              and (${r.events} is null or ${e.event} = any (${r.events})) and ${IS_SELECTED}
          where ${r.number} = ${Number(current.number)} order by ${e.sequence} limit ${limit}
        ), replayed as (
          insert into ${webhookDeliveries} as d (${delivery.webhookId}, ${delivery.sequence}, ${delivery.contactId},
            ${delivery.thread}, ${delivery.status}, ${delivery.takenBy}, ${delivery.taking})
          select ${webhookId}, sequence, contact_id, thread, 'pending', ${chain}, ${taking} from batch order by sequence
          on conflict (${delivery.webhookId}, ${delivery.sequence}) do update set ${ANEW},
            ${delivery.takenBy} = excluded.taken_by, ${delivery.taking} = excluded.taking
            where ${d.status} in ('succeeded', 'dead') or ${d.isAlone}
          returning 1
        ) select (select count(*) from batch)::int as seen, (select max(sequence) from batch) as upto,
            (select count(*) from replayed)::int as replayed`,
  );
  // A full batch may have left some of them out.
  const position = done?.seen === limit ? Number(done.upto) : end;
  if (position >= Number(current.last)) {
    await tx.execute(
      sql`delete from ${webhookReplays} where ${webhookReplays.number} = ${Number(current.number)}`,
    );
    const [next] = await rowsOf<{ number: unknown }>(
      tx,
      sql`select ${r.number} from ${webhookReplays} r where ${r.webhookId} = ${webhookId} limit 1`,
    );
    return next !== undefined;
  }
  await tx.execute(
    sql`update ${webhookReplays} set ${replay.position} = ${position},
          ${replay.count} = ${webhookReplays.count} + ${done?.replayed ?? 0}
        where ${webhookReplays.number} = ${Number(current.number)}`,
  );
  return true;
}
