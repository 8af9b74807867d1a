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
   * Files the note of a transfer that was made, if the conversation is stored at this version or a later one and no
   * projection has filed it: none does if the receiver attended already, or has passed the conversation on before the
   * transfer was projected. Does nothing while the conversation is stored at an earlier version.
   */
  readonly fileNote: (id: string, version: number) => Promise<void>;
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
    async fileNote(id, version) {
      await rowsOf(
        db,
        sql`select taken.note_id from ${askedTransfers} join ${conversations}
              on ${conversations.id} = ${askedTransfers.conversationId}
                and ${conversations.version} >= ${version},
              take_asked_transfer(${askedTransfers.id}) as taken
            where ${askedTransfers.id} = ${id}`,
      );
    },
  };
}
