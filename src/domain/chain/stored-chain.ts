import type { Conversation } from '../conversation/conversation';
import type { Thread } from './thread';

/** What the store holds of a contact's chain: enough for a run to begin again where the lost one was. */
export type StoredChain = {
  readonly contactId: string;
  readonly channelId: string;
  readonly brandId: string;
  /** The version up to which it was projected. */
  readonly version: number;
  /** The open conversation; where none is open, the one that was written last. */
  readonly conversation: Conversation;
};

/** The chain as a run carries it: everything that is stored is written, and nothing is known to have come twice. */
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
