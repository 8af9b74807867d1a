import { type SQL, sql } from 'drizzle-orm';
import type { Database } from './database-types';
import { type Page, type PageRequest, toPage } from './page';
import { rowsOf, toMs } from './rows';

/** Where a contact is reached. */
export type ContactAddress = { readonly channelId: string; readonly openId: string };

export type Contact = ContactAddress & {
  readonly id: string;
  readonly brandId: string;
  readonly name: string | null;
  /** Epoch ms. */
  readonly createdAt: number;
};

export type ContactFilter = {
  readonly channelId?: string;
  readonly openId?: string;
  /** Brands that the reader may see; null: all of them. */
  readonly brandIds: readonly string[] | null;
};

export type Contacts = {
  readonly addressOf: (contactId: string) => Promise<ContactAddress | null>;
  readonly get: (contactId: string) => Promise<Contact | null>;
  /** Oldest first. */
  readonly list: (filter: ContactFilter, page: PageRequest) => Promise<Page<Contact>>;
};

type Row = {
  readonly id: string;
  readonly channel_id: string;
  readonly brand_id: string;
  readonly open_id: string;
  readonly name: string | null;
  readonly created_at: Date | string;
};

const select = (tail: SQL): SQL => sql`
  select contacts.id, contacts.channel_id, channels.brand_id, contacts.open_id, contacts.name, contacts.created_at
  from contacts join channels on channels.id = contacts.channel_id ${tail}`;

/** The people who write to our channels. */
export function createContacts({ db }: Database): Contacts {
  const read = async (tail: SQL): Promise<readonly Contact[]> =>
    (await rowsOf<Row>(db, select(tail))).map(toContact);

  return {
    async addressOf(contactId) {
      const [row] = await rowsOf<{ channel_id: string; open_id: string }>(
        db,
        sql`select channel_id, open_id from contacts where id = ${contactId}`,
      );
      return row === undefined ? null : { channelId: row.channel_id, openId: row.open_id };
    },
    async get(contactId) {
      return (await read(sql`where contacts.id = ${contactId}`))[0] ?? null;
    },
    async list({ channelId, openId, brandIds }, { limit, after }) {
      if (brandIds?.length === 0) return { items: [], nextCursor: null };
      const conditions = [
        sql`true`,
        ...(channelId === undefined ? [] : [sql`contacts.channel_id = ${channelId}`]),
        ...(openId === undefined ? [] : [sql`contacts.open_id = ${openId}`]),
        ...(brandIds === null ? [] : [sql`channels.brand_id in ${brandIds}`]),
        ...(after === undefined ? [] : [sql`contacts.id > ${after}`]),
      ];
      const rows = await read(
        sql`where ${sql.join(conditions, sql` and `)} order by contacts.id limit ${limit + 1}`,
      );
      return toPage(rows, limit);
    },
  };
}

function toContact(row: Row): Contact {
  return {
    id: row.id,
    channelId: row.channel_id,
    brandId: row.brand_id,
    openId: row.open_id,
    name: row.name,
    createdAt: toMs(row.created_at),
  };
}
