import { sql } from 'drizzle-orm';
import type { Database } from './database-types';
import { rowsOf } from './rows';

/** Where a contact is reached. */
export type ContactAddress = { readonly channelId: string; readonly openId: string };

export type Contacts = {
  readonly addressOf: (contactId: string) => Promise<ContactAddress | null>;
};

/** The people who write to our channels. */
export function createContacts({ db }: Database): Contacts {
  return {
    async addressOf(contactId) {
      const [row] = await rowsOf<{ channel_id: string; open_id: string }>(
        db,
        sql`select channel_id, open_id from contacts where id = ${contactId}`,
      );
      return row === undefined ? null : { channelId: row.channel_id, openId: row.open_id };
    },
  };
}
