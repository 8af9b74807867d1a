import type { Conversation } from '../conversation/conversation';
import type { ConversationEvent } from '../conversation/events';
import type { StoredAhead } from './projection';
import { applyToThread, forgetWritten, type Thread, withSeen } from './thread';
import { type AppliedEvent, withoutItems } from './undo';
import { upgradeThread } from './upgrade';

/** A position in the log. The projection made there holds everything before it. */
export type Mark = { readonly index: number; readonly thread: Thread };

/** A stored state that was taken over, the events that were applied to it again, and the version that this reached. */
type TakenOver = {
  readonly base: Thread;
  readonly events: readonly AppliedEvent[];
  readonly version: number;
};

/**
 * A thread together with the events applied since its last written projection. The events are kept so that an item that
 * the store has already filed can be taken out (docs/rules.md#38), and so that they can be applied again if the store
 * is ahead.
 */
export class ThreadLog {
  private base: Thread;
  private events: AppliedEvent[] = [];
  private dropped = 0;
  private written: number;
  private renewed = false;
  private stored: number;
  /** What was taken over, until a projection of it is written; null: nothing was. */
  private takenOver: TakenOver | null = null;

  constructor(private latest: Thread) {
    this.base = latest;
    this.written = latest.version;
    this.stored = latest.version;
  }

  get thread(): Thread {
    return this.latest;
  }

  /** The version up to which everything has been written, or is being written. */
  get projectedVersion(): number {
    return this.written;
  }

  /** The version up to which everything is known to be written. */
  get storedVersion(): number {
    return this.stored;
  }

  /** The current conversation as it was written last; null: none was. */
  get writtenConversation(): Conversation | null {
    return this.base.current;
  }

  /** Whether a conversation of this run has been replaced by the next one. */
  get hasRenewed(): boolean {
    return this.renewed;
  }

  /** Applies an event. Returns whether it changed anything. */
  apply(event: ConversationEvent, now: number): boolean {
    const before = this.latest;
    this.latest = applyToThread(before, event, now);
    if (this.latest === before) return false;
    // A completed conversation that is written never changes: the one that reopens it does not write it again.
    if (event.type === 'reopen') this.latest = forgetWritten(this.latest, this.written);
    this.events.push({ event, now });
    this.renewed ||= this.latest.ended.length > 0;
    return true;
  }

  mark(): Mark {
    return { index: this.dropped + this.events.length, thread: this.latest };
  }

  /** A delivery is writing everything up to `mark`, so no separate projection is needed. */
  startWriting(mark: Mark): void {
    this.written = Math.max(this.written, mark.thread.version);
  }

  /** Everything up to `mark` has been written. */
  finishWriting(mark: Mark): void {
    const { version } = mark.thread;
    this.written = Math.max(this.written, version);
    this.stored = Math.max(this.stored, version);
    this.latest = forgetWritten(this.latest, version);
    if (this.takenOver !== null && version >= this.takenOver.version) this.takenOver = null;
    if (mark.index <= this.dropped) return;
    this.base = forgetWritten(mark.thread, version);
    this.events = this.events.slice(mark.index - this.dropped);
    this.dropped = mark.index;
  }

  /** It is not known what was written: everything is projected again. */
  writeAgain(): void {
    this.written = -1;
  }

  /**
   * Continues from the stored state if that is ahead of this chain: the events since the last projection are applied to
   * it. False if this chain is ahead, as it is after a late projection. The stored state may come from a previous
   * release, if Temporal was set back or workers of both releases ran. `mayGoBack`: see `undo`.
   */
  takeOver(
    { version, conversation, isForeign, acceptedIds = [] }: StoredAhead,
    mayGoBack: () => boolean = () => true,
  ): boolean {
    if (!isForeign && version <= this.latest.version) return false;
    const reached = Math.max(version, this.latest.version);
    // What was taken over before, and was never written, is replaced; its events are not.
    const before = this.takenOver !== null && mayGoBack() ? this.takenOver : null;
    const base = before?.base ?? this.base;
    const applied = [...(before?.events ?? []), ...this.events];
    const stored = upgradeThread({
      ...base,
      version: reached,
      current: conversation,
      ended: [],
      rows: [],
      seen: withSeen(base.seen, acceptedIds),
    });
    this.latest = withoutItems({ base: stored, applied, repeatedIds: [], version: reached });
    this.takenOver = { base: stored, events: applied, version: this.latest.version };
    // Earlier marks belong to the previous state: they must no longer undo or acknowledge anything.
    this.base = this.latest;
    this.dropped += this.events.length;
    this.events = [];
    this.written = reached;
    this.stored = reached;
    this.renewed = this.latest.ended.length > 0;
    return true;
  }

  /**
   * Takes out items that the store had filed before. They may be among the events that were applied again to a stored state
   * that was taken over, because that state already had them: a step that Temporal has lost had filed them. `mayGoBack` is
   * asked then: whether this run may go back to that state.
   *
   * @throws {Error} if they cannot be taken out: the same would be written again and again. The workflow task fails, so that
   *   engineers see it
   */
  undo(repeatedIds: readonly string[], mayGoBack: () => boolean = () => true): void {
    const { takenOver } = this;
    const { version } = this.latest;
    if (takenOver?.events.some(({ event }) => isOneOf(event, repeatedIds)) && mayGoBack()) {
      const { base, events } = takenOver;
      this.base = withoutItems({ base, applied: events, repeatedIds, version: this.base.version });
      this.takenOver = {
        ...takenOver,
        base: seenAlso(base, repeatedIds),
        events: withoutThem(events, repeatedIds),
      };
    }
    this.latest = withoutItems({ base: this.base, applied: this.events, repeatedIds, version });
    this.base = seenAlso(this.base, repeatedIds);
    this.events = withoutThem(this.events, repeatedIds);
    this.renewed = this.latest.ended.length > 0;
    const isStuck = this.latest.rows.some(
      (row) => row.type === 'file' && repeatedIds.includes(row.messageId),
    );
    if (isStuck && mayGoBack())
      throw new Error(
        'The store has filed items before that this chain cannot take out of its conversation.',
      );
  }
}

function seenAlso(thread: Thread, ids: readonly string[]): Thread {
  return { ...thread, seen: [...thread.seen, ...ids] };
}

/** Marks count events, so a removed event is replaced by one without effect. */
function withoutThem(events: readonly AppliedEvent[], ids: readonly string[]): AppliedEvent[] {
  return events.map((one) =>
    isOneOf(one.event, ids) ? { event: { type: 'timePassed' }, now: one.now } : one,
  );
}

function isOneOf(event: ConversationEvent, ids: readonly string[]): boolean {
  return (event.type === 'contactWrote' || event.type === 'contactActed') && ids.includes(event.messageId);
}
