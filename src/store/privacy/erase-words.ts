import type { Database } from '../engine/database-types';
import type { Erasures } from './erasures';
import { removeFiles } from './remove-files';
import { removeOtherWords, removeWords } from './remove-words';
import { untilNone } from './until-none';

/**
 * Removes words, keys and files of a contact who was erased: all that is there now. The contents of the files are deleted
 * by `sweepMedia` afterwards. May be run again at any time.
 */
export type EraseWords = (contactId: string) => Promise<void>;

/** Creates the function that does it, in batches: a crash in between loses nothing, and no lock is held for long. */
export function createEraseWords(
  database: Pick<Database, 'db'>,
  deps: { readonly erasures: Pick<Erasures, 'removeKeys'> },
): EraseWords {
  const { erasures } = deps;
  return async (contactId) => {
    const scope = { contactId };
    await untilNone(() => removeWords(database, scope));
    await removeOtherWords(database, scope);
    await untilNone(() => erasures.removeKeys(contactId));
    await untilNone(() => removeFiles(database, scope));
  };
}
