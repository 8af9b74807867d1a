/** What is sent anew while the workflow of its endpoint still knows it. */
import { sql } from 'drizzle-orm';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { type Desk, startDesk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { type OutgoingWebhooks, ok, startOutgoingWebhooks } from '../../support/outgoing-webhooks';

let desk: Desk;
let outgoing: OutgoingWebhooks;
beforeAll(async () => {
  desk = await startDesk();
  outgoing = startOutgoingWebhooks(desk);
}, 60_000);
afterAll(async () => {
  await outgoing.close();
  await desk.close();
});

async function happens(id: string): Promise<void> {
  await desk.database.db.execute(
    sql`insert into contacts (id, channel_id, open_id, profile_due_at) values (${id}, ${desk.channelId}, ${id}, null)`,
  );
}

test('what waits for its next try and is sent anew is tried at once, and arrives', async () => {
  const webhook = await outgoing.add((response) => response.writeHead(503).end());
  await happens('anew-1');
  const [failed] = await eventually(
    async () => (await webhook.deliveries({ status: 'failed' })).length === 1 && webhook.deliveries(),
    'the first try',
  );
  // The try after the next one is minutes away.
  await eventually(() => webhook.endpoint.received.length === 2, 'the second try', 15_000);
  webhook.endpoint.answer = ok;
  await outgoing.log.redeliver(webhook.id, failed?.eventId ?? '', SYSTEM);
  await eventually(
    async () => (await webhook.deliveries({ status: 'succeeded' })).length === 1,
    'it arrived',
    10_000,
  );
}, 60_000);

test('what is sent anew during its try is tried once more', async () => {
  let answerFirst = (): void => undefined;
  const webhook = await outgoing.add((response) => {
    answerFirst = () => response.writeHead(204).end();
  });
  await happens('anew-2');
  await eventually(() => webhook.endpoint.received.length === 1, 'the first try');
  webhook.endpoint.answer = ok;
  const [pending] = await webhook.deliveries();
  await outgoing.log.redeliver(webhook.id, pending?.eventId ?? '', SYSTEM);
  // Its workflow hears of it before the answer comes.
  await eventually(async () => {
    const { rows } = await desk.database.db.execute(
      sql`select from webhook_deliveries where webhook_id = ${webhook.id} and taken_by is not null and cycle = 1`,
    );
    return rows.length === 1;
  }, 'taken again');
  answerFirst();
  await eventually(
    async () => (await webhook.deliveries({ status: 'succeeded' })).length === 1,
    'it arrived',
    10_000,
  );
  expect(webhook.endpoint.received).toHaveLength(2);
}, 60_000);
