import { sql } from 'drizzle-orm';
import type { Projection } from '../domain/conversation/projection';
import { newId } from '../platform/ids';
import type { Db } from './database-types';
import { asRows, rowsOf } from './rows';

/** The type of the row that says so. */
export const RESUMED = 'resumed';

/**
 * Writes into the transcript that a conversation goes on from what the store held (docs/operations.md), once for each
 * time; gives the ids of the new rows. Takes their places from `contacts`, whose rows are locked.
 */
export async function writeResumed(
  tx: Db,
  projections: readonly Projection[],
  contacts: ReadonlyMap<string, { lastSeq: number }>,
): Promise<readonly string[]> {
  const wanted = projections.flatMap(({ contactId, resumed, conversations }) => {
    const conversation = conversations.find(({ id }) => id === resumed?.conversationId);
    if (resumed === undefined || conversation === undefined) return [];
    const { channelId } = conversation;
    // No key of WeChat's items has this form (wechat/dedup-key.ts).
    const key = `${RESUMED} ${resumed.conversationId} ${resumed.version}`;
    return [{ contactId, channelId, conversationId: resumed.conversationId, key }];
  });
  if (wanted.length === 0) return [];
  const keys = wanted.map(({ key }) => key);
  const known = await rowsOf<{ dedup_key: string }>(
    tx,
    sql`select dedup_key from messages where dedup_key in ${keys} and channel_id in ${wanted.map((one) => one.channelId)}`,
  );
  const rows = wanted.flatMap(({ contactId, channelId, conversationId, key }) => {
    const contact = contacts.get(contactId);
    if (contact === undefined || known.some((row) => row.dedup_key === key)) return [];
    contact.lastSeq += 1;
    return [
      {
        id: newId(),
        contact_id: contactId,
        channel_id: channelId,
        conversation_id: conversationId,
        dedup_key: key,
        seq: contact.lastSeq,
      },
    ];
  });
  if (rows.length === 0) return [];
  await tx.execute(
    sql`insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, dedup_key,
          sender_kind)
        select id, contact_id, channel_id, conversation_id, 'event', ${RESUMED}, '{}'::jsonb, seq, dedup_key, 'system'
        from ${asRows(rows, 'id text, contact_id text, channel_id text, conversation_id text, seq int, dedup_key text')}`,
  );
  return rows.map((row) => row.id);
}
