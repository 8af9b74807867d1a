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
};

/** The thread of a run that starts from the stored state: nothing is left to write, and no item has been seen yet. */
export function storedThread({ contactId, channelId, brandId, version, conversation }: StoredChain): Thread {
  return {
    schema: 1,
    contactId,
    channelId,
    brandId,
    version,
    current: conversation,
    ended: [],
    rows: [],
    seen: [],
  };
}
