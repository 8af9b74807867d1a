/** Operators who come and go: each has an event stream open for a while, at one process or the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type HeardEvent, listenToEvents } from '../../test/support/listen-to-events';
import { randomFrom } from '../../test/support/seeded-random';
import type { Desk } from '../desk/desk';
import type { Heard } from '../history';

const LONGEST_STAY_MS = 40_000;
const LONGEST_ABSENCE_MS = 10_000;
const TRIES_AGAIN_AFTER_MS = 500;
/** For a desk that is well. */
const COMES_WITHIN_MS = 60_000;

export type Presence = {
  /** From now on nobody goes. Resolves when all are connected, with how many of them could not connect for a minute. */
  readonly stay: () => Promise<number>;
  /** Ends it, and says what each operator was told. */
  readonly stop: () => readonly Heard[];
};

/** What one operator is told, over all streams: each goes on where the one before was cut. */
class Listener {
  isConnected = false;
  lastEventId: string | undefined;
  private streams = 0;
  private resyncs = 0;
  private since = Number.POSITIVE_INFINITY;
  private readonly messages = new Map<string, string>();
  private readonly conversations = new Map<string, number>();

  /** One more stream begins. */
  begins(): void {
    this.streams += 1;
  }

  readonly hears = ({ id, event, data }: HeardEvent): void => {
    this.lastEventId = id ?? this.lastEventId;
    if (event === 'ready') this.since = Math.min(this.since, Date.now());
    // Whoever is told this loads everything again.
    if (event === 'resync') {
      this.resyncs += 1;
      this.since = Date.now();
      this.messages.clear();
      this.conversations.clear();
    }
    if (event === 'message') this.messages.set(String(data['id']), String(data['changedAt']));
    if (event === 'conversation') this.conversations.set(String(data['id']), Number(data['version']));
  };

  told(): Heard {
    return {
      streams: this.streams,
      resyncs: this.resyncs,
      since: this.since,
      messages: Object.fromEntries(this.messages),
      conversations: Object.fromEntries(this.conversations),
    };
  }
}

/** Begins at once. */
export function keepPresence(desk: Desk, seed: number): Presence {
  const random = randomFrom(seed + 2_000_003);
  const over = new AbortController();
  const staying = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  /** Ends early when nobody goes any more. */
  const pause = (ms: number): Promise<void> => {
    const signal = AbortSignal.any([over.signal, staying.signal]);
    return sleep(ms, undefined, { signal }).catch(() => undefined);
  };
  const untilOver = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));

  const comeAndGo = async (listener: Listener, token: string): Promise<void> => {
    while (!isOver()) {
      const url = desk.urls[random() < 0.5 ? 0 : 1] ?? '';
      const { lastEventId, hears: onEvent } = listener;
      const stream = await listenToEvents(url, { token, lastEventId, onEvent }).catch(() => null);
      if (stream === null) {
        await sleep(TRIES_AGAIN_AFTER_MS);
        continue;
      }
      listener.begins();
      listener.isConnected = true;
      const stay = staying.signal.aborted ? untilOver : pause(random() * LONGEST_STAY_MS);
      await Promise.race([stay, stream.ended]);
      listener.isConnected = false;
      stream.close();
      await pause(random() * LONGEST_ABSENCE_MS);
    }
  };
  const listeners = desk.operators.map(({ token }) => {
    const listener = new Listener();
    void comeAndGo(listener, token);
    return listener;
  });
  return {
    async stay() {
      staying.abort();
      const until = Date.now() + COMES_WITHIN_MS;
      // Those who are there when this is called leave once more.
      await sleep(TRIES_AGAIN_AFTER_MS);
      while (listeners.some(({ isConnected }) => !isConnected) && Date.now() < until) await sleep(100);
      return listeners.filter(({ isConnected }) => !isConnected).length;
    },
    stop() {
      over.abort();
      return listeners.map((one) => one.told());
    },
  };
}
