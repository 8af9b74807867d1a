import { open, readFile, rename } from 'node:fs/promises';
import { errorCode } from '../../platform/errors';
import type { SecretBox } from '../../platform/secrets/secret-box';
import { contactKey, type InboxItem } from '../../store/transcript/inbox';

/** The context that the journal's lines are sealed for. */
export const JOURNAL_PLACE = { purpose: 'journal.inbox', rowId: 'item' } as const;
/**
 * Suffix of the file next to a segment that holds the lines that could not be read or stored, for an engineer to look
 * at.
 */
export const SET_ASIDE = '.set-aside';
/** Suffix while a segment is rewritten. */
const PART = '.part';
const STORED_AT_ONCE = 200;

export type StoreSegmentOptions = {
  readonly secretBox: SecretBox;
  /**
   * Stores items in order; rejects while the database is unavailable. Returns the items of contacts whose rows are
   * locked: they stay in the journal, and the others are stored.
   */
  readonly store: (items: readonly InboxItem[]) => Promise<readonly InboxItem[]>;
  /** Whether an error of `store` means that this item can never be stored: it is set aside. */
  readonly isRefused: (error: unknown) => boolean;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
};

type Line = { readonly text: string; readonly item: InboxItem };

/**
 * Stores the items of a segment in order; true if none are left. Lines that can't be read, or are refused for good, are
 * set aside. Lines of contacts in `blocked`, to which locked ones are added, stay in the segment.
 */
export async function storeSegment(
  options: StoreSegmentOptions,
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
    const { refused, locked } = await storeLines({ store, isRefused }, free);
    bad.push(...refused);
    for (const item of locked) blocked.add(contactKey(item));
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

type StoredLines = { readonly refused: readonly string[]; readonly locked: readonly InboxItem[] };

/** Returns the refused lines and the items held up by locks; rejects if the store is unavailable. */
async function storeLines(
  { store, isRefused }: Pick<StoreSegmentOptions, 'store' | 'isRefused'>,
  lines: readonly Line[],
): Promise<StoredLines> {
  try {
    return { refused: [], locked: await store(lines.map(({ item }) => item)) };
  } catch (error) {
    if (!isRefused(error)) throw error;
    const [only, ...others] = lines;
    if (only !== undefined && others.length === 0) return { refused: [only.text], locked: [] };
    const refused: string[] = [];
    const locked: InboxItem[] = [];
    for (const line of lines) {
      // Later items of the same contact must not overtake one that is held up.
      if (locked.some((item) => contactKey(item) === contactKey(line.item))) continue;
      const one = await storeLines({ store, isRefused }, [line]);
      refused.push(...one.refused);
      locked.push(...one.locked);
    }
    return { refused, locked };
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
