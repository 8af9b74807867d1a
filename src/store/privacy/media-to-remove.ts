/** Contents of files on their way out of the file store. */
import type { SQL } from 'drizzle-orm';
import { toTextArray } from '../engine/rows';
import { namesOf, sql } from '../engine/sql';
import { mediaToRemove } from '../schema/files';

/** Notes contents of files that are deleted by `sweepMedia`, if no other file has the same. */
export function noteToRemove(hashes: readonly string[]): SQL {
  return sql`insert into ${mediaToRemove} (${namesOf(mediaToRemove).sha256})
    select distinct hash from unnest(${toTextArray(hashes)}) as hash order by hash on conflict do nothing`;
}

/**
 * Locks contents until the transaction ends: while somebody records that a file has one, it is not deleted, and the other
 * way round.
 */
export function lockContents(hashes: readonly string[]): SQL {
  return sql`select pg_advisory_xact_lock(hashtextextended('duihua:content:' || hash, 0))
    from (select distinct hash from unnest(${toTextArray(hashes)}) as hash order by hash) as sorted`;
}
