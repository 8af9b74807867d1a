import { isCertainlyUndone, isDatabaseAway } from '../store/engine/errors';

/** The outcome of taking a message back. */
export type TakenBack =
  /** It will never be sent, and it is not in the transcript. */
  | 'gone'
  /** It is still stored: another process deals with it, or the database could not be told. */
  | 'stays'
  /** The database failed before it answered: it is one of the two. */
  | 'unclear';

/**
 * Takes back a message that is not known to have been accepted. `write` does so in the store and resolves to false if
 * the message stays. If the database is down, that does not mean that nothing was accepted (docs/rules.md#36).
 */
export async function takeBack(write: () => Promise<boolean>): Promise<TakenBack> {
  try {
    return (await write()) ? 'gone' : 'stays';
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    return isCertainlyUndone(error) ? 'stays' : 'unclear';
  }
}
