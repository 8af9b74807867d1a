import type { Logger } from 'pino';
import type { AnswerTurn } from '../activities/bot/ask-bot';
import type { MediaStore } from '../media/media-store';
import { createEgressPolicy, type EgressPolicy } from '../platform/network/egress-policy';
import { isPublicAddress as isOfPublicInternet, type JudgeAddress } from '../platform/network/public-address';
import { createPublicDispatcher } from '../platform/network/public-dispatcher';
import { createSecretBox, type SecretBox } from '../platform/secrets/secret-box';
import { createAccessTokens as createTokenStore } from '../store/channels/access-tokens';
import { type ChannelCache, createChannelCache } from '../store/channels/channel-cache';
import { type ChannelHealthStore, createChannelHealth } from '../store/channels/channel-health';
import { createChannelPauses } from '../store/channels/channel-pauses';
import { type ChannelTroubles, createChannelTroubles } from '../store/channels/channel-troubles';
import { type ChannelStore, createChannelStore } from '../store/channels/channels';
import { type Contacts, createContacts } from '../store/contacts/contacts';
import type { Database } from '../store/engine/database-types';
import { type Attachments, createAttachments } from '../store/files/attachments';
import { createEraseWords, type EraseWords } from '../store/privacy/erase-words';
import { createErasures, type Erasures } from '../store/privacy/erasures';
import { createSweepFiles, type SweepFiles } from '../store/privacy/media-sweep';
import { createRetentionStore, type RetentionStore } from '../store/privacy/retention';
import { createAccessTokens } from '../wechat/calls/access-token';
import { type CheckAccount, createAccountCheck } from '../wechat/calls/check-account';
import { createWeChatClient, type WeChatClient } from '../wechat/calls/client';
import { createWeChatDispatcher } from '../wechat/calls/http';
import type { WeChatCredentials } from '../wechat/calls/stable-token';
import { createMediaDownload, type DownloadMedia } from '../wechat/media/media-download';
import { createMediaUpload, type UploadMedia } from '../wechat/media/media-upload';
import { type BotServices, createBotServices } from './bots/bot-services';
import { createChannelWatch } from './watch/channel-watch';
import { createWebhookServices, type WebhookServices } from './webhooks/webhook-services';

/** What both the API and the worker are built on. */
export type Services = {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly channels: ChannelStore;
  readonly channelCache: ChannelCache;
  readonly channelHealth: ChannelHealthStore;
  readonly troubles: ChannelTroubles;
  readonly contacts: Contacts;
  readonly erasures: Erasures;
  readonly eraseWords: EraseWords;
  readonly retention: RetentionStore;
  /** See `RemoveDueDeps`. */
  readonly mayRetentionLookAhead: boolean;
  readonly sweepFiles: SweepFiles;
  readonly wechat: WeChatClient;
  readonly attachments: Attachments;
  readonly mediaStore: MediaStore;
  /** Opens a contact's file at WeChat. */
  readonly download: DownloadMedia;
  /** Uploads a file to WeChat. */
  readonly upload: UploadMedia;
  /** Asks WeChat whether the account details work; if they do, the channel's trouble is cleared. */
  readonly checkAccount: CheckAccount;
  /** The secrets for calls to WeChat; null if the channel is deleted, disabled or incomplete. */
  readonly credentialsOf: (channelId: string) => Promise<WeChatCredentials | null>;
  readonly botting: BotServices;
  readonly webhooking: WebhookServices;
  readonly close: () => Promise<void>;
};

export type ServicesOptions = {
  readonly database: Database;
  readonly secretKeys: readonly Buffer[];
  /** WeChat's API, or the simulator in its place. */
  readonly wechatApiUrl: string;
  readonly mediaStore: MediaStore;
  readonly logger: Logger;
  /** From which addresses named in WeChat's answers files may be fetched; by default only public ones. */
  readonly isPublicAddress?: JudgeAddress;
  /** Which addresses that people enter may be called; by default only those of the public internet, by https. */
  readonly egress?: EgressPolicy;
  /** Where bots find this installation, without a slash at the end; by default nowhere. */
  readonly publicUrl?: string;
  /** How the bots of conversations are asked, for tests; by default at their addresses. */
  readonly answerTurn?: AnswerTurn;
  /** `RETENTION_AS_OF`; by default no. */
  readonly mayRetentionLookAhead?: boolean;
};

/** Creates them on a database that is open and migrated; `close` leaves the database open. */
export async function createServices(options: ServicesOptions): Promise<Services> {
  const { database, wechatApiUrl: baseUrl, mediaStore, logger } = options;
  const { isPublicAddress = isOfPublicInternet } = options;
  const { egress = createEgressPolicy({ isProduction: true, allowed: [] }), publicUrl = '' } = options;
  const secretBox = createSecretBox(options.secretKeys);
  const channels = createChannelStore(database, { secretBox });
  const channelCache = createChannelCache(database, { channels, logger });
  await channelCache.start();
  const dispatcher = createWeChatDispatcher();
  const publicDispatcher = createPublicDispatcher(isPublicAddress);
  const { recordError } = createChannelPauses(database);
  const troubles = createChannelTroubles(database);
  const watch = createChannelWatch({ troubles, logger });
  const accessTokens = createAccessTokens({
    baseUrl,
    dispatcher,
    store: createTokenStore(database, { secretBox }),
    now: Date.now,
    onBackgroundFailure: (channelId, error) => {
      logger.warn({ err: error, channelId }, 'the access token could not be renewed yet');
      if (error.wechatCode === null) return;
      recordError(channelId, error.wechatCode, error.errmsg).catch((failure: unknown) => {
        logger.warn({ err: failure, channelId }, 'the refusal of a token could not be recorded');
      });
    },
  });
  const attachments = createAttachments(database, mediaStore);
  const contacts = createContacts(database);
  const erasures = createErasures(database, { secretBox });
  const botting = createBotServices({
    database,
    secretBox,
    mediaStore,
    attachments,
    contacts,
    egress,
    publicUrl,
  });
  const webhooking = createWebhookServices({
    database,
    secretBox,
    channels,
    contacts,
    client: botting.guardedClient,
    logger,
  });
  return {
    database,
    secretBox,
    channels,
    channelCache,
    channelHealth: createChannelHealth(database),
    troubles,
    contacts,
    erasures,
    retention: createRetentionStore(database, { mediaStore }),
    mayRetentionLookAhead: options.mayRetentionLookAhead ?? false,
    eraseWords: createEraseWords(database, { erasures }),
    sweepFiles: createSweepFiles(database, mediaStore),
    checkAccount: watch.check(createAccountCheck({ baseUrl, dispatcher, now: Date.now })),
    wechat: watch.client(createWeChatClient({ baseUrl, accessTokens, dispatcher })),
    attachments,
    mediaStore,
    download: watch.download(
      createMediaDownload({ baseUrl, accessTokens, dispatcher, publicDispatcher, isPublicAddress }),
    ),
    upload: watch.upload(createMediaUpload({ baseUrl, accessTokens, dispatcher })),
    async credentialsOf(channelId) {
      const found = await channelCache.get(channelId);
      if (found === null || found.channel.status !== 'live') return null;
      const { appId } = found.channel;
      const { appSecret } = found.secrets;
      return appId === null || appSecret === null ? null : { channelId, appId, appSecret };
    },
    botting: options.answerTurn === undefined ? botting : { ...botting, answerTurn: options.answerTurn },
    webhooking,
    async close() {
      await channelCache.stop();
      await dispatcher.close();
      await publicDispatcher.close();
      await botting.guardedClient.close();
    },
  };
}
