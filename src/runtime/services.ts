import type { Logger } from 'pino';
import type { AnswerTurn } from '../activities/ask-bot';
import type { MediaStore } from '../media/media-store';
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
import { createAccessTokens } from '../wechat/calls/access-token';
import { type CheckAccount, createAccountCheck } from '../wechat/calls/check-account';
import { createWeChatClient, type WeChatClient } from '../wechat/calls/client';
import { createWeChatDispatcher } from '../wechat/calls/http';
import type { WeChatCredentials } from '../wechat/calls/stable-token';
import { createMediaDownload, type DownloadMedia } from '../wechat/media/media-download';
import { createMediaUpload, type UploadMedia } from '../wechat/media/media-upload';
import { createChannelWatch } from './watch/channel-watch';

/** What both the API and the worker are built on. */
export type Services = {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly channels: ChannelStore;
  readonly channelCache: ChannelCache;
  readonly channelHealth: ChannelHealthStore;
  readonly troubles: ChannelTroubles;
  readonly contacts: Contacts;
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
  /** Whether a bot is one of the brand. */
  readonly isBotOf: (botId: string, brandId: string) => Promise<boolean>;
  /** Asks the bot of a conversation. */
  readonly answerTurn: AnswerTurn;
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
  /** How bots are asked; left out: there are none. */
  readonly answerTurn?: AnswerTurn;
};

/** Creates them on a database that is open and migrated; `close` leaves the database open. */
export async function createServices(options: ServicesOptions): Promise<Services> {
  const { database, wechatApiUrl: baseUrl, mediaStore, logger } = options;
  const { isPublicAddress = isOfPublicInternet } = options;
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
  return {
    database,
    secretBox,
    channels,
    channelCache,
    channelHealth: createChannelHealth(database),
    troubles,
    contacts: createContacts(database),
    checkAccount: watch.check(createAccountCheck({ baseUrl, dispatcher, now: Date.now })),
    wechat: watch.client(createWeChatClient({ baseUrl, accessTokens, dispatcher })),
    attachments: createAttachments(database),
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
    isBotOf: async () => options.answerTurn !== undefined,
    answerTurn: options.answerTurn ?? (async () => ({ type: 'removed' })),
    async close() {
      await channelCache.stop();
      await dispatcher.close();
      await publicDispatcher.close();
    },
  };
}
