import { Worker } from 'node:worker_threads';

/** Far longer than the longest voice takes (60 s of it: 0.1 s), far shorter than anybody waits. */
const DECODED_WITHIN_MS = 20_000;
const WORKER_HEAP_MB = 256;
/** Each takes a core and some 30 MB; the time of those that wait is not counted. */
const MOST_AT_ONCE = 2;
const running = new Set<Promise<Buffer | null>>();

/**
 * Runs in the worker. As text, so that it needs no file of its own beside the compiled program; all it does is to call
 * the codec, which is a big C program in JavaScript and never enters this thread.
 */
const DECODE = `
const { parentPort, workerData } = require('node:worker_threads');
const wav = require(workerData.codec).toWAV(workerData.amr);
parentPort.postMessage(wav, wav === null ? [] : [wav.buffer]);
`;

/**
 * A voice in AMR as WAV (8 kHz, 16 bit, mono), which browsers play; null where the codec cannot read it. It is decoded
 * in a thread of its own, so that neither its time nor a fault in it harms the process.
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
      // The codec prints what it thinks of bad input.
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
