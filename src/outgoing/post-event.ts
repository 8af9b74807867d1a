/** One try of a delivery over HTTP. */
import { CallError } from '../platform/network/call-error';
import type { GuardedClient } from '../platform/network/guarded-client';
import type { ReceivedAnswer } from '../store/webhooks/deliveries';

/** How a try ended. `error`: why it did not succeed, a stable code; null: it succeeded. */
export type Posted = {
  readonly status: number | null;
  readonly error: string | null;
  readonly answer: ReceivedAnswer | null;
  readonly retryAfter: string | null;
  readonly ms: number;
};

/** How long an endpoint may take to answer. */
export const ANSWER_WITHIN_MS = 15_000;
/** Of an answer this much is kept. */
const KEPT_BYTES = 4_096;

/**
 * Posts a body. Any 2xx is a success, whatever follows the status; redirects are not followed.
 * @param signal ends the try; rejects with its reason then
 */
export async function postEvent(
  client: Pick<GuardedClient, 'call'>,
  request: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  },
  signal: AbortSignal,
): Promise<Posted> {
  const startedAt = performance.now();
  const since = (): number => Math.round(performance.now() - startedAt);
  try {
    const answer = await client.call({
      url: request.url,
      method: 'POST',
      headers: request.headers,
      body: request.body,
      followsRedirects: false,
      limits: {
        firstByteMs: ANSWER_WITHIN_MS,
        idleMs: ANSWER_WITHIN_MS,
        totalMs: ANSWER_WITHIN_MS,
        mostBytes: 1_048_576,
      },
      signal,
    });
    const { status } = answer;
    const body = await readBeginning(answer.chunks);
    answer.stop();
    return {
      status,
      error: status >= 200 && status < 300 ? null : status < 400 ? 'redirect' : `http_${status}`,
      answer: { status, body },
      retryAfter: answer.header('retry-after'),
      ms: since(),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CallError)) throw error;
    return { status: null, error: error.code, answer: null, retryAfter: null, ms: since() };
  }
}

/** The first 4 KiB; the status has said enough where the rest breaks off. */
async function readBeginning(chunks: AsyncIterable<Buffer>): Promise<string> {
  const kept: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      kept.push(chunk);
      bytes += chunk.length;
      if (bytes >= KEPT_BYTES) break;
    }
  } catch {
    // Its beginning is kept.
  }
  // PostgreSQL takes no NUL.
  return Buffer.concat(kept).subarray(0, KEPT_BYTES).toString('utf8').replaceAll('\0', '�');
}
