import { TIMED_OUT, withTimeLimit } from '../platform/time-limit';
import type { Inbox, InboxItem, Received } from '../store/transcript/inbox';
import type { InboxJournal } from './journal/inbox-journal';

/** Past this time the item goes to the journal too. The store may have it as well; its unique key makes that harmless. */
const STORE_WITHIN_MS = 2_500;

export type ReceiverDeps = {
  readonly inbox: Pick<Inbox, 'receive'>;
  readonly journal: InboxJournal;
  /**
   * The store has taken an item, or already had it; also called if it took longer than the caller waited. The contact's
   * turn may have been taken along with it (store/transcript/inbox-turns.ts).
   */
  readonly onStored: (received: Received) => void;
  /** Whether an error means that the database is unavailable. */
  readonly isAway: (error: unknown) => boolean;
};

/** Where an item is now safe; `repeat`: the store already had it. */
export type ReceivedIn = 'store' | 'repeat' | 'journal';

/**
 * Creates the function that makes an item durable: in the store or, while that is unavailable or slow, in the journal.
 * It resolves once the item is durable and rejects if neither accepts it. While items wait in the journal, later ones
 * queue behind them.
 */
export function createReceiver(deps: ReceiverDeps): (item: InboxItem) => Promise<ReceivedIn> {
  const { inbox, journal, onStored, isAway } = deps;

  const store = async (item: InboxItem): Promise<Received> => {
    const received = await inbox.receive(item);
    onStored(received);
    return received;
  };

  const toJournal = async (item: InboxItem): Promise<'journal'> => {
    await journal.append(item);
    return 'journal';
  };

  return async (item) => {
    if (journal.hasBacklog()) return toJournal(item);
    let received: Received | typeof TIMED_OUT;
    try {
      received = await withTimeLimit(store(item), STORE_WITHIN_MS);
    } catch (error) {
      if (!isAway(error)) throw error;
      return toJournal(item);
    }
    if (received === TIMED_OUT) return toJournal(item);
    return received.isRepeat ? 'repeat' : 'store';
  };
}
