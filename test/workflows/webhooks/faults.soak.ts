/** What endpoints do wrong, over real HTTP, and time that passes only for the workflow. */
import type { ServerResponse } from 'node:http';
import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../src/store/engine/rows';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { endpointWorkflowId } from '../../../src/workflows/endpoint/messages';
import { type Desk, startDesk } from '../../support/desk';
import type { Answer } from '../../support/endpoint';
import { eventually } from '../../support/eventually';
import { type OutgoingWebhooks, ok, startOutgoingWebhooks, verified } from '../../support/outgoing-webhooks';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let desk: Desk;
let outgoing: OutgoingWebhooks;
beforeAll(async () => {
  desk = await startDesk();
  outgoing = startOutgoingWebhooks(desk, { rollAfterEvents: 120 });
}, 60_000);
afterEach(async () => {
  // Endpoints of other tests are told of nothing.
  await desk.database.db.execute(sql`delete from webhooks`);
});
afterAll(async () => {
  await outgoing.close();
  await desk.close();
});

let contacts = 0;
/** A contact, and so events in a thread of its own; gives its id. */
async function happens(times = 1): Promise<string> {
  contacts += 1;
  const id = `contact-${contacts}`;
  const { db } = desk.database;
  await db.execute(
    sql`insert into contacts (id, channel_id, open_id, profile_due_at) values (${id}, ${desk.channelId}, ${id}, null)`,
  );
  for (let number = 1; number < times; number += 1) {
    await db.execute(sql`update contacts set name = ${`name ${number}`} where id = ${id}`);
  }
  return id;
}

const answers =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end();

describe('an endpoint', () => {
  test('that is down for three days gets everything afterwards; later events do not wait for it', async () => {
    // Down for the nine first tries of an event: until three days and three hours are over.
    const tries = new Map<string, number>();
    const webhook = await outgoing.add((response, { headers }) => {
      const id = String(headers['webhook-id']);
      tries.set(id, (tries.get(id) ?? 0) + 1);
      const isDown = tries.get(id) !== 10 && [...tries.keys()][0] === id;
      return response.writeHead(isDown ? 502 : 200).end();
    });
    const id = await happens(3);
    const main = endpointWorkflowId(webhook.id);
    await eventually(() => webhook.endpoint.received.length === 1, 'the first try');
    // The second try after 5 s, the third after 5 min: until then the conversation waits.
    await outgoing.passes(6 * SECOND, main);
    await eventually(() => webhook.endpoint.received.length === 2, 'the second try');
    expect(tries.size).toBe(1);
    await outgoing.passes(6 * MINUTE, main);
    await eventually(() => tries.size === 3, 'the next ones pass');
    for (let number = 4; number <= 10; number += 1) await outgoing.passesPause(webhook.id, number);
    const [first, ...others] = await eventually(async () => {
      const all = await webhook.deliveries();
      return all.every(({ status }) => status === 'succeeded') && all;
    }, 'all have arrived');
    expect(first?.attempts).toHaveLength(10);
    expect(first?.attempts.slice(0, 9).every(({ error }) => error === 'http_502')).toBe(true);
    const [begin = 0, second = 0, third = 0, fourth = 0] = first?.attempts.map(({ at }) => at) ?? [];
    const end = first?.attempts.at(-1)?.at ?? 0;
    expect(Math.abs(second - begin - 5 * SECOND)).toBeLessThan(3 * SECOND);
    expect(Math.abs(third - second - 5 * MINUTE)).toBeLessThan(MINUTE);
    expect(Math.abs(end - begin - 75.6 * HOUR)).toBeLessThan(8 * HOUR);
    // The others wait for the first half hour only.
    expect(others.map(({ attempts }) => attempts.length)).toEqual([1, 1]);
    for (const { attempts } of others) {
      expect(attempts[0]?.at).toBeGreaterThanOrEqual(third);
      expect(attempts[0]?.at).toBeLessThan(fourth);
    }
    const received = webhook.tries();
    expect(
      new Set(received.filter(({ data }) => data.sequence === first?.sequence).map((one) => one.id)).size,
    ).toBe(1);
    expect(new Set(received.map(({ data }) => data.contact?.['id']))).toEqual(new Set([id]));
  }, 60_000);

  test('that fails for all of the schedule has a dead letter, which can be sent anew', async () => {
    const webhook = await outgoing.add(answers(503));
    await happens();
    await eventually(() => webhook.endpoint.received.length === 1, 'the first try');
    // As if the nine pauses had passed.
    await desk.database.db.execute(
      sql`update webhook_deliveries set step = 9 where webhook_id = ${webhook.id}`,
    );
    await outgoing.passes(6 * SECOND, endpointWorkflowId(webhook.id));
    const dead = await eventually(
      async () => (await webhook.deliveries({ status: 'dead' }))[0],
      'it is dead',
    );
    const counts = await outgoing.store.counts([webhook.id]);
    expect(counts.get(webhook.id)).toEqual({ open: 0, dead: 1 });
    const audited = await rowsOf<{ action: string }>(
      desk.database.db,
      sql`select action from audit_log where target_id = ${webhook.id} order by seq`,
    );
    expect(audited.map(({ action }) => action)).toContain('webhook.delivery_dead');
    webhook.endpoint.answer = ok;
    await outgoing.log.redeliver(webhook.id, dead.eventId, SYSTEM);
    const again = await eventually(
      async () => (await webhook.deliveries({ status: 'succeeded' }))[0],
      'sent anew',
    );
    expect(again.eventId).toBe(dead.eventId);
    expect(again.attempts).toHaveLength(3);
  }, 60_000);

  test('that takes longer than 15 s has failed, and holds no other endpoint up', async () => {
    const open: ServerResponse[] = [];
    const slow = await outgoing.add((response) => open.push(response));
    const other = await outgoing.add(ok);
    await happens();
    await eventually(() => other.tries().length === 1, 'the other one is told at once', 3_000);
    const [failed] = await eventually(
      async () => (await slow.deliveries({ status: 'failed' })).length === 1 && slow.deliveries(),
      'the time is over',
      25_000,
    );
    expect(failed?.attempts[0]).toMatchObject({ status: null, error: 'timeout' });
    expect(failed?.attempts[0]?.ms).toBeGreaterThanOrEqual(14_900);
    for (const response of open) response.destroy();
  }, 40_000);

  test('that redirects has failed; nothing follows', async () => {
    const target = await outgoing.add(ok, { events: ['note.added'] });
    const webhook = await outgoing.add(answers(307, { location: `${target.endpoint.url}/hook` }));
    await happens();
    const [failed] = await eventually(
      async () => (await webhook.deliveries({ status: 'failed' })).length === 1 && webhook.deliveries(),
      'it failed',
    );
    expect(failed?.attempts[0]).toMatchObject({ status: 307, error: 'redirect' });
    expect(target.endpoint.received).toEqual([]);
  });

  test('that ends the connection in the middle is tried again with the same id', async () => {
    let count = 0;
    const webhook = await outgoing.add((response) => {
      count += 1;
      if (count === 1) response.socket?.destroy();
      else if (count === 2) {
        response.writeHead(500, { 'content-length': '100' }).write('half');
        setTimeout(() => response.socket?.destroy(), 50);
      } else response.writeHead(200).end('{}');
    });
    await happens();
    await eventually(() => webhook.endpoint.received.length === 1, 'the first try');
    await outgoing.passes(6 * SECOND, endpointWorkflowId(webhook.id));
    await eventually(() => webhook.endpoint.received.length === 2, 'the second try');
    await outgoing.passes(6 * MINUTE, endpointWorkflowId(webhook.id));
    const [one] = await eventually(
      async () => (await webhook.deliveries({ status: 'succeeded' })).length === 1 && webhook.deliveries(),
      'it arrived',
    );
    expect(one?.attempts.map(({ status, error }) => error ?? status)).toEqual([
      'unreachable',
      'http_500',
      200,
    ]);
    expect(new Set(webhook.tries().map(({ id }) => id)).size).toBe(1);
    expect(one?.answer).toEqual({ status: 200, body: '{}' });
  }, 30_000);

  test('that answers 410 is disabled; enabled again, it is told of what waited and of what happens then', async () => {
    const webhook = await outgoing.add(answers(410));
    await happens(2);
    await eventually(
      async () => (await outgoing.store.find(webhook.id))?.disabled?.reason === 'gone',
      'disabled',
    );
    expect(webhook.endpoint.received).toHaveLength(1);
    webhook.endpoint.answer = ok;
    const missed = await happens();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(webhook.endpoint.received).toHaveLength(1);
    await outgoing.store.change(webhook.id, { isEnabled: true }, SYSTEM);
    const then = await happens();
    await eventually(
      () => webhook.tries().some(({ data }) => data.contact?.['id'] === then),
      'told again',
      20_000,
    );
    const told = (): unknown[] => webhook.tries().map(({ data }) => data.contact?.['id']);
    await eventually(
      async () => (await webhook.deliveries({ status: 'failed' })).length === 0,
      'what waited',
      20_000,
    );
    expect(told()).not.toContain(missed);
    const since = Date.now() - HOUR;
    await outgoing.replays.add(webhook.id, { since, until: null, events: null }, SYSTEM);
    await eventually(() => told().includes(missed), 'replayed');
    // The ids of earlier deliveries.
    const ids = new Map<number, Set<string>>();
    for (const { id, data } of webhook.tries()) {
      ids.set(data.sequence, (ids.get(data.sequence) ?? new Set()).add(id));
    }
    expect([...ids.values()].every(({ size }) => size === 1)).toBe(true);
  }, 60_000);

  test('that answers 429 with a date is tried again then, and gets fewer lanes', async () => {
    let first = 0;
    const webhook = await outgoing.add((response) => {
      if (first > 0) return response.writeHead(200).end();
      first = Date.now();
      const date = new Date(first + 3_000).toUTCString();
      return response.writeHead(429, { 'retry-after': date }).end();
    });
    await happens();
    const [one] = await eventually(
      async () => (await webhook.deliveries({ status: 'succeeded' })).length === 1 && webhook.deliveries(),
      'it arrived',
      10_000,
    );
    const pause = (one?.attempts[1]?.at ?? 0) - (one?.attempts[0]?.at ?? 0);
    expect(pause).toBeGreaterThanOrEqual(1_000);
    expect(pause).toBeLessThan(4_500);
  }, 20_000);

  test('whose secret is rotated under load can check every delivery by the old one and the new one', async () => {
    const webhook = await outgoing.add(ok);
    const secrets = [webhook.secret];
    for (let round = 0; round < 6; round += 1) {
      await Promise.all(Array.from({ length: 10 }, () => happens()));
      if (round === 3) {
        const rotated = await outgoing.store.rotate(webhook.id, HOUR, SYSTEM);
        secrets.push(rotated?.secret ?? '');
      }
    }
    await eventually(() => webhook.endpoint.received.length >= 60, 'all are delivered');
    const { received } = webhook.endpoint;
    const fits = (secret: string) =>
      received.map((one) => {
        try {
          return verified(secret, one) !== null;
        } catch {
          return false;
        }
      });
    expect(fits(secrets[0] ?? '')).not.toContain(false);
    expect(fits(secrets[1] ?? '')).toContain(true);
    expect(received.some(({ headers }) => String(headers['webhook-signature']).split(' ').length === 2)).toBe(
      true,
    );
    // Without grace the former one is over at once.
    const last = await outgoing.store.rotate(webhook.id, 0, SYSTEM);
    await happens();
    await eventually(() => webhook.endpoint.received.length >= 61, 'one more');
    const newest = webhook.endpoint.received.at(-1);
    expect(newest && verified(last?.secret ?? '', newest)).toBeTruthy();
    expect(() => newest && verified(secrets[1] ?? '', newest)).toThrow();
  }, 60_000);

  test('that does nothing but fail for five days is disabled', async () => {
    const webhook = await outgoing.add(answers(500));
    await happens();
    await eventually(() => webhook.endpoint.received.length === 1, 'the first try');
    await desk.database.db.execute(
      sql`update webhooks set failing_since = clock_timestamp() - interval '121 hours' where id = ${webhook.id}`,
    );
    await eventually(
      async () => (await outgoing.store.find(webhook.id))?.disabled?.reason === 'failing',
      'disabled',
    );
  }, 30_000);
});
