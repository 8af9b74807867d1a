import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { BotAnswer } from '../../domain/conversation/bot/answer';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { botTurns } from '../schema/bot-turns';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { announceMessages } from '../transcript/changes';
import { isPrepared } from '../transcript/row-life';
import { commitAnswer, readAnswer, type SaidAnswer } from './commit-answer';

/** One turn of a bot in a conversation. */
export type TurnKey = { readonly conversationId: string; readonly turn: number };

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
   * An answer that came too late: its messages leave no trace but a note with what the bot would have said, and the bot
   * remembers what it did before it. Does nothing for a turn without an answer, and for one whose messages are in the
   * transcript.
   */
  readonly keepAsNote: (key: TurnKey) => Promise<void>;
};

const message = namesOf(messages);
const contact = namesOf(contacts);
const c = columnsAs(conversations, 'c');
const turns = namesOf(botTurns);
const before = columnsAs(botTurns, 'before');

/** The turns of bots in `db`. */
export function createBotTurns({ db }: Pick<Database, 'db'>): BotTurns {
  const read: BotTurns['read'] = async (key) => (await readAnswer({ db }, key))?.answer ?? null;

  return {
    read,

    async memory(conversationId) {
      const [row] = await rowsOf<RowOf<typeof botTurns, 'memory'>>(
        db,
        sql`select ${botTurns.memory} from ${botTurns} where ${botTurns.conversationId} = ${conversationId}
            order by ${botTurns.createdAt} desc, ${botTurns.turn} desc limit 1`,
      );
      return row?.memory ?? null;
    },

    async commit({ conversationId, turn, botId }, said) {
      const key = { conversationId, turn };
      const answer = await commitAnswer({ db }, { ...key, botId }, said);
      if (answer !== null) return { answer, isNew: true };
      const first = await read(key);
      if (first === null) throw new Error(`There is no conversation ${conversationId}.`);
      return { answer: first, isNew: false };
    },

    async keepAsNote({ conversationId, turn }) {
      const answer = await read({ conversationId, turn });
      const ids = answer?.parts.map((part) => part.messageId) ?? [];
      if (ids.length === 0) {
        await db.execute(withMemoryFromBefore({ conversationId, turn }, sql`true`));
        return;
      }
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
            ), memory as (
              ${withMemoryFromBefore({ conversationId, turn }, sql`exists (select from gone)`)}
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

/** What the bot asked to remember in a turn was never said: it remembers what it did before. */
function withMemoryFromBefore({ conversationId, turn }: TurnKey, when: SQL): SQL {
  return sql`update ${botTurns} set ${turns.memory} = (
      select ${before.memory} from ${botTurns} before where ${before.conversationId} = ${conversationId}
        and (${before.createdAt}, ${before.turn}) < (${botTurns.createdAt}, ${botTurns.turn})
      order by ${before.createdAt} desc, ${before.turn} desc limit 1
    ) where ${botTurns.conversationId} = ${conversationId} and ${botTurns.turn} = ${turn}
      and not ${botTurns.isSpeech} and ${when}`;
}

/** The words of a message, for people to read; of one without words its kind. */
function wordsOf({
  type,
  content,
}: Pick<RowOf<typeof messages, 'type' | 'content'>, 'type' | 'content'>): string {
  const text = z.object({ text: z.string() }).safeParse(content);
  return text.success ? text.data.text : `[${type}]`;
}
