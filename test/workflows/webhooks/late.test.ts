/** What goes on alone, after the later events of its thread have passed. */
import { sql } from 'drizzle-orm';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { endpointWorkflowId } from '../../../src/workflows/endpoint/messages';
import { type Desk, startDesk } from '../../support/desk';
import type { Answer } from '../../support/endpoint';
import { eventually } from '../../support/eventually';
import {
  type OutgoingWebhooks,
  ok,
  startOutgoingWebhooks,
  type TestWebhook,
} from '../../support/outgoing-webhooks';

let desk: Desk;
let outgoing: OutgoingWebhooks;
beforeAll(async () => {
  desk = await startDesk();
  outgoing = startOutgoingWebhooks(desk, { rollAfterEvents: 20 });
}, 60_000);
afterAll(async () => {
  await outgoing.close();
  await desk.close();
});

const busy: Answer = (response) => response.writeHead(503, { 'retry-after': '1' }).end();

/** An event that fails goes on alone: its first try was more than half an hour ago. */
async function goesOnAlone(webhook: TestWebhook, id: string): Promise<number> {
  const { db } = desk.database;
  await db.execute(
    sql`insert into contacts (id, channel_id, open_id, profile_due_at) values (${id}, ${desk.channelId}, ${id}, null)`,
  );
  await eventually(
    async () => (await webhook.deliveries({ status: 'failed' })).length === 1,
    'the first try',
  );
  await db.execute(
    sql`update webhook_deliveries set first_try_at = first_try_at - interval '1 hour' where webhook_id = ${webhook.id}`,
  );
  return eventually(async () => {
    const { rows } = await db.execute<{ sequence: string }>(
      sql`select sequence from webhook_deliveries where webhook_id = ${webhook.id} and is_alone`,
    );
    return rows[0] === undefined ? false : Number(rows[0].sequence);
  }, 'it goes on alone');
}

test('has ten tries at most, however soon the endpoint asks for the next one, and runs that end', async () => {
  const webhook = await outgoing.add(busy);
  const sequence = await goesOnAlone(webhook, 'late-1');
  const [dead] = await eventually(
    async () => (await webhook.deliveries({ status: 'dead' })).length === 1 && webhook.deliveries(),
    'it is dead',
    30_000,
  );
  expect(dead?.attempts).toHaveLength(10);
  expect(webhook.endpoint.received).toHaveLength(10);
  const handle = desk.client.workflow.getHandle(`${endpointWorkflowId(webhook.id)}-${sequence}-0`);
  const { events } = await handle.fetchHistory();
  expect(events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId).toBeTruthy();
}, 60_000);

test('is taken up again after its endpoint was disabled', async () => {
  const webhook = await outgoing.add(busy);
  await goesOnAlone(webhook, 'late-2');
  await outgoing.store.change(webhook.id, { isEnabled: false }, SYSTEM);
  await eventually(async () => {
    const [one] = await webhook.deliveries();
    return one?.isAlone === false && one.status === 'failed';
  }, 'given back');
  webhook.endpoint.answer = ok;
  await outgoing.store.change(webhook.id, { isEnabled: true }, SYSTEM);
  await eventually(
    async () => (await webhook.deliveries({ status: 'succeeded' })).length === 1,
    'it arrived',
    10_000,
  );
}, 60_000);
