/** What goes on alone, after the later events of its thread have passed. */
import { sql } from 'drizzle-orm';
import { SYSTEM } from '../../../src/store/people/audit-log';
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

const run = (statement: ReturnType<typeof sql>) => desk.database.db.execute(statement);
const count = async (condition: ReturnType<typeof sql>): Promise<number> => {
  const { rows } = await run(sql`select from webhook_deliveries where ${condition}`);
  return rows.length;
};

/** Events, each in a thread of its own, fail and go on alone: their first tries were more than half an hour ago. */
async function goOnAlone(webhook: TestWebhook, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await run(sql`insert into contacts (id, channel_id, open_id, profile_due_at)
      values (${id}, ${desk.channelId}, ${id}, null)`);
  }
  const mine = sql`webhook_id = ${webhook.id}`;
  await eventually(
    async () => (await count(sql`${mine} and status = 'failed'`)) === ids.length,
    'the first tries',
    15_000,
  );
  await eventually(
    async () => {
      // Again for those that were being tried, which write when their first try was.
      await run(sql`update webhook_deliveries set first_try_at = first_try_at - interval '1 hour'
        where ${mine} and not is_alone and first_try_at > now() - interval '30 minutes'`);
      return (await count(sql`${mine} and is_alone`)) === ids.length;
    },
    'they go on alone',
    40_000,
  );
}

test('is tried as often as the endpoint asks for, by a workflow that waits for each try, and is not dead', async () => {
  const webhook = await outgoing.add(busy);
  await goOnAlone(webhook, ['late-1']);
  // After one hour three pauses are over. `Retry-After` uses none of the next one up.
  await eventually(
    async () => ((await webhook.deliveries())[0]?.attempts.length ?? 0) >= 6,
    '6 tries',
    30_000,
  );
  const [one] = await webhook.deliveries();
  expect(one).toMatchObject({ status: 'failed', step: 3, isAlone: true });
  webhook.endpoint.answer = ok;
  await eventually(
    async () => (await webhook.deliveries({ status: 'succeeded' })).length === 1,
    'it arrived',
    15_000,
  );
}, 60_000);

test('is taken up again after its endpoint was disabled', async () => {
  const webhook = await outgoing.add(busy);
  await goOnAlone(webhook, ['late-2']);
  await outgoing.store.change(webhook.id, { isEnabled: false }, SYSTEM);
  await eventually(async () => (await webhook.deliveries())[0]?.isDue === true, 'its pause is over');
  webhook.endpoint.answer = ok;
  await outgoing.store.change(webhook.id, { isEnabled: true }, SYSTEM);
  await eventually(
    async () => (await webhook.deliveries({ status: 'succeeded' })).length === 1,
    'it arrived',
    10_000,
  );
}, 60_000);

test('shares the lanes of its endpoint: one that comes back is asked for eight at a time', async () => {
  const webhook = await outgoing.add(busy);
  const ids = Array.from({ length: 60 }, (_, number) => `late-lane-${number}`);
  await goOnAlone(webhook, ids);
  let open = 0;
  let most = 0;
  webhook.endpoint.answer = (response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.writeHead(204).end();
    }, 20);
  };
  await eventually(
    async () => (await webhook.deliveries({ status: 'succeeded' })).length === ids.length,
    'all arrived',
    30_000,
  );
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(8);
}, 120_000);
