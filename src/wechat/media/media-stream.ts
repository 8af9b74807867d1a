import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

/** An answer whose body is still arriving; its first piece has come, or its end. */
export type MediaStream = {
  readonly httpStatus: number;
  /** The target of a redirect, as given in the answer; null if there is none. */
  readonly location: string | null;
  readonly body: AsyncIterable<Buffer>;
  /** Ends the exchange; harmless after the end of the body. */
  readonly stop: () => void;
};

/** If no piece arrives for this long, the other side counts as dead. */
const STALLED_AFTER_MS = 10_000;

/**
 * Requests a file; follows no redirect. The whole exchange, including the body, ends after `totalMs`. The call and
 * `body` reject if the network fails, the other side stalls, or fewer bytes come than announced.
 */
export async function openMediaStream(
  dispatcher: Dispatcher,
  request: { readonly url: URL; readonly totalMs: number },
): Promise<MediaStream> {
  const { url, totalMs } = request;
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new Error('The file took too long.')), totalMs);
  timer.unref();
  const stop = (): void => {
    clearTimeout(timer);
    ending.abort(new Error('The exchange was ended.'));
  };
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      signal: ending.signal,
      headersTimeout: STALLED_AFTER_MS,
      bodyTimeout: STALLED_AFTER_MS,
    });
    // An ended exchange may still report an error, which no longer matters.
    body.on('error', () => undefined);
    const pieces = (body as Readable).iterator({ destroyOnReturn: true }) as AsyncIterator<Buffer>;
    const { value, done } = await pieces.next();
    const first = done === true || value.length === 0 ? [] : [value];
    const location = typeof headers.location === 'string' ? headers.location : null;
    return { httpStatus: statusCode, location, body: withFirstPieces(first, pieces, stop), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** The pieces that were already read, then the rest; calls `stop` at the end, or when the reader stops early. */
export async function* withFirstPieces(
  read: readonly Buffer[],
  rest: AsyncIterator<Buffer>,
  stop: () => void,
): AsyncGenerator<Buffer> {
  try {
    yield* read;
    for (;;) {
      const { value, done } = await rest.next();
      if (done === true) return;
      yield value;
    }
  } finally {
    stop();
  }
}
