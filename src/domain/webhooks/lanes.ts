/**
 * The queue of one endpoint: which events may be delivered now. Those of one thread (a conversation, else a contact, else
 * a channel) in order and one after the other; several threads side by side, as many as there are lanes. A thread that
 * waits for its next try holds no lane. Plain data, so that it survives the end of a run.
 */

export const MOST_LANES = 8;
/** What one lane is given at once. */
const MOST_AT_ONCE = 20;
/** Events that are known at once: the rest stay in the store. */
export const MOST_QUEUED = 1_000;

/** `cycle` rises when it is sent anew. */
export type QueuedEvent = { readonly sequence: number; readonly thread: string; readonly cycle: number };

/** The events of a thread, the oldest first, the cycle of each, and until when it waits; null: it does not. */
export type QueuedThread = {
  readonly thread: string;
  readonly sequences: readonly number[];
  readonly cycles: readonly number[];
  readonly until: number | null;
};

export type LanesState = { readonly lanes: number; readonly threads: readonly QueuedThread[] };

/** What a lane is given: the threads one after the other, each in its order. */
export type LaneWork = readonly { readonly thread: string; readonly sequences: readonly number[] }[];

/** What became of the events that were tried; the others of the same work were not. */
export type LaneResult = {
  readonly thread: string;
  readonly sequence: number;
  /** The cycle that was tried; null: it is in the store no more. */
  readonly cycle: number | null;
  /** Null: it is done with, delivered, dead or going on alone. */
  readonly retryAt: number | null;
};

type Thread = { sequences: number[]; until: number | null };

export class Lanes {
  /** In the order in which they get their turns. */
  private readonly threads = new Map<string, Thread>();
  /** The cycle of each event that waits or is under way. */
  private readonly known = new Map<number, number>();
  private readonly busy = new Set<string>();
  private inUse = 0;
  private count: number;

  constructor(state: LanesState = { lanes: MOST_LANES, threads: [] }) {
    this.count = state.lanes;
    for (const { thread, sequences, cycles, until } of state.threads) {
      this.threads.set(thread, { sequences: [...sequences], until });
      sequences.forEach((sequence, index) => {
        this.known.set(sequence, cycles[index] ?? 0);
      });
    }
  }

  /** How many events are waiting or under way. */
  get size(): number {
    return this.known.size;
  }

  /** How many lanes the endpoint has now. */
  get lanes(): number {
    return this.count;
  }

  get isBusy(): boolean {
    return this.inUse > 0;
  }

  /**
   * Adds events in their order. One that is known already is left as it is, unless it was sent anew meanwhile: then what it
   * waits for, and what becomes of the try that is under way, counts no more.
   */
  add(events: readonly QueuedEvent[]): void {
    for (const { sequence, thread, cycle } of events) {
      const knownCycle = this.known.get(sequence);
      if (knownCycle !== undefined && knownCycle >= cycle) continue;
      this.known.set(sequence, cycle);
      const queued = this.threads.get(thread) ?? { sequences: [], until: null };
      this.threads.set(thread, queued);
      if (knownCycle === undefined) {
        // What is sent anew may be older than what waits.
        const place = queued.sequences.findIndex((one) => one > sequence);
        queued.sequences.splice(place < 0 ? queued.sequences.length : place, 0, sequence);
      }
      // A thread waits for its first event only.
      if (queued.sequences[0] === sequence) queued.until = null;
    }
  }

  /** Takes work for a free lane; null: there is none, or no lane is free. `settle` gives the lane back. */
  take(now: number): LaneWork | null {
    if (this.inUse >= this.count) return null;
    const ready = [...this.threads].filter(
      ([thread, { until }]) => !this.busy.has(thread) && (until === null || until <= now),
    );
    if (ready.length === 0) return null;
    // With less to do than there are lanes each gets one thread; with much each gets several.
    const share = Math.min(MOST_AT_ONCE, Math.ceil(ready.length / Math.max(1, this.count - this.inUse)));
    const work: { thread: string; sequences: readonly number[] }[] = [];
    let room = MOST_AT_ONCE;
    for (const [thread, { sequences, until }] of ready.slice(0, share)) {
      if (room === 0) break;
      // What failed is tried by itself: the rest follow once it has arrived.
      const given = sequences.slice(0, until === null ? room : 1);
      room -= given.length;
      work.push({ thread, sequences: given });
      this.busy.add(thread);
    }
    this.inUse += 1;
    return work;
  }

  /** The lane is free again. */
  settle(work: LaneWork, results: readonly LaneResult[]): void {
    this.inUse -= 1;
    for (const { thread } of work) {
      this.busy.delete(thread);
      const queued = this.threads.get(thread);
      if (queued === undefined) continue;
      for (const result of results) {
        if (result.thread !== thread) continue;
        const isOld = result.cycle !== null && result.cycle < (this.known.get(result.sequence) ?? 0);
        queued.until = isOld ? null : result.retryAt;
        if (isOld) continue;
        if (result.retryAt !== null) continue;
        queued.sequences = queued.sequences.filter((one) => one !== result.sequence);
        this.known.delete(result.sequence);
      }
      // To the end of the line.
      this.threads.delete(thread);
      if (queued.sequences.length > 0) this.threads.set(thread, queued);
    }
  }

  /** The endpoint is overloaded: half of the lanes. */
  slowDown(): void {
    this.count = Math.max(1, Math.floor(this.count / 2));
  }

  /** So many deliveries succeeded: each adds a lane. */
  speedUp(successes: number): void {
    this.count = Math.min(MOST_LANES, this.count + successes);
  }

  /** When the next thread that waits after `now` may go on; null: none waits. */
  nextAt(now: number): number | null {
    let next: number | null = null;
    for (const [thread, { until }] of this.threads) {
      if (until === null || until <= now || this.busy.has(thread)) continue;
      if (next === null || until < next) next = until;
    }
    return next;
  }

  toState(): LanesState {
    const threads = [...this.threads].map(([thread, { sequences, until }]) => ({
      thread,
      sequences,
      cycles: sequences.map((sequence) => this.known.get(sequence) ?? 0),
      until,
    }));
    return { lanes: this.count, threads };
  }
}
