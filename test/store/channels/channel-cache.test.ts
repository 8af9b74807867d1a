import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { createChannelCache } from '../../../src/store/channels/channel-cache';
import { createChannelStore } from '../../../src/store/channels/channels';
import { type Database, openDatabase } from '../../../src/store/engine/database';
import { migrateDatabase } from '../../../src/store/engine/migrate';
import { createBrandStore } from '../../../src/store/people/brands';
import { describeWithDatabase } from '../../support/database';
import { type PostgresServer, startPostgresServer } from '../../support/postgres-server';

const secretBox = createSecretBox([randomBytes(32)]);

async function channelIn(database: Database) {
  const channels = createChannelStore(database, { secretBox });
  const brand = await createBrandStore(database).create({ name: 'Tea' });
  const result = await channels.create({ brandId: brand.id, name: 'before', token: 'abc' });
  if ('refusal' in result) throw new Error(result.refusal);
  const rename = (name: string) => channels.update(result.channel.id, [brand.id], { name });
  return { channels, id: result.channel.id, brandIds: [brand.id], rename };
}

describeWithDatabase('the channel cache', (database) => {
  it('reads channels once, and again after a change', async () => {
    const { channels, id, rename, brandIds } = await channelIn(database());
    const read = jest.spyOn(channels, 'findWithSecrets');
    const cache = createChannelCache(database(), { channels });
    await cache.start();
    for (let use = 0; use < 3; use += 1) expect((await cache.get(id))?.secrets.token).toBe('abc');
    expect(read).not.toHaveBeenCalled();
    await rename('after');
    while ((await cache.get(id))?.channel.name !== 'after') await sleep(5);
    await channels.remove(id, brandIds);
    while ((await cache.get(id))?.channel.status !== 'deleted') await sleep(5);
    expect(await cache.get('none')).toBeNull();
    await cache.stop();
  });

  it('reads a channel once for many callers at a time, and never keeps it as it was before a notice', async () => {
    const { channels, id, rename } = await channelIn(database());
    const cache = createChannelCache(database(), { channels });
    const find = channels.findWithSecrets.bind(channels);
    const read = jest.spyOn(channels, 'findWithSecrets').mockImplementation(async (channelId) => {
      const before = await find(channelId);
      if (before?.channel.name === 'before') await rename('after');
      await sleep(50);
      return before;
    });
    const list = jest.spyOn(channels, 'listWithSecrets').mockResolvedValue([]);
    await cache.start();
    await Promise.all([cache.get(id), cache.get(id), cache.get(id)]);
    expect(read).toHaveBeenCalledTimes(1);
    expect((await cache.get(id))?.channel.name).toBe('after');
    list.mockRestore();
    await cache.stop();
  });
});

describe(`while the database is down`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgresServer();
  }, 60_000);
  afterAll(() => server.stop());

  it('channels in the cache stay usable; what changed meanwhile is seen afterwards', async () => {
    const options = { databaseUrl: await server.createDatabase() };
    const database = openDatabase(options);
    await migrateDatabase(database);
    const { channels, id, rename } = await channelIn(database);
    const cache = createChannelCache(database, { channels });
    await cache.start();
    await server.goAway();
    expect((await cache.get(id))?.secrets.token).toBe('abc');
    await expect(cache.get('unknown')).rejects.toThrow();
    const cold = createChannelCache(database, { channels });
    await cold.start();
    await expect(cold.get(id)).rejects.toThrow();
    await server.comeBack();
    await rename('after');
    while ((await cache.get(id))?.channel.name !== 'after') await sleep(20);
    expect((await cold.get(id))?.channel.name).toBe('after');
    await cache.stop();
    await cold.stop();
    await database.close();
  });
});
