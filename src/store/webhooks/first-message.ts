import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { messages } from '../schema/messages';

/** The id of the first message of a contact in a conversation, taps and events not counted; null: there is none (any more). */
export type FindFirstMessage = (conversationId: string) => Promise<string | null>;

const m = columnsAs(messages, 'm');

/** Looks for it in `database`. */
export function createFindFirstMessage({ db }: Pick<Database, 'db'>): FindFirstMessage {
  return async (conversationId) => {
    const [row] = await rowsOf<{ id: string }>(
      db,
      sql`select ${m.id} as id from ${messages} m
          where ${m.conversationId} = ${conversationId} and ${m.action} = 'message' and ${m.seq} is not null
          order by ${m.seq} limit 1`,
    );
    return row?.id ?? null;
  };
}
