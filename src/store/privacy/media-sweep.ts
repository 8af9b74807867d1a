import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { attachments, mediaToRemove } from '../schema/files';
import { lockContents } from './media-to-remove';

/** Contents that one call looks at. */
export const SWEPT_AT_ONCE = 200;

const a = columnsAs(attachments, 'a');

/** What deletes a content by its hash: the media store. */
export type ContentStore = { readonly remove: (sha256: string) => Promise<void> };

/**
 * Deletes the contents of removed files from the file store, originals and playable forms. What another file has as well
 * stays. Returns how many noted contents it has dealt with, at most `limit`: a caller repeats it until it returns 0. One
 * that the store cannot delete now stays noted, and rejects.
 */
export async function sweepMedia(
  { db }: Pick<Database, 'db'>,
  mediaStore: ContentStore,
  limit = SWEPT_AT_ONCE,
): Promise<number> {
  const noted = await rowsOf<RowOf<typeof mediaToRemove, 'sha256'>>(
    db,
    sql`select ${mediaToRemove.sha256} from ${mediaToRemove} order by ${mediaToRemove.sha256} limit ${limit}`,
  );
  for (const { sha256 } of noted) {
    await db.transaction(async (tx) => {
      await tx.execute(lockContents([sha256]));
      const used = await rowsOf(
        tx,
        sql`select 1 from ${attachments} a where ${a.sha256} = ${sha256} or ${a.playableSha256} = ${sha256} limit 1`,
      );
      if (used.length === 0) await mediaStore.remove(sha256);
      await tx.execute(sql`delete from ${mediaToRemove} where ${mediaToRemove.sha256} = ${sha256}`);
    });
  }
  return noted.length;
}
