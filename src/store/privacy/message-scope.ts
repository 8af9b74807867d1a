/** Which messages are meant when words or files are removed. */
import type { SQL, SQLWrapper } from 'drizzle-orm';
import type { Db } from '../engine/database-types';
import { toTextArray } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
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

/**
 * Locks the contacts against a legal hold for the rest of the transaction, in the order in which others lock them, and returns
 * the condition that a row's contact is not held. An erasure has asked for all of its contact before.
 */
export async function notHeld(tx: Db, scope: MessageScope): Promise<(contactId: SQLWrapper) => SQL> {
  if ('contactId' in scope) return () => sql`true`;
  const of =
    'messageIds' in scope
      ? sql`select contact_id from messages where id = any(${toTextArray(scope.messageIds)})`
      : sql`select ${c.contactId} from ${conversations} c where ${c.id} = any(${toTextArray(scope.conversationIds)})`;
  await tx.execute(
    sql`select 1 from ${contacts} where ${contacts.id} in (${of}) order by ${contacts.id} for share`,
  );
  return isNotHeld;
}

/** The contact is not under legal hold. */
export function isNotHeld(contactId: SQLWrapper): SQL {
  return sql`not exists (select from ${contacts} where ${contacts.id} = ${contactId} and ${contacts.legalHold})`;
}

/** The ids of the conversations that are meant, as an array; none for messages by their ids. */
export function meantConversations(scope: MessageScope): SQL {
  if ('conversationIds' in scope) return toTextArray(scope.conversationIds);
  if ('messageIds' in scope) return sql`array[]::text[]`;
  return sql`array(select ${c.id} from ${conversations} c where ${c.contactId} = ${scope.contactId})`;
}
