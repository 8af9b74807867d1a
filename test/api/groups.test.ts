/** Groups of a brand: who may write and read them, who may be in them, and what their end means for channels. */
import { sql } from 'drizzle-orm';
import { toVersionedSettings } from '../../src/store/channels/rules-settings';
import { startTestApp, type TestApp, type TestOperator } from '../support/administration-app';
import { eventually } from '../support/eventually';

let app: TestApp;
let brandId: string;
let anna: TestOperator;
let ben: TestOperator;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({
    body: { id: brandId },
  } = await app.call('POST', '/api/v1/brands', { name: 'Tea' }));
  anna = await app.operator([brandId]);
  ben = await app.operator([brandId]);
});
afterAll(() => app.close());

const call = (method: string, path: string, body?: unknown, as?: TestOperator) =>
  app.call(method, `/api/v1${path}`, body, as === undefined ? {} : { token: as.token });
const make = async (fields: object = {}) =>
  (await call('POST', '/groups', { brandId, name: 'Sales', operatorIds: [anna.id], ...fields })).body;
const audit = async (id: string) => {
  const { body } = await call('GET', '/audit');
  return body.items
    .filter(({ target }) => (target as { id?: string } | null)?.id === id)
    .map(({ action, details }) => [action, details]);
};

describe('a group', () => {
  it('is made, read, changed and deleted, and the audit log says by whom and what', async () => {
    const { status, body: made } = await call('POST', '/groups', {
      brandId,
      name: ' Sales ',
      operatorIds: [ben.id, anna.id, ben.id],
    });
    expect(status).toBe(201);
    const both = [anna.id, ben.id].sort();
    expect(made).toEqual({
      id: expect.any(String),
      brandId,
      name: 'Sales',
      operatorIds: both,
      createdAt: expect.stringMatching(/Z$/),
    });
    const { body: renamed } = await call('PATCH', `/groups/${made.id}`, { name: 'Shop' });
    expect(renamed).toEqual({ ...made, name: 'Shop' });
    const { body: smaller } = await call('PATCH', `/groups/${made.id}`, { operatorIds: [ben.id] });
    expect(smaller).toEqual({ ...renamed, operatorIds: [ben.id] });
    await call('PATCH', `/groups/${made.id}`, { name: 'Shop' });
    expect((await call('GET', `/groups/${made.id}`)).body).toEqual(smaller);
    expect((await call('DELETE', `/groups/${made.id}`)).status).toBe(204);
    expect((await call('DELETE', `/groups/${made.id}`)).status).toBe(404);
    expect(await audit(made.id)).toEqual([
      ['group.deleted', { brandId }],
      ['group.changed', { fields: ['operatorIds'], operatorIds: [ben.id], formerOperatorIds: both }],
      ['group.changed', { fields: ['name'] }],
      ['group.created', { brandId, operatorIds: both }],
    ]);
  });

  it('is read by members of the brand, page by page, and written by no operator', async () => {
    const { body: coffee } = await call('POST', '/brands', { name: 'Coffee' });
    const [sales, care] = [await make(), await make({ name: 'Care' })];
    await make({ brandId: coffee.id, name: 'Sales', operatorIds: [] });
    expect((await call('GET', '/groups', undefined, anna)).body.items).toEqual([sales, care]);
    const { body: first } = await call('GET', '/groups?limit=1', undefined, anna);
    const { body: second } = await call('GET', `/groups?limit=1&cursor=${first.nextCursor}`, undefined, anna);
    expect([...first.items, ...second.items]).toEqual([sales, care]);
    expect((await call('GET', `/groups?brandId=${coffee.id}`, undefined, anna)).body.items).toEqual([]);
    expect((await call('GET', `/groups?brandId=${coffee.id}`)).body.items).toHaveLength(1);
    const outsider = await app.operator([coffee.id]);
    expect((await call('GET', `/groups/${sales.id}`, undefined, outsider)).status).toBe(404);
    expect((await call('PATCH', `/groups/${sales.id}`, { name: 'x' }, anna)).status).toBe(403);
  });

  it('has a name of its own in its brand, whatever the case', async () => {
    const sales = await make();
    const again = await call('POST', '/groups', { brandId, name: 'SALES' });
    expect([again.status, again.body.code, again.body.reason]).toEqual([409, 'conflict', 'name_taken']);
    const care = await make({ name: 'Care' });
    const renamed = await call('PATCH', `/groups/${care.id}`, { name: 'sales' });
    expect([renamed.status, renamed.body.reason]).toEqual([409, 'name_taken']);
    expect((await call('PATCH', `/groups/${sales.id}`, { name: 'SALES' })).status).toBe(200);
  });

  it.each(['an operator of another brand', 'nobody at all'])('refuses %s as a member', async (who) => {
    const { body: coffee } = await call('POST', '/brands', { name: 'Coffee' });
    const stranger = who === 'nobody at all' ? 'none' : (await app.operator([coffee.id])).id;
    const answer = await call('POST', '/groups', { brandId, name: 'Care', operatorIds: [anna.id, stranger] });
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [{ path: 'operatorIds', message: expect.any(String) }],
    ]);
    const { id } = await make();
    expect((await call('PATCH', `/groups/${id}`, { operatorIds: [stranger], name: 'Care' })).status).toBe(
      400,
    );
    // No part of it was made.
    expect((await call('GET', '/groups')).body.items).toEqual([
      expect.objectContaining({ name: 'Sales', operatorIds: [anna.id] }),
    ]);
  });

  it('loses who leaves the brand, and nobody else', async () => {
    const { body: coffee } = await call('POST', '/brands', { name: 'Coffee' });
    await call('PATCH', `/operators/${anna.id}`, { brandIds: [brandId, coffee.id] });
    const ofTea = await make({ operatorIds: [anna.id, ben.id] });
    const ofCoffee = await make({ brandId: coffee.id, operatorIds: [anna.id] });
    await call('PATCH', `/operators/${anna.id}`, { brandIds: [coffee.id] });
    const membersOf = async ({ id }: { readonly id: string }) =>
      (await call('GET', `/groups/${id}`)).body['operatorIds'];
    expect(await membersOf(ofTea)).toEqual([ben.id]);
    expect(await membersOf(ofCoffee)).toEqual([anna.id]);
    await call('PATCH', `/operators/${anna.id}`, { brandIds: [] });
    expect(await membersOf(ofCoffee)).toEqual([]);
  });
});

describe('channels and QR codes of a group', () => {
  const channelOf = async () => (await call('POST', '/channels', { brandId, name: 'Tea house' })).body;
  const versionOf = async (id: string) => {
    const { rows } = await app.database.db.execute<{ version: number }>(
      sql`select settings_version as version from channels where id = ${id}`,
    );
    return rows[0]?.version;
  };

  it('take one of their brand, and are for everyone again when it is deleted', async () => {
    const { id } = await channelOf();
    const sales = await make();
    const { status, body } = await call('PATCH', `/channels/${id}`, { groupId: sales.id });
    expect([status, body['groupId']]).toEqual([200, sales.id]);
    expect(await versionOf(id)).toBe(2);
    await call('PATCH', `/channels/${id}`, { groupId: sales.id });
    expect(await versionOf(id)).toBe(2);
    const notices: string[] = [];
    const leave = await app.database.listen('duihua_channels', (channelId) => notices.push(channelId));
    await call('DELETE', `/groups/${sales.id}`);
    expect((await call('GET', `/channels/${id}`)).body['groupId']).toBeNull();
    // Open conversations follow, because the settings have a new version.
    expect(await versionOf(id)).toBe(3);
    await eventually(async () => notices.length > 0, 'the notice');
    expect(notices).toEqual([id]);
    await leave();
    expect((await audit(id)).map(([, details]) => details)).toEqual([{ fields: ['groupId'] }, {}]);
  });

  it('name the group that is asked when the bot has failed, which the rules know until it is deleted', async () => {
    const { id } = await channelOf();
    const sales = await make();
    const settings = (failureGroupId: string) => ({ settings: { bot: { failureGroupId } } });
    const { status, body } = await call('PATCH', `/channels/${id}`, settings(sales.id));
    expect([status, body['settings']]).toMatchObject([200, { bot: { failureGroupId: sales.id } }]);
    const rules = async () => {
      const channel = await app.deps.channels.find(id, [brandId]);
      return channel === null ? null : toVersionedSettings(channel);
    };
    expect(await rules()).toMatchObject({ version: 2, bot: { failureGroupId: sales.id } });
    const { body: coffee } = await call('POST', '/brands', { name: 'Coffee' });
    const foreign = await make({ brandId: coffee.id, operatorIds: [] });
    const made = { brandId, name: 'Second', ...settings(foreign.id) };
    for (const refused of [
      await call('PATCH', `/channels/${id}`, settings(foreign.id)),
      await call('POST', '/channels', made),
    ])
      expect([refused.status, refused.body.errors]).toEqual([
        400,
        [{ path: 'settings.bot.failureGroupId', message: 'is not a group of the brand' }],
      ]);
    await call('DELETE', `/groups/${sales.id}`);
    expect((await call('GET', `/channels/${id}`)).body['settings']).toMatchObject({
      bot: { failureGroupId: null },
    });
    expect(await rules()).toMatchObject({ version: 3 });
    expect((await rules())?.bot.failureGroupId).toBeUndefined();
  });

  it('refuse a group of another brand', async () => {
    const { body: coffee } = await call('POST', '/brands', { name: 'Coffee' });
    const foreign = await make({ brandId: coffee.id, operatorIds: [] });
    const { id } = await channelOf();
    for (const groupId of [foreign.id, 'none']) {
      const answer = await call('PATCH', `/channels/${id}`, { groupId });
      expect([answer.status, answer.body.errors]).toEqual([
        400,
        [{ path: 'groupId', message: 'is not a group of the brand' }],
      ]);
    }
  });

  it('are told apart: a code has a group of its own', async () => {
    const made = { type: 'read', isPartial: false } as const;
    const withWeChat = await startTestApp(
      {
        makeQrCode: async () => ({
          ...made,
          value: { ticket: 'ticket', url: 'http://w.example/q', expiresInSeconds: null },
        }),
      },
      app.database,
    );
    const call = (method: string, path: string, body?: unknown) =>
      withWeChat.call(method, `/api/v1${path}`, body);
    const { body: brand } = await call('POST', '/brands', { name: 'Tea' });
    const { body: channel } = await call('POST', '/channels', { brandId: brand.id, name: 'Tea house' });
    const { body: group } = await call('POST', '/groups', { brandId: brand.id, name: 'Sales' });
    const fields = { kind: 'permanent', name: 'Door', scene: 'door' };
    const path = `/channels/${channel.id}/qr-codes`;
    expect((await call('POST', path, { ...fields, groupId: 'none' })).status).toBe(400);
    const { body: code } = await call('POST', path, { ...fields, groupId: group.id });
    expect(code).toMatchObject({ groupId: group.id });
    expect((await call('PATCH', `/qr-codes/${code.id}`, { groupId: null })).body).toMatchObject({
      groupId: null,
    });
    await call('PATCH', `/qr-codes/${code.id}`, { groupId: group.id });
    await call('DELETE', `/groups/${group.id}`);
    expect((await call('GET', `/qr-codes/${code.id}`)).body).toMatchObject({ groupId: null });
    expect((await call('POST', path, { ...fields, scene: 'window' })).body).toMatchObject({ groupId: null });
    await withWeChat.close();
  });
});
