/** Stores what a bot says, so that its texts are durable before its conversation applies it. */
import { z } from 'zod';
import type { MenuChoice } from '../../domain/bots/menu-ids';
import type { BotAnswer } from '../../domain/conversation/bot/answer';
import { type BotFailure, HANDOVER_REASONS } from '../../domain/conversation/bot/bot-part';
import type { OutboundContent } from '../../domain/messages/outbound';
import type { Database } from '../engine/database-types';
import { asRows, rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { wordOf } from '../engine/stored-words';
import { botMenuChoices, botTurns } from '../schema/bot-turns';
import { conversations } from '../schema/conversations';
import { messageAttachments } from '../schema/files';
import { messages } from '../schema/messages';
import { announceMessages } from '../transcript/changes';
import { filesOf, toAnswerRows } from './answer-rows';
import { fileNote } from './file-note';

/** One answer of a bot in a conversation: that to a turn, or what it said later (`isSpeech`), after “later”. */
export type AnswerKey = {
  readonly conversationId: string;
  readonly turn: number;
  readonly isSpeech?: boolean;
};

/** What a bot said, before it has ids. */
export type SaidAnswer = Omit<BotAnswer, 'parts'> & {
  readonly parts: readonly OutboundContent[];
  /** What it asked to remember for the next turn; left out: nothing. */
  readonly memory?: unknown;
  /** What the numbers of its menus stand for. */
  readonly choices?: readonly MenuChoice[];
  /** A note for whoever takes over. */
  readonly note?: string | null;
  /** Whether WeChat marks its messages as made by AI. */
  readonly isLabelled?: boolean;
};

const answerSchema: z.ZodType<BotAnswer> = z.object({
  parts: z.array(z.object({ messageId: z.string(), kind: z.string() })),
  leaving: z.number(),
  then: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('end') }),
      z.object({ type: z.literal('busy'), groupId: z.string().nullish() }),
      z.object({
        type: z.literal('handOver'),
        reason: wordOf(HANDOVER_REASONS),
        detail: z.custom<BotFailure>((value) => typeof value === 'string').optional(),
        groupId: z.string().nullish(),
      }),
    ])
    .optional(),
});

const message = namesOf(messages);
const turns = namesOf(botTurns);
const held = namesOf(messageAttachments);
const choice = namesOf(botMenuChoices);
const c = columnsAs(conversations, 'c');

/** An answer of a conversation, and whether the conversation is known to have accepted it; null: there is none yet. */
export async function readAnswer(
  { db }: Pick<Database, 'db'>,
  { conversationId, turn, isSpeech = false }: AnswerKey,
): Promise<{ readonly answer: BotAnswer; readonly isApplied: boolean } | null> {
  const [row] = await rowsOf<RowOf<typeof botTurns, 'answer' | 'appliedAt'>>(
    db,
    sql`select ${botTurns.answer}, ${botTurns.appliedAt} from ${botTurns} where ${botTurns.conversationId} = ${conversationId}
          and ${botTurns.turn} = ${turn} and ${botTurns.isSpeech} = ${isSpeech}`,
  );
  return row === undefined
    ? null
    : { answer: answerSchema.parse(row.answer), isApplied: row.applied_at !== null };
}

/**
 * Stores an answer with its messages, their menus and its note, in one statement; the note of a speech waits in the answer
 * until its conversation accepts it. Null: the turn had an answer before, and nothing was stored. A number of a menu that
 * another answer took in the meantime fails the statement.
 */
export async function commitAnswer(
  { db }: Pick<Database, 'db'>,
  { conversationId, turn, isSpeech = false, botId }: AnswerKey & { readonly botId: string },
  said: SaidAnswer,
): Promise<BotAnswer | null> {
  const { parts, memory = null, choices = [], note = null, isLabelled = false, ...rest } = said;
  const rows = toAnswerRows(parts, isLabelled);
  const answer: BotAnswer = { ...rest, parts: rows.map(({ id, type }) => ({ messageId: id, kind: type })) };
  // Nobody may see it before the conversation has accepted what it belongs to.
  const stored = isSpeech && note !== null ? { ...answer, note } : answer;
  const files = filesOf(rows);
  const committed = await rowsOf(
    db,
    sql`with mine as (
          insert into ${botTurns} (${turns.conversationId}, ${turns.turn}, ${turns.isSpeech}, ${turns.answer}, ${turns.memory})
          values (${conversationId}, ${turn}, ${isSpeech}, ${JSON.stringify(stored)}::jsonb, ${JSON.stringify(memory)}::jsonb)
          on conflict do nothing returning ${botTurns.conversationId} as conversation_id
        ), place as (
          select ${c.id}, ${c.contactId}, ${c.channelId}, ${isSpeech ? null : note}::text as note
          from mine join ${conversations} c on ${c.id} = mine.conversation_id
        ), ${fileNote(sql`place`, botId)}, said as (
          insert into ${messages} (${message.id}, ${message.contactId}, ${message.channelId}, ${message.direction},
            ${message.type}, ${message.content}, ${message.senderKind}, ${message.senderId}, ${message.status},
            ${message.whenBlocked})
          select input.id, place.contact_id, place.channel_id, 'outbound', input.type, input.content, 'bot', ${botId},
            'queued', 'reject'
          from place cross join ${asRows(rows, 'id text, type text, content jsonb')}
          returning ${messages.id} as id
        ), files as (
          insert into ${messageAttachments} (${held.messageId}, ${held.attachmentId})
          select said.id, input.file from said join ${asRows(files, 'id text, file text')} on input.id = said.id
        ), menus as (
          insert into ${botMenuChoices} (${choice.contactId}, ${choice.wireId}, ${choice.botId}, ${choice.menuId})
          select place.contact_id, input."wireId", ${botId}, input."menuId"
          from place cross join ${asRows(choices, '"wireId" int, "menuId" text')}
        ) select (select count(*) from (${announceMessages(sql`note`)}) as announced) from mine`,
  );
  return committed.length === 0 ? null : answer;
}
