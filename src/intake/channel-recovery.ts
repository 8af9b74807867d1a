import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import type { ChannelTroubles, ClaimedProbe } from '../store/channels/channel-troubles';
import type { PendingChanges } from '../store/conversations/pending-changes';
import type { ConversationClient } from '../temporal/conversation-client';
import { notifyConversations } from './notify-conversations';

export type ChannelRecoveryDeps = {
  readonly troubles: Pick<ChannelTroubles, 'claimProbes'>;
  readonly changes: Pick<PendingChanges, 'claimReleased' | 'giveBack'>;
  readonly conversations: Pick<ConversationClient, 'signal'>;
  /** Asks WeChat whether it accepts calls for the channel, and stores the answer. */
  readonly ask: (channelId: string) => Promise<void>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often refused channels are looked for, in ms. */
  readonly everyMs: number;
};

/** `wake`: a channel has changed. */
export type ChannelRecovery = Pick<WorkLoop, 'wake' | 'close'>;

/**
 * Finds out when a channel that WeChat refuses works again. Once a minute per channel, across all processes, one waiting
 * message is tried; if none is waiting, WeChat is asked. When the channel works, every conversation with waiting
 * messages is notified. The store holds the list of those conversations: one leaves it when its projection shows that
 * nothing waits any more.
 */
export function createChannelRecovery(deps: ChannelRecoveryDeps): ChannelRecovery {
  const { troubles, changes, logger } = deps;
  const signalResumed = (contactId: string): Promise<boolean> =>
    deps.conversations.signal(contactId, { facts: [{ type: 'channelResumed' }] });

  const probe = async ({ channelId, contactId }: ClaimedProbe): Promise<void> => {
    try {
      // A conversation without a workflow cannot try.
      if (contactId !== null && (await signalResumed(contactId))) return;
      await deps.ask(channelId);
    } catch (error) {
      logger.warn({ err: error, channelId }, 'a refused channel could not be probed');
    }
  };

  const notifyReleased = (): Promise<boolean> =>
    notifyConversations({
      claim: changes.claimReleased,
      giveBack: changes.giveBack,
      async notify({ contactId }) {
        await signalResumed(contactId);
        return 'notified';
      },
      logger,
      isClosed: () => loop.isClosed(),
    });

  const probeAll = async (): Promise<void> => {
    await Promise.all((await troubles.claimProbes()).map(probe));
  };

  const loop: WorkLoop = createWorkLoop({
    async work() {
      // Independent: neither waits for the other or fails with it.
      const [notified, probed] = await Promise.allSettled([notifyReleased(), probeAll()]);
      for (const one of [notified, probed]) if (one.status === 'rejected') throw one.reason;
      return notified.status === 'fulfilled' && notified.value;
    },
    onFailure: (error) => logger.warn({ err: error }, 'the recovery of refused channels failed'),
    everyMs: deps.everyMs,
  });
  return loop;
}
