import type { ChannelTroubles, ClaimedProbe } from '../store/channel-troubles';
import type { ConversationClient } from '../temporal/conversation-client';
import { isAway } from '../temporal/wish-failure';

export type ChannelKeeperDeps = {
  readonly troubles: Pick<ChannelTroubles, 'claimProbes' | 'released'>;
  readonly conversations: Pick<ConversationClient, 'signal'>;
  /** Asks WeChat whether it takes calls of the channel, and writes down what it learns. */
  readonly ask: (channelId: string) => Promise<void>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  readonly everyMs: number;
};

export type ChannelKeeper = {
  /** Something about a channel was changed: look now. */
  readonly poke: () => void;
  readonly close: () => Promise<void>;
};

const AT_ONCE = 200;
/** A conversation that was told is given this long to show it before it is told again. */
const TELL_AGAIN_AFTER_MS = 15_000;

/**
 * Looks after channels that WeChat refuses: once a minute and channel, whatever the number of processes, one waiting
 * message tries, or, where none waits, WeChat is asked. When a channel works again, every conversation with messages
 * that wait for it is told. What stands in the store is the durable message: a conversation disappears from there when
 * its projection shows that nothing waits any more.
 */
export function createChannelKeeper(deps: ChannelKeeperDeps): ChannelKeeper {
  const { troubles, logger } = deps;
  const told = new Map<string, number>();
  let running: Promise<void> | null = null;
  let isPoked = false;
  let isClosed = false;

  const tell = (contactId: string): Promise<boolean> =>
    deps.conversations.signal(contactId, [{ type: 'channelResumed' }]);

  const probe = async ({ channelId, contactId }: ClaimedProbe): Promise<void> => {
    try {
      // A conversation whose workflow is gone cannot try.
      if (contactId !== null && (await tell(contactId))) return;
      await deps.ask(channelId);
    } catch (error) {
      logger.warn({ err: error, channelId }, 'it could not be seen whether the channel works again');
    }
  };

  /** Tells them in turn. One that cannot be told stands back for a while, as one that was told does. */
  const tellReleased = async (): Promise<void> => {
    const now = Date.now();
    for (const [contactId, at] of told) if (now - at > TELL_AGAIN_AFTER_MS) told.delete(contactId);
    // What was told a moment ago still stands in the list: ask for as many more.
    const released = await troubles.released(AT_ONCE + told.size);
    const news = released.filter((contactId) => !told.has(contactId));
    for (const contactId of news) {
      if (isClosed) return;
      told.set(contactId, now);
      try {
        await tell(contactId);
      } catch (error) {
        // Where Temporal is away, all the others would wait in vain, too.
        if (isAway(error)) throw error;
        logger.warn(
          { err: error, contactId },
          'a conversation could not be told that its channel works again',
        );
      }
    }
    if (news.length > 0) isPoked = true;
  };

  const probeAll = async (): Promise<void> => {
    await Promise.all((await troubles.claimProbes()).map(probe));
  };

  const run = async (): Promise<void> => {
    do {
      isPoked = false;
      // Neither waits for the other, or fails with it.
      const looked = await Promise.allSettled([tellReleased(), probeAll()]);
      const failed = looked.filter((one) => one.status === 'rejected');
      for (const { reason } of failed) {
        logger.warn({ err: reason }, 'the channels that WeChat refuses could not be looked after');
      }
      if (failed.length > 0) return;
    } while (isPoked && !isClosed);
  };

  const poke = (): void => {
    if (isClosed) return;
    isPoked = true;
    running ??= run().finally(() => {
      running = null;
    });
  };

  const timer = setInterval(poke, deps.everyMs);
  timer.unref();
  return {
    poke,
    async close() {
      isClosed = true;
      clearInterval(timer);
      await running;
    },
  };
}
