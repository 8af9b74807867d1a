/** The replaced secrets of a channel: kept for a day by the database's clock, sealed, limited in number, and shown. */
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import type { ChannelFields } from '../../../src/store/channels/channel-change';
import { createChannelHealth } from '../../../src/store/channels/channel-health';
import { createChannelStore } from '../../../src/store/channels/channels';
import { createFormerSecrets } from '../../../src/store/channels/former-secrets';
import { rowsOf } from '../../../src/store/engine/rows';
import { createBrandStore } from '../../../src/store/people/brands';
import { resealAll } from '../../../src/store/secrets/sealed-values';
import { channelFields } from '../../support/administration-app';
import { describeWithDatabase } from '../../support/database';

const OLD = randomBytes(32);
const NEW = randomBytes(32);
const secretBox = createSecretBox([OLD]);
const KEY = (letter: string) => letter.repeat(43);

describeWithDatabase('previous secrets', (database) => {
  const connect = async () => {
    const brand = await createBrandStore(database()).create({ name: 'Tea' });
    const channels = createChannelStore(database(), { secretBox });
    const made = await channels.create(channelFields(brand.id));
    if (!('channel' in made)) throw new Error(made.refusal);
    const { id } = made.channel;
    return {
      id,
      channels,
      brandIds: [brand.id],
      change: (change: ChannelFields) => channels.update(id, [brand.id], change),
      former: async (box = secretBox) => {
        const found = await createChannelStore(database(), { secretBox: box }).findWithSecrets(id);
        const those = found?.former ?? [];
        return {
          tokens: those.map(({ token }) => token).filter((token) => token !== null),
          keys: those.map(({ encodingAesKey: key }) => key).filter((key) => key !== null),
          modes: those.map(({ encryption }) => encryption).filter((mode) => mode !== null),
        };
      },
      shown: async () => (await createChannelHealth(database()).read(id))?.formerSecrets,
    };
  };
  const first = channelFields('');
  const nothing = { tokens: [], keys: [], modes: [] };
  const later = (hours: number) =>
    database().db.execute(
      sql`update channel_former_secrets set accepted_until = accepted_until - ${hours} * interval '1 hour'`,
    );

  it('are those that a change replaced, the newest first', async () => {
    const { change, former } = await connect();
    await change({ token: 'second' });
    await change({ encodingAesKey: KEY('b') });
    await change({ encryption: 'safe', token: 'third', encodingAesKey: KEY('c') });
    expect(await former()).toEqual({
      tokens: ['second', first.token],
      keys: [KEY('b'), first.encodingAesKey],
      modes: ['plain'],
    });
  });

  it('do not include what stays the same, or other fields', async () => {
    const { change, former } = await connect();
    await change({ token: first.token, encodingAesKey: first.encodingAesKey, encryption: 'plain' });
    await change({ name: 'Other', appSecret: 'other', settings: { ringTimeSeconds: 30 } });
    expect(await former()).toEqual(nothing);
  });

  it('are not kept for a draft, to which nothing was ever delivered', async () => {
    const brand = await createBrandStore(database()).create({ name: 'Tea' });
    const channels = createChannelStore(database(), { secretBox });
    const made = await channels.create({ brandId: brand.id, name: 'Draft', token: 'abc' });
    if (!('channel' in made)) throw new Error(made.refusal);
    await channels.update(made.channel.id, [brand.id], { ...first, encryption: 'safe' });
    expect((await channels.findWithSecrets(made.channel.id))?.former).toEqual([]);
  });

  it('expire 24 hours after their change by the database’s clock, and are then deleted', async () => {
    const { id, change, former, shown, channels } = await connect();
    await change({ token: 'second' });
    const [one] = (await channels.findWithSecrets(id))?.former ?? [];
    const leftMs = (one?.takenUntil ?? 0) - performance.now();
    expect(Math.abs(leftMs - 24 * 3_600_000)).toBeLessThan(60_000);
    await later(23);
    await createFormerSecrets(database()).sweep();
    expect(await former()).toEqual({ ...nothing, tokens: [first.token] });
    await later(1);
    expect([await former(), await shown()]).toEqual([nothing, []]);
    await createFormerSecrets(database()).sweep();
    const rows = await rowsOf(database().db, sql`select 1 as one from channel_former_secrets`);
    expect(rows).toEqual([]);
  });

  it('are limited to the last ten changes of each kind', async () => {
    const { change, former } = await connect();
    await change({ encryption: 'safe', encodingAesKey: KEY('b') });
    for (let made = 1; made <= 12; made += 1) await change({ token: `token${made}` });
    expect(await former()).toEqual({
      tokens: Array.from({ length: 10 }, (_, index) => `token${11 - index}`),
      keys: [first.encodingAesKey],
      modes: ['plain'],
    });
  });

  it('are erased with their channel', async () => {
    const { id, change, former, channels, brandIds } = await connect();
    await change({ token: 'second' });
    await channels.remove(id, brandIds);
    expect(await former()).toEqual(nothing);
  });

  it('are sealed, and resealed with a new key', async () => {
    const { change, former } = await connect();
    await change({ token: 'second', encodingAesKey: KEY('b') });
    const [row] = await rowsOf(database().db, sql`select * from channel_former_secrets`);
    for (const secret of [first.token, first.encodingAesKey])
      expect(JSON.stringify(row)).not.toContain(secret);
    await resealAll(database(), createSecretBox([NEW, OLD]), { atOnce: 1 });
    expect(await former(createSecretBox([NEW]))).toEqual({
      ...nothing,
      tokens: [first.token],
      keys: [first.encodingAesKey],
    });
  });

  it('are shown by kind: since when, until when, and when last used', async () => {
    const { id, change, shown } = await connect();
    await change({ token: 'second' });
    await change({ encryption: 'safe' });
    const use = createFormerSecrets(database());
    await use.recordUse(id, ['token']);
    const [token, encryption] = (await shown()) ?? [];
    expect([token?.kind, encryption?.kind]).toEqual(['token', 'encryption']);
    const takenMs = (token?.acceptedUntil ?? 0) - (token?.replacedAt ?? 0);
    expect(Math.abs(takenMs - 24 * 3_600_000)).toBeLessThan(1_000);
    expect(token?.lastUsedAt).toBeGreaterThanOrEqual(token?.replacedAt ?? Number.NaN);
    expect(encryption?.lastUsedAt).toBeNull();
  });

  it('are recorded as used now and then, not with every delivery', async () => {
    const { id, change, shown } = await connect();
    await change({ token: 'second' });
    const use = createFormerSecrets(database());
    await use.recordUse(id, ['token']);
    const [before] = (await shown()) ?? [];
    await use.recordUse(id, ['token']);
    expect((await shown())?.[0]?.lastUsedAt).toBe(before?.lastUsedAt);
  });
});
