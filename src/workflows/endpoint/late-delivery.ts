import { sleep } from '@temporalio/workflow';
import type { LateDeliveryInput } from './messages';
import { proxyWebhooks } from './webhook-proxies';

/**
 * Waits for the next try of a delivery that goes on alone, while the later events of its conversation pass: up to a day. Then the
 * workflow of the endpoint makes the try in one of its lanes, so that an endpoint which comes back gets what it missed at the pace
 * of everything else.
 */
export async function lateDelivery(input: LateDeliveryInput): Promise<void> {
  const { endPause } = proxyWebhooks();
  await sleep(Math.max(1, input.at - Date.now()));
  await endPause(input);
}
