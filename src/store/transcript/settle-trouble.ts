import type { SQL } from 'drizzle-orm';
import { namesOf, sql } from '../engine/sql';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { CHANGES_CHANNEL } from './changes';

const m = namesOf(messages);
const c = namesOf(conversations);

/** Marks a message as decided by an operator; its status stays as it is. */
export const RESOLVED = sql`${m.resolvedAt} = clock_timestamp()`;

/**
 * The statement that changes a message for which `condition` holds, so that it no longer needs a look, and announces it
 * and its conversation. Returns one row if it did.
 */
export function settleTrouble(messageId: string, set: SQL, condition: SQL): SQL {
  return sql`with settled as (
        update ${messages} set ${set}, ${m.changedAt} = clock_timestamp()
        where ${messages.id} = ${messageId} and ${condition}
        returning ${messages.id} as id, ${messages.conversationId} as conversation_id
      ), relieved as (
        update ${conversations} set ${c.factsVersion} = ${conversations.factsVersion} + 1,
          ${c.changedAt} = clock_timestamp()
        from settled where ${conversations.id} = settled.conversation_id returning ${conversations.id} as id
      )
      select pg_notify(${CHANGES_CHANNEL}, json_build_object(
          'c', coalesce((select json_agg(id) from relieved), '[]'::json), 'm', json_agg(settled.id))::text)
      from settled having count(*) > 0`;
}
