import type { SQL } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs, toTimestamp } from '../engine/rows';
import { type RowOf, sql } from '../engine/sql';
import { channels } from '../schema/channels';
import { contacts, erasures } from '../schema/contacts';

/** A contact who was erased at `at` (epoch ms). */
export type ErasedContact = { readonly contactId: string; readonly brandId: string; readonly at: number };

export type ErasedContacts = {
  readonly getMany: (contactIds: readonly string[]) => Promise<readonly ErasedContact[]>;
  /** Those of these brands (null: all) that were erased since `since` (epoch ms), oldest first; at most `limit`. */
  readonly erasedSince: (
    since: number,
    limit: number,
    brandIds: readonly string[] | null,
  ) => Promise<readonly ErasedContact[]>;
};

/** Who was erased: consoles drop what they show of them. */
export function createErasedContacts({ db }: Pick<Database, 'db'>): ErasedContacts {
  const read = async (tail: SQL): Promise<readonly ErasedContact[]> => {
    const rows = await rowsOf<
      RowOf<typeof erasures, 'contactId' | 'askedAt'> & RowOf<typeof channels, 'brandId'>
    >(
      db,
      sql`select ${erasures.contactId}, ${erasures.askedAt}, ${channels.brandId}
          from ${erasures} join ${contacts} on ${contacts.id} = ${erasures.contactId}
            join ${channels} on ${channels.id} = ${contacts.channelId} ${tail}`,
    );
    return rows.map((row) => ({
      contactId: row.contact_id,
      brandId: row.brand_id,
      at: toMs(row.asked_at),
    }));
  };
  return {
    getMany: async (ids) => (ids.length === 0 ? [] : read(sql`where ${erasures.contactId} in ${ids}`)),
    async erasedSince(since, limit, brandIds) {
      if (brandIds?.length === 0) return [];
      const ofBrands = brandIds === null ? sql`` : sql`and ${channels.brandId} in ${brandIds}`;
      return read(
        sql`where ${erasures.askedAt} >= ${toTimestamp(since)} ${ofBrands} order by ${erasures.askedAt} limit ${limit}`,
      );
    },
  };
}
