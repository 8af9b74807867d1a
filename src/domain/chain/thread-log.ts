import type { ConversationEvent } from '../conversation/events';
import type { StoredAhead } from './projection';
import { applyToThread, projected, type Thread } from './thread';
import { type AppliedEvent, withoutItems } from './undo';

/** A place in the log: everything before it is in the projection that was made there. */
export type Mark = { readonly index: number; readonly thread: Thread };

/**
 * A chain, and the events since its last projection: so that an item that the store turns out to know already can be
 * taken out again (docs/rules.md#38).
 */
export class ThreadLog {
  private base: Thread;
  private events: AppliedEvent[] = [];
  private dropped = 0;
  private written: number;
  private renewed = false;

  constructor(private latest: Thread) {
    this.base = latest;
    this.written = latest.version;
  }

  get thread(): Thread {
    return this.latest;
  }

  /** The version up to which everything is written, or is being written. */
  get projectedVersion(): number {
    return this.written;
  }

  /** Whether the next conversation has begun since this run began. */
  get hasRenewed(): boolean {
    return this.renewed;
  }

  /** Applies an event; tells whether it changed anything. */
  apply(event: ConversationEvent, now: number): boolean {
    const before = this.latest;
    this.latest = applyToThread(before, event, now);
    if (this.latest === before) return false;
    this.events.push({ event, now });
    this.renewed ||= this.latest.ended.length > 0;
    return true;
  }

  mark(): Mark {
    return { index: this.dropped + this.events.length, thread: this.latest };
  }

  /** A delivery is writing what was marked: it needs no projection of its own. */
  startWriting(mark: Mark): void {
    this.written = Math.max(this.written, mark.thread.version);
  }

  /** What was marked is written. */
  finishWriting(mark: Mark): void {
    const { version } = mark.thread;
    this.written = Math.max(this.written, version);
    this.latest = projected(this.latest, version);
    if (mark.index <= this.dropped) return;
    this.base = projected(mark.thread, version);
    this.events = this.events.slice(mark.index - this.dropped);
    this.dropped = mark.index;
  }

  /** Whether all was written is not known: everything is projected again. */
  writeAgain(): void {
    this.written = -1;
  }

  /**
   * Goes on from what the store holds, where that is ahead of this chain: all that has happened since the last
   * projection is applied to it. False where the chain is ahead, as it is after a projection that was late.
   */
  adopt({ version, conversation, isForeign }: StoredAhead): boolean {
    if (!isForeign && version <= this.latest.version) return false;
    const reached = Math.max(version, this.latest.version);
    const stored = { ...this.base, version: reached, current: conversation, ended: [], rows: [] };
    this.latest = withoutItems({ base: stored, applied: this.events, repeatedIds: [], version: reached });
    // Earlier marks belong to the former state: nothing is undone or acknowledged by them any more.
    this.base = this.latest;
    this.dropped += this.events.length;
    this.events = [];
    this.written = reached;
    this.renewed = this.latest.ended.length > 0;
    return true;
  }

  /** Takes items out that the store had filed before. */
  undo(repeatedIds: readonly string[]): void {
    const { version } = this.latest;
    this.latest = withoutItems({ base: this.base, applied: this.events, repeatedIds, version });
    this.base = { ...this.base, seen: [...this.base.seen, ...repeatedIds] };
    // Marks count events: what is taken out leaves an event without effect in its place.
    this.events = this.events.map((one) =>
      isOneOf(one.event, repeatedIds) ? { event: { type: 'timePassed' }, now: one.now } : one,
    );
    this.renewed = this.latest.ended.length > 0;
  }
}

function isOneOf(event: ConversationEvent, ids: readonly string[]): boolean {
  return (event.type === 'contactWrote' || event.type === 'contactActed') && ids.includes(event.messageId);
}
