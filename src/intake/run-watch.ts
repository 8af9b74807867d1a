import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import type { ConversationClient } from '../temporal/conversation-client';
import type { RunLookup } from '../temporal/run-lookup';

export type RunWatchDeps = {
  /** Contacts with an unfinished conversation, ordered by id, starting after `afterContactId`. */
  readonly openContacts: (afterContactId: string, limit: number) => Promise<readonly string[]>;
  /** How many contacts have an unfinished conversation. */
  readonly countOpen: () => Promise<number>;
  readonly lookup: RunLookup;
  readonly conversations: Pick<ConversationClient, 'restart'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often it is looked whether a run is missing, in ms. */
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
/** All are checked this often even if none seems to be missing: a run that should have ended may hide one that is lost. */
const CHECK_ALL_EVERY_MS = 60 * 60_000;
const NEVER = Number.NEGATIVE_INFINITY;

/**
 * Finds unfinished conversations (open, or with messages still to be sent) whose run Temporal has lost (a reset, an
 * older backup, a termination by hand) and restarts them from the store, so that their deadlines fire even if no one
 * writes. A signal or update for such a conversation restarts it at once (temporal/conversation-client.ts). Any number
 * of processes may do it.
 *
 * To ask Temporal for each of them costs both sides a third of a millisecond. So they are counted first: a conversation's run begins
 * before the store has the conversation, and ends after the store has its end, so with fewer runs than conversations some may be lost.
 */
export function createRunWatch(deps: RunWatchDeps): RunWatch {
  let isRetryDue = false;
  /** When the last look at all of them began (`performance.now()`); `NEVER`: the next one is due. */
  let checkedAt = NEVER;
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
      await restartAll(await deps.lookup.findUnhosted(contactIds));
    }
  };

  const mayLackRuns = async (): Promise<boolean> => {
    const before = await deps.countOpen();
    const running = await deps.lookup.countRunning();
    // Some may have ended meanwhile.
    return running < Math.min(before, await deps.countOpen());
  };

  const walkIfNeeded = async (): Promise<void> => {
    try {
      const isDue = performance.now() - checkedAt >= CHECK_ALL_EVERY_MS;
      if (!isDue && !(await mayLackRuns())) return;
      checkedAt = performance.now();
      await walk();
    } catch (error) {
      checkedAt = NEVER;
      throw error;
    }
  };

  /** Checks only those that could not be restarted: one of them must not cause a walk through all the others. */
  const retry = async (): Promise<void> => {
    pauseMs = Math.min(2 * pauseMs, Math.max(deps.everyMs, TRY_AGAIN_AFTER_MS));
    const contactIds = [...lost];
    for (let start = 0; start < contactIds.length && !loop.isClosed(); start += PAGE) {
      const page = contactIds.slice(start, start + PAGE);
      const unhosted = await deps.lookup.findUnhosted(page);
      for (const id of page) lost.delete(id);
      await restartAll(unhosted);
    }
  };

  const loop: WorkLoop = createWorkLoop({
    async work() {
      clearTimeout(retryTimer);
      const look = isRetryDue ? retry : walkIfNeeded;
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
      checkedAt = NEVER;
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
