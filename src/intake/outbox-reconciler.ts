import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import { isDatabaseAway } from '../store/engine/errors';
import type { Outbox, UnsureMessage } from '../store/transcript/outbox';
import type { ConversationClient } from '../temporal/conversation-client';

export type OutboxReconcilerDeps = {
  readonly outbox: Pick<Outbox, 'accept' | 'claimUnsure' | 'settleUnaccepted'>;
  readonly conversations: Pick<ConversationClient, 'reply'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often such messages are looked for, in ms. */
  readonly everyMs: number;
};

/** `wake`: look for such messages now. */
export type OutboxReconciler = Pick<WorkLoop, 'wake' | 'idle' | 'close'>;

const AT_ONCE = 50;

/**
 * Settles replies for which it is unknown whether their workflow has accepted them: the process that sent the update
 * ended or got no answer, or Temporal lost an accepted one. Sends the update again under the same id; a workflow that
 * has the message answers without accepting it twice. Nothing is guessed. Any number of processes may do it.
 */
export function createOutboxReconciler({
  outbox,
  conversations,
  logger,
  everyMs,
}: OutboxReconcilerDeps): OutboxReconciler {
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
        // No answer: tried again later.
      }
    } catch (error) {
      logger.warn({ err: error, messageId }, 'it is not yet known whether a message was accepted');
    }
  };

  return createWorkLoop({
    async work() {
      await Promise.all((await outbox.claimUnsure(AT_ONCE)).map(ask));
      return false;
    },
    onFailure(error) {
      if (!isDatabaseAway(error)) logger.warn({ err: error }, 'the outbox could not be read');
    },
    everyMs,
  });
}
