import { Worker } from 'node:worker_threads';

/** Far longer than the longest voice message takes (60 s of audio: 0.1 s). */
const DECODED_WITHIN_MS = 20_000;
const WORKER_HEAP_MB = 256;
/** Each one uses a core and some 30 MB. Time spent waiting does not count towards the limit. */
const MOST_AT_ONCE = 2;
const running = new Set<Promise<Buffer | null>>();

/**
 * The code of the worker thread, as text, so that the compiled program needs no extra file for it. It only calls the
 * codec, a large C program compiled to JavaScript, which never runs in this thread.
 */
const DECODE = `
const { parentPort, workerData } = require('node:worker_threads');
const wav = require(workerData.codec).toWAV(workerData.amr);
parentPort.postMessage(wav, wav === null ? [] : [wav.buffer]);
`;

/**
 * Converts a voice message from AMR to WAV (8 kHz, 16 bit, mono), which browsers play; null if the codec cannot read
 * it. It is decoded in a separate thread, so that neither the time it takes nor a crash affects the process.
 */
export async function decodeVoice(amr: Buffer): Promise<Buffer | null> {
  while (running.size >= MOST_AT_ONCE) await Promise.race(running);
  const decoding = decode(amr);
  running.add(decoding);
  try {
    return await decoding;
  } finally {
    running.delete(decoding);
  }
}

function decode(amr: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const worker = new Worker(DECODE, {
      eval: true,
      workerData: { codec: require.resolve('amr-js/library/amrnb.js'), amr: new Uint8Array(amr) },
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
      // The codec prints messages about bad input.
      stdout: true,
      stderr: true,
      execArgv: [],
    });
    const end = (wav: Buffer | null): void => {
      clearTimeout(timer);
      resolve(wav);
      void worker.terminate();
    };
    const timer = setTimeout(() => end(null), DECODED_WITHIN_MS);
    worker.once('message', (wav: Uint8Array | null) => {
      end(wav === null ? null : Buffer.from(wav.buffer, wav.byteOffset, wav.byteLength));
    });
    worker.once('error', () => end(null));
    worker.once('exit', () => end(null));
  });
}
