/** What prevents a conversation from being reopened and its chain cannot know, because its run has ended. */
import type { SQL } from 'drizzle-orm';
import type { ReopenObstacle } from '../../domain/refusals';
import { columnsAs, sql } from '../engine/sql';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { ratings } from '../schema/ratings';
import { isOnContact, isUnfiled } from '../transcript/row-life';

const c = columnsAs(conversations, 'c');
const newer = columnsAs(conversations, 'newer');
const m = columnsAs(messages, 'm');

const obstacle = (reason: ReopenObstacle): SQL => sql`${reason}::text`;

/** When the conversation was completed, by the wall clock. */
const COMPLETED_AT = sql`to_timestamp(((${c.snapshot} ->> 'completedAt')::numeric - ${c.clockOffsetMs}) / 1000)`;

/**
 * Whether the contact of `c` has since written a message that is in this state, and that is no comment of a rating. A message that is in a conversation has
 * begun a newer one, so only two states are left; each has a partial index, and neither reads the whole transcript.
 */
function hasWritten(isInState: SQL): SQL {
  return sql`exists (select from ${messages} m where ${m.contactId} = ${c.contactId} and ${isInState}
    and ${m.action} = 'message' and ${m.createdAt} > ${COMPLETED_AT}
    and not exists (select from ${ratings} where ${ratings.commentMessageId} = ${m.id}))`;
}

/**
 * For a row `c` joined with its contact: why it cannot be reopened (docs/rules.md#46); null: none of these reasons.
 * Looked up only for conversations that were completed recently, and but for a newer conversation, which also decides about
 * asking for a rating, only where an operator completed them; for all others their own state already says no.
 */
export const REOPEN_OBSTACLE: SQL = sql`case
  when ${c.state} <> 'completed' or ${c.changedAt} < statement_timestamp() - interval '3 days' then null
  when exists (select from ${conversations} newer
    where ${newer.contactId} = ${c.contactId} and ${newer.activityNumber} > ${c.activityNumber})
    then ${obstacle('newer_conversation')}
  when ${c.snapshot} ->> 'completedReason' <> 'operator' then null
  when ${contacts.blockedAt} is not null then ${obstacle('contact_blocked')}
  when ${contacts.isSubscribed} = false then ${obstacle('contact_left')}
  when (select ${channels.status} from ${channels} where ${channels.id} = ${c.channelId}) <> 'live'
    then ${obstacle('channel_closed')}
  when ${hasWritten(isUnfiled(m))} or ${hasWritten(isOnContact(m))} then ${obstacle('contact_wrote')}
  end`;
