import type { Picture } from '../domain/bots/answer';
import type { CallLimits } from '../platform/network/call-clock';
import { CallError } from '../platform/network/call-error';
import type { GuardedClient } from '../platform/network/guarded-client';

/** What WeChat takes as an image: 10 MB. */
const LIMITS: CallLimits = {
  firstByteMs: 10_000,
  idleMs: 10_000,
  totalMs: 30_000,
  mostBytes: 10 * 1_048_576,
};

/**
 * Fetches a picture of an answer. Null if it cannot be had or is too large; then its `text` is sent in its place. What
 * kind of file it is has to be judged by its content, as of every attachment.
 *
 * @throws the reason of `signal`
 */
export async function fetchPicture(
  client: GuardedClient,
  { url }: Pick<Picture, 'url'>,
  signal: AbortSignal,
): Promise<Buffer | null> {
  try {
    const { status, chunks, stop } = await client.call({ url, method: 'GET', limits: LIMITS, signal });
    if (status !== 200) {
      stop();
      return null;
    }
    const all: Buffer[] = [];
    for await (const chunk of chunks) all.push(chunk);
    return Buffer.concat(all);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CallError) return null;
    throw error;
  }
}
