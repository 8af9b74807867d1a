/**
 * Paging through a list that changes (docs/decisions/0013-pages-as-of-a-moment.md): all pages show the conversations in
 * the order they had when the first page was read.
 */
import type { SQL, SQLWrapper } from 'drizzle-orm';
import type { Walk } from '../../domain/lists/list-cursor';
import type { Db } from '../engine/database-types';
import { rowsOf, toTimestamp } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { conversations } from '../schema/conversations';

const c = columnsAs(conversations, 'c');

/** How far back to look for rows that transactions in progress wrote before the walk began. */
const LONGEST_WRITE_MS = 300_000;

/** Which transactions a statement sees, and when it runs (epoch ms): the columns of a walk that begins with it. */
export const WALK_COLUMNS = sql`pg_current_snapshot()::text as walk_snapshot,
  floor(extract(epoch from clock_timestamp()) * 1000)::bigint as walk_began_at`;

export type WalkRow = { readonly walk_snapshot: string; readonly walk_began_at: number | string };

export function toWalk({ walk_snapshot, walk_began_at }: WalkRow): Walk {
  return { snapshot: walk_snapshot, beganAt: Number(walk_began_at) };
}

/** Begins a walk whose page takes several statements. */
export async function beginWalk(db: Db): Promise<Walk> {
  const [row] = await rowsOf<WalkRow>(db, sql`select ${WALK_COLUMNS}`);
  if (row === undefined) throw new Error('The database did not return its snapshot.');
  return toWalk(row);
}

/** The columns of one sort order: the current place, the transaction that assigned it, and the previous places. */
type Track = { readonly place: SQLWrapper; readonly by: SQLWrapper; readonly former: SQLWrapper };

export const BY_ACTIVITY: Track = { place: c.activityNumber, by: c.placedBy, former: c.places };
export const BY_URGENCY: Track = { place: c.urgency, by: c.urgencyBy, former: c.urgencies };

/** The condition that `c` still has the place it had when the walk began. */
export function isUnmoved({ snapshot }: Walk, { by } = BY_ACTIVITY): SQL {
  return sql`was_written(${by}, ${snapshot}::text::pg_snapshot)`;
}

/** The place of `c` when the walk began; null if it did not exist yet. */
export function placeIn(walk: Walk | null, track = BY_ACTIVITY): SQL {
  if (walk === null) return sql`${track.place}`;
  return sql`case when ${isUnmoved(walk, track)} then ${track.place}
    else place_then(${track.former}, ${walk.snapshot}::text::pg_snapshot) end`;
}

/** The condition that `c` has moved since; such rows are found by the index of changes. */
export function hasMoved(walk: Walk, track = BY_ACTIVITY): SQL {
  const from = toTimestamp(walk.beganAt - LONGEST_WRITE_MS);
  return sql`${c.changedAt} >= ${from} and not ${isUnmoved(walk, track)}`;
}
