import type { SQL } from 'drizzle-orm';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { namesOf, sql } from '../engine/sql';
import { askedTransfers } from '../schema/alerts';
import { conversations } from '../schema/conversations';

/** A transfer that an operator has asked for. `note`: what the receiver should know; null: no note. */
export type AskedTransfer = {
  readonly conversationId: string;
  readonly fromOperatorId: string;
  /** The operator who gets it, or the group. */
  readonly toId: string;
  readonly note: string | null;
};

export type AskedTransfers = {
  /**
   * Stores it until a projection shows the transfer, which then files the note and alerts the receiver. Returns its id,
   * which will also be the note's id.
   */
  readonly keep: (asked: AskedTransfer) => Promise<string>;
  /** The transfer was refused. */
  readonly forget: (id: string) => Promise<void>;
  /**
   * The transfer was made, and the conversation shows it from this version on. Files its note if the conversation is stored at
   * that version or a later one and no projection has filed it: none does if the receiver attended already, or has passed
   * the conversation on before the transfer was projected. Otherwise a later projection files it, or `fileMadeTransfers`.
   */
  readonly settle: (id: string, version: number) => Promise<void>;
};

const name = namesOf(askedTransfers);

/** The requested transfers in `database`. */
export function createAskedTransfers({ db }: Pick<Database, 'db'>): AskedTransfers {
  return {
    async keep({ conversationId, fromOperatorId, toId, note }) {
      const id = newId();
      await db.execute(
        sql`insert into ${askedTransfers} (${name.id}, ${name.conversationId}, ${name.fromOperatorId},
              ${name.toId}, ${name.note})
            values (${id}, ${conversationId}, ${fromOperatorId}, ${toId}, ${note})`,
      );
      return id;
    },
    async forget(id) {
      await db.execute(sql`delete from ${askedTransfers} where ${askedTransfers.id} = ${id}`);
    },
    async settle(id, version) {
      // First it is noted, so that a projection of this moment finds it, or is found by the second statement.
      await db.execute(
        sql`update ${askedTransfers} set ${name.madeVersion} = ${version} where ${askedTransfers.id} = ${id}`,
      );
      await rowsOf(db, takeMade(sql`and ${askedTransfers.id} = ${id}`));
    },
  };
}

/** Files the notes of transfers that were made and that their conversations show by now. */
export async function fileMadeTransfers({ db }: Pick<Database, 'db'>): Promise<void> {
  await rowsOf(db, takeMade(sql``));
}

/** Takes the transfers that were made and whose conversations are stored at that version or a later one. */
function takeMade(which: SQL): SQL {
  return sql`select taken.note_id from (
      select ${askedTransfers.id} from ${askedTransfers} join ${conversations}
        on ${conversations.id} = ${askedTransfers.conversationId} and ${conversations.version} >= ${askedTransfers.madeVersion}
      where true ${which} order by ${conversations.contactId}, ${askedTransfers.id}
    ) as made, take_asked_transfer(made.id) as taken`;
}
