/** Deliveries that the webhook rejected: shown to administrators, retried, deleted; their content is in no log. */
import { sql } from 'drizzle-orm';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { channelFields, SECRET_KEY } from '../support/administration-app';
import { startWebhookApp, textBody, type WebhookApp } from '../support/webhook-app';

const { encodingAesKey: KEY } = channelFields('');
const PATH = '/api/v1/rejected-deliveries';
const OTHER_ACCOUNT = 'gh_000000000000';
let app: WebhookApp;
beforeAll(async () => {
  app = await startWebhookApp();
}, 60_000);
beforeEach(() => app.reset());
afterAll(() => app.close());

const list = async (query = '') => (await app.call('GET', PATH + query)).body;
const firstId = async () => (await list()).items[0]?.id ?? 'none';
const retry = async (id: string) => app.call('POST', `${PATH}/${id}/retry`);
const change = async (id: string, fields: object) => {
  const { status, text } = await app.call('PATCH', `/api/v1/channels/${id}`, fields);
  if (status !== 200) throw new Error(text);
  await app.settled(id);
};
/** The log cannot be emptied: of one channel only. */
const audited = async (channelId: string) =>
  (await app.call('GET', '/api/v1/audit')).body.items
    .map(({ action, target, details }) => ({ action, target, details }))
    .filter(({ action }) => String(action).startsWith('rejected_delivery.'))
    .filter(({ target }) => (target as { id: string } | null)?.id === channelId);
/** A day's end for everything that was changed. */
const forgetFormer = async (id: string) => {
  await app.database.db.execute(sql`delete from channel_former_secrets`);
  await change(id, { name: `x${Math.random()}` });
};

describe('rejected deliveries', () => {
  it('are listed, newest first, with time, channel, reason and size, in pages', async () => {
    const [one, two] = [await app.channel(), await app.channel()];
    const doubled = textBody('secret words').replace('<MsgId>', '<Content>x</Content><MsgId>');
    expect(await app.post(one, { body: doubled })).toBe(400);
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await app.post(two, { body: '<!DOCTYPE x><xml/>' })).toBe(400);
    const { items, nextCursor } = await list();
    expect([items, nextCursor]).toEqual([
      [
        {
          id: expect.any(String),
          channelId: two,
          reason: 'doctype',
          size: 18,
          deliveries: 1,
          receivedAt: expect.stringMatching(/Z$/),
        },
        {
          id: expect.any(String),
          channelId: one,
          reason: 'doubled_field',
          size: Buffer.byteLength(doubled),
          deliveries: 1,
          receivedAt: expect.stringMatching(/Z$/),
        },
      ],
      null,
    ]);
    const page = await list('?limit=1');
    expect(page.items).toEqual([items[0]]);
    expect((await list(`?limit=1&cursor=${page.nextCursor}`)).items).toEqual([items[1]]);
    expect((await list(`?channelId=${one}`)).items).toEqual([items[1]]);
  });

  it('are for administrators only, and are kept only with a valid signature', async () => {
    const id = await app.channel();
    const { brandId } = (await app.call('GET', `/api/v1/channels/${id}`)).body;
    expect(await app.post(id, { body: '<xml>', token: 'wrong' })).toBe(401);
    expect((await list()).items).toEqual([]);
    expect(await app.post(id, { body: '<xml>' })).toBe(400);
    const member = await app.operator([String(brandId)]);
    const kept = await firstId();
    for (const [method, path] of [
      ['GET', PATH],
      ['POST', `${PATH}/${kept}/retry`],
      ['DELETE', `${PATH}/${kept}`],
    ] as const) {
      expect((await app.call(method, path, undefined, member)).status).toBe(403);
      expect((await app.call(method, path, undefined, { token: null })).status).toBe(401);
    }
    expect((await list()).items).toHaveLength(1);
  });

  it('are kept once, however often WeChat delivers them', async () => {
    const id = await app.channel();
    for (let time = 0; time < 3; time += 1) expect(await app.post(id, { body: '<xml>' })).toBe(400);
    expect((await list()).items).toMatchObject([{ deliveries: 3 }]);
    expect((await app.call('GET', `/api/v1/channels/${id}/health`)).body['rejectedDeliveries']).toBe(1);
  });

  it('are sealed, and neither shown nor logged', async () => {
    const id = await app.channel();
    const secret = 'words that nobody else may read';
    expect(await app.post(id, { body: textBody(secret, { to: OTHER_ACCOUNT }) })).toBe(400);
    const answers = [await app.call('GET', PATH), await retry(await firstId())].map(({ text }) => text);
    const rows = await app.database.db.execute(sql`select * from rejected_deliveries`);
    const everywhere = JSON.stringify([app.logged, answers, rows.rows, await audited(id)]);
    for (const word of [
      secret,
      Buffer.from(secret).toString('base64').slice(0, 20),
      'oContact',
      OTHER_ACCOUNT,
    ]) {
      expect(everywhere).not.toContain(word);
    }
  });
});

describe('a delivery that is retried', () => {
  it('is accepted after the fix, with its true age, and then removed', async () => {
    const id = await app.channel({ originalId: OTHER_ACCOUNT });
    expect(await app.post(id, { body: textBody('hello') })).toBe(400);
    await app.database.db.execute(
      sql`update rejected_deliveries set created_at = created_at - interval '1 hour'`,
    );
    const [kept] = (await list()).items;
    await change(id, { originalId: channelFields('').originalId });
    const { status, body } = await retry(await firstId());
    expect([status, body]).toEqual([200, { id: kept?.id, outcome: 'taken' }]);
    const [stored] = await app.stored();
    expect(stored).toMatchObject({ type: 'text', text: 'hello' });
    const cameAt = Date.parse(String(kept?.['receivedAt']));
    expect(Math.abs((stored?.at ?? 0) - cameAt)).toBeLessThan(5_000);
    expect((await list()).items).toEqual([]);
    expect((await retry(String(kept?.id))).status).toBe(404);
    expect(await audited(id)).toEqual([
      {
        action: 'rejected_delivery.taken',
        target: { type: 'channel', id },
        details: { reason: 'to_user_name' },
      },
    ]);
  });

  it('is not checked against its signature again: the token may have changed', async () => {
    const id = await app.channel({ originalId: OTHER_ACCOUNT });
    expect(await app.post(id, { body: textBody('hello') })).toBe(400);
    await change(id, { originalId: channelFields('').originalId, token: 'second' });
    await forgetFormer(id);
    expect((await retry(await firstId())).body).toMatchObject({ outcome: 'taken' });
  });

  it('needs no key if it was decrypted when it came', async () => {
    const id = await app.channel({ originalId: OTHER_ACCOUNT, encryption: 'safe' });
    expect(await app.post(id, { body: textBody('hello'), key: KEY, query: { openid: 'oContact' } })).toBe(
      400,
    );
    const { originalId } = channelFields('');
    await change(id, { originalId, token: 'second', encodingAesKey: 'c'.repeat(43) });
    await forgetFormer(id);
    expect((await retry(await firstId())).body).toMatchObject({ outcome: 'taken' });
    expect(await app.stored()).toMatchObject([{ text: 'hello' }]);
  });

  it('is decrypted with the key that was missing when it came', async () => {
    const id = await app.channel({ encryption: 'safe', encodingAesKey: 'z'.repeat(43) });
    expect(await app.post(id, { body: textBody('hello'), key: KEY })).toBe(401);
    expect((await list()).items).toMatchObject([{ reason: 'ciphertext' }]);
    expect((await retry(await firstId())).status).toBe(409);
    await change(id, { encodingAesKey: KEY });
    expect((await retry(await firstId())).body).toMatchObject({ outcome: 'taken' });
    expect(await app.stored()).toMatchObject([{ text: 'hello' }]);
  });

  it('is accepted unencrypted if the channel accepts such deliveries by now', async () => {
    const id = await app.channel({ encryption: 'safe' });
    expect(await app.post(id, { body: textBody('hello') })).toBe(401);
    expect((await list()).items).toMatchObject([{ reason: 'not_encrypted' }]);
    expect((await retry(await firstId())).body).toMatchObject({ reason: 'not_encrypted' });
    await change(id, { encryption: 'plain' });
    expect((await retry(await firstId())).body).toMatchObject({ outcome: 'taken' });
  });

  it('stays, with the present reason, if it is still rejected', async () => {
    const id = await app.channel({ originalId: OTHER_ACCOUNT });
    expect(await app.post(id, { body: textBody('hello'), query: { openid: 'oSomebodyElse' } })).toBe(400);
    const kept = await firstId();
    const refused = await retry(kept);
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'delivery_refused', reason: 'to_user_name' },
    ]);
    await change(id, { originalId: channelFields('').originalId });
    expect((await retry(kept)).body).toMatchObject({ code: 'delivery_refused', reason: 'query_openid' });
    expect((await list()).items).toMatchObject([{ id: kept, reason: 'query_openid' }]);
    expect(await app.stored()).toEqual([]);
    const target = { type: 'channel', id };
    expect(await audited(id)).toEqual([
      { action: 'rejected_delivery.refused_again', target, details: { reason: 'query_openid' } },
      { action: 'rejected_delivery.refused_again', target, details: { reason: 'to_user_name' } },
    ]);
  });

  it('is a repeat if WeChat has delivered it again in the meantime', async () => {
    const id = await app.channel({ originalId: OTHER_ACCOUNT });
    expect(await app.post(id, { body: textBody('hello') })).toBe(400);
    await change(id, { originalId: channelFields('').originalId });
    expect(await app.post(id, { body: textBody('hello') })).toBe(200);
    expect((await retry(await firstId())).body).toMatchObject({ outcome: 'repeat' });
    expect([await app.stored(), (await list()).items]).toMatchObject([[{ text: 'hello' }], []]);
  });

  it('can only be deleted if its channel was deleted', async () => {
    const id = await app.channel();
    expect(await app.post(id, { body: '<xml>' })).toBe(400);
    await app.call('DELETE', `/api/v1/channels/${id}`);
    await app.settled(id);
    const kept = await firstId();
    expect((await retry(kept)).body).toMatchObject({ status: 409, code: 'conflict' });
    expect((await app.call('DELETE', `${PATH}/${kept}`)).status).toBe(204);
  });

  it.each([
    ['clear', false],
    ['encrypted', true],
  ])(
    'is accepted, too, if an older version kept it %s and nothing else of it',
    async (_name, isEncrypted) => {
      const id = await app.channel({
        originalId: OTHER_ACCOUNT,
        ...(isEncrypted ? { encryption: 'safe' } : {}),
      });
      const secretBox = createSecretBox([SECRET_KEY]);
      // As it came: the envelope, where it was encrypted.
      let raw = textBody('hello');
      if (isEncrypted) {
        await app.post(id, { body: raw, key: 'w'.repeat(43) });
        const found = await firstId();
        const kept = await app.rejected.find(found, [
          String((await app.call('GET', `/api/v1/channels/${id}`)).body['brandId']),
        ]);
        raw = String(kept?.body);
        await app.call('DELETE', `${PATH}/${found}`);
      }
      const sealed = secretBox.seal('rejected_deliveries.body', 'old', Buffer.from(raw).toString('base64'));
      await app.database.db.execute(
        sql`insert into rejected_deliveries (id, channel_id, reason, body_sealed) values ('old', ${id}, 'entity', ${sealed})`,
      );
      expect((await list()).items).toMatchObject([
        { id: 'old', size: Buffer.byteLength(raw), deliveries: 1 },
      ]);
      await change(id, {
        originalId: channelFields('').originalId,
        ...(isEncrypted ? { encodingAesKey: 'w'.repeat(43) } : {}),
      });
      expect((await retry('old')).body).toMatchObject({ outcome: 'taken' });
      expect(await app.stored()).toMatchObject([{ text: 'hello' }]);
    },
  );
});

it('a deleted one is gone, and the audit log says so', async () => {
  const id = await app.channel();
  expect(await app.post(id, { body: '<xml>' })).toBe(400);
  const kept = await firstId();
  expect((await app.call('DELETE', `${PATH}/${kept}`)).status).toBe(204);
  expect((await app.call('DELETE', `${PATH}/${kept}`)).status).toBe(404);
  expect((await list()).items).toEqual([]);
  expect(await audited(id)).toMatchObject([
    { action: 'rejected_delivery.deleted', target: { type: 'channel', id } },
  ]);
});
