import type { Logger } from 'pino';
import { type ChannelKeeper, createChannelKeeper } from '../intake/channel-keeper';
import { CHANNELS_NOTICE } from '../store/channels/channels';
import { createPendingChanges } from '../store/conversations/pending-changes';
import type { ConversationClient } from '../temporal/conversation-client';
import type { Services } from './services';

/** Starts looking after channels that WeChat refuses; `everyMs`: how often it looks without being told. */
export async function startChannelKeeper(options: {
  readonly services: Services;
  readonly conversations: Pick<ConversationClient, 'signal'>;
  readonly logger: Logger;
  readonly everyMs?: number;
}): Promise<Pick<ChannelKeeper, 'close'>> {
  const { services, conversations, logger, everyMs = 2_000 } = options;
  const { database, troubles, checkAccount, credentialsOf } = services;
  const keeper = createChannelKeeper({
    troubles,
    news: createPendingChanges(database),
    conversations,
    async ask(channelId) {
      const credentials = await credentialsOf(channelId);
      if (credentials !== null) await checkAccount(credentials);
    },
    logger,
    everyMs,
  });
  const leave = await database.listen(CHANNELS_NOTICE, keeper.poke, keeper.poke);
  return {
    async close() {
      await leave();
      await keeper.close();
    },
  };
}
