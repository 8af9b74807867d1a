/** Who is rung for a brand: the setting, and how its channels get it. */
import { sql } from 'drizzle-orm';
import { DEFAULT_ROUTING, ROUTING_RANGES } from '../../src/domain/routing/routing';
import { toVersionedSettings } from '../../src/store/channels/rules-settings';
import { startTestApp, type TestApp, type TestOperator } from '../support/administration-app';
import { eventually } from '../support/eventually';

let app: TestApp;
let brandId: string;
let anna: TestOperator;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({
    body: { id: brandId },
  } = await app.call('POST', '/api/v1/brands', { name: 'Tea' }));
  anna = await app.operator([brandId]);
});
afterAll(() => app.close());

const call = (method: string, path: string, body?: unknown, as?: TestOperator) =>
  app.call(method, `/api/v1${path}`, body, as === undefined ? {} : { token: as.token });
const patch = (body: unknown, as?: TestOperator) => call('PATCH', `/brands/${brandId}/routing`, body, as);
const addChannel = async (name = 'Tea house') => (await call('POST', '/channels', { brandId, name })).body.id;
/** What the rules of a channel's conversations get. */
const rulesOf = async (id: string) => {
  const found = await app.deps.channels.findWithSecrets(id);
  if (found === null) throw new Error('The channel is gone.');
  const { routing, groupId, hoursVersion, version } = toVersionedSettings(found.channel);
  return { routing, groupId, hoursVersion, version };
};

describe('the routing of a brand', () => {
  it('is that everyone is rung, until it is changed field by field', async () => {
    expect((await call('GET', `/brands/${brandId}/routing`, undefined, anna)).body).toEqual(DEFAULT_ROUTING);
    const offered = { mode: 'offer', offerSeconds: 20, defaultCapacity: 5 };
    const { status, body } = await patch(offered);
    expect([status, body]).toEqual([200, { ...DEFAULT_ROUTING, ...offered }]);
    await patch({ offerSeconds: 30, defaultCapacity: null });
    const now = { ...DEFAULT_ROUTING, mode: 'offer' };
    expect((await call('GET', `/brands/${brandId}/routing`)).body).toEqual(now);
    expect((await patch({})).body).toEqual(now);
    const { body: audit } = await call('GET', '/audit?action=brand.routing_changed');
    expect(audit.items.map(({ details }) => details)).toEqual([
      { offerSeconds: 30, formerOfferSeconds: 20, defaultCapacity: null, formerDefaultCapacity: 5 },
      {
        mode: 'offer',
        formerMode: 'ring_all',
        offerSeconds: 20,
        formerOfferSeconds: 30,
        defaultCapacity: 5,
        formerDefaultCapacity: null,
      },
    ]);
  });

  it('is read by members of the brand and changed by administrators', async () => {
    expect((await patch({ mode: 'offer' }, anna)).status).toBe(403);
    const outsider = await app.operator([]);
    expect((await call('GET', `/brands/${brandId}/routing`, undefined, outsider)).status).toBe(404);
    expect((await call('PATCH', '/brands/none/routing', {})).status).toBe(404);
  });

  it.each(
    Object.entries(ROUTING_RANGES).flatMap(([name, { min, max }]) => [
      [name, min - 1],
      [name, max + 1],
      [name, min + 0.5],
      [name, String(min)],
    ]),
  )('refuses %s of %j', async (name, value) => {
    const { status, body } = await patch({ [name]: value });
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ path: name })]]);
  });

  it.each([
    { mode: 'queue' },
    { order: 'random' },
    { offerSeconds: null },
    { preferLastOperator: 1 },
    { x: 1 },
  ])('refuses %j', async (change) => {
    expect((await patch(change)).status).toBe(400);
  });
});

describe('the channels of a brand', () => {
  it('get a copy of the routing and a new version of their settings, in one transaction', async () => {
    const [one, two] = [await addChannel(), await addChannel('Second')];
    const { body: coffee } = await call('POST', '/brands', { name: 'Coffee' });
    const { body: other } = await call('POST', '/channels', { brandId: coffee.id, name: 'Other' });
    const notices: string[] = [];
    const leave = await app.database.listen('duihua_channels', (id) => notices.push(id));
    await patch({ mode: 'offer', order: 'round_robin' });
    const routing = {
      mode: 'offer',
      offerSeconds: 30,
      autoAttend: false,
      returnAfterSeconds: null,
      skipOlderThanHours: null,
    };
    expect(await rulesOf(one)).toEqual({ routing, version: 2 });
    expect(await rulesOf(two)).toEqual({ routing, version: 2 });
    expect(await rulesOf(other.id)).toEqual({ version: 1 });
    await eventually(async () => notices.length === 2, 'both notices');
    expect(notices.sort()).toEqual([one, two].sort());
    // Nothing has changed, so nothing is told.
    await patch({ mode: 'offer' });
    expect(await rulesOf(one)).toEqual({ routing, version: 2 });
    expect(notices).toHaveLength(2);
    await leave();
  });

  it('copy it when they are made', async () => {
    await patch({ mode: 'offer' });
    expect(await rulesOf(await addChannel())).toMatchObject({ routing: { mode: 'offer' }, version: 1 });
  });

  it('have no routing in their rules where everyone is rung and nothing is taken back', async () => {
    const id = await addChannel();
    await patch({ defaultCapacity: 3, preferLastOperator: true });
    expect(await rulesOf(id)).toEqual({ version: 2 });
    await patch({ returnAfterSeconds: 60 });
    expect(await rulesOf(id)).toMatchObject({ routing: { mode: 'ring_all', returnAfterSeconds: 60 } });
  });

  it('tell their rules of the group, and that there are opening hours', async () => {
    const id = await addChannel();
    const { body: group } = await call('POST', '/groups', { brandId, name: 'Sales' });
    await call('PATCH', `/channels/${id}`, { groupId: group.id });
    expect(await rulesOf(id)).toEqual({ groupId: group.id, version: 2 });
    await app.database.db.execute(sql`update channels set has_hours = true where id = ${id}`);
    expect(await rulesOf(id)).toEqual({ groupId: group.id, hoursVersion: 2, version: 2 });
  });

  it('are changed by an administrator and by the brand at the same time, without losing either', async () => {
    const id = await addChannel();
    await Promise.all(
      Array.from({ length: 10 }, async (_, round) => {
        await Promise.all([
          patch({ offerSeconds: 20 + round }),
          call('PATCH', `/channels/${id}`, { settings: { ringTimeSeconds: 20 + round } }),
        ]);
      }),
    );
    const { body: routing } = await call('GET', `/brands/${brandId}/routing`);
    const { rows } = await app.database.db.execute<{ routing: unknown }>(
      sql`select routing from channels where id = ${id}`,
    );
    expect(rows[0]?.routing).toEqual(routing);
  });
});

describe('the notice of routing', () => {
  const listen = async () => {
    const notices: unknown[] = [];
    const leave = await app.database.listen('duihua_routing', (text) => notices.push(JSON.parse(text)));
    return { notices, leave };
  };

  it('is sent when operators can take conversations that they could not before', async () => {
    const { body: group } = await call('POST', '/groups', { brandId, name: 'Sales' });
    const { notices, leave } = await listen();
    await patch({ mode: 'offer' });
    await call('PATCH', `/groups/${group.id}`, { operatorIds: [anna.id] });
    await call('PATCH', `/operators/${anna.id}`, { capacity: 3 });
    await call('DELETE', `/groups/${group.id}`);
    await eventually(async () => notices.length === 4, 'all notices');
    // A capacity is a change of one operator, the others concern the brand.
    expect(notices).toEqual([
      { brandIds: [brandId] },
      { brandIds: [brandId] },
      { operatorId: anna.id },
      { brandIds: [brandId] },
    ]);
    await leave();
  });
});
