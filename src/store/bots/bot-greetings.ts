import { MOST_PARTS } from '../../domain/bots/answer';
import type { Database } from '../engine/database-types';
import { asRows, rowsOf } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
import { messageAttachments } from '../schema/files';
import { messages } from '../schema/messages';
import { announceMessages } from '../transcript/changes';
import { type GreetedEvent, greetingKey } from '../transcript/greetings';
import { filesOf, toAnswerRows } from './answer-rows';
import type { SaidAnswer } from './commit-answer';

/** A message of a greeting: its id, and its type in the transcript. */
export type GreetingMessage = { readonly messageId: string; readonly kind: string };

/** What bots say to contacts who follow or scan, outside any conversation. */
export type BotGreetings = {
  /** What was said for an event and has not left, in order; empty: nothing. */
  readonly read: (
    event: Pick<GreetedEvent, 'channelId' | 'messageId'>,
  ) => Promise<readonly GreetingMessage[]>;
  /**
   * Writes what a bot says into the transcript: the first `places` messages as `queued`, the others as `failed` with
   * `consecutive_limit_reached`. Rejects if something was said for the event before.
   *
   * @returns those that leave, in order
   */
  readonly write: (
    event: Pick<GreetedEvent, 'contactId' | 'messageId'>,
    said: Pick<SaidAnswer, 'parts' | 'isLabelled'> & { readonly botId: string },
    places: number,
  ) => Promise<readonly GreetingMessage[]>;
};

const message = namesOf(messages);
const contact = namesOf(contacts);
const held = namesOf(messageAttachments);
const TOO_MANY = { code: 'consecutive_limit_reached', wechatCode: null };

/** The greetings of bots in `db`. */
export function createBotGreetings({ db }: Pick<Database, 'db'>): BotGreetings {
  return {
    async read({ channelId, messageId }) {
      const keys = Array.from({ length: MOST_PARTS }, (_, number) => greetingKey(messageId, number));
      const rows = await rowsOf<RowOf<typeof messages, 'id' | 'type'>>(
        db,
        sql`select ${messages.id}, ${messages.type} from ${messages}
            where ${messages.channelId} = ${channelId} and ${messages.dedupKey} in ${keys}
              and ${messages.senderKind} = 'bot' and ${messages.status} = 'queued' order by ${messages.seq}`,
      );
      return rows.map(({ id, type }) => ({ messageId: id, kind: type }));
    },

    async write(event, { botId, parts, isLabelled = false }, places) {
      if (parts.length === 0) return [];
      const rows = toAnswerRows(parts, isLabelled).map((row, index) => ({
        ...row,
        key: greetingKey(event.messageId, index),
        number: index + 1,
        ...(index < places ? { status: 'queued' } : { status: 'failed', error: TOO_MANY }),
      }));
      const files = filesOf(rows);
      const columns =
        'id text, "key" text, "number" int, "type" text, content jsonb, status text, error jsonb';
      await db.execute(
        sql`with contact as (
              update ${contacts} set ${contact.lastSeq} = ${contacts.lastSeq} + ${rows.length}::int
              where ${contacts.id} = ${event.contactId}
              returning ${contacts.id} as id, ${contacts.channelId} as channel_id,
                ${contacts.lastSeq} - ${rows.length}::int as seq
            ), said as (
              insert into ${messages} (${message.id}, ${message.contactId}, ${message.channelId}, ${message.direction},
                ${message.type}, ${message.content}, ${message.seq}, ${message.dedupKey}, ${message.senderKind},
                ${message.senderId}, ${message.status}, ${message.error}, ${message.whenBlocked})
              select input.id, contact.id, contact.channel_id, 'outbound', input."type", input.content,
                contact.seq + input."number", input."key", 'bot', ${botId}, input.status, input.error, 'reject'
              from contact cross join ${asRows(rows, columns)}
              returning ${messages.id} as id
            ), files as (
              insert into ${messageAttachments} (${held.messageId}, ${held.attachmentId})
              select said.id, input.file from said join ${asRows(files, 'id text, file text')} on input.id = said.id
            ) ${announceMessages(sql`said`)}`,
      );
      return rows.slice(0, places).map(({ id, type }) => ({ messageId: id, kind: type }));
    },
  };
}
