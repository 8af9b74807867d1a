import type { BotAnswer } from '../../domain/conversation/bot/answer';
import type { Database } from '../engine/database-types';
import { columnsAs, namesOf, sql } from '../engine/sql';
import { botTurns } from '../schema/bot-turns';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { announceMessages } from '../transcript/changes';
import { isPrepared } from '../transcript/row-life';
import type { TurnKey } from './bot-turns';
import { commitAnswer, readAnswer, type SaidAnswer } from './commit-answer';
import { fileNote } from './file-note';

/** What bots said later, after they had answered a turn with “later”: once for each turn. */
export type BotSpeeches = {
  /** What was said for a turn, and whether its conversation has accepted it; null: nothing yet. */
  readonly read: (
    key: TurnKey,
  ) => Promise<{ readonly answer: BotAnswer; readonly isApplied: boolean } | null>;
  /** Stores it; null: another one was stored before. */
  readonly commit: (key: TurnKey & { readonly botId: string }, said: SaidAnswer) => Promise<BotAnswer | null>;
  /** Its conversation has accepted it: its note is shown, and it is not accepted again. */
  readonly markApplied: (key: TurnKey & { readonly botId: string }) => Promise<void>;
  /** Its conversation refused it: nothing of it stays. */
  readonly drop: (key: TurnKey, answer: BotAnswer) => Promise<void>;
};

const turns = namesOf(botTurns);
const c = columnsAs(conversations, 'c');

/** The speeches of bots in `database`. */
export function createBotSpeeches(database: Pick<Database, 'db'>): BotSpeeches {
  const { db } = database;
  const isIt = ({ conversationId, turn }: TurnKey) =>
    sql`${botTurns.conversationId} = ${conversationId} and ${botTurns.turn} = ${turn} and ${botTurns.isSpeech}`;
  return {
    read: (key) => readAnswer(database, { ...key, isSpeech: true }),
    commit: (key, said) => commitAnswer(database, { ...key, isSpeech: true }, said),
    async markApplied(key) {
      await db.execute(
        sql`with place as (
              select ${c.id}, ${c.contactId}, ${c.channelId}, ${botTurns.answer} ->> 'note' as note
              from ${botTurns} join ${conversations} c on ${c.id} = ${botTurns.conversationId}
              where ${isIt(key)} and ${botTurns.appliedAt} is null for update of ${botTurns}
            ), applied as (
              update ${botTurns} set ${turns.appliedAt} = clock_timestamp(), ${turns.answer} = ${botTurns.answer} - 'note'
              from place where ${isIt(key)}
            ), ${fileNote(sql`place`, key.botId)} ${announceMessages(sql`note`)}`,
      );
    },
    async drop(key, { parts }) {
      const ids = parts.map(({ messageId }) => messageId);
      if (ids.length > 0) {
        await db.execute(
          sql`delete from ${messages} where ${messages.id} in ${ids} and ${isPrepared(messages)}`,
        );
      }
      await db.execute(sql`delete from ${botTurns} where ${isIt(key)} and ${botTurns.appliedAt} is null`);
    },
  };
}
