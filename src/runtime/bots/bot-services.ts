import { createAnswerTurn } from '../../activities/bot/answer-turn';
import type { AnswerTurn } from '../../activities/bot/ask-bot';
import { type AskBot, createAskBot } from '../../bots/ask';
import { createReplyTokens, type ReplyTokens } from '../../bots/reply-tokens';
import { transcribe } from '../../bots/transcribe';
import type { MediaStore } from '../../media/media-store';
import type { EgressPolicy } from '../../platform/network/egress-policy';
import { createGuardedClient, type GuardedClient } from '../../platform/network/guarded-client';
import type { SecretBox } from '../../platform/secrets/secret-box';
import { type BotMenus, createBotMenus } from '../../store/bots/bot-menus';
import { type Bots, createBots } from '../../store/bots/bots';
import { createTurnTexts } from '../../store/bots/turn-texts';
import type { Contacts } from '../../store/contacts/contacts';
import type { Database } from '../../store/engine/database-types';
import type { Attachments } from '../../store/files/attachments';
import { type BotFiles, createBotFiles } from './bot-files';

/** What the API and the worker need to ask bots. */
export type BotServices = {
  readonly bots: Bots;
  readonly menus: BotMenus;
  readonly files: BotFiles;
  readonly replyTokens: ReplyTokens;
  /** Calls addresses that people have entered. */
  readonly guardedClient: GuardedClient;
  readonly askBot: AskBot;
  /** Asks the bot of a conversation. */
  readonly answerTurn: AnswerTurn;
};

/** Creates them; close `guardedClient` at the end. */
export function createBotServices(options: {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly mediaStore: MediaStore;
  readonly attachments: Attachments;
  readonly contacts: Pick<Contacts, 'get'>;
  readonly egress: EgressPolicy;
  readonly publicUrl: string;
}): BotServices {
  const { database, secretBox, mediaStore, attachments, contacts, egress, publicUrl } = options;
  const guardedClient = createGuardedClient({ policy: egress });
  const bots = createBots(database, { secretBox });
  const menus = createBotMenus(database);
  const files = createBotFiles({ client: guardedClient, mediaStore, attachments });
  const replyTokens = createReplyTokens(secretBox);
  const askBot = createAskBot({ client: guardedClient });
  const answerTurn = createAnswerTurn({
    bots,
    menus,
    contacts,
    attachments,
    mediaStore,
    turnTexts: createTurnTexts(database),
    transcribe: (transcription, voice, { signal }) =>
      transcribe(transcription, voice, { client: guardedClient, signal }),
    askBot,
    ...files,
    replyTokens,
    publicUrl,
  });
  return { bots, menus, files, replyTokens, guardedClient, askBot, answerTurn };
}
