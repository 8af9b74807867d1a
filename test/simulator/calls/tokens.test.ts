import type { Simulator } from '../../../src/simulator/simulator';
import { APP_ID, call, type Json, SECRET, stableToken, startSimulator, tokenOf } from '../support';

const MINUTE = 60_000;
let now: number;
let simulator: Simulator;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 22, 4);
  simulator = await startSimulator({ clock: () => now });
});
afterEach(() => simulator.close());

async function plainToken(
  query = `grant_type=client_credential&appid=${APP_ID}&secret=${SECRET}`,
): Promise<Json> {
  return (await (await fetch(`${simulator.url}/cgi-bin/token?${query}`)).json()) as Json;
}
const works = async (token: unknown): Promise<unknown> =>
  (await call(simulator, '/cgi-bin/getcallbackip', undefined, String(token))).errcode ?? 0;

test('stable_token gives the same token until five minutes before its end; both then work for five minutes', async () => {
  const first = await stableToken(simulator);
  expect(first).toEqual({ access_token: expect.any(String) as string, expires_in: 7200 });
  now += 114 * MINUTE;
  expect(await stableToken(simulator)).toEqual({ access_token: first.access_token, expires_in: 360 });
  now += MINUTE;
  const second = await stableToken(simulator);
  expect(second.access_token).not.toBe(first.access_token);
  expect([await works(first.access_token), await works(second.access_token)]).toEqual([0, 0]);
  now += 5 * MINUTE;
  expect([await works(first.access_token), await works(second.access_token)]).toEqual([42001, 0]);
});

test('force_refresh revokes the old token, 30 s apart and twenty times a day', async () => {
  const first = await stableToken(simulator);
  const forced = await stableToken(simulator, { force_refresh: true });
  expect([await works(first.access_token), await works(forced.access_token)]).toEqual([40001, 0]);
  now += 29_999;
  expect((await stableToken(simulator, { force_refresh: true })).errcode).toBe(45011);
  for (let count = 1; count < 20; count += 1) {
    now += 30_000;
    expect((await stableToken(simulator, { force_refresh: true })).errcode).toBeUndefined();
  }
  now += 30_000;
  expect((await stableToken(simulator, { force_refresh: true })).errcode).toBe(45009);
  now += 24 * 60 * MINUTE;
  expect((await stableToken(simulator, { force_refresh: true })).errcode).toBeUndefined();
});

test('token gives a new one each time, the former one lasts five minutes more, and stable tokens are untouched', async () => {
  const stable = await stableToken(simulator);
  const first = await plainToken();
  const second = await plainToken();
  expect(second.access_token).not.toBe(first.access_token);
  expect(await works(first.access_token)).toBe(0);
  now += 5 * MINUTE;
  expect(await works(first.access_token)).toBe(42001);
  expect([await works(second.access_token), await works(stable.access_token)]).toEqual([0, 0]);
});

test('invalidated tokens are refused until a new one is fetched, or until it is forced', async () => {
  const first = await stableToken(simulator);
  simulator.invalidateTokens(APP_ID);
  expect(await works(first.access_token)).toBe(40001);
  const second = await stableToken(simulator);
  expect(await works(second.access_token)).toBe(0);
  simulator.invalidateTokens(APP_ID, { untilForced: true });
  expect((await stableToken(simulator)).access_token).toBe(second.access_token);
  expect(await works((await stableToken(simulator, { force_refresh: true })).access_token)).toBe(0);
});

test.each([
  ['', 41001],
  ['short', 40014],
  ['x'.repeat(100), 40001],
])('refuses the token "%s"', async (token, code) => {
  expect(await works(token)).toBe(code);
});

test.each<[string, Json, number]>([
  ['another grant type', { grant_type: 'password' }, 40002],
  ['no app id', { appid: '' }, 41002],
  ['an unknown app id', { appid: 'wxnobody' }, 40013],
  ['no secret', { secret: undefined }, 41004],
  ['a wrong secret', { secret: 'wrong' }, 40125],
])('refuses %s', async (_what, more, code) => {
  expect((await stableToken(simulator, more)).errcode).toBe(code);
});

test('names the address that is not on the allowlist', async () => {
  simulator.updateAccount(APP_ID, { allowedIps: ['203.0.113.7'] });
  expect(await plainToken()).toMatchObject({
    errcode: 40164,
    errmsg: expect.stringContaining('127.0.0.1') as string,
  });
  simulator.updateAccount(APP_ID, { allowedIps: ['127.0.0.1'] });
  expect((await plainToken()).errcode).toBeUndefined();
});

test('the allowlist applies to calls with a token too, until the address is added', async () => {
  await tokenOf(simulator);
  simulator.updateAccount(APP_ID, { allowedIps: ['203.0.113.7'] });
  expect((await call(simulator, '/cgi-bin/getcallbackip')).errcode).toBe(40164);
  simulator.updateAccount(APP_ID, { allowedIps: null });
  expect((await call(simulator, '/cgi-bin/getcallbackip')).errcode).toBeUndefined();
});

test.each([
  ['secret_frozen', 40243, undefined, undefined],
  ['barred', undefined, 50002, 50002],
  ['unverified', undefined, undefined, 48001],
] as const)('an account that is %s', async (restriction, token, read, send) => {
  await tokenOf(simulator);
  simulator.updateAccount(APP_ID, { restriction });
  expect((await stableToken(simulator)).errcode).toBe(token);
  expect((await call(simulator, '/cgi-bin/getcallbackip')).errcode).toBe(read);
  const body = { touser: 'ann', command: 'Typing' };
  const answer = await call(simulator, '/cgi-bin/message/custom/typing', body);
  if (send !== undefined) expect(answer.errcode).toBe(send);
  else expect(answer.errcode).not.toBe(48001);
});
