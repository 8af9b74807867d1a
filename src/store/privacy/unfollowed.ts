import type { SQL } from 'drizzle-orm';
import type { Database, Db } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { isUnfiled } from '../transcript/row-life';

/** Contacts who do not follow any more, in channels that erase them then. */
export type Unfollowed = {
  /**
   * At most `limit` of them who are to be erased: not under legal hold, their conversation is completed, and nothing of them
   * is on its way to one.
   */
  readonly toErase: (limit: number) => Promise<readonly string[]>;
  /** Whether one of them still is, in a transaction that has locked their row. */
  readonly isToErase: (tx: Db, contactId: string) => Promise<boolean>;
  /** How many there are. */
  readonly count: () => Promise<number>;
};

const k = columnsAs(contacts, 'k');
const c = columnsAs(conversations, 'c');
const m = columnsAs(messages, 'm');

/** The contacts in `database` who do not follow any more. */
export function createUnfollowed({ db }: Pick<Database, 'db'>): Unfollowed {
  return {
    async toErase(limit) {
      const found = await rowsOf<RowOf<typeof contacts, 'id'>>(
        db,
        sql`select ${k.id} from ${contacts} k where ${isToErase()} limit ${limit}`,
      );
      return found.map(({ id }) => id);
    },
    async isToErase(tx, contactId) {
      const found = await rowsOf(
        tx,
        sql`select 1 from ${contacts} k where ${k.id} = ${contactId} and ${isToErase()}`,
      );
      return found.length > 0;
    },
    async count() {
      const [row] = await rowsOf<{ count: number }>(
        db,
        sql`select count(*)::int as count from ${contacts} k where ${isToErase()}`,
      );
      return row?.count ?? 0;
    },
  };
}

function isToErase(): SQL {
  return sql`${k.isSubscribed} = false and ${k.unsubscribedAt} is not null and ${k.erasedAt} is null and not ${k.legalHold}
    and ${k.channelId} = any(array(select ${channels.id} from ${channels}
      where ${channels.settings} @> '{"retention": {"eraseOnUnfollow": true}}'))
    and not exists (select from ${conversations} c where ${c.contactId} = ${k.id} and ${c.state} <> 'completed')
    and not exists (select from ${messages} m where ${m.contactId} = ${k.id} and ${isUnfiled(m)})`;
}
