/**
 * Preloaded (`node --expose-gc --require`) into a measured process and, by Node, into each of its worker threads:
 * workflows run in a separate isolate, which the main thread can neither collect nor measure.
 */
import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import type { Memory } from './protocol';

const CHANNEL = 'duihua-bench-memory';
const COLLECTED_WITHIN_MS = 2_000;

declare const gc: (() => void) | undefined;

type Note = { readonly heap: number } | 'collect';

if (!isMainThread) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.unref();
  channel.onmessage = (event: unknown) => {
    if (noteOf(event) === 'collect') channel.postMessage({ heap: collect() } satisfies Note);
  };
}

/** Collects garbage in all threads and measures what is left. */
export async function measureMemory(): Promise<Memory> {
  let heap = 0;
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event: unknown) => {
    const note = noteOf(event);
    if (note !== 'collect') heap += note.heap;
  };
  channel.postMessage('collect' satisfies Note);
  await new Promise((resolve) => setTimeout(resolve, COLLECTED_WITHIN_MS));
  channel.close();
  heap += collect();
  return { rss: process.memoryUsage.rss(), heap };
}

function noteOf(event: unknown): Note {
  return (event as { readonly data: Note }).data;
}

/** Twice: what finalizers release in the first run is collected in the second. */
function collect(): number {
  if (gc === undefined) throw new Error('Start Node with --expose-gc.');
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}
