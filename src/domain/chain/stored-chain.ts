import type { Conversation } from '../conversation/conversation';
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
