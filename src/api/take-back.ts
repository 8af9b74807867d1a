import { isCertainlyUndone, isDatabaseAway } from '../store/engine/errors';

/** What became of a message that was to be taken back. */
export type TakenBack =
  /** It will never be sent, and it is not in the transcript. */
  | 'gone'
  /** It is still stored: somebody else deals with it, or the database could not be told. */
  | 'stays'
  /** The database went away before it answered: one of the two. */
  | 'unclear';

/**
 * Takes a message back that is not known to have been accepted. `write` is the write that does it; it resolves to false
 * where the message stays. A database that is away is no reason to say that nothing was accepted (docs/rules.md#36).
 */
export async function takeBack(write: () => Promise<boolean>): Promise<TakenBack> {
  try {
    return (await write()) ? 'gone' : 'stays';
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    return isCertainlyUndone(error) ? 'stays' : 'unclear';
  }
}
