import { z } from 'zod';
import type { BotAnswer } from '../../domain/conversation/bot/answer';
import { type BotFailure, HANDOVER_REASONS } from '../../domain/conversation/bot/bot-part';
import type { OutboundContent } from '../../domain/messages/outbound';
import { mediaIn } from '../../domain/messages/outbound';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { asRows, rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { wordOf } from '../engine/stored-words';
import { botTurns } from '../schema/bot-turns';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { messageAttachments } from '../schema/files';
import { messages } from '../schema/messages';
import { announceMessages } from './changes';
import { isPrepared } from './row-life';

/** One turn of a bot in a conversation. */
export type TurnKey = { readonly conversationId: string; readonly turn: number };

/** What a bot said in a turn, before it has ids. `memory`: what it asked to remember for the next turn. */
export type SaidAnswer = Omit<BotAnswer, 'parts'> & {
  readonly parts: readonly OutboundContent[];
  readonly memory?: unknown;
};

/** The answers of bots: each turn has one at most, whatever is repeated or crashes. */
export type BotTurns = {
  /** The answer of a turn; null: it has none yet. */
  readonly read: (key: TurnKey) => Promise<BotAnswer | null>;
  /** What the bot asked to remember in the last turn of a conversation; null: nothing. */
  readonly memory: (conversationId: string) => Promise<unknown>;
  /**
   * Stores the answer of a turn, with its messages, so that their texts are durable before the conversation applies it. A
   * turn that is answered keeps its answer, which is returned then.
   *
   * @returns the answer that counts, and whether it is this one
   */
  readonly commit: (
    key: TurnKey & { readonly botId: string },
    said: SaidAnswer,
  ) => Promise<{ readonly answer: BotAnswer; readonly isNew: boolean }>;
  /**
   * An answer that came too late: its messages leave no trace but a note with what the bot would have said. Does nothing
   * for a turn without an answer, and for one whose messages are in the transcript.
   */
  readonly keepAsNote: (key: TurnKey) => Promise<void>;
};

const answerSchema: z.ZodType<BotAnswer> = z.object({
  parts: z.array(z.object({ messageId: z.string(), kind: z.string() })),
  leaving: z.number(),
  then: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('end') }),
      z.object({ type: z.literal('busy') }),
      z.object({
        type: z.literal('handOver'),
        reason: wordOf(HANDOVER_REASONS),
        detail: z.custom<BotFailure>((value) => typeof value === 'string').optional(),
      }),
    ])
    .optional(),
});

const message = namesOf(messages);
const turns = namesOf(botTurns);
const held = namesOf(messageAttachments);
const contact = namesOf(contacts);
const c = columnsAs(conversations, 'c');
/** Why its parts are held, if they are. */
const HOLD_REASON = 'bot_remainder';

/** The turns of bots in `db`. */
export function createBotTurns({ db }: Pick<Database, 'db'>): BotTurns {
  const read: BotTurns['read'] = async ({ conversationId, turn }) => {
    const [row] = await rowsOf<RowOf<typeof botTurns, 'answer'>>(
      db,
      sql`select ${botTurns.answer} from ${botTurns}
          where ${botTurns.conversationId} = ${conversationId} and ${botTurns.turn} = ${turn}`,
    );
    return row === undefined ? null : answerSchema.parse(row.answer);
  };

  return {
    read,

    async memory(conversationId) {
      const [row] = await rowsOf<RowOf<typeof botTurns, 'memory'>>(
        db,
        sql`select ${botTurns.memory} from ${botTurns} where ${botTurns.conversationId} = ${conversationId}
            order by ${botTurns.turn} desc limit 1`,
      );
      return row?.memory ?? null;
    },

    async commit({ conversationId, turn, botId }, { parts, memory = null, ...rest }) {
      const rows = parts.map((content) => ({ id: newId(), type: content.type, content }));
      const answer: BotAnswer = {
        ...rest,
        parts: rows.map(({ id, type }) => ({ messageId: id, kind: type })),
      };
      const files = rows.flatMap(({ id, content }) =>
        [...new Set(mediaIn(content).map((one) => one.attachmentId))].map((file) => ({ id, file })),
      );
      const committed = await rowsOf(
        db,
        sql`with mine as (
              insert into ${botTurns} (${turns.conversationId}, ${turns.turn}, ${turns.answer}, ${turns.memory})
              values (${conversationId}, ${turn}, ${JSON.stringify(answer)}::jsonb, ${JSON.stringify(memory)}::jsonb)
              on conflict do nothing returning ${botTurns.conversationId} as conversation_id
            ), said as (
              insert into ${messages} (${message.id}, ${message.contactId}, ${message.channelId}, ${message.direction},
                ${message.type}, ${message.content}, ${message.senderKind}, ${message.senderId}, ${message.status},
                ${message.whenBlocked}, ${message.holdReason})
              select input.id, ${c.contactId}, ${c.channelId}, 'outbound', input.type, input.content, 'bot', ${botId},
                'queued', 'reject', ${HOLD_REASON}
              from mine join ${conversations} c on ${c.id} = mine.conversation_id
                cross join ${asRows(rows, 'id text, type text, content jsonb')}
              returning ${messages.id} as id
            ), files as (
              insert into ${messageAttachments} (${held.messageId}, ${held.attachmentId})
              select said.id, input.file from said join ${asRows(files, 'id text, file text')} on input.id = said.id
            ) select from mine`,
      );
      if (committed.length > 0) return { answer, isNew: true };
      const first = await read({ conversationId, turn });
      if (first === null) throw new Error(`There is no conversation ${conversationId}.`);
      return { answer: first, isNew: false };
    },

    async keepAsNote({ conversationId, turn }) {
      const answer = await read({ conversationId, turn });
      const ids = answer?.parts.map((part) => part.messageId) ?? [];
      if (ids.length === 0) return;
      const rows = await rowsOf<RowOf<typeof messages, 'id' | 'type' | 'content' | 'senderId'>>(
        db,
        sql`select ${messages.id}, ${messages.type}, ${messages.content}, ${messages.senderId} from ${messages}
            where ${messages.id} in ${ids} and ${isPrepared(messages)}`,
      );
      const inOrder = ids.flatMap((id) => rows.filter((row) => row.id === id));
      const text = inOrder.map(wordsOf).join('\n\n');
      await db.execute(
        sql`with contact as (
              update ${contacts} set ${contact.lastSeq} = ${contacts.lastSeq} + 1
              where ${contacts.id} = (select ${c.contactId} from ${conversations} c where ${c.id} = ${conversationId})
                and exists (select from ${messages} where ${messages.id} in ${ids} and ${isPrepared(messages)})
              returning ${contacts.id} as id, ${contacts.lastSeq} as last_seq, ${contacts.channelId} as channel_id
            ), gone as (
              delete from ${messages} using contact where ${messages.id} in ${ids} and ${isPrepared(messages)}
              returning ${messages.senderId} as bot_id
            ), note as (
              insert into ${messages} (${message.id}, ${message.contactId}, ${message.channelId},
                ${message.conversationId}, ${message.direction}, ${message.type}, ${message.content}, ${message.seq},
                ${message.senderKind}, ${message.senderId})
              select ${newId()}, contact.id, contact.channel_id, ${conversationId}, 'note', 'note',
                ${JSON.stringify({ text, isUnsaid: true })}::jsonb, contact.last_seq, 'bot', gone.bot_id
              from contact, (select bot_id from gone limit 1) as gone returning ${messages.id} as id
            ) ${announceMessages(sql`note`)}`,
      );
    },
  };
}

/** The words of a message, for people to read; of one without words its kind. */
function wordsOf({
  type,
  content,
}: Pick<RowOf<typeof messages, 'type' | 'content'>, 'type' | 'content'>): string {
  const text = z.object({ text: z.string() }).safeParse(content);
  return text.success ? text.data.text : `[${type}]`;
}
