/** Token, key and mode are changed while WeChat delivers: for a day after the change nothing is lost. */
import { sql } from 'drizzle-orm';
import { channelFields } from '../support/administration-app';
import { startWebhookApp, textBody, type WebhookApp } from '../support/webhook-app';

const { token: TOKEN, encodingAesKey: KEY } = channelFields('');
const SECOND_KEY = 'b'.repeat(43);
const THIRD_KEY = 'c'.repeat(43);
let app: WebhookApp;
beforeAll(async () => {
  app = await startWebhookApp();
}, 60_000);
beforeEach(() => app.reset());
afterAll(() => app.close());

const change = async (id: string, fields: object) => {
  const { status, text } = await app.call('PATCH', `/api/v1/channels/${id}`, fields);
  if (status !== 200) throw new Error(text);
  await app.settled(id);
};
const texts = async () => (await app.stored()).map(({ text }) => text);
const body = (text: string) => textBody(text, { id: text });
/** Moves the end of the day after the changes, by the database's clock. */
const leave = async (id: string, ms: number) => {
  await app.database.db.execute(
    sql`update channel_former_secrets set accepted_until = clock_timestamp() + ${ms} * interval '1 millisecond'`,
  );
  await app.call('PATCH', `/api/v1/channels/${id}`, { name: `x${Math.random()}` });
  await app.settled(id);
};
const health = async (id: string) => (await app.call('GET', `/api/v1/channels/${id}/health`)).body;

it('accepts what the previous token signed, and counts it', async () => {
  const id = await app.channel();
  await change(id, { token: 'second' });
  expect(await app.post(id, { body: body('old'), token: TOKEN })).toBe(200);
  expect(await app.post(id, { body: body('new'), token: 'second' })).toBe(200);
  expect(await app.post(id, { body: body('other'), token: 'other' })).toBe(401);
  expect(await texts()).toEqual(['old', 'new']);
  expect(app.counted).toEqual(
    new Map([
      ['former_token', 1],
      ['store', 2],
      ['bad_signature', 1],
    ]),
  );
});

it('accepts unencrypted deliveries after plain became safe, and encrypted ones after safe became plain', async () => {
  const id = await app.channel();
  expect(await app.post(id, { body: body('1') })).toBe(200);
  await change(id, { encryption: 'safe' });
  expect(await app.post(id, { body: body('2') })).toBe(200);
  expect(await app.post(id, { body: body('3'), key: KEY })).toBe(200);
  await change(id, { encryption: 'plain' });
  expect(await app.post(id, { body: body('4'), key: KEY })).toBe(200);
  expect(await app.post(id, { body: body('5') })).toBe(200);
  expect(await texts()).toEqual(['1', '2', '3', '4', '5']);
  expect(app.counted.get('former_mode')).toBe(2);
});

it('decrypts with a key two changes old, and accepts a token two changes old', async () => {
  const id = await app.channel({ encryption: 'safe' });
  await change(id, { encodingAesKey: SECOND_KEY, token: 'second' });
  await change(id, { encodingAesKey: THIRD_KEY });
  await change(id, { token: 'third' });
  let number = 0;
  for (const token of [TOKEN, 'second', 'third']) {
    for (const key of [KEY, SECOND_KEY, THIRD_KEY]) {
      number += 1;
      expect(await app.post(id, { body: body(`${number}`), token, key })).toBe(200);
    }
  }
  expect(await texts()).toHaveLength(9);
  expect([app.counted.get('former_key'), app.counted.get('former_token')]).toEqual([6, 6]);
});

it('recognises a delivery from before the change as a repeat', async () => {
  const id = await app.channel();
  expect(await app.post(id, { body: body('1') })).toBe(200);
  await change(id, { token: 'second', encryption: 'safe' });
  expect(await app.post(id, { body: body('1') })).toBe(200);
  expect(await texts()).toEqual(['1']);
});

it('answers WeChat’s check of the address by the previous token, which does not verify the new one', async () => {
  const id = await app.channel();
  expect(await app.verify(id, TOKEN)).toEqual({ status: 200, text: 'echo' });
  await change(id, { token: 'second' });
  const verifiedAt = async () => (await app.call('GET', `/api/v1/channels/${id}`)).body['verifiedAt'];
  expect(await app.verify(id, TOKEN)).toEqual({ status: 200, text: 'echo' });
  expect(await verifiedAt()).toBeNull();
  expect(await app.verify(id, 'other')).toMatchObject({ status: 401 });
  expect(await app.verify(id, 'second')).toEqual({ status: 200, text: 'echo' });
  expect(await verifiedAt()).not.toBeNull();
});

it('accepts no former ones after a day by the database’s clock, even without a notice', async () => {
  const id = await app.channel();
  await change(id, { token: 'second', encodingAesKey: SECOND_KEY });
  await change(id, { encryption: 'safe' });
  await leave(id, 60_000);
  expect(await app.post(id, { body: body('1'), token: TOKEN })).toBe(200);
  expect(await app.post(id, { body: body('2'), token: TOKEN, key: KEY })).toBe(200);
  // A minute passes for this process, which reads nothing from the database meanwhile.
  const now = performance.now.bind(performance);
  const later = jest.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
  try {
    expect(await app.post(id, { body: body('3'), token: TOKEN, key: SECOND_KEY })).toBe(401);
    expect(await app.post(id, { body: body('4'), token: 'second', key: KEY })).toBe(401);
    expect(await app.post(id, { body: body('5'), token: 'second' })).toBe(401);
    expect(await app.verify(id, TOKEN)).toMatchObject({ status: 401 });
    expect(await app.post(id, { body: body('6'), token: 'second', key: SECOND_KEY })).toBe(200);
  } finally {
    later.mockRestore();
  }
  expect(await texts()).toEqual(['1', '2', '6']);
});

it('shows in the health what is still accepted, until when, and that WeChat still uses it', async () => {
  const id = await app.channel();
  expect((await health(id))['formerSecrets']).toEqual([]);
  await change(id, { token: 'second', encryption: 'safe' });
  const unused = { replacedAt: expect.any(String), acceptedUntil: expect.any(String), lastUsedAt: null };
  expect((await health(id))['formerSecrets']).toEqual([
    { kind: 'token', ...unused },
    { kind: 'encryption', ...unused },
  ]);
  await app.post(id, { body: body('1'), token: TOKEN, key: KEY });
  const used = async () =>
    ((await health(id))['formerSecrets'] as { lastUsedAt: string | null }[]).map(
      ({ lastUsedAt }) => lastUsedAt !== null,
    );
  while (!(await used())[0]) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await used()).toEqual([true, false]);
  expect(JSON.stringify(await health(id))).not.toContain(TOKEN);
});

it('lets an administrator end it at once, e.g. if someone has seen the token', async () => {
  const id = await app.channel();
  const path = `/api/v1/channels/${id}/former-secrets`;
  await change(id, { token: 'second' });
  expect(await app.post(id, { body: body('1'), token: TOKEN })).toBe(200);
  const { brandId } = (await app.call('GET', `/api/v1/channels/${id}`)).body;
  const member = await app.operator([String(brandId)]);
  expect((await app.call('DELETE', path, undefined, member)).status).toBe(403);
  expect((await app.call('DELETE', '/api/v1/channels/none/former-secrets')).status).toBe(404);
  for (let time = 0; time < 2; time += 1) expect((await app.call('DELETE', path)).status).toBe(204);
  await app.settled(id);
  expect(await app.post(id, { body: body('2'), token: TOKEN })).toBe(401);
  expect(await app.post(id, { body: body('3'), token: 'second' })).toBe(200);
  expect((await health(id))['formerSecrets']).toEqual([]);
  const acts = (await app.call('GET', '/api/v1/audit?action=channel.former_secrets_ended')).body.items;
  expect(acts.filter(({ target }) => (target as { id: string }).id === id)).toHaveLength(1);
});
