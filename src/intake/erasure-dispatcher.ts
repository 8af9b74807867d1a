import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import type { EraseWords } from '../store/privacy/erase-words';
import type { Erasures } from '../store/privacy/erasures';
import type { SweepFiles } from '../store/privacy/media-sweep';

export type ErasureDispatcherDeps = {
  readonly erasures: Pick<Erasures, 'claim' | 'settle'>;
  readonly eraseWords: EraseWords;
  /** Deletes the contents of removed files; also of those that were noted after the last pass of an erasure. */
  readonly sweepFiles: SweepFiles;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often erasures that are due are looked for, in ms. */
  readonly everyMs: number;
  /** How long after it was asked for an erasure is done for the last time, in ms; default 10 min. */
  readonly settledMs?: number;
};

/** `wake`: a contact is to be erased. */
export type ErasureDispatcher = Pick<WorkLoop, 'wake' | 'idle' | 'close'>;

/** Longer than any request, turn of a bot or fetch that was under way at the erasure may take to write what it has. */
const SETTLED_MS = 10 * 60_000;
/** Longer than a pass takes. After a process dies, its erasures wait this long. */
const CLAIMED_MS = 30_000;
const AT_ONCE = 5;

/**
 * Erases contacts in the background: removes words and files, again and again after growing pauses, until their
 * conversation is completed and nothing of them is under way; and deletes contents of removed files, whoever removed them.
 * What fails does not keep the others from their turn, and is done again. The rows of `erasures` are the durable record: whatever
 * ends in between, another process goes on.
 */
export function createErasureDispatcher(deps: ErasureDispatcherDeps): ErasureDispatcher {
  const { erasures, eraseWords, sweepFiles, logger, everyMs, settledMs = SETTLED_MS } = deps;
  const attempt = async (work: () => Promise<unknown>, fields: object, message: string): Promise<void> => {
    try {
      await work();
    } catch (error) {
      logger.warn({ err: error, ...fields }, message);
    }
  };
  const erase = async (contactId: string): Promise<void> => {
    await eraseWords(contactId);
    await erasures.settle(contactId, settledMs);
  };
  return createWorkLoop({
    async work() {
      const claimed = await erasures.claim(AT_ONCE, CLAIMED_MS);
      for (const contactId of claimed) {
        await attempt(() => erase(contactId), { contactId }, 'a contact could not be erased completely yet');
      }
      await attempt(sweepFiles, {}, 'contents of removed files could not be deleted yet');
      return claimed.length === AT_ONCE;
    },
    onFailure: (error) => logger.warn({ err: error }, 'the contacts to erase could not be read'),
    everyMs,
  });
}
