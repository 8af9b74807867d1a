/** Paths through the workflows of outgoing webhooks, of which histories are recorded. */
import { newId } from '../../src/platform/ids';
import { endpointWorkflowId, lateDeliveryWorkflowId } from '../../src/workflows/endpoint/messages';
import type { Desk } from './desk';
import { eventually } from './eventually';
import { addContactEvents, type OutgoingWebhooks, ok, type TestWebhook } from './outgoing-webhooks';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export type WebhookPlace = { readonly desk: Desk; readonly outgoing: OutgoingWebhooks };
/** Resolves with the ids of the workflows that took the path. */
export type WebhookPath = (place: WebhookPlace) => Promise<readonly string[]>;

const allArrive = (webhook: TestWebhook, count: number) =>
  eventually(async () => {
    const all = await webhook.deliveries();
    return all.length === count && all.every(({ status }) => status === 'succeeded') && all;
  }, `${count} deliveries arrive`);

/** Paths whose runs are short, so that a history of a later run is recorded as well. */
export const ROLLING_WEBHOOK_PATHS: ReadonlySet<string> = new Set(['events-delivered']);

export const WEBHOOK_PATHS: Readonly<Record<string, WebhookPath>> = {
  'events-delivered': async ({ desk, outgoing }) => {
    const webhook = await outgoing.add(ok);
    for (const count of [2, 4, 6]) {
      await addContactEvents(desk, newId(), 1);
      await allArrive(webhook, count);
    }
    return [endpointWorkflowId(webhook.id)];
  },
  'delivery-goes-on-alone': async ({ desk, outgoing }) => {
    let first: unknown;
    let tries = 0;
    const webhook = await outgoing.add((response, { headers }) => {
      first ??= headers['webhook-id'];
      if (headers['webhook-id'] === first) tries += 1;
      const isDown = headers['webhook-id'] === first && tries < 5;
      return response.writeHead(isDown ? 502 : 200).end();
    });
    const id = endpointWorkflowId(webhook.id);
    await addContactEvents(desk, newId(), 1);
    for (const [number, ms] of [6 * SECOND, 6 * MINUTE].entries()) {
      await eventually(() => webhook.endpoint.received.length === number + 1, `try ${number + 1}`);
      await outgoing.passes(ms, id);
    }
    const [alone] = await allArrive(webhook, 2);
    const sequence = webhook.tries()[0]?.data.sequence ?? 0;
    expect(alone?.attempts).toHaveLength(5);
    return [id, lateDeliveryWorkflowId({ webhookId: webhook.id, sequence, cycle: 0, at: 0 })];
  },
  'endpoint-gone': async ({ desk, outgoing }) => {
    const webhook = await outgoing.add((response) => response.writeHead(410).end());
    await addContactEvents(desk, newId(), 2);
    await eventually(
      async () => (await outgoing.store.find(webhook.id))?.disabled?.reason === 'gone',
      'it is disabled',
    );
    return [endpointWorkflowId(webhook.id)];
  },
};
