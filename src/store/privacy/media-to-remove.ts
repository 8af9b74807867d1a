/** Contents of files on their way out of the file store. */
import type { SQL } from 'drizzle-orm';
import type { Db } from '../engine/database-types';
import { toTextArray } from '../engine/rows';
import { namesOf, sql } from '../engine/sql';
import { mediaToRemove } from '../schema/files';

/** Notes contents of files that are deleted by `sweepMedia`, if no other file has the same. */
export function noteToRemove(hashes: readonly string[]): SQL {
  return sql`insert into ${mediaToRemove} (${namesOf(mediaToRemove).sha256})
    select distinct hash from unnest(${toTextArray(hashes)}) as hash order by hash on conflict do nothing`;
}

/** Says whether a content is in the file store: the media store. */
export type Contents = { readonly has: (sha256: string) => Promise<boolean> };

/** A content that was stored was deleted before a file was recorded to have it: it has to be stored again. */
export class ContentGone extends Error {
  override readonly name = 'ContentGone';
}

/**
 * To be called in the transaction that records that a file has these contents: until it ends, they are not deleted. Storing a
 * content that is there already does nothing, so it may have been on its way out.
 * @throws ContentGone if one is not there
 */
export async function holdContents(tx: Db, contents: Contents, hashes: readonly string[]): Promise<void> {
  await tx.execute(lockContents(hashes));
  for (const sha256 of hashes) {
    if (!(await contents.has(sha256))) throw new ContentGone('the content was deleted meanwhile');
  }
}

/**
 * Locks contents until the transaction ends: while somebody records that a file has one, it is not deleted, and the other
 * way round.
 */
function lockContents(hashes: readonly string[]): SQL {
  return sql`select pg_advisory_xact_lock(${lockOf(sql`hash`)})
    from (select distinct hash from unnest(${toTextArray(hashes)}) as hash order by hash) as sorted`;
}

/** Locks a content as `holdContents` does, unless somebody else has the lock; `is_locked` says whether. */
export function tryToLockContent(sha256: string): SQL {
  return sql`select pg_try_advisory_xact_lock(${lockOf(sql`${sha256}::text`)}) as is_locked`;
}

function lockOf(hash: SQL): SQL {
  return sql`hashtextextended('duihua:content:' || ${hash}, 0)`;
}
