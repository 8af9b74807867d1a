/** Outgoing webhooks of a desk: endpoints on this machine that check every delivery with the library of Standard Webhooks. */
import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { createEndpointWaker } from '../../src/outgoing/endpoint-waker';
import { SYSTEM } from '../../src/store/people/audit-log';
import {
  createDeliveryLog,
  type DeliveryLog,
  type LoggedDelivery,
} from '../../src/store/webhooks/delivery-log';
import type { WebhookReplays } from '../../src/store/webhooks/replays';
import { createWebhookOutbox, WEBHOOKS_NOTICE } from '../../src/store/webhooks/webhook-outbox';
import type { WebhookFields, WebhookStore } from '../../src/store/webhooks/webhooks';
import { createWakeEndpoint } from '../../src/temporal/endpoint-client';
import { lateDeliveryWorkflowId } from '../../src/workflows/endpoint/messages';
import type { Desk } from './desk';
import { type Answer, type Endpoint, type Received, startEndpoint } from './endpoint';
import { eventually } from './eventually';

export type DeliveredEvent = {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly sequence: number;
    readonly omitted?: readonly string[];
  } & Readonly<
    Record<'conversation' | 'message' | 'contact' | 'channel', Record<string, unknown> | undefined>
  >;
};

export type TestWebhook = {
  readonly id: string;
  readonly secret: string;
  readonly endpoint: Endpoint;
  /** All requests, verified, in the order of their arrival. */
  readonly tries: () => readonly DeliveredEvent[];
  readonly deliveries: (filter?: Parameters<DeliveryLog['list']>[1]) => Promise<readonly LoggedDelivery[]>;
};

export type OutgoingWebhooks = {
  readonly store: WebhookStore;
  readonly log: DeliveryLog;
  readonly replays: WebhookReplays;
  readonly add: (answer: Answer, fields?: Partial<WebhookFields>) => Promise<TestWebhook>;
  /** Lets time pass for the workflow of an endpoint, or for another one. */
  readonly passes: (ms: number, workflowId: string) => Promise<void>;
  /** Lets the pause of a delivery that goes on alone pass, before its `number`th try (from 1), and waits until that is made. */
  readonly passesPause: (webhookId: string, number: number) => Promise<void>;
  readonly wake: (webhookId: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export const ok: Answer = (response) => response.writeHead(204).end();

/** The request's event; throws if its signature or its time is wrong. */
export function verified(secret: string, { headers, body }: Received): DeliveredEvent {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  const signed = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
  const event = new StandardWebhook(secret).verify(body, signed) as Omit<DeliveredEvent, 'id'>;
  return { ...event, id: String(headers['webhook-id']) };
}

/** Starts what an API process does for them. Close it before the desk. */
export function startOutgoingWebhooks(
  desk: Desk,
  options: { readonly rollAfterEvents?: number } = {},
): OutgoingWebhooks {
  const { database, services, client, taskQueue, logger } = desk;
  const { webhooks: store } = services.webhooking;
  const log = createDeliveryLog(database);
  const wake = createWakeEndpoint({ client: async () => client, taskQueue, withinMs: 15_000, ...options });
  const waker = createEndpointWaker({
    outbox: createWebhookOutbox(database),
    wake,
    logger,
    everyMs: 50,
    // So late that everything has to be announced.
    sweepEveryMs: 600_000,
  });
  const listening = database.listen(WEBHOOKS_NOTICE, waker.follow, waker.follow);
  const endpoints: Endpoint[] = [];
  const passes: OutgoingWebhooks['passes'] = async (ms, workflowId) => {
    const workflowExecution = { workflowId };
    const id = randomUUID();
    const { namespace } = client.options;
    await client.workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: {
        timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration: msToTs(ms) } },
      },
      updateMask: { paths: ['time_skipping_config'] },
    });
    await client.workflowService.pollWorkflowExecutionTimeSkipping({
      namespace,
      workflowExecution,
      fastForwardId: id,
    });
  };
  return {
    store,
    passes,
    async passesPause(webhookId, number) {
      const find = async () => {
        const { items } = await log.list(webhookId, {}, { limit: 1_000, before: null });
        return items.find(({ attempts, isAlone }) => isAlone || attempts.length >= number);
      };
      const waiting = await eventually(async () => {
        const one = await find();
        return (one?.attempts.length ?? 0) >= number - 1 && one;
      }, 'it waits alone');
      const { sequence, cycle, nextAttemptAt: at, attempts } = waiting;
      if (attempts.length >= number || at === null) return;
      const workflowId = lateDeliveryWorkflowId({ webhookId, sequence, cycle, at });
      // It may not have begun yet, or have ended already: time passes for it as for the workflow that has started it.
      let hasPassed = false;
      await eventually(
        async () => {
          hasPassed ||= await passes(at - Date.now() + 1_000, workflowId).then(
            () => true,
            () => false,
          );
          return ((await find())?.attempts.length ?? 0) >= number;
        },
        'the try is made',
        15_000,
      );
    },
    log,
    replays: services.webhooking.webhookReplays,
    wake,
    async add(answer, fields = {}) {
      const endpoint = await startEndpoint(answer);
      endpoints.push(endpoint);
      const created = await store.create(
        {
          url: `${endpoint.url}/hook`,
          events: ['*'],
          brandIds: null,
          channelIds: null,
          format: 'native',
          description: '',
          isEnabled: true,
          ...fields,
        },
        SYSTEM,
      );
      await listening;
      const { id } = created.webhook;
      return {
        id,
        secret: created.secret,
        endpoint,
        tries: () => endpoint.received.map((one) => verified(created.secret, one)),
        deliveries: async (filter = {}) =>
          (await log.list(id, filter, { limit: 5_000, before: null })).items.toReversed(),
      };
    },
    async close() {
      await (await listening)();
      await waker.close();
      await Promise.all(endpoints.map((one) => one.close()));
    },
  };
}
