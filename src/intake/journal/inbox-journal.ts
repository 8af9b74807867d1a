import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { createBatcher } from '../../platform/batcher';
import { errorCode } from '../../platform/errors';
import type { SecretBox } from '../../platform/secrets/secret-box';
import { contactKey, type InboxItem } from '../../store/transcript/inbox';
import {
  begunAt,
  listSegments,
  newSegmentFile,
  openSegment,
  type Segment,
  SegmentTakenOver,
  takeOver,
} from './journal-segments';

/** Items of webhooks that wait on disk, sealed and in order, while the database is unavailable. */
export type InboxJournal = {
  /** Appends an item; resolves when it is on disk (fsync). Rejects if the disk does not take it. */
  readonly append: (item: InboxItem) => Promise<void>;
  /** Whether items are waiting here; later ones then have to wait behind them. */
  readonly hasBacklog: () => boolean;
  /** How long the oldest of them has been waiting, in ms; 0 if there are none. */
  readonly oldestAgeMs: () => number;
  /** Moves what waits into the store; resolves when nothing waits, or at the store's first failure. */
  readonly drain: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type InboxJournalOptions = {
  readonly folder: string;
  readonly secretBox: SecretBox;
  /**
   * Stores items in order; rejects while the database is unavailable. Returns the items of contacts whose rows are
   * locked: they stay here, and the others are stored.
   */
  readonly store: (items: readonly InboxItem[]) => Promise<readonly InboxItem[]>;
  /** Whether an error of `store` means that this item can never be stored: it is set aside. */
  readonly isRefused: (error: unknown) => boolean;
  readonly drainEveryMs: number;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
};

/** The context that its lines are sealed for. */
export const JOURNAL_PLACE = { purpose: 'journal.inbox', rowId: 'item' } as const;
/** Suffix of the file beside a segment with the lines that could not be read or stored, for an engineer to look at. */
export const SET_ASIDE = '.set-aside';
/** Suffix while a segment is rewritten. */
const PART = '.part';
const STORED_AT_ONCE = 200;

/**
 * Opens the journal of this process. Segments left behind by dead processes are taken over; those of running ones are
 * left alone. It drains on a timer of its own, not a work loop: the same timer keeps the current segment's heartbeat.
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

type Line = { readonly text: string; readonly item: InboxItem };

/**
 * Stores the items of a segment in order; true if nothing of it is left. Lines that can't be read, or are refused for
 * good, are set aside. Lines of contacts that are `blocked`, or turn out to be, stay in the segment.
 */
async function storeSegment(
  options: InboxJournalOptions,
  file: string,
  blocked: Set<string>,
): Promise<boolean> {
  const { secretBox, logger, store, isRefused } = options;
  // A line without its end was cut off by a crash; it was never acknowledged.
  const texts = (await readIfThere(file)).split('\n').slice(0, -1);
  const bad: string[] = [];
  const lines: Line[] = [];
  for (const text of texts) {
    const item = readItem(secretBox, text);
    if (item === null) bad.push(text);
    else lines.push({ text, item });
  }
  const waiting: string[] = [];
  for (let from = 0; from < lines.length; from += STORED_AT_ONCE) {
    const part = lines.slice(from, from + STORED_AT_ONCE);
    const free = part.filter(({ item }) => !blocked.has(contactKey(item)));
    const { refused, held } = await storeLines({ store, isRefused }, free);
    bad.push(...refused);
    for (const item of held) blocked.add(contactKey(item));
    waiting.push(...part.filter(({ item }) => blocked.has(contactKey(item))).map(({ text }) => text));
  }
  if (bad.length > 0) {
    await writeSynced(`${file}${SET_ASIDE}`, bad);
    logger.warn({ lines: bad.length }, 'journal lines that cannot be read or stored were set aside');
  }
  if (waiting.length === 0) return true;
  if (waiting.length < texts.length) {
    await writeSynced(`${file}${PART}`, waiting);
    await rename(`${file}${PART}`, file);
  }
  return false;
}

type StoredLines = { readonly refused: readonly string[]; readonly held: readonly InboxItem[] };

/** Returns the refused lines and the items held up by locks; rejects if the store is unavailable. */
async function storeLines(
  { store, isRefused }: Pick<InboxJournalOptions, 'store' | 'isRefused'>,
  lines: readonly Line[],
): Promise<StoredLines> {
  try {
    return { refused: [], held: await store(lines.map(({ item }) => item)) };
  } catch (error) {
    if (!isRefused(error)) throw error;
    const [only, ...others] = lines;
    if (only !== undefined && others.length === 0) return { refused: [only.text], held: [] };
    const refused: string[] = [];
    const held: InboxItem[] = [];
    for (const line of lines) {
      // Behind an item that is held up, no other one of the same contact may pass.
      if (held.some((item) => contactKey(item) === contactKey(line.item))) continue;
      const one = await storeLines({ store, isRefused }, [line]);
      refused.push(...one.refused);
      held.push(...one.held);
    }
    return { refused, held };
  }
}

async function writeSynced(file: string, lines: readonly string[]): Promise<void> {
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
