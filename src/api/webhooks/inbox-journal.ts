import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createBatcher } from '../../platform/batcher';
import type { SecretBox } from '../../platform/secret-box';
import type { InboxItem } from '../../store/inbox';

/** Where webhooks wait on disk while the database is away, sealed and in order. */
export type InboxJournal = {
  /** Appends an item; resolves when it is on the disk (fsync). Rejects where the disk does not take it. */
  readonly append: (item: InboxItem) => Promise<void>;
  /** Whether items wait here: what comes after them has to wait behind them. */
  readonly hasBacklog: () => boolean;
  /** Brings what waits into the store; resolves when nothing waits, or at the first failure of the store. */
  readonly drain: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type InboxJournalOptions = {
  readonly folder: string;
  readonly secretBox: SecretBox;
  /** Stores items in order; rejects while the database is away. */
  readonly store: (items: readonly InboxItem[]) => Promise<void>;
  readonly drainEveryMs: number;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
};

/** What its lines are sealed for. */
export const JOURNAL_PLACE = { purpose: 'journal.inbox', rowId: 'item' } as const;
export const JOURNAL_ENDING = '.journal';
const STORED_AT_ONCE = 200;

/**
 * Opens the journal of this process. Segments that a dead process left behind are adopted; those of a living one are
 * left to it.
 */
export async function openInboxJournal(options: InboxJournalOptions): Promise<InboxJournal> {
  const { folder, secretBox, logger } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let segment: { readonly file: string; readonly handle: FileHandle } | null = null;
  let segments = 0;
  let pending = 0;
  let backlog = await ourSegments();
  let draining: Promise<void> | null = null;

  async function ourSegments(): Promise<string[]> {
    const names = (await readdir(folder)).filter((name) => name.endsWith(JOURNAL_ENDING)).sort();
    return names.filter((name) => !belongsToAnother(name)).map((name) => path.join(folder, name));
  }

  const write = createBatcher<string, void>({
    maxSize: 1_000,
    concurrency: 1,
    run: async (lines) => {
      if (segment === null) {
        segments += 1;
        const number = `${Date.now()}-${String(segments).padStart(6, '0')}`;
        const file = path.join(folder, `${number}-${process.pid}${JOURNAL_ENDING}`);
        segment = { file, handle: await open(file, 'a', 0o600) };
        backlog.push(file);
      }
      await segment.handle.appendFile(lines.map((line) => `${line}\n`).join(''));
      await segment.handle.datasync();
      return lines.map(() => undefined);
    },
  });

  const drainOnce = async (): Promise<void> => {
    backlog = [...new Set([...(await ourSegments()), ...backlog])];
    for (;;) {
      const [file] = backlog;
      if (file === undefined) return;
      if (file === segment?.file) {
        // What is appended from now on goes into the next segment.
        const { handle } = segment;
        segment = null;
        await handle.close();
      }
      await store(file);
      await rm(file, { force: true });
      backlog = backlog.filter((one) => one !== file);
    }
  };

  const store = async (file: string): Promise<void> => {
    const text = await readFile(file, 'utf8').catch(() => '');
    // A line without its end was cut off by a crash: it was never acknowledged.
    const lines = text.split('\n').slice(0, -1);
    const items = lines.map((line) => readItem(secretBox, line));
    if (items.includes(null)) {
      logger.warn(
        { lines: items.filter((item) => item === null).length },
        'journal lines cannot be read; the segment is kept',
      );
      await rename(file, `${file}.unreadable`).catch(() => undefined);
    }
    const readable = items.filter((item) => item !== null);
    for (let from = 0; from < readable.length; from += STORED_AT_ONCE) {
      await options.store(readable.slice(from, from + STORED_AT_ONCE));
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
    if (backlog.length > 0) void drain();
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
    drain,
    async close() {
      clearInterval(timer);
      await draining;
      await segment?.handle.close();
      segment = null;
    },
  };
}

function readItem(secretBox: SecretBox, line: string): InboxItem | null {
  try {
    return JSON.parse(secretBox.open(JOURNAL_PLACE.purpose, JOURNAL_PLACE.rowId, line)) as InboxItem;
  } catch {
    return null;
  }
}

/** Whether a segment's process is another one that lives: its number ends the file's name. */
export function belongsToAnother(name: string): boolean {
  const pid = Number(name.slice(name.lastIndexOf('-') + 1, -JOURNAL_ENDING.length));
  if (!Number.isInteger(pid) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
