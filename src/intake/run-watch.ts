import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import type { ConversationClient } from '../temporal/conversation-client';
import type { FindUnhosted } from '../temporal/run-lookup';

export type RunWatchDeps = {
  /** Contacts with an unfinished conversation, ordered by id, starting after `afterContactId`. */
  readonly openContacts: (afterContactId: string, limit: number) => Promise<readonly string[]>;
  readonly findUnhosted: FindUnhosted;
  readonly conversations: Pick<ConversationClient, 'restart'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often all unfinished conversations are checked, in ms. */
  readonly everyMs: number;
};

/** `wake`: Temporal may have lost runs. */
export type RunWatch = Pick<WorkLoop, 'wake' | 'idle' | 'close'> & {
  /** How many unfinished conversations have no run and could not be restarted yet. */
  readonly withoutRun: () => number;
};

/** How many workflow ids one query to Temporal may name. */
const PAGE = 100;
const RESTARTED_AT_ONCE = 8;
/** The first pause before a failed restart is tried again; it doubles up to `everyMs`. */
const TRY_AGAIN_AFTER_MS = 10_000;
const CLOSE_WITHIN_MS = 5_000;

/**
 * Finds unfinished conversations (open, or with messages still to be sent) whose run Temporal has lost (a reset, an
 * older backup, a termination by hand) and restarts them from the store, so that their deadlines fire even if no one
 * writes. A signal or update for such a conversation restarts it at once (temporal/conversation-client.ts). Any number
 * of processes may do it.
 */
export function createRunWatch(deps: RunWatchDeps): RunWatch {
  let isRetryDue = false;
  let pauseMs = TRY_AGAIN_AFTER_MS;
  let retryTimer: NodeJS.Timeout | undefined;
  /** Contacts found without a run and not restarted yet. */
  const lost = new Set<string>();

  const restartAll = async (contactIds: readonly string[]): Promise<void> => {
    const waiting = [...contactIds];
    for (const id of waiting) lost.add(id);
    const work = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined && !loop.isClosed(); id = waiting.shift()) {
        try {
          await deps.conversations.restart(id);
          lost.delete(id);
        } catch (error) {
          deps.logger.warn({ err: error, contactId: id }, 'a lost conversation could not be restarted yet');
        }
      }
    };
    await Promise.all(Array.from({ length: RESTARTED_AT_ONCE }, work));
  };

  const walk = async (): Promise<void> => {
    lost.clear();
    pauseMs = TRY_AGAIN_AFTER_MS;
    for (let after = ''; !loop.isClosed(); ) {
      const contactIds = await deps.openContacts(after, PAGE);
      const last = contactIds.at(-1);
      if (last === undefined) break;
      after = last;
      await restartAll(await deps.findUnhosted(contactIds));
    }
  };

  /** Checks only those that could not be restarted: one of them must not cause a walk through all the others. */
  const retry = async (): Promise<void> => {
    pauseMs = Math.min(2 * pauseMs, Math.max(deps.everyMs, TRY_AGAIN_AFTER_MS));
    const contactIds = [...lost];
    for (let start = 0; start < contactIds.length && !loop.isClosed(); start += PAGE) {
      const page = contactIds.slice(start, start + PAGE);
      const unhosted = await deps.findUnhosted(page);
      for (const id of page) lost.delete(id);
      await restartAll(unhosted);
    }
  };

  const loop: WorkLoop = createWorkLoop({
    async work() {
      clearTimeout(retryTimer);
      const look = isRetryDue ? retry : walk;
      isRetryDue = false;
      try {
        await look();
      } finally {
        if (lost.size > 0 && !loop.isClosed()) retryTimer = setTimeout(startRetry, pauseMs).unref();
      }
      return false;
    },
    onFailure: (error) =>
      deps.logger.warn({ err: error }, 'open conversations could not be checked for lost runs'),
    everyMs: deps.everyMs,
    closeWithinMs: CLOSE_WITHIN_MS,
  });

  const startRetry = (): void => {
    isRetryDue = true;
    loop.wake();
  };

  return {
    wake() {
      // A walk also covers what a retry would check.
      isRetryDue = false;
      loop.wake();
    },
    withoutRun: () => lost.size,
    idle: loop.idle,
    async close() {
      clearTimeout(retryTimer);
      await loop.close();
    },
  };
}
