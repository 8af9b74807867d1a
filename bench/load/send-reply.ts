import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { ReplyRequest } from '../protocol';

const CONNECTIONS = 32;

/** Sends one reply; resolves when WeChat has it. Throws for any other answer. */
export async function sendReply(pool: Pool, { path, headers, body }: ReplyRequest): Promise<void> {
  const answer = await pool.request({ path, method: 'POST', headers, body });
  const text = await answer.body.text();
  if (answer.statusCode !== 201 || !text.includes('sent')) {
    throw new Error(`A reply was answered ${answer.statusCode}: ${text}`);
  }
}

/**
 * Sends these replies at a steady pace, whether earlier ones are answered or not, until `isOver` or until there is none
 * left. Returns how long each took, in ms.
 */
export async function replySteadily(
  origin: string,
  requests: readonly ReplyRequest[],
  perSecond: number,
  isOver: () => boolean,
): Promise<readonly number[]> {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const send = async (request: ReplyRequest): Promise<number> => {
    const sentAt = performance.now();
    await sendReply(pool, request);
    return performance.now() - sentAt;
  };
  const startedAt = performance.now();
  const answers: Promise<number>[] = [];
  for (const [index, request] of requests.entries()) {
    await sleep(Math.max(0, startedAt + (index * 1000) / perSecond - performance.now()));
    if (isOver()) break;
    const answer = send(request);
    // Each is awaited below; until then a failure must not end the process.
    answer.catch(() => undefined);
    answers.push(answer);
  }
  const latencies = await Promise.all(answers);
  await pool.close();
  return latencies;
}
