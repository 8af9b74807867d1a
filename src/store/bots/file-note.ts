/** The notes of bots, for whoever takes over: only operators see them. */
import type { SQL } from 'drizzle-orm';
import { newId } from '../../platform/ids';
import { namesOf, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
import { messages } from '../schema/messages';

const message = namesOf(messages);
const contact = namesOf(contacts);

/**
 * Common table expressions, the last of them `note (id)`, that put the note of a bot at the end of a transcript.
 *
 * @param place the name of an earlier expression with `id` (of the conversation), `contact_id`, `channel_id` and `note`:
 *   its words, or null for none
 */
export function fileNote(place: SQL, botId: string): SQL {
  return sql`noted as (
      update ${contacts} set ${contact.lastSeq} = ${contacts.lastSeq} + 1 from ${place} as place
      where place.note is not null and ${contacts.id} = place.contact_id
      returning place.id as conversation_id, place.contact_id, place.channel_id, place.note, ${contacts.lastSeq} as seq
    ), note as (
      insert into ${messages} (${message.id}, ${message.contactId}, ${message.channelId}, ${message.conversationId},
        ${message.direction}, ${message.type}, ${message.content}, ${message.seq}, ${message.senderKind},
        ${message.senderId})
      select ${newId()}, contact_id, channel_id, conversation_id, 'note', 'note', jsonb_build_object('text', note), seq,
        'bot', ${botId} from noted returning ${messages.id} as id
    )`;
}
