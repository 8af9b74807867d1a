import type { Conversation } from '../conversation/conversation';
import { onOtherClock } from '../conversation/wishes/reopen';
import type { Thread } from './thread';

/** What the store holds of a contact's chain: enough to start a new run where a lost one was. */
export type StoredChain = {
  readonly contactId: string;
  readonly channelId: string;
  readonly brandId: string;
  /** The version of the last projection. */
  readonly version: number;
  /** The open conversation; if none is open, the one that was written last. */
  readonly conversation: Conversation;
  /** Ids of the contact's last accepted replies, oldest first. */
  readonly acceptedIds: readonly string[];
};

/** The newest conversation that the store holds of a contact's chain, open or completed. */
export type LatestChain = StoredChain & {
  /** A run has to host it: it is open, or some of its messages still have to be sent. */
  readonly isUnfinished: boolean;
  /** The conversation's clock minus the wall clock, ms. */
  readonly clockOffsetMs: number;
};

/**
 * The thread of a run that is to reopen a completed conversation. The run begins at the wall clock, so the times of a
 * fast-forwarded conversation are moved back to it.
 */
export function reopenableThread(chain: LatestChain): Thread {
  const { isUnfinished, clockOffsetMs } = chain;
  return storedThread({
    ...chain,
    conversation: isUnfinished ? chain.conversation : onOtherClock(chain.conversation, -clockOffsetMs),
  });
}

/**
 * The thread of a run that starts from the stored state: nothing is left to write. A reply that the lost run accepted is
 * recognised when its caller repeats it; items of the contact that were filed before are recognised by the store.
 */
export function storedThread({
  contactId,
  channelId,
  brandId,
  version,
  conversation,
  acceptedIds,
}: StoredChain): Thread {
  return {
    schema: 1,
    contactId,
    channelId,
    brandId,
    version,
    current: conversation,
    ended: [],
    rows: [],
    seen: acceptedIds,
  };
}
