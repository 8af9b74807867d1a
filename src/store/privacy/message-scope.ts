/** Which messages are meant when words or files are removed. */
import type { SQL, SQLWrapper } from 'drizzle-orm';
import { toTextArray } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { conversations } from '../schema/conversations';

/**
 * Those of some conversations, with what was never accepted into them; everything of a contact, in and outside
 * conversations; or some messages by their ids.
 */
export type MessageScope =
  | { readonly conversationIds: readonly string[] }
  | { readonly contactId: string }
  | { readonly messageIds: readonly string[] };

type Row = {
  readonly id: SQLWrapper;
  readonly contactId: SQLWrapper;
  readonly conversationId: SQLWrapper;
  readonly wishedConversationId: SQLWrapper;
};

const c = columnsAs(conversations, 'c');

/** The row of `messages` is meant. */
export function isMeant(row: Row, scope: MessageScope): SQL {
  if ('contactId' in scope) return sql`${row.contactId} = ${scope.contactId}`;
  if ('messageIds' in scope) return sql`${row.id} = any(${toTextArray(scope.messageIds)})`;
  const ids = toTextArray(scope.conversationIds);
  // By contact, because no index finds what was only meant for a conversation.
  return sql`(${row.contactId} = any(array(select ${c.contactId} from ${conversations} c where ${c.id} = any(${ids})))
    and (${row.conversationId} = any(${ids}) or ${row.wishedConversationId} = any(${ids})))`;
}

/** The ids of the conversations that are meant, as an array; none for messages by their ids. */
export function meantConversations(scope: MessageScope): SQL {
  if ('conversationIds' in scope) return toTextArray(scope.conversationIds);
  if ('messageIds' in scope) return sql`array[]::text[]`;
  return sql`array(select ${c.id} from ${conversations} c where ${c.contactId} = ${scope.contactId})`;
}
