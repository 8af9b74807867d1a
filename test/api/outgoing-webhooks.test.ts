import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { rowsOf } from '../../src/store/engine/rows';
import { startTestApp, type TestApp } from '../support/administration-app';
import { type Endpoint, json, startEndpoint } from '../support/endpoint';
import { verified } from '../support/outgoing-webhooks';

let app: TestApp;
let endpoint: Endpoint;
beforeAll(async () => {
  app = await startTestApp();
  endpoint = await startEndpoint(json({ ok: true }));
}, 60_000);
afterEach(async () => {
  await app.database.db.execute(sql`delete from webhooks`);
  endpoint.answer = json({ ok: true });
});
afterAll(async () => {
  await app.close();
  await endpoint.close();
});

const make = async (fields: object = {}) =>
  app.call('POST', '/api/v1/webhooks', { url: `${endpoint.url}/hook`, events: ['*'], ...fields });

describe('webhooks', () => {
  it('are made with a secret that is shown once, and stored sealed', async () => {
    const { status, body } = await make({ description: 'CRM' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      url: `${endpoint.url}/hook`,
      events: ['*'],
      brandIds: null,
      channelIds: null,
      format: 'native',
      isEnabled: true,
      disabledReason: null,
      description: 'CRM',
      health: { failingSince: null, waiting: 0, dead: 0 },
      warnings: [],
    });
    expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { text } = await app.call('GET', `/api/v1/webhooks/${body.id}`);
    expect(text).not.toContain('whsec_');
    const [row] = await rowsOf(app.database.db, sql`select * from webhooks`);
    expect(JSON.stringify(row)).not.toContain(body.secret.slice(6));
  });

  it.each([
    ['http://10.0.0.1/', 'url'],
    ['https://metadata.google.internal/', 'url'],
    ['https://user:password@example.com/', 'url'],
    ['http://2130706433/', 'url'],
    ['ftp://example.com/', 'url'],
  ])('are refused at %s', async (url, path) => {
    const { status, body } = await make({ url });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path }] });
  });

  it('refuse events, brands and channels that do not exist', async () => {
    for (const fields of [
      { events: ['message.read'] },
      { events: [] },
      { brandIds: ['none'] },
      { channelIds: ['none'] },
      { brandIds: [] },
    ]) {
      expect((await make(fields)).status).toBe(400);
    }
  });

  it('are changed, disabled by hand, enabled and deleted; each is audited', async () => {
    const { body } = await make();
    const path = `/api/v1/webhooks/${body.id}`;
    expect((await app.call('PATCH', path, { isEnabled: false })).body).toMatchObject({
      isEnabled: false,
      disabledReason: 'by_hand',
    });
    expect((await app.call('PATCH', path, { isEnabled: true, events: ['note.added'] })).body).toMatchObject({
      isEnabled: true,
      disabledReason: null,
      events: ['note.added'],
    });
    expect((await app.call('DELETE', path)).status).toBe(204);
    expect((await app.call('GET', path)).status).toBe(404);
    const { items } = (await app.call('GET', '/api/v1/audit?limit=10')).body;
    expect(items.slice(0, 4).map(({ action }) => action)).toEqual([
      'webhook.deleted',
      'webhook.changed',
      'webhook.changed',
      'webhook.created',
    ]);
  });

  it('are tested at once, and say what came of it', async () => {
    const { body } = await make();
    const tried = await app.call('POST', `/api/v1/webhooks/${body.id}/test`);
    expect(tried.status).toBe(200);
    expect(tried.body).toMatchObject({
      webhookId: body.id,
      event: 'webhook.test',
      status: 'succeeded',
      attempts: [{ status: 200 }],
      nextAttemptAt: null,
      answer: { status: 200, body: '{"ok":true}' },
    });
    const received = endpoint.received.at(-1);
    const event = received && verified(body.secret, received);
    expect(event).toMatchObject({ id: tried.body.id, type: 'webhook.test' });
    const { items } = (await app.call('GET', `/api/v1/webhooks/${body.id}/deliveries`)).body;
    expect(items).toHaveLength(1);
    expect(items[0]).toEqual(tried.body);
    expect((await app.call('GET', `/api/v1/webhooks/${body.id}/deliveries?status=dead`)).body.items).toEqual(
      [],
    );
  });

  it('that answer 410 to a test are disabled', async () => {
    const { body } = await make();
    endpoint.answer = (response) => response.writeHead(410).end();
    const tried = await app.call('POST', `/api/v1/webhooks/${body.id}/test`);
    expect(tried.body).toMatchObject({ status: 'dead', attempts: [{ status: 410, error: 'http_410' }] });
    expect((await app.call('GET', `/api/v1/webhooks/${body.id}`)).body).toMatchObject({
      isEnabled: false,
      disabledReason: 'gone',
    });
  });

  it('rotate their secret', async () => {
    const { body } = await make();
    const path = `/api/v1/webhooks/${body.id}`;
    const rotated = await app.call('POST', `${path}/rotate`, { graceHours: 24 });
    expect(rotated.status).toBe(200);
    expect(rotated.body.secret).not.toBe(body.secret);
    await app.call('POST', `${path}/test`);
    const both = endpoint.received.at(-1);
    for (const secret of [body.secret, rotated.body.secret])
      expect(both && verified(secret, both)).toBeTruthy();
    const last = await app.call('POST', `${path}/rotate`, { graceHours: 0 });
    await app.call('POST', `${path}/test`);
    const one = endpoint.received.at(-1);
    expect(one && verified(last.body.secret, one)).toBeTruthy();
    expect(() => one && verified(rotated.body.secret, one)).toThrow();
    expect((await app.call('POST', `${path}/rotate`, { graceHours: 169 })).status).toBe(400);
  });

  it('begin a replay, and show how far it is', async () => {
    const { body } = await make({ isEnabled: false });
    const path = `/api/v1/webhooks/${body.id}`;
    const since = new Date(Date.now() - 3_600_000).toISOString();
    // There is nothing to replay.
    expect(await app.call('POST', `${path}/replay`, { since })).toMatchObject({
      status: 202,
      body: { id: body.id, replay: null },
    });
    await app.database.db.execute(
      sql`insert into webhook_events (id, event, at) values ('replayed', 'contact.created', clock_timestamp())`,
    );
    const begun = await app.call('POST', `${path}/replay`, { since });
    expect(begun.body.replay).toEqual({ askedAt: expect.any(String), count: 0, progress: 0 });
    expect((await app.call('GET', path)).body).toEqual(begun.body);
    const until = new Date(Date.parse(since) - 1).toISOString();
    expect((await app.call('POST', `${path}/replay`, { since, until })).status).toBe(400);
  });

  it('answer 404 for what is not there', async () => {
    const { body } = await make();
    const path = `/api/v1/webhooks/${body.id}`;
    expect(
      (await app.call('POST', `${path}/deliveries/${randomBytes(4).toString('hex')}/redeliver`)).status,
    ).toBe(404);
    expect(
      (await app.call('POST', '/api/v1/webhooks/none/replay', { since: new Date().toISOString() })).status,
    ).toBe(404);
    expect((await app.call('POST', `${path}/replay`, { since: 'yesterday' })).status).toBe(400);
  });
});
