import { mkdir, rm } from 'node:fs/promises';
import { createBatcher } from '../../platform/batcher';
import type { InboxItem } from '../../store/transcript/inbox';
import {
  begunAt,
  listSegments,
  newSegmentFile,
  openSegment,
  type Segment,
  SegmentTakenOver,
  takeOver,
} from './journal-segments';
import { JOURNAL_PLACE, type StoreSegmentOptions, storeSegment } from './store-segment';

/** Items of webhooks that wait on disk, sealed and in order, while the database is unavailable. */
export type InboxJournal = {
  /** Appends an item; resolves when it is on disk (fsync). Rejects if it cannot be written. */
  readonly append: (item: InboxItem) => Promise<void>;
  /** Whether items are waiting here; later ones then have to wait behind them. */
  readonly hasBacklog: () => boolean;
  /** How long the oldest of them has been waiting, in ms; 0 if there are none. */
  readonly oldestAgeMs: () => number;
  /** Moves waiting items into the store; resolves when none are left, or at the store's first failure. */
  readonly drain: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type InboxJournalOptions = StoreSegmentOptions & {
  readonly folder: string;
  readonly drainEveryMs: number;
};

/**
 * Opens the journal of this process. Segments left behind by dead processes are taken over; those of running ones are
 * left alone. It drains on its own timer, not in a work loop, because the same timer keeps the current segment's
 * heartbeat.
 */
export async function openInboxJournal(options: InboxJournalOptions): Promise<InboxJournal> {
  const { folder, secretBox, logger } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let current: Current | null = null;
  let segments = 0;
  let pending = 0;
  let backlog = await listSegments(folder);
  let draining: Promise<void> | null = null;

  let writing: Promise<void> | null = null;

  /** Registered by name before its file exists: a drain that finds the file has to end the segment first. */
  const currentSegment = (): Current => {
    if (current?.segment?.isForsaken() === true) {
      void current.segment.close().catch(() => undefined);
      current = null;
    }
    if (current !== null) return current;
    segments += 1;
    const file = newSegmentFile(folder, segments);
    const begun: Current = { file, opened: openSegment(file), segment: null };
    current = begun;
    backlog.push(file);
    return begun;
  };

  const writeOnce = async (lines: readonly string[]): Promise<void> => {
    const mine = currentSegment();
    try {
      mine.segment = await mine.opened;
      await mine.segment.append(lines);
    } catch (error) {
      // The segment may end with half a line, and the next line must not be appended to it.
      if (current === mine) current = null;
      await mine.segment?.close().catch(() => undefined);
      throw error;
    }
  };

  const writeLines = async (lines: readonly string[]): Promise<void> => {
    try {
      await writeOnce(lines);
    } catch (error) {
      if (!(error instanceof SegmentTakenOver)) throw error;
      // Lines that the other process has read too are stored twice; their keys identify the repeats.
      await writeOnce(lines);
    }
  };

  /** Later lines go into the next segment. */
  const endSegment = async (): Promise<void> => {
    const ended = current;
    current = null;
    // Its first lines may still be being written; that write began before this call.
    await writing?.catch(() => undefined);
    await ended?.segment?.close();
  };

  const write = createBatcher<string, void>({
    maxSize: 1_000,
    concurrency: 1,
    run: async (lines) => {
      writing = writeLines(lines);
      await writing;
      return lines.map(() => undefined);
    },
  });

  const drainOnce = async (): Promise<void> => {
    backlog = [...new Set([...(await listSegments(folder)), ...backlog])];
    /** Contacts that have to wait, and the segments they wait in. */
    const blocked = new Set<string>();
    const left = new Set<string>();
    for (;;) {
      const file = backlog.find((one) => !left.has(one));
      if (file === undefined) break;
      if (file === current?.file) await endSegment();
      const own = await takeOver(file);
      if (own !== null) {
        backlog = backlog.map((one) => (one === file ? own : one));
        if (await storeSegment(options, own, blocked)) await rm(own, { force: true });
        else left.add(own);
      }
      backlog = backlog.filter((one) => left.has(one) || (one !== file && one !== own));
    }
    if (blocked.size > 0) {
      logger.warn({ contacts: blocked.size }, 'the journal waits for rows that are locked in the database');
    }
  };

  const drain = (): Promise<void> => {
    draining ??= drainOnce()
      .catch((error: unknown) => logger.warn({ err: error }, 'the journal waits for the database'))
      .finally(() => {
        draining = null;
      });
    return draining;
  };

  const timer = setInterval(() => {
    current?.segment
      ?.beat()
      .catch((error: unknown) =>
        logger.warn({ err: error }, 'the heartbeat of the journal could not be written'),
      );
    void drain();
  }, options.drainEveryMs);
  timer.unref();
  return {
    async append(item) {
      pending += 1;
      try {
        await write(secretBox.seal(JOURNAL_PLACE.purpose, JOURNAL_PLACE.rowId, JSON.stringify(item)));
      } finally {
        pending -= 1;
      }
    },
    hasBacklog: () => backlog.length > 0 || pending > 0,
    oldestAgeMs: () => Math.max(0, ...backlog.map((file) => Date.now() - begunAt(file))),
    drain,
    async close() {
      clearInterval(timer);
      await draining;
      await endSegment();
    },
  };
}

/** The segment that is being written to. */
type Current = { readonly file: string; readonly opened: Promise<Segment>; segment: Segment | null };
