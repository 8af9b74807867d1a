import type { ChannelTroubles, ClaimedProbe } from '../store/channels/channel-troubles';
import type { PendingChanges } from '../store/conversations/pending-changes';
import type { ConversationClient } from '../temporal/conversation-client';
import { createPokedLoop, type PokedLoop } from './poked-loop';
import { tellInTurn } from './tell-in-turn';

export type ChannelKeeperDeps = {
  readonly troubles: Pick<ChannelTroubles, 'claimProbes'>;
  readonly news: Pick<PendingChanges, 'claimReleased' | 'giveBack'>;
  readonly conversations: Pick<ConversationClient, 'signal'>;
  /** Asks WeChat whether it takes calls of the channel, and writes down what it learns. */
  readonly ask: (channelId: string) => Promise<void>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  readonly everyMs: number;
};

/** `poke`: something about a channel was changed. */
export type ChannelKeeper = Pick<PokedLoop, 'poke' | 'close'>;

/**
 * Looks after channels that WeChat refuses: once a minute and channel, whatever the number of processes, one waiting
 * message tries, or, where none waits, WeChat is asked. When a channel works again, every conversation with messages
 * that wait for it is told. What stands in the store is the durable message: a conversation disappears from there when
 * its projection shows that nothing waits any more.
 */
export function createChannelKeeper(deps: ChannelKeeperDeps): ChannelKeeper {
  const { troubles, news, logger } = deps;
  const tell = (contactId: string): Promise<boolean> =>
    deps.conversations.signal(contactId, { facts: [{ type: 'channelResumed' }] });

  const probe = async ({ channelId, contactId }: ClaimedProbe): Promise<void> => {
    try {
      // A conversation whose workflow is gone cannot try.
      if (contactId !== null && (await tell(contactId))) return;
      await deps.ask(channelId);
    } catch (error) {
      logger.warn({ err: error, channelId }, 'it could not be seen whether the channel works again');
    }
  };

  const tellReleased = (): Promise<boolean> =>
    tellInTurn({
      claim: news.claimReleased,
      giveBack: news.giveBack,
      async tell({ contactId }) {
        await tell(contactId);
        return 'told';
      },
      logger,
      isClosed: () => loop.isClosed(),
    });

  const probeAll = async (): Promise<void> => {
    await Promise.all((await troubles.claimProbes()).map(probe));
  };

  const loop: PokedLoop = createPokedLoop({
    async work() {
      // Neither waits for the other, or fails with it.
      const [told, probed] = await Promise.allSettled([tellReleased(), probeAll()]);
      for (const one of [told, probed]) if (one.status === 'rejected') throw one.reason;
      return told.status === 'fulfilled' && told.value;
    },
    onFailure: (error) =>
      logger.warn({ err: error }, 'the channels that WeChat refuses could not be looked after'),
    everyMs: deps.everyMs,
  });
  return loop;
}
