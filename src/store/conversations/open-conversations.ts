import { sql } from 'drizzle-orm';
import type { StoredChain } from '../../domain/chain/stored-chain';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { conversationSchema } from './conversation-schema';

/** Of a row `c`: a run has to host it, because it is open, or because messages of it have still to leave. */
export const isUnfinished = sql`(c.state <> 'completed' or c.snapshot -> 'outbound' <> '[]'::jsonb)`;

/** What is stored of a contact's chain while it is unfinished; null: nothing is to be done for them. */
export async function unfinishedChain(
  { db }: Pick<Database, 'db'>,
  contactId: string,
): Promise<StoredChain | null> {
  const [row] = await rowsOf<{ snapshot: unknown; version: number; is_unfinished: boolean }>(
    db,
    // The last one that was written; before it an open one, which should not be.
    sql`select c.snapshot, c.version, ${isUnfinished} as is_unfinished from conversations c
        where c.contact_id = ${contactId} order by c.state = 'completed', c.activity_number desc limit 1`,
  );
  if (row === undefined || !row.is_unfinished) return null;
  const conversation = conversationSchema.parse(row.snapshot);
  const { channelId, brandId } = conversation;
  return { contactId, channelId, brandId, version: row.version, conversation };
}

/** Contacts with an unfinished conversation, in the order of their ids: at most `limit` of those after `afterContactId`. */
export async function unfinishedContacts(
  { db }: Pick<Database, 'db'>,
  afterContactId: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await rowsOf<{ contact_id: string }>(
    db,
    // What is completed and has not left within its window never will.
    sql`select contact_id from conversations where state <> 'completed' and contact_id > ${afterContactId}
        union
        select contact_id from conversations c where changed_at > statement_timestamp() - interval '3 days'
          and state = 'completed' and ${isUnfinished} and contact_id > ${afterContactId}
        order by contact_id limit ${limit}`,
  );
  return rows.map((row) => row.contact_id);
}
