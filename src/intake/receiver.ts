import type { Inbox, InboxItem, Received } from '../store/transcript/inbox';
import type { InboxJournal } from './journal/inbox-journal';

/** The store took too long; whether it has the item is not known, which the unique key makes harmless. */
const STORE_WITHIN_MS = 2_500;

export type ReceiverDeps = {
  readonly inbox: Pick<Inbox, 'receive'>;
  readonly journal: InboxJournal;
  /**
   * The store has taken an item, or knew it: also where it took so long that nobody was waiting any more. With either the
   * contact's turn may have been taken (store/transcript/inbox-turns.ts).
   */
  readonly onStored: (received: Received) => void;
  /** Whether an error means that the database is away. */
  readonly isAway: (error: unknown) => boolean;
};

/** Where an item is safe now. */
export type ReceivedIn = 'store' | 'repeat' | 'journal';

/**
 * Makes an item durable: in the store, or, while that is away or slow, in the journal. Resolves only when it is
 * durable; rejects where neither takes it. While items wait in the journal, later ones wait behind them.
 */
export function createReceiver(deps: ReceiverDeps): (item: InboxItem) => Promise<ReceivedIn> {
  const { inbox, journal, onStored, isAway } = deps;
  return async (item) => {
    if (journal.hasBacklog()) {
      await journal.append(item);
      return 'journal';
    }
    try {
      const storing = inbox.receive(item).then((received) => {
        onStored(received);
        return received;
      });
      const { isRepeat } = await within(storing, STORE_WITHIN_MS);
      return isRepeat ? 'repeat' : 'store';
    } catch (error) {
      if (!(error instanceof TooSlow) && !isAway(error)) throw error;
      await journal.append(item);
      return 'journal';
    }
  };
}

class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooSlow(`not stored within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}
