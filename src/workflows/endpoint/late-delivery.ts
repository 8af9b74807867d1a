import { continueAsNew, sleep } from '@temporalio/workflow';
import { type LateDeliveryInput, LONGEST_HISTORY } from './messages';
import { isRunOld, proxyWebhooks } from './webhook-proxies';

/** A worker had to stop before the try. */
const INTERRUPTED_MS = 5_000;

/**
 * Tries one delivery for the rest of its schedule, which takes three days, while the later events of its conversation pass. Ends
 * when it has arrived or is dead, when it was sent anew, or when the endpoint is disabled.
 */
export async function lateDelivery(input: LateDeliveryInput): Promise<void> {
  const { webhookId, sequence, cycle, rollAfterEvents = LONGEST_HISTORY } = input;
  const { deliverEvents } = proxyWebhooks();
  let nextAt = input.at;
  for (;;) {
    await sleep(Math.max(1, nextAt - Date.now()));
    const work = [{ thread: '', sequences: [sequence] }];
    const { tried, isOff } = await deliverEvents({ webhookId, work, now: Date.now(), cycle });
    const [one] = tried;
    if (isOff || one?.retryAt === null) return;
    nextAt = one?.retryAt ?? Date.now() + INTERRUPTED_MS;
    if (isRunOld(rollAfterEvents)) await continueAsNew<typeof lateDelivery>({ ...input, at: nextAt });
  }
}
