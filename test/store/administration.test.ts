import { randomBytes } from 'node:crypto';
import { bootstrapAdministrator, ensureFirstBrand } from '../../src/api/bootstrap-administrator';
import { createPasswords } from '../../src/platform/secrets/passwords';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createAccessTokens } from '../../src/store/channels/access-tokens';
import { createChannelStore } from '../../src/store/channels/channels';
import type { Database } from '../../src/store/engine/database-types';
import { createApiTokenStore } from '../../src/store/people/api-tokens';
import { createAuditLog } from '../../src/store/people/audit-log';
import { createBrandStore } from '../../src/store/people/brands';
import { createOperatorStore } from '../../src/store/people/operators';
import { describeWithDatabase } from '../support/database';

const secretBox = createSecretBox([randomBytes(32)]);

function storesOf(database: Database) {
  return {
    database,
    operators: createOperatorStore(database),
    brands: createBrandStore(database),
    apiTokens: createApiTokenStore(database),
    channels: createChannelStore(database, { secretBox }),
    accessTokens: createAccessTokens(database, { secretBox }),
    passwords: createPasswords(),
  };
}

async function channelIn(database: Database): Promise<string> {
  const { brands, channels } = storesOf(database);
  const result = await channels.create({
    brandId: (await brands.create({ name: 'Tea' })).id,
    name: 'Tea house',
  });
  if ('refusal' in result) throw new Error(result.refusal);
  return result.channel.id;
}

describeWithDatabase('the first administrator', (database) => {
  it('gets a random password that is shown once and must be changed', async () => {
    const stores = storesOf(database());
    const first = await bootstrapAdministrator(stores, {});
    expect(first).toMatchObject({
      isNew: true,
      administrator: { role: 'administrator', mustChangePassword: true },
    });
    const hash = await stores.operators.passwordHash(first.administrator.id);
    expect(await stores.passwords.verify(hash, first.generatedPassword ?? '')).toBe(true);
    const second = await bootstrapAdministrator(stores, {});
    expect(second).toMatchObject({ isNew: false, administrator: { id: first.administrator.id } });
    expect(second.generatedPassword).toBeUndefined();
  });

  it('has the e-mail address, password and token of the environment, even if four processes start at once', async () => {
    const stores = storesOf(database());
    const wishes = { email: 'a@example.com', password: 'a long password here', token: 'given' };
    const results = await Promise.all([1, 2, 3, 4].map(() => bootstrapAdministrator(stores, wishes)));
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    const brands = await Promise.all([1, 2, 3].map(() => ensureFirstBrand(stores, 'First')));
    expect(new Set(brands.map(({ id }) => id)).size).toBe(1);
    const [administrator] = (await stores.operators.list({ limit: 10 })).items;
    expect(administrator).toMatchObject({ email: 'a@example.com', mustChangePassword: false });
    const found = await stores.apiTokens.authenticate('given');
    expect(found).toMatchObject({ token: { scopes: null }, identity: { operatorId: administrator?.id } });
    expect(found?.identity.brandIds).toEqual([brands[0]?.id]);
  });

  it('loses the previous token if the environment names another one', async () => {
    const stores = storesOf(database());
    await bootstrapAdministrator(stores, { token: 'former' });
    await bootstrapAdministrator(stores, { token: 'next' });
    expect(await stores.apiTokens.authenticate('former')).toBeNull();
    const { items } = await createAuditLog(database()).list({}, { limit: 3, before: null });
    expect(items.map(({ action }) => action)).toEqual(['token.created', 'token.revoked', 'token.created']);
    expect(await stores.apiTokens.authenticate('next')).not.toBeNull();
  });

  it('is never lost, even if the last two step down at the same moment', async () => {
    const { operators } = storesOf(database());
    const fields = { role: 'administrator', brandIds: [], passwordHash: 'a hash' } as const;
    const made = await Promise.all(
      ['a@b.c', 'd@e.f'].map((email) => operators.create({ ...fields, name: email, email })),
    );
    const ids = made.map((result) => ('operator' in result ? result.operator.id : ''));
    const results = await Promise.all(ids.map((id) => operators.update(id, { isDisabled: true })));
    expect(results.filter((result) => 'refusal' in result)).toEqual([{ refusal: 'last_administrator' }]);
  });
});

describeWithDatabase('the access token of a channel', (database) => {
  it('is stored sealed, with its expiry to the millisecond', async () => {
    const { accessTokens } = storesOf(database());
    const channelId = await channelIn(database());
    expect(await accessTokens.read(channelId)).toBeNull();
    const expiresAt = 1_795_000_000_123;
    expect(await accessTokens.claimRefresh(channelId, 1_000)).toBe(0);
    expect(await accessTokens.save(channelId, { token: 'canary', expiresAt }, 0)).toBe(true);
    expect(await accessTokens.read(channelId)).toEqual({ token: 'canary', expiresAt, version: 1 });
    const rows = await database().db.execute('select * from channel_access_tokens');
    expect(JSON.stringify(rows.rows)).not.toContain('canary');
  });

  it('is overwritten only by a caller who knows its version', async () => {
    const { accessTokens } = storesOf(database());
    const channelId = await channelIn(database());
    const save = (token: string, version: number) =>
      accessTokens.save(channelId, { token, expiresAt: 2_000_000_000_000 }, version);
    expect(await save('x', 3)).toBe(false);
    expect(await accessTokens.claimRefresh(channelId, 1000)).toBe(0);
    expect((await Promise.all([save('a', 0), save('b', 0)])).filter(Boolean)).toHaveLength(1);
    expect(await save('c', 0)).toBe(false);
    expect(await save('d', 1)).toBe(true);
    expect(await accessTokens.read(channelId)).toMatchObject({ token: 'd', version: 2 });
  });

  it('is fetched by one holder of the lease at a time', async () => {
    const { accessTokens } = storesOf(database());
    const channelId = await channelIn(database());
    const claim = (leaseMs: number) => accessTokens.claimRefresh(channelId, leaseMs);
    const claims = await Promise.all([1, 2, 3].map(() => claim(60_000)));
    expect(claims.filter((version) => version !== null)).toEqual([0]);
    await accessTokens.releaseRefresh(channelId);
    expect(await claim(1)).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await claim(60_000)).toBe(0);
    await accessTokens.save(channelId, { token: 'x', expiresAt: 2_000_000_000_000 }, 0);
    expect(await claim(60_000)).toBe(1);
  });

  it('is not saved if the account changed while it was fetched', async () => {
    const { accessTokens, channels } = storesOf(database());
    const channelId = await channelIn(database());
    const channel = await channels.findWithSecrets(channelId);
    const version = await accessTokens.claimRefresh(channelId, 60_000);
    await channels.update(channelId, [channel?.channel.brandId ?? ''], { appSecret: 'b'.repeat(32) });
    const token = { token: 'of the previous secret', expiresAt: 2_000_000_000_000 };
    expect(await accessTokens.save(channelId, token, version ?? -1)).toBe(false);
    expect(await accessTokens.read(channelId)).toBeNull();
    const next = await accessTokens.claimRefresh(channelId, 60_000);
    expect(await accessTokens.save(channelId, { ...token, token: 'of the new one' }, next ?? -1)).toBe(true);
    expect(await accessTokens.read(channelId)).toMatchObject({ token: 'of the new one' });
  });

  it('does not exist for a deleted channel, even if it was being fetched', async () => {
    const { accessTokens, channels } = storesOf(database());
    const rows = async () => (await database().db.execute('select 1 from channel_access_tokens')).rows;
    const channelId = await channelIn(database());
    const channel = await channels.findWithSecrets(channelId);
    const version = await accessTokens.claimRefresh(channelId, 60_000);
    const claims = Array.from({ length: 8 }, () => accessTokens.claimRefresh(channelId, 60_000));
    expect(await channels.remove(channelId, [channel?.channel.brandId ?? ''])).toBe(true);
    await Promise.all(claims);
    const token = { token: 'late', expiresAt: 2_000_000_000_000 };
    expect(await accessTokens.save(channelId, token, version ?? -1)).toBe(false);
    expect(await accessTokens.claimRefresh(channelId, 60_000)).toBeNull();
    expect(await accessTokens.claimForcedRefresh(channelId, 600_000)).toBe(false);
    expect(await rows()).toEqual([]);
  });

  it('can be forced at most once in the given time', async () => {
    const { accessTokens } = storesOf(database());
    const channelId = await channelIn(database());
    expect(await accessTokens.claimForcedRefresh(channelId, 600_000)).toBe(true);
    expect(await accessTokens.claimForcedRefresh(channelId, 600_000)).toBe(false);
    expect(await accessTokens.claimForcedRefresh(channelId, 0)).toBe(true);
  });
});
