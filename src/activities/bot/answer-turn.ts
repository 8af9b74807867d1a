import type { AskBot } from '../../bots/ask';
import type { AskableBot } from '../../bots/bot';
import { type PrepareAnswerDeps, prepareAnswer } from '../../bots/prepare-answer';
import type { ReplyTokens } from '../../bots/reply-tokens';
import { toAskableBot, toTranscription } from '../../bots/to-askable-bot';
import type { Turn, TurnMessage } from '../../bots/turn';
import { openAt } from '../../domain/hours/open-times';
import { clockOf } from '../../platform/time-zone';
import type { Bot, Bots } from '../../store/bots/bots';
import type { TurnWords } from '../../store/bots/turn-texts';
import type { Contacts } from '../../store/contacts/contacts';
import type { HoursStore } from '../../store/hours/hours';
import type { AnswerTurn, TurnAnswer, TurnQuestion } from './ask-bot';
import { type HearVoicesDeps, hearVoices } from './hear-voices';
import { startTurnDeadline, type TurnDeadline } from './turn-deadline';
import { readTurnFile } from './turn-files';
import { textOf } from './turn-words';

export type AnswerTurnDeps = HearVoicesDeps & {
  readonly bots: Pick<Bots, 'findWithSecrets'>;
  readonly contacts: Pick<Contacts, 'get'>;
  readonly hours: Pick<HoursStore, 'inForce'>;
  readonly askBot: AskBot;
  /** What the files and menus of a bot's answer to a contact need; ends with `signal`. */
  readonly preparing: (bot: Bot, contactId: string, signal: AbortSignal) => PrepareAnswerDeps;
  readonly replyTokens: Pick<ReplyTokens, 'make'>;
  /** `PUBLIC_URL`, without a slash at its end. */
  readonly publicUrl: string;
  /** How long a turn may take in all; for tests. */
  readonly longestTurnMs?: number;
};

/** Most bots are shown fewer; the text of so many is small. */
const HISTORY_LIMIT = 40;

/** Voices, files, the bot and its pictures together. The activity has ten seconds more, to store the answer. */
const LONGEST_TURN_MS = 180_000;

/**
 * Asks the bot of a conversation and makes messages of its answer: voices are put into words, pictures are fetched, menus
 * get numbers of ours, and what has no place now is divided off. All that takes three minutes at most: then the bot has
 * failed (`timeout`), or pictures that are still missing are sent as their texts.
 */
export function createAnswerTurn(deps: AnswerTurnDeps): AnswerTurn {
  const { longestTurnMs = LONGEST_TURN_MS } = deps;
  return async (question, { signal, onProgress }) => {
    const deadline = startTurnDeadline(signal, longestTurnMs);
    try {
      return await answerWithin(deps, question, deadline, onProgress);
    } catch (error) {
      if (deadline.isReason(error)) return { type: 'failed', detail: 'timeout' };
      throw error;
    } finally {
      deadline.end();
    }
  };
}

async function answerWithin(
  deps: AnswerTurnDeps,
  question: TurnQuestion,
  deadline: TurnDeadline,
  onProgress: () => void,
): Promise<TurnAnswer> {
  const { signal } = deadline;
  const stored = await deps.bots.findWithSecrets(question.botId);
  if (stored === null) return { type: 'removed' };
  const { bot, secrets } = stored;
  const withSecrets = { ...bot, secrets };
  const voices = await hearVoices(deps, question.messages, toTranscription(withSecrets), signal);
  if (voices.type === 'unheard') return unheard(voices.detail);
  const askable = toAskableBot(withSecrets);
  const turn = await toTurn(deps, askable, { ...question, messages: voices.messages }, signal);
  const asked = await deps.askBot(askable, turn, signal, onProgress);
  if (asked.type === 'failed') return asked;
  const preparing = deps.preparing(bot, question.conversation.contactId, signal);
  return prepareAnswer(withoutLatePictures(preparing, deadline), bot, asked, question);
}

/** What the bot has said is not lost for a picture that does not come in time. */
function withoutLatePictures(preparing: PrepareAnswerDeps, deadline: TurnDeadline): PrepareAnswerDeps {
  const keepPicture = (url: string): Promise<string | null> =>
    preparing.keepPicture(url).catch((error: unknown) => {
      if (deadline.isReason(error)) return null;
      throw error;
    });
  return { ...preparing, keepPicture };
}

function unheard(detail: Extract<TurnAnswer, { type: 'failed' }>['detail'] | undefined): TurnAnswer {
  const cause = { reason: 'voice', ...(detail === undefined ? {} : { detail }) } as const;
  return { type: 'said', parts: [], leaving: 0, then: { type: 'handOver', ...cause } };
}

async function toTurn(
  deps: AnswerTurnDeps,
  bot: AskableBot,
  question: TurnQuestion,
  signal: AbortSignal,
): Promise<Turn> {
  const { conversation, messages, places, since, windowClosesInMs, memory } = question;
  const { id, contactId, channelId, startedAt, turn } = conversation;
  const contact = await deps.contacts.get(contactId);
  const hours = await deps.hours.inForce(channelId);
  const history = await question.history(HISTORY_LIMIT);
  const token = deps.replyTokens.make({ conversationId: id, turn, botId: bot.id });
  const shown: TurnMessage[] = [];
  for (const message of messages) shown.push(await toMessage(deps, bot, message, signal));
  return {
    id: `${id}-${turn}`,
    conversation: { id, channelId, startedAt: toIso(startedAt), turn },
    contact: { id: contactId, name: contact?.name ?? null, tags: contact?.tags ?? [] },
    messages: shown,
    history: history.map((one) => ({
      from: one.from === 'contact' ? 'contact' : 'desk',
      type: one.type,
      text: textOf(one),
    })),
    // People may have had the conversation before the bot was ever asked.
    isFirst: turn === 1 && !question.isAfterHandback,
    isOutOfHours: !openAt(hours, since, clockOf),
    remaining: places,
    windowClosesAt: toIso(since + windowClosesInMs),
    now: toIso(since),
    replyUrl: `${deps.publicUrl}/api/v1/bots/replies/${token}`,
    requestId: token,
    memory,
    isAfterHandback: question.isAfterHandback,
  };
}

async function toMessage(
  deps: AnswerTurnDeps,
  bot: AskableBot,
  message: TurnWords,
  signal: AbortSignal,
): Promise<TurnMessage> {
  const { messageId: id, type, menuId, attachmentId } = message;
  const isShown = bot.kind === 'openai' && bot.vision && type === 'image' && attachmentId !== null;
  const file = isShown ? await readTurnFile(deps, attachmentId, signal) : null;
  return {
    id,
    type,
    text: textOf(message),
    menuId,
    attachmentUrl: attachmentId === null ? null : `${deps.publicUrl}/api/v1/attachments/${attachmentId}`,
    picture: file === null ? null : { mediaType: file.mediaType, bytes: file.bytes },
  };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
