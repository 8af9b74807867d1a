import { periodicTasks } from '../schema/coordination';
import type { Database } from './database-types';
import { rowsOf } from './rows';
import { namesOf, type RowOf, sql } from './sql';

const task = namesOf(periodicTasks);

/**
 * Whether this process is to run the periodic task `name` now. True for one process, and not again until `everyMs` has
 * passed, by the database's clock; if that process dies before it is done, the next turn catches up.
 */
export async function claimPeriodicTask(
  { db }: Pick<Database, 'db'>,
  name: string,
  everyMs: number,
): Promise<boolean> {
  const dueAt = sql`clock_timestamp() + ${everyMs} * interval '1 millisecond'`;
  const claimed = await rowsOf<RowOf<typeof periodicTasks, 'name'>>(
    db,
    sql`insert into ${periodicTasks} (${task.name}, ${task.dueAt}) values (${name}, ${dueAt})
        on conflict (${task.name}) do update set ${task.dueAt} = excluded.${task.dueAt}
        where ${periodicTasks.dueAt} <= clock_timestamp()
        returning ${periodicTasks.name}`,
  );
  return claimed.length > 0;
}
