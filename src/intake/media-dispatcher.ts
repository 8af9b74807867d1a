import type { Attachments } from '../store/files/attachments';
import type { StartFetch } from '../temporal/media-client';
import { createSweptQueue } from './swept-queue';

export type MediaDispatcherDeps = {
  readonly attachments: Pick<Attachments, 'unstarted' | 'markStarted'>;
  readonly startFetch: StartFetch;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often files whose fetch was never started are looked for, in ms. */
  readonly sweepEveryMs: number;
};

export type MediaDispatcher = {
  /** This file has to be fetched. */
  readonly enqueue: (attachmentId: string) => void;
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const AT_ONCE = 16;
const SWEEP_LIMIT = 200;
/** A fetch that was started and has not ended is started again after this time, in case its workflow was lost. */
const AGAIN_AFTER_MS = 60 * 60_000;

/**
 * Starts the workflows that fetch contacts' files: right after the message is stored, and from a periodic sweep if that
 * failed (a crash, or Temporal unavailable).
 */
export function createMediaDispatcher(deps: MediaDispatcherDeps): MediaDispatcher {
  const { attachments, startFetch, logger, sweepEveryMs } = deps;
  const queue = createSweptQueue({
    concurrency: AT_ONCE,
    async work(attachmentId) {
      try {
        await startFetch(attachmentId);
        await attachments.markStarted(attachmentId);
      } catch (error) {
        // The row is unchanged, so the next sweep tries again.
        logger.warn({ err: error, attachmentId }, 'the fetch of a file could not be started yet');
      }
    },
    findDue: () => attachments.unstarted(SWEEP_LIMIT, AGAIN_AFTER_MS),
    onSweepFailure: (error) => logger.warn({ err: error }, 'files to be fetched could not be looked up'),
    sweepEveryMs,
  });
  return { enqueue: queue.add, idle: queue.idle, close: queue.close };
}
