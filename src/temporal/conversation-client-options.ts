import type { Client } from '@temporalio/client';
import type { LatestChain, StoredChain } from '../domain/chain/stored-chain';

/** What the conversation client needs, and its limits. */
export type ConversationClientOptions = {
  /** The stored state of a contact's chain; null if no conversation is open. */
  readonly stored: (contactId: string) => Promise<StoredChain | null>;
  /** The newest conversation of a contact's chain, open or completed; null: there is none. */
  readonly latest: (contactId: string) => Promise<LatestChain | null>;
  /** Connected lazily, so that the API starts while Temporal is unavailable. */
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  /**
   * How long a wish may take, in ms, including the wait for its turn. Without a worker it would otherwise wait forever.
   */
  readonly answerWithinMs: number;
  /**
   * How long a signal may take, in ms. A call on a connection that breaks at the wrong moment is never answered and
   * would block its contact forever; a repeated signal does no harm.
   */
  readonly signalWithinMs: number;
  /** Temporal lacks our namespace or search attributes: it was reset and has to be prepared again. */
  readonly onUnprepared?: () => void;
  /** This process has restarted a lost run from the stored state. */
  readonly onRestarted?: () => void;
  /** Continue as new after this many events; for tests. */
  readonly rollAfterEvents?: number;
};
