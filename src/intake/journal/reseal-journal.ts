import { open, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../platform/errors';
import type { SecretBox } from '../../platform/secrets/secret-box';
import { belongsToAnother, JOURNAL_ENDING, takeOver } from './journal-segments';
import { JOURNAL_PLACE, SET_ASIDE } from './store-segment';

export type ResealedJournal = {
  /** False if the folder does not exist: no API process has ever kept its journal in this place. */
  readonly isThere: boolean;
  /** Lines that are now sealed with the first key and were not before. */
  readonly resealed: number;
  readonly unreadable: number;
  /** Segments of running processes, which empty them as soon as the database is available. */
  readonly inUse: number;
};

/**
 * Reseals the journal's lines with the first key. A segment is replaced as a whole. If a process moves it into the
 * store at the same moment, lines are stored twice and recognised by their keys.
 */
export async function resealJournal(folder: string, secretBox: SecretBox): Promise<ResealedJournal> {
  let [resealed, unreadable, inUse] = [0, 0, 0];
  const names = await namesIn(folder);
  for (const name of names ?? []) {
    const isSegment = name.endsWith(JOURNAL_ENDING);
    if (!isSegment && !name.endsWith(`${JOURNAL_ENDING}${SET_ASIDE}`)) continue;
    const found = path.join(folder, name);
    if (isSegment && (await belongsToAnother(name, found))) {
      inUse += 1;
      continue;
    }
    // In case its process is alive after all: it must not append to a file that is replaced.
    const file = isSegment ? await takeOver(found) : found;
    if (file === null) continue;
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    let isChanged = false;
    const fresh = lines.map((line, index) => {
      // Anything after the last line's end was cut off by a crash; it was never acknowledged.
      if (index === lines.length - 1 || line === '' || secretBox.isCurrent(line)) return line;
      try {
        const clear = secretBox.open(JOURNAL_PLACE.purpose, JOURNAL_PLACE.rowId, line);
        resealed += 1;
        isChanged = true;
        return secretBox.seal(JOURNAL_PLACE.purpose, JOURNAL_PLACE.rowId, clear);
      } catch {
        unreadable += 1;
        return line;
      }
    });
    if (isChanged) await replace(file, fresh.join('\n'));
  }
  return { isThere: names !== null, resealed, unreadable, inUse };
}

/** Null if there is no such folder. */
async function namesIn(folder: string): Promise<readonly string[] | null> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The file has its old content or its new one, whatever happens. */
async function replace(file: string, text: string): Promise<void> {
  const unfinished = `${file}.resealed`;
  const handle = await open(unfinished, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
}
