import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Subject } from '../subject';
import type { Delivery } from './deliveries';

/** When a delivery was sent (epoch ms), and how long its answer took (ms). */
export type Sent = { readonly at: number; readonly answeredAfter: number };

const CONNECTIONS = 32;

/** Posts deliveries at a steady pace, whether earlier ones are answered or not. Throws if one is not `success`. */
export async function sendSteadily(
  { origin, webhookPath }: Pick<Subject, 'origin' | 'webhookPath'>,
  deliveries: readonly Delivery[],
  perSecond: number,
): Promise<readonly Sent[]> {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const send = async ({ query, body: given }: Delivery): Promise<Sent> => {
    const at = Date.now();
    const sentAt = performance.now();
    const { statusCode, body } = await pool.request({
      path: `${webhookPath}?${query}`,
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: given,
    });
    const text = await body.text();
    if (statusCode !== 200 || text !== 'success')
      throw new Error(`The webhook answered ${statusCode}: ${text}`);
    return { at, answeredAfter: performance.now() - sentAt };
  };
  const startedAt = performance.now();
  const answers: Promise<Sent>[] = [];
  for (const [index, delivery] of deliveries.entries()) {
    await sleep(Math.max(0, startedAt + (index * 1000) / perSecond - performance.now()));
    const answer = send(delivery);
    // Each is awaited below; until then a failure must not end the process.
    answer.catch(() => undefined);
    answers.push(answer);
  }
  const sent = await Promise.all(answers);
  await pool.close();
  return sent;
}
