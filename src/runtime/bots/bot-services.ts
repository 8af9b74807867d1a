import { createAnswerTurn } from '../../activities/bot/answer-turn';
import type { AnswerTurn } from '../../activities/bot/ask-bot';
import { type AskBot, type AskTrigger, createAskBot, createAskTrigger } from '../../bots/ask';
import type { PrepareAnswerDeps } from '../../bots/prepare-answer';
import { createReplyTokens, type ReplyTokens } from '../../bots/reply-tokens';
import { transcribe } from '../../bots/transcribe';
import type { MediaStore } from '../../media/media-store';
import type { EgressPolicy } from '../../platform/network/egress-policy';
import { createGuardedClient, type GuardedClient } from '../../platform/network/guarded-client';
import type { SecretBox } from '../../platform/secrets/secret-box';
import { findGroupNamed } from '../../store/bots/bot-groups';
import { createBotMenus } from '../../store/bots/bot-menus';
import { type BotSpeeches, createBotSpeeches } from '../../store/bots/bot-speeches';
import { type Bot, type Bots, createBots } from '../../store/bots/bots';
import { createTurnTexts } from '../../store/bots/turn-texts';
import { kindOfContact } from '../../store/channels/kind-of-contact';
import type { Contacts } from '../../store/contacts/contacts';
import type { Database } from '../../store/engine/database-types';
import type { Attachments } from '../../store/files/attachments';
import { createHoursStore } from '../../store/hours/hours';
import { createBotFiles } from './bot-files';

/** What the API and the worker need to ask bots. */
export type BotServices = {
  readonly bots: Bots;
  readonly replyTokens: ReplyTokens;
  /** Calls addresses that people have entered. */
  readonly guardedClient: GuardedClient;
  readonly askBot: AskBot;
  /** Tells a bot of a follow or a scan. */
  readonly askTrigger: AskTrigger;
  /** Asks the bot of a conversation. */
  readonly answerTurn: AnswerTurn;
  readonly speeches: BotSpeeches;
  /** What the files and menus of a bot's answer to a contact need. */
  readonly preparing: (
    bot: Pick<Bot, 'brandId'>,
    contactId: string,
    signal?: AbortSignal,
  ) => PrepareAnswerDeps;
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
  const preparing: BotServices['preparing'] = (
    { brandId },
    contactId,
    signal = new AbortController().signal,
  ) => ({
    channelKind: async () => (await kindOfContact(database, contactId)) ?? 'official_account',
    usedMenuIds: () => menus.usedBy(contactId),
    keepPicture: (url) => files.keepPicture(url, signal),
    mayAttach: (ids) => files.mayAttach(ids, brandId),
    groupNamed: (named) => findGroupNamed(database, { brandId, named }),
  });
  const replyTokens = createReplyTokens(secretBox);
  const askBot = createAskBot({ client: guardedClient });
  const askTrigger = createAskTrigger({ client: guardedClient });
  const answerTurn = createAnswerTurn({
    bots,
    preparing,
    contacts,
    attachments,
    mediaStore,
    hours: createHoursStore(database),
    turnTexts: createTurnTexts(database),
    transcribe: (transcription, voice, { signal }) =>
      transcribe(transcription, voice, { client: guardedClient, signal }),
    askBot,
    replyTokens,
    publicUrl,
  });
  const speeches = createBotSpeeches(database);
  return { bots, replyTokens, guardedClient, askBot, askTrigger, answerTurn, speeches, preparing };
}
