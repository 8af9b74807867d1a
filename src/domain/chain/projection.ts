import type { Conversation } from '../conversation/conversation';
import type { NumberedEvent, StatusChange } from '../conversation/step';
import type { StoredChain } from './stored-chain';
import type { Thread } from './thread';

/**
 * What a chain writes to the store: rows to file, new statuses, and the conversations as they are at `version`. Writing
 * it twice, or late, does no harm.
 */
export type Projection = {
  readonly contactId: string;
  readonly version: number;
  /** The workflow's clock when this projection was made, epoch ms. */
  readonly now: number;
  readonly runId: string;
  /** Missing in activities that were scheduled before this field existed. */
  readonly chain?: ChainPosition;
  /**
   * `now` of the projection that this run made before this one; null if it is the first. It lets the store recognise a
   * step of the same version that Temporal has lost. Missing in activities that were scheduled before this field
   * existed.
   */
  readonly previousNow?: number | null;
  /** Set by normal activities: Temporal had recorded the step before it was written. */
  readonly isRecorded?: boolean;
  /**
   * The version of the stored state that this chain continued from. Sent until a later projection is written: it lets the
   * store accept a projection of a chain other than the one that wrote last.
   */
  readonly tookOver?: number;
  /** Set if the conversation was continued from the stored state, which the transcript has to show. */
  readonly resumed?: Resumed;
  /** Conversations that have just been replaced, and the current one, in that order. */
  readonly conversations: readonly Conversation[];
  readonly files: readonly {
    readonly messageId: string;
    readonly conversationId: string | null;
    readonly version: number;
  }[];
  /** What the rules write into the timeline. Missing in activities that were scheduled before this field existed. */
  readonly events?: readonly ({
    readonly conversationId: string;
    readonly version: number;
  } & NumberedEvent)[];
  /** The last status of each message that the rules changed. */
  readonly statuses: readonly (StatusChange & {
    readonly conversationId: string | null;
    readonly version: number;
    /** It was held meanwhile, so it stands where it leaves, even if it is stored at the place that it had before. */
    readonly wasHeld?: true;
  })[];
};

/**
 * How far a chain of runs has come. It only rises: a chain whose position is lower than the one stored under its own id
 * was set back (by a reset, or by an older backup of Temporal).
 */
export type ChainPosition = {
  /** The chain's first run. */
  readonly id: string;
  /** How many times it has continued as new. */
  readonly generation: number;
  /** Number of events in the history of the current run. */
  readonly historyLength: number;
};

/** The conversation that was continued from the stored state, and the thread's version at that point. */
export type Resumed = { readonly conversationId: string; readonly version: number };

/**
 * The store's answer to a projection. If `repeatedIds` is not empty, nothing was written: these items had been filed
 * before.
 */
export type ProjectionResult = {
  readonly repeatedIds: readonly string[];
  /** Messages that the API had withdrawn before they were accepted. */
  readonly withdrawnIds: readonly string[];
  /**
   * Set if the store is ahead: nothing was written, and this is what the store holds. A chain that does not know that
   * state (Temporal has lost its run, or was set back) continues from it.
   */
  readonly ahead?: StoredAhead | undefined;
};

export type StoredAhead = Pick<StoredChain, 'version' | 'conversation'> & {
  /** Written by a run other than the one that makes this projection. */
  readonly isForeign: boolean;
  /** The position of the chain that wrote it; null in rows that are older than this field. */
  readonly chain?: ChainPosition | null | undefined;
  /** Temporal has lost a step that the store has, although the chain has since reached the store's version. */
  readonly isLostStep?: boolean | undefined;
  /** The contact's last accepted replies. */
  readonly acceptedIds?: readonly string[] | undefined;
};

/**
 * Whether the stored state is unknown to this chain: written by another chain, or by this one before it was set back.
 */
export function isUnknownTo(mine: ChainPosition, { chain, isForeign, isLostStep }: StoredAhead): boolean {
  if (isLostStep === true) return true;
  if (chain === undefined || chain === null) return isForeign;
  if (chain.id !== mine.id) return true;
  if (chain.generation !== mine.generation) return chain.generation > mine.generation;
  return chain.historyLength > mine.historyLength;
}

/** What a projection says besides the thread: who writes it, and whether it continues from the stored state. */
export type ProjectedBy = Pick<
  Projection,
  'now' | 'runId' | 'chain' | 'previousNow' | 'tookOver' | 'resumed'
>;

/**
 * Makes the projection of a thread. Of several statuses of a message only the last one is included, and it stands where it
 * came: messages that are released together get their places in the transcript by this order, which is that of their sends.
 */
export function toProjection(thread: Thread, by: ProjectedBy): Projection {
  const statuses = new Map<string, Projection['statuses'][number]>();
  const files: Projection['files'][number][] = [];
  const events: NonNullable<Projection['events']>[number][] = [];
  for (const row of thread.rows) {
    if (row.type === 'event') {
      const { conversationId, version, number, event } = row;
      events.push({ conversationId, version, number, event });
    } else if (row.type === 'file') {
      files.push({ messageId: row.messageId, conversationId: row.conversationId, version: row.version });
    } else {
      const { messageId, status, error, holdReason, conversationId, version } = row;
      const why = holdReason === undefined ? {} : { holdReason };
      const before = statuses.get(messageId);
      const isReleased = status === 'queued' && (before?.status === 'held' || before?.wasHeld === true);
      const held = isReleased ? ({ wasHeld: true } as const) : {};
      // A map keeps the place of the first one.
      statuses.delete(messageId);
      statuses.set(messageId, { messageId, status, error, ...why, ...held, conversationId, version });
    }
  }
  const ended = thread.ended.map((one) => one.conversation);
  return {
    contactId: thread.contactId,
    version: thread.version,
    ...by,
    conversations: thread.current === null ? ended : [...ended, thread.current],
    files,
    ...(events.length === 0 ? {} : { events }),
    statuses: [...statuses.values()],
  };
}
