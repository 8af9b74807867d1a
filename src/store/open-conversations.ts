import { sql } from 'drizzle-orm';
import type { StoredChain } from '../domain/conversation/stored-chain';
import { conversationSchema } from './conversation-schema';
import type { Database } from './database-types';
import { rowsOf } from './rows';

/** An open conversation that does not know yet what an administrator has changed. */
export type UntoldConversation = { readonly contactId: string; readonly channelId: string } & (
  | { readonly news: 'settings' }
  | { readonly news: 'channel_disabled' | 'channel_deleted' | 'contact_blocked' }
  | { readonly news: 'operator_gone'; readonly operatorId: string }
);

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

/** Who attends was disabled, or may not see the brand any more: removed from it, or administrator no longer. */
const isOperatorGone = sql`(c.state = 'active' and (operators.disabled_at is not null
  or (operators.role = 'operator' and not exists (select from brand_members members
    where members.operator_id = c.operator_id and members.brand_id = c.brand_id))))`;

/**
 * Open conversations whose channel has newer settings, was disabled or deleted, whose operator is gone, or whose
 * contact was blocked. The changed rows themselves are the durable message: one disappears from here when its
 * projection shows the change.
 * At most `limit`.
 */
export async function untoldConversations(
  { db }: Pick<Database, 'db'>,
  limit: number,
): Promise<readonly UntoldConversation[]> {
  const rows = await rowsOf<{
    contact_id: string;
    channel_id: string;
    status: string;
    operator_id: string | null;
    is_operator_gone: boolean | null;
    is_contact_blocked: boolean;
  }>(
    db,
    sql`select c.contact_id, c.channel_id, channels.status, c.operator_id,
          ${isOperatorGone} as is_operator_gone, blocked.id is not null as is_contact_blocked
        from conversations c join channels on channels.id = c.channel_id
          left join operators on operators.id = c.operator_id
          left join contacts as blocked on blocked.id = c.contact_id and blocked.blocked_at is not null
        where c.state <> 'completed'
          and (c.settings_version < channels.settings_version or channels.status in ('disabled', 'deleted')
            or blocked.id is not null or ${isOperatorGone})
        order by c.contact_id limit ${limit}`,
  );
  return rows.map((row): UntoldConversation => {
    const target = { contactId: row.contact_id, channelId: row.channel_id };
    if (row.status === 'disabled') return { ...target, news: 'channel_disabled' };
    if (row.status === 'deleted') return { ...target, news: 'channel_deleted' };
    if (row.is_contact_blocked) return { ...target, news: 'contact_blocked' };
    return row.is_operator_gone === true && row.operator_id !== null
      ? { ...target, news: 'operator_gone', operatorId: row.operator_id }
      : { ...target, news: 'settings' };
  });
}
