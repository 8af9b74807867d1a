import { sleep } from '@temporalio/workflow';
import type { LateDeliveryInput } from './messages';
import { proxyWebhooks } from './webhook-proxies';

/**
 * Tries one delivery for the rest of its schedule, which takes three days, while the later events of its conversation pass. Ends
 * when it has arrived or is dead, when it was sent anew, or when the endpoint is disabled.
 */
export async function lateDelivery({ webhookId, sequence, cycle, at }: LateDeliveryInput): Promise<void> {
  const { deliverEvents } = proxyWebhooks();
  let nextAt: number | null = at;
  while (nextAt !== null) {
    await sleep(Math.max(1, nextAt - Date.now()));
    const work = [{ thread: '', sequences: [sequence] }];
    const { tried } = await deliverEvents({ webhookId, work, now: Date.now(), cycle });
    nextAt = tried[0]?.retryAt ?? null;
  }
}
