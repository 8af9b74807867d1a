import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';
import type { Progress } from '../protocol';

/** How far the messages received since `since` (epoch ms) have been processed. */
export async function readProgress({ db }: Database, since: number): Promise<Progress> {
  const { rows } = await db.execute<Record<string, number | null>>(
    sql`select count(*)::int as stored,
          count(signalled_at)::int as signalled, extract(epoch from max(signalled_at))::float8 * 1000 as last_signalled_at,
          count(seq)::int as applied,
          extract(epoch from max(changed_at) filter (where seq is not null))::float8 * 1000 as last_applied_at
        from messages where direction = 'inbound' and created_at >= ${new Date(since).toISOString()}::timestamptz`,
  );
  const row = rows[0] ?? {};
  return {
    stored: row['stored'] ?? 0,
    signalled: row['signalled'] ?? 0,
    lastSignalledAt: row['last_signalled_at'] ?? null,
    applied: row['applied'] ?? 0,
    lastAppliedAt: row['last_applied_at'] ?? null,
  };
}

/** Whether no contact's profile has to be fetched from WeChat any more. */
export async function knowsContacts({ db }: Database): Promise<boolean> {
  const { rows } = await db.execute<{ due: boolean }>(
    sql`select exists (select 1 from contacts where profile_due_at is not null) as due`,
  );
  return rows[0]?.due === false;
}

/** The open conversation of each of these contacts, in the same order. Throws if one has none. */
export async function openConversations(
  { db }: Database,
  openIds: readonly string[],
): Promise<readonly { readonly contactId: string; readonly conversationId: string }[]> {
  const { rows } = await db.execute<{ open_id: string; contact_id: string; id: string }>(
    sql`select contacts.open_id, contacts.id as contact_id, conversations.id
        from contacts join conversations on conversations.contact_id = contacts.id
        where contacts.open_id in ${openIds} and conversations.state <> 'completed'`,
  );
  const byOpenId = new Map(
    rows.map((row) => [row.open_id, { contactId: row.contact_id, conversationId: row.id }]),
  );
  return openIds.map((openId) => {
    const found = byOpenId.get(openId);
    if (found === undefined) throw new Error(`${openId} has no open conversation.`);
    return found;
  });
}
