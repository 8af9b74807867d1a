/**
 * What is sealed in the database: its keys are required at the start, and can be changed under load.
 */
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { makeVapidKeys } from '../../../src/push/vapid';
import { readOrMakeVapidKeys } from '../../../src/store/alerts/vapid-keys';
import { createBots } from '../../../src/store/bots/bots';
import { createAccessTokens } from '../../../src/store/channels/access-tokens';
import { createChannelStore } from '../../../src/store/channels/channels';
import { createRejectedDeliveries } from '../../../src/store/channels/rejected-deliveries';
import type { Database } from '../../../src/store/engine/database-types';
import { migrateDatabase } from '../../../src/store/engine/migrate';
import { rowsOf } from '../../../src/store/engine/rows';
import { createAuditLog, SYSTEM } from '../../../src/store/people/audit-log';
import { createBrandStore } from '../../../src/store/people/brands';
import {
  assertKeysFit,
  keysInUse,
  resealAll,
  SEALED_COLUMNS,
  SecretKeyMissing,
} from '../../../src/store/secrets/sealed-values';
import { channelFields } from '../../support/administration-app';
import { describeWithDatabase } from '../../support/database';

const OLD = randomBytes(32);
const NEW = randomBytes(32);
const oldBox = createSecretBox([OLD]);
const bothBox = createSecretBox([NEW, OLD]);
const newBox = createSecretBox([NEW]);
const rejectedAs = (reason: string, body: string) => ({
  reason,
  body: Buffer.from(body),
  isOpened: true,
  query: { openid: null, isEncrypted: false },
});

describeWithDatabase('sealed values', (database) => {
  const fill = async (secretBox: typeof oldBox, channels: number, rejected: number) => {
    const brand = await createBrandStore(database()).create({ name: 'Tea' });
    const store = createChannelStore(database(), { secretBox });
    const ids: string[] = [];
    for (let made = 0; made < channels; made += 1) {
      const result = await store.create({ ...channelFields(brand.id), encryption: 'safe' });
      if (!('channel' in result)) throw new Error(result.refusal);
      const { id } = result.channel;
      ids.push(id);
      await store.update(id, [brand.id], { encodingAesKey: 'Z'.repeat(43) });
      const tokens = createAccessTokens(database(), { secretBox });
      const version = await tokens.claimRefresh(id, 0);
      await tokens.save(id, { token: `token-${id}`, expiresAt: 1 }, version ?? -1);
    }
    const kept = createRejectedDeliveries(database(), { secretBox });
    for (let made = 0; made < rejected; made += 1)
      await kept.keep(ids[made % ids.length] ?? '', rejectedAs('x', `<xml>${made}`));
    return { ids, brandId: brand.id };
  };

  it('are all known: no column named …_sealed is forgotten', async () => {
    const rows = await rowsOf<{ place: string }>(
      database().db,
      sql`select table_name || '.' || column_name as place from information_schema.columns
          where table_schema = 'public' and column_name like '%sealed%'
            -- Only for processes of 0.1.0, which read it; nothing of ours does (migration 0012).
            and column_name <> 'former_encoding_aes_key_sealed'`,
    );
    const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
    expect(rows.map(({ place }) => place).sort()).toEqual([...known].sort());
  });

  it('let no process start without their key; nothing is changed, and the message contains no key', async () => {
    await fill(oldBox, 2, 1);
    await expect(assertKeysFit(database().db, newBox.keyIds)).rejects.toThrow(SecretKeyMissing);
    await expect(assertKeysFit(database().db, newBox.keyIds)).rejects.toThrow(
      /^SECRET_KEY: 12 stored secrets \(channels\.app_secret_sealed, .*Nothing was changed\.$/s,
    );
    await assertKeysFit(database().db, bothBox.keyIds);
    const message = await assertKeysFit(database().db, newBox.keyIds).catch((error: Error) => error.message);
    for (const key of [OLD, NEW]) expect(message).not.toContain(key.toString('base64'));
    // The check comes before the migrations.
    await database().db.execute(sql`drop schema drizzle cascade`);
    const check = migrateDatabase(database(), { check: (db) => assertKeysFit(db, newBox.keyIds) });
    await expect(check).rejects.toThrow(SecretKeyMissing);
    const [row] = await rowsOf<{ there: boolean }>(
      database().db,
      sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`,
    );
    expect(row?.there).toBe(false);
  });

  it('need no key if nothing is stored, not even tables', async () => {
    await assertKeysFit(database().db, newBox.keyIds);
    // The other tests continue with this database.
    await database().db.execute(sql`alter schema public rename to put_aside`);
    await database().db.execute(sql`create schema public`);
    try {
      await assertKeysFit(database().db, newBox.keyIds);
    } finally {
      await database().db.execute(sql`drop schema public`);
      await database().db.execute(sql`alter schema put_aside rename to public`);
    }
  });

  it('are resealed in batches, once; what no key can open stays as it is', async () => {
    const { ids, brandId } = await fill(oldBox, 3, 20);
    const bot = { brandId, kind: 'dify', name: 'A bot', aiLabel: true, fields: {}, secrets: { apiKey: 'k' } };
    await createBots(database(), { secretBox: oldBox }).create(bot, SYSTEM);
    const pair = await readOrMakeVapidKeys(database(), oldBox, makeVapidKeys);
    const lost = createSecretBox([randomBytes(32)]);
    const sealed = lost.seal('rejected_deliveries.body', 'lost', 'x');
    await database().db.execute(
      sql`insert into rejected_deliveries (id, channel_id, reason, body_sealed) values ('lost', 'c', 'x', ${sealed})`,
    );
    const results = await resealAll(database(), bothBox, { atOnce: 7 });
    expect(Object.fromEntries(results.map(({ name, resealed }) => [name, resealed]))).toEqual({
      'channels.app_secret_sealed': 3,
      'channels.token_sealed': 3,
      'channels.encoding_aes_key_sealed': 3,
      'channel_former_secrets.token_sealed': 0,
      'channel_former_secrets.encoding_aes_key_sealed': 3,
      'channel_access_tokens.token_sealed': 3,
      'rejected_deliveries.body_sealed': 20,
      'rejected_deliveries.query_sealed': 20,
      'operator_two_factors.secret_sealed': 0,
      'push_subscriptions.subscription_sealed': 0,
      'sessions.id_token_sealed': 0,
      'vapid_keys.private_key_sealed': 1,
      'webhooks.secrets_sealed': 0,
      'webhooks.private_key_sealed': 0,
      'bots.secrets_sealed': 1,
    });
    expect(results.map(({ unreadable }) => unreadable).filter((count) => count > 0)).toEqual([1]);
    const again = await resealAll(database(), bothBox);
    const { items } = await createAuditLog(database()).list(
      { action: 'secret_key.changed' },
      { limit: 9, before: null },
    );
    expect(items.map(({ via, details }) => [via, details])).toEqual([
      ['system', { keyId: newBox.keyIds[0], values: 57 }],
    ]);
    expect(again.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(0);
    expect(await keysInUse(database())).toEqual(
      new Map([
        [newBox.keyIds[0], 57],
        [lost.keyIds[0], 1],
      ]),
    );
    const found = await createChannelStore(database(), { secretBox: newBox }).findWithSecrets(ids[0] ?? '');
    const { appSecret, token, encodingAesKey } = channelFields('');
    expect(found?.secrets).toEqual({ appSecret, token, encodingAesKey: 'Z'.repeat(43) });
    expect(found?.former).toMatchObject([{ token: null, encodingAesKey }]);
    expect(await readOrMakeVapidKeys(database(), newBox, makeVapidKeys)).toEqual(pair);
  });

  it('of rejected deliveries are limited to the newest 200 of a channel', async () => {
    const { ids } = await fill(newBox, 1, 205);
    await createRejectedDeliveries(database(), { secretBox: newBox }).keep(
      ids[0] ?? '',
      rejectedAs('last', 'x'),
    );
    const kept = await rowsOf<{ reason: string }>(
      database().db,
      sql`select reason from rejected_deliveries order by created_at desc`,
    );
    expect([kept.length, kept[0]?.reason]).toEqual([200, 'last']);
  });

  it('are resealed under load: every write meanwhile is kept, and nothing becomes unreadable', async () => {
    const { ids, brandId } = await fill(oldBox, 5, 50);
    // Processes that begin with the new key, and one that has not been restarted: it knows both, and seals with the old.
    const boxes = [bothBox, createSecretBox([OLD, NEW])];
    const work = { isOver: false };
    let writes = 0;
    const last = new Map<string, string>();
    const load = Promise.all(
      ids.map(async (id, index) => {
        const secretBox = boxes[index % 2] ?? bothBox;
        const channels = createChannelStore(database(), { secretBox });
        const tokens = createAccessTokens(database(), { secretBox });
        const rejected = createRejectedDeliveries(database(), { secretBox });
        while (!work.isOver) {
          writes += 1;
          const appSecret = `secret-${writes}`;
          await channels.update(id, [brandId], { appSecret });
          last.set(id, appSecret);
          const version = await tokens.claimRefresh(id, 0);
          await tokens.save(id, { token: `token-${writes}`, expiresAt: 1 }, version ?? -1);
          await rejected.keep(id, rejectedAs('x', `<xml>${writes}</xml>`));
        }
      }),
    );
    for (let round = 0; round < 10; round += 1) await resealAll(database(), bothBox, { atOnce: 5 });
    work.isOver = true;
    await load;
    await resealAll(database(), bothBox);
    expect(writes).toBeGreaterThan(10);
    expect([...(await keysInUse(database())).keys()]).toEqual([newBox.keyIds[0]]);
    const channels = createChannelStore(database(), { secretBox: newBox });
    const tokens = createAccessTokens(database(), { secretBox: newBox });
    for (const id of ids) {
      expect((await channels.findWithSecrets(id))?.secrets.appSecret).toBe(last.get(id));
      expect((await tokens.read(id))?.token).toMatch(/^token-\d+$/);
    }
    await expectAllOpen(database());
  }, 60_000);
});

async function expectAllOpen({ db }: Database): Promise<void> {
  const rows = await rowsOf<{ id: string; body_sealed: string }>(
    db,
    sql`select id, body_sealed from rejected_deliveries`,
  );
  for (const row of rows) {
    expect(newBox.isCurrent(row.body_sealed)).toBe(true);
    newBox.open('rejected_deliveries.body', row.id, row.body_sealed);
  }
}
