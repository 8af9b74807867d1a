import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { createBatcher } from '../../platform/batcher';
import { errorCode } from '../../platform/errors';
import type { SecretBox } from '../../platform/secret-box';
import type { InboxItem } from '../../store/inbox';
import {
  begunAt,
  listSegments,
  openSegment,
  type Segment,
  SegmentTakenOver,
  takeOver,
} from './journal-segments';

/** Where webhooks wait on disk while the database is away, sealed and in order. */
export type InboxJournal = {
  /** Appends an item; resolves when it is on the disk (fsync). Rejects where the disk does not take it. */
  readonly append: (item: InboxItem) => Promise<void>;
  /** Whether items wait here: what comes after them has to wait behind them. */
  readonly hasBacklog: () => boolean;
  /** How long the oldest of them has been waiting, ms; 0 where none does. */
  readonly oldestAgeMs: () => number;
  /** Brings what waits into the store; resolves when nothing waits, or at the first failure of the store. */
  readonly drain: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type InboxJournalOptions = {
  readonly folder: string;
  readonly secretBox: SecretBox;
  /** Stores items in order; rejects while the database is away. */
  readonly store: (items: readonly InboxItem[]) => Promise<void>;
  /** Whether an error of `store` means that this item will never be taken: it is set aside. */
  readonly isRefused: (error: unknown) => boolean;
  readonly drainEveryMs: number;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
};

/** What its lines are sealed for. */
export const JOURNAL_PLACE = { purpose: 'journal.inbox', rowId: 'item' } as const;
/** Beside a segment: its lines that could not be read or stored, for an engineer to look at. */
export const SET_ASIDE = '.set-aside';
const STORED_AT_ONCE = 200;

/**
 * Opens the journal of this process. Segments that a dead process left behind are adopted; those of a living one are
 * left to it.
 */
export async function openInboxJournal(options: InboxJournalOptions): Promise<InboxJournal> {
  const { folder, secretBox, logger } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let segment: Segment | null = null;
  let segments = 0;
  let pending = 0;
  let backlog = await listSegments(folder);
  let draining: Promise<void> | null = null;

  let writing: Promise<void> | null = null;

  const currentSegment = async (): Promise<Segment> => {
    if (segment?.isForsaken() === true) {
      await segment.close().catch(() => undefined);
      segment = null;
    }
    if (segment !== null) return segment;
    segments += 1;
    segment = await openSegment(folder, segments);
    backlog.push(segment.file);
    return segment;
  };

  const writeOnce = async (lines: readonly string[]): Promise<void> => {
    const current = await currentSegment();
    try {
      await current.append(lines);
    } catch (error) {
      // Half a line may stand at its end: what comes next must not be glued to it.
      if (segment === current) segment = null;
      await current.close().catch(() => undefined);
      throw error;
    }
  };

  const writeLines = async (lines: readonly string[]): Promise<void> => {
    try {
      await writeOnce(lines);
    } catch (error) {
      if (!(error instanceof SegmentTakenOver)) throw error;
      // Lines that the other one has seen too come twice into the store, which knows them by their keys.
      await writeOnce(lines);
    }
  };

  /** What is appended from now on goes into the next segment. */
  const endSegment = async (): Promise<void> => {
    const ended = segment;
    segment = null;
    await writing?.catch(() => undefined);
    await ended?.close();
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
    for (;;) {
      const [file] = backlog;
      if (file === undefined) return;
      if (file === segment?.file) await endSegment();
      const own = await takeOver(file);
      if (own !== null) {
        backlog = backlog.map((one) => (one === file ? own : one));
        await storeSegment(options, own);
        await rm(own, { force: true });
      }
      backlog = backlog.filter((one) => one !== file && one !== own);
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
    segment?.beat().catch((error: unknown) => logger.warn({ err: error }, 'the journal has no beat'));
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

type Line = { readonly text: string; readonly item: InboxItem };

/** Stores the items of a segment, in order. Lines that can't be read, or are refused for good, are set aside. */
async function storeSegment(options: InboxJournalOptions, file: string): Promise<void> {
  const { secretBox, logger, store, isRefused } = options;
  // A line without its end was cut off by a crash: it was never acknowledged.
  const texts = (await readIfThere(file)).split('\n').slice(0, -1);
  const bad: string[] = [];
  const lines: Line[] = [];
  for (const text of texts) {
    const item = readItem(secretBox, text);
    if (item === null) bad.push(text);
    else lines.push({ text, item });
  }
  for (let from = 0; from < lines.length; from += STORED_AT_ONCE) {
    bad.push(...(await storeLines({ store, isRefused }, lines.slice(from, from + STORED_AT_ONCE))));
  }
  if (bad.length === 0) return;
  await setAside(`${file}${SET_ASIDE}`, bad);
  logger.warn({ lines: bad.length }, 'journal lines cannot be read or stored; they are set aside');
}

/** Answers with the lines that are refused; rejects where the store is away. */
async function storeLines(
  { store, isRefused }: Pick<InboxJournalOptions, 'store' | 'isRefused'>,
  lines: readonly Line[],
): Promise<string[]> {
  try {
    await store(lines.map(({ item }) => item));
    return [];
  } catch (error) {
    if (!isRefused(error)) throw error;
    const [only, ...others] = lines;
    if (only !== undefined && others.length === 0) return [only.text];
    const refused: string[] = [];
    for (const line of lines) refused.push(...(await storeLines({ store, isRefused }, [line])));
    return refused;
  }
}

async function setAside(file: string, lines: readonly string[]): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(lines.map((line) => `${line}\n`).join(''));
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

function readItem(secretBox: SecretBox, line: string): InboxItem | null {
  try {
    return JSON.parse(secretBox.open(JOURNAL_PLACE.purpose, JOURNAL_PLACE.rowId, line)) as InboxItem;
  } catch {
    return null;
  }
}
