import type { Database, Db } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { attachments, mediaToRemove } from '../schema/files';
import { tryToLockContent } from './media-to-remove';
import { untilNone } from './until-none';

/** Contents that one call looks at. */
export const SWEPT_AT_ONCE = 200;

const a = columnsAs(attachments, 'a');

/** What deletes a content by its hash: the media store. */
export type ContentStore = { readonly remove: (sha256: string) => Promise<void> };

/**
 * Deletes the contents of removed files from the file store, originals and playable forms. What another file has as well
 * stays; one that is just being recorded is left for the next call. Returns how many noted contents it has dealt with, at
 * most `limit`: a caller repeats it until it returns 0. If the store cannot delete some now, they stay noted, the others are
 * deleted, and it rejects with the first reason.
 */
export async function sweepMedia(
  { db }: Pick<Database, 'db'>,
  mediaStore: ContentStore,
  limit = SWEPT_AT_ONCE,
): Promise<number> {
  const noted = await rowsOf<RowOf<typeof mediaToRemove, 'sha256'>>(
    db,
    // In no order, so that those that cannot be deleted now do not keep the others from their turn.
    sql`select ${mediaToRemove.sha256} from ${mediaToRemove} order by random() limit ${limit}`,
  );
  let done = 0;
  const failures: unknown[] = [];
  for (const { sha256 } of noted) {
    try {
      if (await db.transaction((tx) => sweep(tx, mediaStore, sha256))) done += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return done;
}

/** Deletes all noted contents that can be deleted now; rejects like {@link sweepMedia}. */
export type SweepFiles = () => Promise<void>;

/** Creates the function that does it, in batches. */
export function createSweepFiles(database: Pick<Database, 'db'>, mediaStore: ContentStore): SweepFiles {
  return async () => {
    await untilNone(() => sweepMedia(database, mediaStore));
  };
}

/** Whether a content was dealt with; false: somebody is recording that a file has it. */
async function sweep(tx: Db, mediaStore: ContentStore, sha256: string): Promise<boolean> {
  const [lock] = await rowsOf<{ is_locked: boolean }>(tx, tryToLockContent(sha256));
  if (lock?.is_locked !== true) return false;
  const used = await rowsOf(
    tx,
    sql`select 1 from ${attachments} a where ${a.sha256} = ${sha256} or ${a.playableSha256} = ${sha256} limit 1`,
  );
  if (used.length === 0) await mediaStore.remove(sha256);
  await tx.execute(sql`delete from ${mediaToRemove} where ${mediaToRemove.sha256} = ${sha256}`);
  return true;
}
