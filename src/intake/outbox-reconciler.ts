import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import { isDatabaseAway } from '../store/engine/errors';
import type { Outbox, UnsureMessage } from '../store/transcript/outbox';
import type { ConversationClient } from '../temporal/conversation-client';

export type OutboxReconcilerDeps = {
  readonly outbox: Pick<Outbox, 'accept' | 'claimUnsure' | 'giveUp' | 'settleUnaccepted'>;
  readonly conversations: Pick<ConversationClient, 'reply'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often such messages are looked for, in ms. */
  readonly everyMs: number;
  /** How long no message is asked about after a start, and after the database was down; by default 15 s. */
  readonly headStartMs?: number;
};

/** `wake`: look for such messages now. */
export type OutboxReconciler = Pick<WorkLoop, 'wake' | 'idle' | 'close'> & {
  /**
   * Gives a message up as soon as the database is back. Its caller was told to repeat it, so it must not be asked about
   * before: not here and, thanks to the head start, not by another process either.
   */
  readonly giveUpLater: (messageId: string) => void;
};

const AT_ONCE = 50;
/** Longer than the pauses between two tries of a process that has to give a message up. */
const HEAD_START_MS = 15_000;
const LONGEST_PAUSE_MS = 5_000;

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
  headStartMs = HEAD_START_MS,
}: OutboxReconcilerDeps): OutboxReconciler {
  const toGiveUp = new Set<string>();
  let asksFrom = Date.now() + headStartMs;
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

  const loop = createWorkLoop({
    async work() {
      for (const messageId of toGiveUp) {
        await outbox.giveUp(messageId);
        toGiveUp.delete(messageId);
      }
      if (Date.now() < asksFrom) return false;
      await Promise.all((await outbox.claimUnsure(AT_ONCE)).map(ask));
      return false;
    },
    onFailure(error) {
      asksFrom = Date.now() + headStartMs;
      if (!isDatabaseAway(error)) logger.warn({ err: error }, 'the outbox could not be read');
    },
    everyMs,
    longestPauseMs: LONGEST_PAUSE_MS,
  });
  return {
    wake: loop.wake,
    idle: loop.idle,
    close: loop.close,
    giveUpLater(messageId) {
      toGiveUp.add(messageId);
      loop.wake();
    },
  };
}
