import type { Conversation } from './conversation';
import type { StatusChange } from './step';
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
  readonly ahead?: Pick<StoredChain, 'version' | 'conversation'> & {
    /** Written by another run, which this one knows nothing of, whatever the versions are. */
    readonly isForeign: boolean;
  };
};

/** The projection of a chain at `now`. */
export function toProjection(
  thread: Thread,
  now: number,
  runId: string,
  resumed: Resumed | null = null,
): Projection {
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
    now,
    runId,
    ...(resumed === null ? {} : { resumed }),
    conversations: thread.current === null ? ended : [...ended, thread.current],
    files,
    statuses: [...statuses.values()],
  };
}
