import { z } from 'zod';
import { WORDS_REMOVED } from '../../domain/messages/without-words';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { botMenuChoices } from '../schema/bot-turns';
import { attachments } from '../schema/files';
import { messages } from '../schema/messages';
import { announceMessages } from '../transcript/changes';
import { hasSeq } from '../transcript/row-life';

/** A message as a bot is told of it. */
export type TurnWords = {
  readonly messageId: string;
  readonly from: 'contact' | 'operator' | 'bot' | 'system';
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** Of a tap on a menu that this bot sent: the bot's own id of the choice; null else. */
  readonly menuId: string | null;
  /** The file that the contact sent; null: none. */
  readonly attachmentId: string | null;
};

/** What a bot is told of a conversation. */
export type TurnTexts = {
  /** These messages of the contact to the bot `botId`, in the order of the transcript. */
  readonly messages: (messageIds: readonly string[], botId: string) => Promise<readonly TurnWords[]>;
  /** A voice message was put into words: they are shown with it from now on, unless its words were removed meanwhile. */
  readonly putIntoWords: (messageId: string, recognition: string) => Promise<void>;
  /**
   * What was sent and received in a conversation, oldest first: the newest `limit` messages. Nothing that the contact wrote
   * since the first message of the turn (`without`): what is not of this turn is of the next one. What we sent since is
   * part of it, because the answer to the turn before may leave later than the contact writes. No notes, and nothing that has
   * not reached the contact.
   */
  readonly history: (of: {
    readonly conversationId: string;
    readonly without: readonly string[];
    readonly limit: number;
  }) => Promise<readonly TurnWords[]>;
};

const m = columnsAs(messages, 'm');
const first = columnsAs(messages, 'first');
const contentSchema = z.record(z.string(), z.unknown()).catch({});
const message = namesOf(messages);
const choice = columnsAs(botMenuChoices, 'choice');
type Row = RowOf<typeof messages, 'id' | 'senderKind' | 'type' | 'content'> & {
  readonly menu_id: string | null;
  readonly attachment_id: string | null;
};

/** The texts of conversations in `db`. */
export function createTurnTexts({ db }: Pick<Database, 'db'>): TurnTexts {
  const columns = sql`select ${m.id}, ${m.senderKind}, ${m.type}, ${m.content}`;
  return {
    async messages(ids, botId) {
      if (ids.length === 0) return [];
      const rows = await rowsOf<Row>(
        db,
        sql`${columns}, ${attachments.id} as attachment_id, (
              select ${choice.menuId} from ${botMenuChoices} choice
              where ${choice.contactId} = ${m.contactId} and ${choice.botId} = ${botId}
                and ${choice.wireId}::text = ${m.content} ->> 'menuItemId') as menu_id
            from ${messages} m left join ${attachments} on ${attachments.messageId} = ${m.id}
            where ${m.id} in ${ids} order by ${m.seq}`,
      );
      return rows.map(toWords);
    },
    async putIntoWords(messageId, recognition) {
      await db.execute(
        sql`with heard as (
              update ${messages} set ${message.changedAt} = clock_timestamp(),
                ${message.content} = ${messages.content} || jsonb_build_object('recognition', ${recognition}::text)
              where ${messages.id} = ${messageId} and not jsonb_exists(${messages.content}, ${WORDS_REMOVED})
              returning ${messages.id} as id
            ) ${announceMessages(sql`heard`)}`,
      );
    },
    async history({ conversationId, without, limit }) {
      if (limit === 0) return [];
      const rows = await rowsOf<Row>(
        db,
        // A tap on a menu message is an event, and yet what the contact says.
        sql`${columns}, null as attachment_id, null as menu_id from ${messages} m, (
              select min(${first.seq}) as seq from ${messages} first
              where ${first.id} = any(array(select jsonb_array_elements_text(${JSON.stringify(without)}::jsonb)))) as turn
            where ${m.conversationId} = ${conversationId} and ${hasSeq(m)}
              and (((${m.direction} = 'inbound' or ${m.type} = 'msgmenu_tap')
                  and (turn.seq is null or ${m.seq} < turn.seq))
                or (${m.direction} = 'outbound' and ${m.status} in ('sent', 'unknown', 'sending')))
            order by ${m.seq} desc limit ${limit}`,
      );
      return rows.map(toWords).reverse();
    },
  };
}

function toWords(row: Row): TurnWords {
  return {
    messageId: row.id,
    from: row.sender_kind,
    type: row.type,
    content: contentSchema.parse(row.content),
    menuId: row.menu_id,
    attachmentId: row.attachment_id,
  };
}
