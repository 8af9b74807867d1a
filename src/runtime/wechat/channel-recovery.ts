import type { Logger } from 'pino';
import { type ChannelRecovery, createChannelRecovery } from '../../intake/channel-recovery';
import { CHANNELS_NOTICE } from '../../store/channels/channels';
import { createPendingChanges } from '../../store/conversations/pending-changes';
import type { ConversationClient } from '../../temporal/conversation-client';
import type { Services } from '../services';

/** A channel is asked for again after a minute or more, and changes of channels are announced. */
const SWEPT_EVERY_MS = 5_000;

/** Starts the recovery of refused channels; it looks for them at every change of a channel and every `everyMs`. */
export async function startChannelRecovery(options: {
  readonly services: Services;
  readonly conversations: Pick<ConversationClient, 'signal'>;
  readonly logger: Logger;
  readonly everyMs?: number;
}): Promise<Pick<ChannelRecovery, 'close'>> {
  const { services, conversations, logger, everyMs = SWEPT_EVERY_MS } = options;
  const { database, troubles, checkAccount, credentialsOf } = services;
  const recovery = createChannelRecovery({
    troubles,
    changes: createPendingChanges(database),
    conversations,
    async ask(channelId) {
      const credentials = await credentialsOf(channelId);
      if (credentials !== null) await checkAccount(credentials);
    },
    logger,
    everyMs,
  });
  const leave = await database.listen(CHANNELS_NOTICE, recovery.wake, recovery.wake);
  return {
    async close() {
      await leave();
      await recovery.close();
    },
  };
}
