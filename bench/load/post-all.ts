import { Pool } from 'undici';
import type { Subject } from '../subject';
import type { Delivery } from './deliveries';

/** The result of a load: when it began and ended (epoch ms), and each answer's time in ms. */
export type LoadResult = {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly latencies: readonly number[];
};

/** Posts deliveries to a webhook in order, `atOnce` at a time. Throws if one is not answered `success`. */
export async function postAll(
  { origin, webhookPath }: Pick<Subject, 'origin' | 'webhookPath'>,
  deliveries: readonly Delivery[],
  atOnce: number,
): Promise<LoadResult> {
  const pool = new Pool(origin, { connections: atOnce, pipelining: 1 });
  const latencies: number[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let delivery = deliveries[next++]; delivery !== undefined; delivery = deliveries[next++]) {
      const sentAt = performance.now();
      const { statusCode, body } = await pool.request({
        path: `${webhookPath}?${delivery.query}`,
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: delivery.body,
      });
      const text = await body.text();
      latencies.push(performance.now() - sentAt);
      if (statusCode !== 200 || text !== 'success')
        throw new Error(`The webhook answered ${statusCode}: ${text}`);
    }
  };
  const startedAt = Date.now();
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  const endedAt = startedAt + (performance.now() - began);
  await pool.close();
  return { startedAt, endedAt, latencies };
}
