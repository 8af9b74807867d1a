import { isDatabaseAway } from '../store/engine/errors';
import type { Outbox, UnsureMessage } from '../store/transcript/outbox';
import type { ConversationClient } from '../temporal/conversation-client';
import { createPokedLoop, type PokedLoop } from './poked-loop';

export type OutboxKeeperDeps = {
  readonly outbox: Pick<Outbox, 'accept' | 'claimUnsure' | 'settleUnaccepted'>;
  readonly conversations: Pick<ConversationClient, 'reply'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  readonly everyMs: number;
};

/** `poke`: look now. */
export type OutboxKeeper = Pick<PokedLoop, 'poke' | 'idle' | 'close'>;

const AT_ONCE = 50;

/**
 * Looks after replies of which nobody knows whether their workflow has them: the process that asked has ended, got no
 * answer, or Temporal has lost what it had promised. Asks again under the same update id, which a workflow that has
 * the message answers without taking it twice; never guesses. Any number of processes may do it.
 */
export function createOutboxKeeper({
  outbox,
  conversations,
  logger,
  everyMs,
}: OutboxKeeperDeps): OutboxKeeper {
  const ask = async ({ contactId, conversationId, operatorId, ...message }: UnsureMessage): Promise<void> => {
    const { messageId } = message;
    const by = { operatorId, isAdministrator: false };
    try {
      const result = await conversations.reply({ contactId, conversationId, by }, message);
      switch (result.type) {
        case 'accepted':
          return await outbox.accept(messageId, result.view.version);
        case 'refused':
        case 'notOpen':
          return await outbox.settleUnaccepted(messageId);
        default:
        // Nobody answered: it is asked about again later.
      }
    } catch (error) {
      logger.warn({ err: error, messageId }, 'it is not known yet whether a message was accepted');
    }
  };

  return createPokedLoop({
    async work() {
      await Promise.all((await outbox.claimUnsure(AT_ONCE)).map(ask));
      return false;
    },
    onFailure(error) {
      if (!isDatabaseAway(error)) logger.warn({ err: error }, 'the outbox could not be looked through');
    },
    everyMs,
  });
}
