/** More waits than the workflow of an endpoint holds at once. */
import { sql } from 'drizzle-orm';
import { MOST_QUEUED } from '../../../src/domain/webhooks/lanes';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { type Desk, startDesk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { type OutgoingWebhooks, ok, startOutgoingWebhooks, verified } from '../../support/outgoing-webhooks';

let desk: Desk;
let outgoing: OutgoingWebhooks;
beforeAll(async () => {
  desk = await startDesk();
  outgoing = startOutgoingWebhooks(desk);
}, 60_000);
afterEach(() => desk.database.db.execute(sql`delete from webhooks`));
afterAll(async () => {
  await outgoing.close();
  await desk.close();
});

const happens = (id: string) =>
  desk.database.db.execute(sql`insert into contacts (id, channel_id, open_id, profile_due_at)
    values (${id}, ${desk.channelId}, ${id}, null)`);
const changes = (id: string, times: number) =>
  desk.database.db.execute(
    sql.raw(
      `do $$ begin for n in 1..${times} loop update contacts set name = n::text where id = '${id}'; end loop; end $$`,
    ),
  );
const isRising = (list: readonly number[]): boolean => list.every((one, at) => one > (list[at - 1] ?? 0));

test('one whose events fail holds no other up, and keeps its order over a backlog longer than the queue', async () => {
  const length = MOST_QUEUED + 500;
  let isDown = true;
  let secret = '';
  const told: { readonly contact: unknown; readonly sequence: number }[] = [];
  const webhook = await outgoing.add((response, received) => {
    const { data } = verified(secret, received);
    const contact = data.contact?.['id'];
    if (contact === 'long' && isDown) return response.writeHead(500).end();
    told.push({ contact, sequence: data.sequence });
    return response.writeHead(204).end();
  });
  ({ secret } = webhook);
  await happens('long');
  await changes('long', length - 1);
  await eventually(() => webhook.endpoint.received.length > 0, 'its first one failed', 15_000);
  await happens('short');
  await eventually(() => told.length === 1, 'the other one arrives', 15_000);
  expect(told[0]?.contact).toBe('short');
  isDown = false;
  // Its first event is tried again after 5 s, or 5 minutes after that.
  const [first] = await webhook.deliveries();
  await outgoing.log.redeliver(webhook.id, first?.eventId ?? '', SYSTEM);
  // What happens meanwhile comes after it.
  await eventually(() => told.length > 100, 'they arrive', 15_000);
  await changes('long', 10);
  await eventually(() => told.length === length + 11, 'all of them', 60_000);
  const long = told.filter(({ contact }) => contact === 'long').map(({ sequence }) => sequence);
  expect(long).toHaveLength(length + 10);
  expect(isRising(long)).toBe(true);
}, 120_000);

test('a replay of thousands begins in parts and arrives in its order, while what happens is told', async () => {
  const webhook = await outgoing.add(ok, { events: ['contact.updated'] });
  await outgoing.store.change(webhook.id, { isEnabled: false }, SYSTEM);
  await happens('replayed');
  await changes('replayed', 1_500);
  await happens('now');
  await eventually(async () => {
    const { rows } = await desk.database.db.execute(sql`select from webhook_outbox`);
    return rows.length === 0;
  }, 'they have their order');
  const since = Date.now() - 3_600_000;
  await outgoing.replays.add(webhook.id, { since, until: null, events: null }, SYSTEM);
  await outgoing.store.change(webhook.id, { isEnabled: true }, SYSTEM);
  await eventually(() => webhook.endpoint.received.length > 100, 'it has begun', 20_000);
  await changes('now', 1);
  const placeOf = (contact: string) =>
    webhook.tries().findIndex(({ data }) => data.contact?.['id'] === contact);
  await eventually(() => placeOf('now') >= 0, 'told beside it', 20_000);
  await eventually(() => webhook.endpoint.received.length === 1_501, 'all of it', 60_000);
  expect(placeOf('now')).toBeLessThan(1_500);
  const replayed = webhook.tries().filter(({ data }) => data.contact?.['id'] === 'replayed');
  expect(isRising(replayed.map(({ data }) => data.sequence))).toBe(true);
  await eventually(async () => (await outgoing.replays.of([webhook.id])).size === 0, 'it is over');
}, 120_000);
