import type { AskedTransfer, AskedTransfers } from '../../store/alerts/asked-transfers';
import type { ChangeHub } from '../live/change-hub';
import type { ConversationAt } from '../present/present-conversation';
import { ApiError } from '../problems';

/** How long the answer waits for the projection to file the note. */
const NOTE_SHOWN_WITHIN_MS = 2_000;

/**
 * Makes a transfer with `grant`. The projection that shows it files the note and alerts the receiver, so neither can be
 * lost: whenever this process ends, the note is filed if and only if the transfer was made.
 */
export async function announceTransfer(
  {
    askedTransfers,
    hub,
  }: { readonly askedTransfers: AskedTransfers; readonly hub: Pick<ChangeHub, 'waitFor'> },
  asked: AskedTransfer,
  grant: () => Promise<ConversationAt>,
): Promise<ConversationAt> {
  const id = await askedTransfers.keep(asked);
  const waiter = hub.waitFor(id);
  try {
    const granted = await grant();
    await askedTransfers.settle(id, granted.version);
    if (asked.note !== null && (await waiter.until(() => true, NOTE_SHOWN_WITHIN_MS)) === null) {
      await askedTransfers.settle(id, granted.version);
    }
    return granted;
  } catch (error) {
    // After any other failure it is not known whether it was made.
    if (error instanceof ApiError && error.code !== 'unavailable') await askedTransfers.forget(id);
    throw error;
  } finally {
    waiter.close();
  }
}
