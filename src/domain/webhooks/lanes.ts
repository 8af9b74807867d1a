/**
 * The queue of one endpoint: which events may be delivered now. Those of one thread (a conversation, else a contact, else
 * a channel) in order and one after the other; several threads side by side, as many as there are lanes. A thread that
 * waits for its next try holds no lane, and only its first event is kept: its other ones, its tail, stay in the store until it
 * goes on, and so does the end of a long thread. So none takes the room of other threads. Plain data, so that it survives the end of a run.
 */

export const MOST_LANES = 8;
/** What one lane is given at once. */
const MOST_AT_ONCE = 20;
/** Events that are known at once, without those that wait for a try: the rest stay in the store. */
export const MOST_QUEUED = 1_000;
/** Threads that wait for a try at once, each for half an hour at most; until then no others are taken. */
export const MOST_WAITING = 2_000;
/** Events of one thread that are known at once: a long one leaves room to the others. */
export const MOST_OF_THREAD = 250;
/** Tails that are asked for at once. */
const MOST_TAILS = 200;

/** `cycle` rises when it is sent anew. */
export type QueuedEvent = { readonly sequence: number; readonly thread: string; readonly cycle: number };

/**
 * The events of a thread, the oldest first, the cycle of each, and until when it waits (null: it does not). `hasTail`: later ones
 * are in the store, and come after these.
 */
export type QueuedThread = {
  readonly thread: string;
  readonly sequences: readonly number[];
  readonly cycles: readonly number[];
  readonly until: number | null;
  readonly hasTail?: boolean;
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

type Thread = { sequences: number[]; until: number | null; hasTail: boolean };

export class Lanes {
  /** In the order in which they get their turns. */
  private readonly threads = new Map<string, Thread>();
  /** Each event that waits or is under way. */
  private readonly known = new Map<number, { readonly thread: string; readonly cycle: number }>();
  private readonly busy = new Set<string>();
  private inUse = 0;
  private count: number;

  constructor(state: LanesState = { lanes: MOST_LANES, threads: [] }) {
    this.count = state.lanes;
    for (const { thread, sequences, cycles, until, hasTail = false } of state.threads) {
      this.threads.set(thread, { sequences: [...sequences], until, hasTail });
      sequences.forEach((sequence, index) => {
        this.known.set(sequence, { thread, cycle: cycles[index] ?? 0 });
      });
    }
  }

  /** Nothing waits, nothing is under way, and no thread has a tail. */
  get isEmpty(): boolean {
    return this.threads.size === 0;
  }

  /** How many lanes the endpoint has now. */
  get lanes(): number {
    return this.count;
  }

  get isBusy(): boolean {
    return this.inUse > 0;
  }

  /** How many events may be added. */
  get room(): number {
    return MOST_QUEUED - (this.known.size - this.waiting);
  }

  /** Half of the room is free, so that events are taken many at once. */
  get hasRoom(): boolean {
    return this.room >= MOST_QUEUED / 2 && this.waiting < MOST_WAITING;
  }

  /** Threads that go on once their tails are there. */
  get withoutHead(): readonly string[] {
    const found: string[] = [];
    for (const [thread, { sequences, hasTail }] of this.threads) {
      if (hasTail && sequences.length === 0) found.push(thread);
      if (found.length === MOST_TAILS) break;
    }
    return found;
  }

  /** Each waits with one event. */
  private get waiting(): number {
    let count = 0;
    for (const { until } of this.threads.values()) if (until !== null) count += 1;
    return count;
  }

  /** The tails of these threads were asked for: what is added from now on is all that there is. */
  goOn(threads: readonly string[]): void {
    for (const thread of threads) {
      const queued = this.threads.get(thread);
      if (queued === undefined) continue;
      queued.hasTail = false;
      if (queued.sequences.length === 0) this.threads.delete(thread);
    }
  }

  /**
   * Adds events in their order. One that is known already is left as it is, unless it was sent anew meanwhile: then what it
   * waits for, and what becomes of the try that is under way, counts no more. Behind an event that waits, and of a long thread, they are its tail.
   */
  add(events: readonly QueuedEvent[]): void {
    for (const { sequence, thread, cycle } of events) {
      const before = this.known.get(sequence);
      if (before !== undefined) {
        if (before.cycle >= cycle) continue;
        this.known.set(sequence, { ...before, cycle });
        const queued = this.threads.get(before.thread);
        // A thread waits for its first event only.
        if (queued?.sequences[0] === sequence) queued.until = null;
        continue;
      }
      const queued = this.threads.get(thread) ?? { sequences: [], until: null, hasTail: false };
      this.threads.set(thread, queued);
      // What is sent anew may be older than what waits.
      const isFirst = sequence < (queued.sequences[0] ?? 0);
      const isFull = queued.sequences.length >= MOST_OF_THREAD;
      if (!isFirst && (isFull || queued.hasTail || queued.until !== null)) {
        queued.hasTail = true;
        continue;
      }
      this.known.set(sequence, { thread, cycle });
      const place = queued.sequences.findIndex((one) => one > sequence);
      queued.sequences.splice(place < 0 ? queued.sequences.length : place, 0, sequence);
      if (isFirst) queued.until = null;
    }
  }

  /** Takes work for a free lane; null: there is none, or no lane is free. `settle` gives the lane back. */
  take(now: number): LaneWork | null {
    if (this.inUse >= this.count) return null;
    const ready = [...this.threads].filter(
      ([thread, { sequences, until }]) =>
        sequences.length > 0 && !this.busy.has(thread) && (until === null || until <= now),
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
        if (result.thread === thread) this.apply(queued, result);
      }
      if (queued.until !== null) this.leaveTail(queued);
      // To the end of the line.
      this.threads.delete(thread);
      if (queued.sequences.length > 0 || queued.hasTail) this.threads.set(thread, queued);
    }
  }

  private apply(queued: Thread, { sequence, cycle, retryAt }: LaneResult): void {
    const isFirst = queued.sequences[0] === sequence;
    if (isFirst) queued.until = null;
    // It was sent anew meanwhile.
    if (cycle !== null && cycle < (this.known.get(sequence)?.cycle ?? 0)) return;
    if (retryAt === null) {
      queued.sequences = queued.sequences.filter((one) => one !== sequence);
      this.known.delete(sequence);
    } else if (isFirst) {
      queued.until = retryAt;
    }
  }

  private leaveTail(queued: Thread): void {
    for (const sequence of queued.sequences.splice(1)) {
      this.known.delete(sequence);
      queued.hasTail = true;
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
    const threads = [...this.threads].map(([thread, { sequences, until, hasTail }]) => ({
      thread,
      sequences,
      cycles: sequences.map((sequence) => this.known.get(sequence)?.cycle ?? 0),
      until,
      ...(hasTail ? { hasTail } : {}),
    }));
    return { lanes: this.count, threads };
  }
}
