import { setTimeout as sleep } from 'node:timers/promises';
import type { Attachments } from '../store/files/attachments';
import type { StartFetch } from '../temporal/media-client';
import { createContactQueue } from './contact-queue';

export type MediaDispatcherDeps = {
  readonly attachments: Pick<Attachments, 'unstarted' | 'markStarted'>;
  readonly startFetch: StartFetch;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often files that nobody fetches are looked for, in ms. */
  readonly sweepEveryMs: number;
};

export type MediaDispatcher = {
  /** This file waits to be fetched. */
  readonly poke: (attachmentId: string) => void;
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const AT_ONCE = 16;
const SWEEP_LIMIT = 200;
/** A fetch that was handed over is handed over again after this time, in case that its workflow was lost. */
const AGAIN_AFTER_MS = 60 * 60_000;
const CLOSE_WITHIN_MS = 5_000;

/**
 * Hands the fetch of contacts' files to Temporal: at once after their messages are stored, and, where that did not
 * happen (a crash, Temporal away), by looking through the store.
 */
export function createMediaDispatcher(deps: MediaDispatcherDeps): MediaDispatcher {
  const { attachments, startFetch, logger } = deps;
  let isClosed = false;

  // One at a time for each file, as the queue does for contacts.
  const queue = createContactQueue({
    atOnce: () => AT_ONCE,
    async work(attachmentId) {
      try {
        await startFetch(attachmentId);
        await attachments.markStarted(attachmentId);
      } catch (error) {
        // The row stands: the next sweep tries again.
        logger.warn({ err: error, attachmentId }, 'the fetch of a file could not be started yet');
      }
    },
  });

  const sweep = async (): Promise<void> => {
    try {
      for (const id of await attachments.unstarted(SWEEP_LIMIT, AGAIN_AFTER_MS)) queue.poke(id);
    } catch (error) {
      logger.warn({ err: error }, 'files to be fetched could not be looked for');
    }
  };

  const timer = setInterval(() => void sweep(), deps.sweepEveryMs);
  timer.unref();
  return {
    poke(attachmentId) {
      if (!isClosed) queue.poke(attachmentId);
    },
    idle: queue.idle,
    async close() {
      isClosed = true;
      clearInterval(timer);
      await Promise.race([queue.idle(), sleep(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}
