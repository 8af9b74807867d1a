/** What has happened in routing, counted since the desk was installed. */
import type { SQL } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, sql } from '../engine/sql';
import { routingEvents, routingTotals } from '../schema/routing';

export type RoutingTotal = {
  /** `attended`: and how long the contact had waited. */
  readonly kind: 'offer' | 'attended' | 'returned';
  /** `made`, `declined` or `ran_out`; why it was returned; or empty. */
  readonly label: string;
  /** From whom it was returned; else empty. */
  readonly operatorId: string;
  /** The bound of {@link WAITING_BOUNDS} up to which these have waited, in seconds. */
  readonly atMost: number;
  readonly count: number;
  /** How long they have waited together, in seconds. */
  readonly sum: number;
};

export type RoutingTotals = {
  readonly read: () => Promise<readonly RoutingTotal[]>;
  /** Adds up what has happened since the last time. */
  readonly fold: () => Promise<void>;
};

/** From at once to most of a working day, in seconds. */
export const WAITING_BOUNDS = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 28_800];
const MOST_AT_ONCE = 100_000;

const e = columnsAs(routingEvents, 'e');
const t = columnsAs(routingTotals, 't');
const total = namesOf(routingTotals);
const COLUMNS = sql`${total.kind}, ${total.label}, ${total.operatorId}, ${total.atMost}`;
const bounds = sql.raw(`array[${WAITING_BOUNDS.join(', ')}]::float8[]`);

/** The totals in `database`. */
export function createRoutingTotals({ db }: Pick<Database, 'db'>): RoutingTotals {
  return {
    async read() {
      const rows = await rowsOf<Record<string, unknown>>(
        db,
        // One statement: what is being added up at this moment is seen in one place or the other.
        sql`select ${COLUMNS}, sum(${total.count})::float8 as count, sum(${total.sum}) as sum from (
              select ${COLUMNS}, ${total.count}, ${total.sum} from ${routingTotals}
              union all (${addedUp(sql`${routingEvents} e`)})
            ) as both_kinds group by ${COLUMNS} order by ${COLUMNS}`,
      );
      return rows.map((row) => ({
        kind: row['kind'] as RoutingTotal['kind'],
        label: String(row['label']),
        operatorId: String(row['operator_id']),
        atMost: Number(row['at_most']),
        count: Number(row['count']),
        sum: Number(row['sum']),
      }));
    },
    async fold() {
      await db.execute(
        sql`with e as (
              delete from ${routingEvents} where ${routingEvents.id} in (
                select ${e.id} from ${routingEvents} e order by ${e.id} limit ${MOST_AT_ONCE} for update skip locked)
              returning *)
            insert into ${routingTotals} as t (${COLUMNS}, ${total.count}, ${total.sum})
            ${addedUp(sql`e`)} order by 1, 2, 3, 4
            on conflict (${COLUMNS}) do update
              set ${total.count} = ${t.count} + excluded.count, ${total.sum} = ${t.sum} + excluded.sum`,
      );
    },
  };
}

function addedUp(from: SQL): SQL {
  const seconds = sql`${e.waitedMs} / 1000.0`;
  return sql`select ${e.kind}, ${e.label}, ${e.operatorId},
      coalesce((select min(bound) from unnest(${bounds}) as bound where ${seconds} <= bound), 'Infinity') as at_most,
      count(*) as count, coalesce(sum(${seconds}), 0)::float8 as sum
    from ${from} group by 1, 2, 3, 4`;
}
