/** One path for each way that the workflows of an outgoing webhook go; their histories are recorded (`test/replay`). */
import { sql } from 'drizzle-orm';
import { endpointWorkflowId } from '../../src/workflows/endpoint/messages';
import type { Desk } from './desk';
import { eventually } from './eventually';
import { type OutgoingWebhooks, ok, type TestWebhook } from './outgoing-webhooks';

/** Gives the ids of the workflows that took part: of the endpoint, and of what went on alone. */
export type WebhookPath = (
  desk: Desk,
  outgoing: OutgoingWebhooks,
) => Promise<{ readonly endpoint: string; readonly late: readonly string[] }>;

let contacts = 0;

/** Events of a contact, which are a thread. */
async function happens({ database, channelId }: Desk, times = 1): Promise<void> {
  contacts += 1;
  const id = `path-${contacts}`;
  await database.db.execute(
    sql`insert into contacts (id, channel_id, open_id, profile_due_at) values (${id}, ${channelId}, ${id}, null)`,
  );
  for (let number = 1; number < times; number += 1) {
    await database.db.execute(sql`update contacts set name = ${String(number)} where id = ${id}`);
  }
}

const arrive = (webhook: TestWebhook, count: number) =>
  eventually(
    async () => (await webhook.deliveries({ status: 'succeeded' })).length === count,
    'all have arrived',
    20_000,
  );

async function endsOf(desk: Desk, { id }: TestWebhook) {
  const endpoint = endpointWorkflowId(id);
  const late: string[] = [];
  const query = `TaskQueue = '${desk.taskQueue}' AND WorkflowType = 'lateDelivery'`;
  for await (const { workflowId } of desk.client.workflow.list({ query }))
    if (workflowId.startsWith(endpoint)) late.push(workflowId);
  return { endpoint, late };
}

export const WEBHOOK_PATHS: Readonly<Record<string, WebhookPath>> = {
  /** Several threads, in runs that end while events wait. */
  async 'webhook-delivers'(desk, outgoing) {
    const webhook = await outgoing.add(ok);
    for (let round = 1; round <= 6; round += 1) {
      await Promise.all(Array.from({ length: 4 }, () => happens(desk, 3)));
      await arrive(webhook, round * 12);
    }
    return endsOf(desk, webhook);
  },
  /** A thread waits, with a tail in the store, and goes on. */
  async 'webhook-waits-for-a-try'(desk, outgoing) {
    let count = 0;
    const webhook = await outgoing.add((response) => {
      count += 1;
      return count === 1 ? response.writeHead(429, { 'retry-after': '2' }).end() : ok(response, EMPTY);
    });
    await happens(desk, 3);
    await eventually(() => count === 1, 'the first try');
    await happens(desk);
    await arrive(webhook, 4);
    return endsOf(desk, webhook);
  },
  /** One goes on alone, and is tried in a lane after its pause. */
  async 'webhook-goes-on-alone'(desk, outgoing) {
    const webhook = await outgoing.add((response) => response.writeHead(503, { 'retry-after': '1' }).end());
    await happens(desk);
    await eventually(
      async () => (await webhook.deliveries({ status: 'failed' })).length === 1,
      'the first try',
    );
    await desk.database.db.execute(
      sql`update webhook_deliveries set first_try_at = first_try_at - interval '1 hour' where webhook_id = ${webhook.id}`,
    );
    await eventually(
      async () => ((await webhook.deliveries())[0]?.attempts.length ?? 0) >= 4,
      'tries of what is alone',
      20_000,
    );
    webhook.endpoint.answer = ok;
    await arrive(webhook, 1);
    return endsOf(desk, webhook);
  },
  /** It is gone, and ends its workflow. */
  async 'webhook-is-gone'(desk, outgoing) {
    const webhook = await outgoing.add((response) => response.writeHead(410).end());
    await happens(desk, 2);
    await eventually(
      async () => (await outgoing.store.find(webhook.id))?.disabled?.reason === 'gone',
      'disabled',
    );
    return endsOf(desk, webhook);
  },
};

const EMPTY = { method: 'POST', path: '', headers: {}, body: '' };
