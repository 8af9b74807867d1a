import type { ServerResponse } from 'node:http';

/** The connection to one client, to which events are written. */
export type Sink = {
  /** False if nothing can be written any more: the client has gone, or was cut off because it does not read. */
  readonly write: (text: string) => boolean;
  /** Resolves when little is left for the client to read; rejects if it has not read for 30 s or has gone. */
  readonly drained: () => Promise<void>;
  /** Ends the stream; cuts it off if the client does not read. */
  readonly end: () => void;
};

export type SinkLimits = {
  /** A client with more than this waiting is cut off, so that a slow one cannot fill the memory. */
  readonly mostWaitingBytes: number;
  readonly drainWithinMs: number;
};

const DEFAULT_LIMITS: SinkLimits = { mostWaitingBytes: 1024 * 1024, drainWithinMs: 30_000 };
const LITTLE_BYTES = 128 * 1024;
const END_WITHIN_MS = 500;

/** Sends the headers of an event stream; returns the sink that writes to it. */
export function openSink(response: ServerResponse, limits: SinkLimits = DEFAULT_LIMITS): Sink {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    // nginx would hold events back otherwise.
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const isGone = (): boolean => response.writableEnded || response.destroyed;
  return {
    write(text) {
      if (isGone()) return false;
      response.write(text);
      if (response.writableLength <= limits.mostWaitingBytes) return true;
      response.destroy();
      return false;
    },
    drained() {
      if (response.writableLength <= LITTLE_BYTES) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const end = (settle: () => void): void => {
          clearTimeout(timer);
          response.off('drain', onDrain).off('close', onClose);
          settle();
        };
        const onDrain = (): void => end(resolve);
        const onClose = (): void => end(() => reject(new Error('the client has gone')));
        const timer = setTimeout(() => {
          response.destroy();
          end(() => reject(new Error('the client does not read')));
        }, limits.drainWithinMs);
        response.once('drain', onDrain).once('close', onClose);
      });
    },
    end() {
      if (isGone()) return;
      response.end();
      setTimeout(() => {
        if (!response.writableFinished) response.destroy();
      }, END_WITHIN_MS);
    },
  };
}
