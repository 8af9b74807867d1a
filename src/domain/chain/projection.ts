import type { Conversation } from '../conversation/conversation';
import type { StatusChange } from '../conversation/step';
import type { StoredChain } from './stored-chain';
import type { Thread } from './thread';

/**
 * What the store is told about a chain: rows to file, statuses to write, and the conversations as they are at
 * `version`. Writing it twice, or late, does no harm.
 */
export type Projection = {
  readonly contactId: string;
  readonly version: number;
  /** The workflow's clock when this was made, epoch ms. */
  readonly now: number;
  readonly runId: string;
  /** Left out by activities that were scheduled before there was one. */
  readonly chain?: ChainPosition;
  /**
   * The stored version from which this chain went on, until its first projection after that is written: the store then
   * takes it although another chain wrote what is there.
   */
  readonly tookOver?: number;
  /** The conversation continues from the stored state, and the transcript has to say so; left out: it never stopped. */
  readonly resumed?: Resumed;
  /** Conversations that have just been replaced, and the current one, in that order. */
  readonly conversations: readonly Conversation[];
  readonly files: readonly {
    readonly messageId: string;
    readonly conversationId: string | null;
    readonly version: number;
  }[];
  /** The last status of each message that the rules changed. */
  readonly statuses: readonly (StatusChange & {
    readonly conversationId: string | null;
    readonly version: number;
  })[];
};

/**
 * Where in its life a chain of runs is. It only rises; a chain that stands before what is stored under its own id was
 * set back (a reset, an older backup of Temporal).
 */
export type ChainPosition = {
  /** The chain's first run. */
  readonly id: string;
  /** How often it has begun a new run. */
  readonly generation: number;
  /** Events in the history of its run. */
  readonly historyLength: number;
};

/** The conversation that continues, and the version from which it does. */
export type Resumed = { readonly conversationId: string; readonly version: number };

/** What the store found. With `repeatedIds` nothing was written: these items had been filed before. */
export type ProjectionResult = {
  readonly repeatedIds: readonly string[];
  /** Messages that the API had given up before they were accepted. */
  readonly withdrawnIds: readonly string[];
  /**
   * The store is ahead: nothing was written, and this is what it holds. Left out where it is not. A chain that knows
   * nothing of that (Temporal has lost its run, or was set back) goes on from it.
   */
  readonly ahead?: StoredAhead | undefined;
};

export type StoredAhead = Pick<StoredChain, 'version' | 'conversation'> & {
  /** Written by another run than the one that asked. */
  readonly isForeign: boolean;
  /** Who wrote it; null in rows from before it was kept. */
  readonly chain?: ChainPosition | null | undefined;
};

/** Whether what is stored was written by a chain that this one knows nothing of: another one, or its own later life. */
export function isUnknownTo(mine: ChainPosition, { chain, isForeign }: StoredAhead): boolean {
  if (chain === undefined || chain === null) return isForeign;
  if (chain.id !== mine.id) return true;
  if (chain.generation !== mine.generation) return chain.generation > mine.generation;
  return chain.historyLength > mine.historyLength;
}

/** What a host knows of its chain beside the rules' state. */
export type ProjectedBy = Pick<Projection, 'now' | 'runId' | 'chain' | 'tookOver' | 'resumed'>;

/** The projection of a chain. */
export function toProjection(thread: Thread, by: ProjectedBy): Projection {
  const statuses = new Map<string, Projection['statuses'][number]>();
  const files: Projection['files'][number][] = [];
  for (const row of thread.rows) {
    if (row.type === 'file') {
      files.push({ messageId: row.messageId, conversationId: row.conversationId, version: row.version });
    } else {
      const { messageId, status, error, conversationId, version } = row;
      statuses.set(messageId, { messageId, status, error, conversationId, version });
    }
  }
  const ended = thread.ended.map((one) => one.conversation);
  return {
    contactId: thread.contactId,
    version: thread.version,
    ...by,
    conversations: thread.current === null ? ended : [...ended, thread.current],
    files,
    statuses: [...statuses.values()],
  };
}
