/** Which operators have an event stream open, in any process: what makes them connected (docs/rules.md#72). */
import { CONNECTED_FOR_MS } from '../../domain/routing/availability';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { rowsOf, toTextArray } from '../engine/rows';
import { columnsAs, namesOf, sql } from '../engine/sql';
import { operators } from '../schema/people';
import { operatorStreams } from '../schema/routing';
import { availabilityNotices } from './availability-notices';

/** The streams of one process. */
export type OperatorStreams = {
  /**
   * These operators are connected from now on, for as long as `CONNECTED_FOR_MS`: called when a stream opens, again and again
   * while it is open, and when the last one has closed. One statement for all of them; tells all processes of who was not
   * connected before.
   */
  readonly touch: (operatorIds: readonly string[]) => Promise<void>;
  /** Who is connected, to whichever process. */
  readonly connectedIds: () => Promise<readonly string[]>;
  /** Deletes the rows that have run out long ago, of all processes. */
  readonly sweep: () => Promise<void>;
};

/** Rows of processes that have ended run out, and are deleted after this long. */
const KEPT_MS = 10 * 60_000;

const s = columnsAs(operatorStreams, 's');
const stream = namesOf(operatorStreams);

/** The streams of this process in `database`. */
export function createOperatorStreams({ db }: Pick<Database, 'db'>, processId = newId()): OperatorStreams {
  return {
    async touch(operatorIds) {
      if (operatorIds.length === 0) return;
      await db.execute(
        sql`with touched as (
                select ${operators.id} as id, exists (select from ${operatorStreams} s
                  where ${s.operatorId} = ${operators.id} and ${s.connectedUntil} > clock_timestamp()) as was_connected
                from ${operators}
                where ${operators.id} = any(${toTextArray(operatorIds)}) and ${operators.disabledAt} is null
              ), kept as (
                insert into ${operatorStreams} (${stream.processId}, ${stream.operatorId}, ${stream.connectedUntil})
                select ${processId}, id, clock_timestamp() + ${CONNECTED_FOR_MS} * interval '1 millisecond'
                from touched order by id
                on conflict (${stream.processId}, ${stream.operatorId})
                do update set ${stream.connectedUntil} = excluded.${stream.connectedUntil}
              ) select ${availabilityNotices(sql`touched.id`)} from touched where not was_connected`,
      );
    },
    async connectedIds() {
      const rows = await rowsOf<{ id: string }>(
        db,
        sql`select distinct ${s.operatorId} as id from ${operatorStreams} s
            where ${s.connectedUntil} > clock_timestamp()`,
      );
      return rows.map(({ id }) => id);
    },
    async sweep() {
      await db.execute(
        sql`delete from ${operatorStreams}
            where ${operatorStreams.connectedUntil} < clock_timestamp() - ${KEPT_MS} * interval '1 millisecond'`,
      );
    },
  };
}
