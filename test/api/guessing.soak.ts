/**
 * Guessing, against a real API process on PostgreSQL: 10,000 deliveries with a signature that is not right, and 10,000
 * sign-ins for one account and for accounts that do not exist, from many addresses, while WeChat goes on delivering
 * (docs/security.md, docs/administration.md#sign-in). The run prints its seed and its figures; `DUIHUA_TEST_SEED` repeats
 * its choices.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { Agent, Client, request } from 'undici';
import { quantile } from '../../bench/statistics';
import { openDatabase } from '../../src/store/engine/database';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';
import { createTestDatabaseUrl } from '../support/database';
import { encrypt } from '../support/encrypt';
import { eventually } from '../support/eventually';
import { createProcessDesk, type DeskChannel, type ProcessDesk } from '../support/process-desk';
import { onThisMachine, textXml } from '../support/process-webhook';
import { randomFrom } from '../support/seeded-random';
import { startWebhooks } from '../support/steady-webhooks';

jest.setTimeout(600_000);

const TRIES = 10_000;
/** Much less than the tenfold that a comparison digit by digit would have to show over a network. */
const NOISE = 0.2;

const SIGN_INS_WITHIN_MS = 120_000;
const LANES = 300;
const CALM_MS = 15_000;
const ADDRESSES = 500;
const STRANGERS = 50;
const WEBHOOKS_PER_SECOND = 20;
const OWNER_TRIES_AFTER_MS = 5_000;
/** Failures that are free of a wait (docs/administration.md#sign-in). */
const FREE = { account: 10, address: 20 };
const LONGEST_WAIT_SECONDS = 900;
const PASSWORD = 'a quiet cup of oolong';
const OWNER = 'owner@example.com';
const HOME = '203.0.113.1';

const SEED = Number(process.env['DUIHUA_TEST_SEED'] ?? Date.now() % 1_000_000);
const random = randomFrom(SEED);

let desk: ProcessDesk;
let database: Database;
let plain: DeskChannel;
let safe: DeskChannel;
/** Those who guess and WeChat do not share connections. */
const agents = {
  guesses: new Agent({ connections: 1_000, pipelining: 1 }),
  webhooks: new Agent({ connections: 200, pipelining: 1 }),
};

beforeAll(async () => {
  process.stdout.write(`Guessing: seed ${SEED}\n`);
  const databaseUrl = await createTestDatabaseUrl();
  database = openDatabase({ databaseUrl });
  desk = await createProcessDesk({ databaseUrl, env: { TRUST_PROXY: '1' } });
  await desk.launch('api').prints(/the API listens/);
  plain = await desk.connect();
  safe = await desk.connect({ encryption: 'safe' });
}, 180_000);
afterAll(async () => {
  await Promise.all([agents.guesses.close(), agents.webhooks.close()]);
  await desk?.close();
  await database?.close();
});

const webhooksFrom = (number: number) =>
  startWebhooks(desk.url, plain, {
    perSecond: WEBHOOKS_PER_SECOND,
    firstId: 6_000_000 + number,
    dispatcher: agents.webhooks,
  });
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const sha1 = (...parts: readonly string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
const DIGITS = '0123456789abcdef';
/** Any other hex digit than this one. */
const otherDigit = (digit: string): string => pick(Array.from(DIGITS).filter((one) => one !== digit));

/** How many messages of contacts, contacts, and rejected deliveries are stored. */
const stored = async (): Promise<readonly [messages: number, contacts: number, rejected: number]> => {
  const [row] = await rowsOf<{ messages: number; contacts: number; rejected: number }>(
    database.db,
    sql`select (select count(*)::int from messages where direction = 'inbound') as messages,
          (select count(*)::int from contacts) as contacts,
          (select count(*)::int from rejected_deliveries) as rejected`,
  );
  return [row?.messages ?? -1, row?.contacts ?? -1, row?.rejected ?? -1];
};

describe('signatures', () => {
  /** What stands in the place of the right signature; undefined: nothing does. */
  const WRONG = {
    'the last digit wrong': (right) => [right.slice(0, -1) + otherDigit(right.slice(-1))],
    'no digit right': (right) => [Array.from(right, otherDigit).join('')],
    missing: () => [],
    doubled: (right) => [right, right],
    'no hex': (right) => [
      pick([right.toUpperCase(), 'z'.repeat(40), right.slice(1), `${right}0`, '', ` ${right.slice(1)}`]),
    ],
  } as const satisfies Record<string, (right: string) => readonly string[]>;
  type Kind = keyof typeof WRONG;
  const KINDS = Object.keys(WRONG) as readonly Kind[];

  /** A delivery whose signature is replaced; `null`: it stays as it is. */
  function deliver({ channelId, account }: DeskChannel, kind: Kind | null, number: number) {
    const { token, encryption, originalId, encodingAesKey, appId } = account;
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const nonce = String(Math.floor(random() * 1e9));
    const query = new URLSearchParams({ timestamp, nonce });
    const xml = textXml(originalId, 'oGuess', `guess ${number}`, String(5_000_000 + number));
    let name = 'signature';
    let body = xml;
    let right = sha1(token, timestamp, nonce);
    if (encryption !== 'plain') {
      const encrypted = encrypt({
        message: xml,
        encodingAesKey,
        appId,
        random: Buffer.alloc(16, number % 256),
      });
      query.set('signature', right);
      query.set('encrypt_type', 'aes');
      name = 'msg_signature';
      body = `<xml><ToUserName>${originalId}</ToUserName><Encrypt>${encrypted}</Encrypt></xml>`;
      right = sha1(token, timestamp, nonce, encrypted);
    }
    for (const one of kind === null ? [right] : WRONG[kind](right)) query.append(name, one);
    return { path: `/webhooks/wechat/${channelId}?${query.toString()}`, body };
  }

  test(`${TRIES} deliveries without the right one are refused, store nothing, and take the same time near and far`, async () => {
    // One connection, one after the other: nothing but the check itself may differ.
    const client = new Client(desk.url, { pipelining: 1 });
    const post = async ({ path, body }: { readonly path: string; readonly body: string }) => {
      const startedAt = performance.now();
      const headers = { 'content-type': 'text/xml' };
      const answer = await client.request({ method: 'POST', path, body, headers });
      const text = await answer.body.text();
      return { told: `${answer.statusCode} ${text}`, ms: performance.now() - startedAt };
    };
    const counted = await refusedSoFar();
    const times = new Map<string, number[]>();
    const wrong: string[] = [];
    const started = performance.now();
    for (let number = 0; number < TRIES; number += 1) {
      const kind = KINDS[number % KINDS.length] as Kind;
      const channel = pick([plain, safe]);
      const { told, ms } = await post(deliver(channel, kind, number));
      if (told !== '401 refused') wrong.push(`${number} (${kind}): ${told}`);
      const key = `${channel.account.encryption} ${kind}`;
      times.set(key, [...(times.get(key) ?? []), ms]);
    }
    const seconds = ((performance.now() - started) / 1_000).toFixed(0);
    process.stdout.write(`${TRIES} signatures in ${seconds} s; medians, ms:\n`);
    for (const [key, all] of times) process.stdout.write(`  ${key}: ${quantile(all, 0.5).toFixed(3)}\n`);
    expect(wrong).toEqual([]);
    expect(await stored()).toEqual([0, 0, 0]);
    expect((await refusedSoFar()) - counted).toBe(TRIES);
    for (const channel of ['plain', 'safe']) {
      const near = quantile(times.get(`${channel} the last digit wrong`) ?? [], 0.5);
      const far = quantile(times.get(`${channel} no digit right`) ?? [], 0.5);
      expect([channel, Math.abs(near - far) / far < NOISE, near, far]).toEqual([channel, true, near, far]);
    }
    // The same deliveries with their own signature.
    for (const [number, channel] of [plain, safe].entries())
      expect((await post(deliver(channel, null, TRIES + number))).told).toBe('200 success');
    expect(await stored()).toEqual([2, 2, 0]);
    await client.close();
  });

  /** How many deliveries the process has counted as refused for their signature. */
  async function refusedSoFar(): Promise<number> {
    const text = await (await fetch(`${desk.url}/metrics`)).text();
    expect(text).toContain('duihua_');
    return Number(
      /duihua_webhook_deliveries_total\{outcome="bad_signature"[^}]*\} (\d+)/.exec(text)?.[1] ?? 0,
    );
  }
});

describe('passwords', () => {
  type SignIn = { readonly status: number; readonly retryAfter: number; readonly ms: number };
  async function signIn(email: string, password: string, address: string): Promise<SignIn> {
    const startedAt = performance.now();
    const answer = await request(`${desk.url}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ email, password }),
      dispatcher: agents.guesses,
    });
    await answer.body.text();
    const retryAfter = Number(answer.headers['retry-after'] ?? 0);
    return { status: answer.statusCode, retryAfter, ms: performance.now() - startedAt };
  }

  const addresses = Array.from(
    { length: ADDRESSES },
    (_, at) => `198.18.${Math.floor(at / 250)}.${(at % 250) + 1}`,
  );
  const strangers = Array.from({ length: STRANGERS }, (_, at) => `stranger${at}@example.com`);

  test(`${TRIES} guesses from ${ADDRESSES} addresses check few passwords, keep no webhook waiting, and the owner gets in`, async () => {
    await desk.launch('worker').prints(/the worker runs/);
    const operator = { name: 'Owner', email: OWNER, password: PASSWORD, brandIds: [plain.brandId] };
    expect((await desk.call('POST', '/operators', operator)).status).toBe(201);
    expect((await signIn(OWNER, PASSWORD, HOME)).status).toBe(200);
    const [rowsBefore] = await stored();

    // What the machine does without them, to compare with.
    const calm = webhooksFrom(0);
    await sleep(CALM_MS);
    const before = await calm.stop();
    const webhooks = webhooksFrom(before.length);
    const guesses: { readonly email: string; readonly address: string; readonly answer: SignIn }[] = [];
    const startedAt = performance.now();
    const sinceStart = (): number => performance.now() - startedAt;
    let begun = 0;
    const guess = async (): Promise<void> => {
      while (begun < TRIES && sinceStart() < SIGN_INS_WITHIN_MS) {
        begun += 1;
        const email = random() < 0.5 ? OWNER : pick(strangers);
        const address = pick(addresses);
        guesses.push({ email, address, answer: await signIn(email, `guess number ${begun}`, address) });
      }
    };
    const attack = Promise.all(Array.from({ length: LANES }, guess));
    await sleep(OWNER_TRIES_AFTER_MS);
    const fromHome = await untilSignedIn(HOME);
    await attack;
    const seconds = sinceStart() / 1_000;
    const waits = await webhooks.stop();

    const checked = guesses.filter(({ answer }) => answer.status === 401);
    const mostOf = (of: (guess: (typeof guesses)[number]) => string): number => {
      const counts = new Map<string, number>();
      for (const one of checked) counts.set(of(one), (counts.get(of(one)) ?? 0) + 1);
      return Math.max(...counts.values());
    };
    const ownersChecks = checked.filter(({ email }) => email === OWNER).length;
    const p99 = quantile(waits, 0.99);
    process.stdout.write(
      `${guesses.length} sign-ins in ${seconds.toFixed(0)} s: ${checked.length} passwords checked, ${ownersChecks} of the ` +
        `owner; the owner was in after ${fromHome.ms.toFixed(0)} ms and ${fromHome.tries} tries; ${waits.length} webhooks, ` +
        `p99 ${p99.toFixed(0)} ms, slowest ${Math.max(...waits).toFixed(0)} ms (before: p99 ${quantile(before, 0.99).toFixed(0)} ms)\n`,
    );
    const statuses = new Set(guesses.map(({ answer }) => answer.status));
    expect(statuses).toEqual(new Set([401, 429]));
    const refused = guesses
      .filter(({ answer }) => answer.status === 429)
      .map(({ answer }) => answer.retryAfter);
    expect(Math.min(...refused)).toBeGreaterThan(0);
    expect(Math.max(...refused)).toBeLessThanOrEqual(LONGEST_WAIT_SECONDS);
    // Each further one after a wait of 1, 2, 4 … seconds.
    const most = (free: number): number => free + 1 + Math.floor(Math.log2(seconds + 1));
    expect(mostOf(({ email }) => email)).toBeLessThanOrEqual(most(FREE.account));
    expect(mostOf(({ address }) => address)).toBeLessThanOrEqual(most(FREE.address));
    expect(ownersChecks).toBeGreaterThan(0);
    // A refusal during the wait checks no password: each one that was checked and was wrong is in the audit log.
    expect(await failedSignIns()).toBe(checked.length);
    expect(p99).toBeLessThan(onThisMachine(1_000));
    await eventually(
      async () => (await stored())[0] === rowsBefore + before.length + waits.length,
      'each webhook has its row',
    );

    // After the longest wait, from an address that nobody knows; the database's clock is moved by exactly that wait.
    let answer = await signIn(OWNER, PASSWORD, '192.0.2.1');
    for (let guessed = 0; guessed < 15 && answer.retryAfter < LONGEST_WAIT_SECONDS; guessed += 1) {
      await database.db.execute(sql`update sign_in_guards set blocked_until = null`);
      expect((await signIn(OWNER, 'another guess', `192.0.2.${guessed + 10}`)).status).toBe(401);
      answer = await signIn(OWNER, PASSWORD, '192.0.2.1');
    }
    expect([answer.status, answer.retryAfter]).toEqual([429, LONGEST_WAIT_SECONDS]);
    await database.db.execute(
      sql`update sign_in_guards set blocked_until = blocked_until - ${answer.retryAfter} * interval '1 second'`,
    );
    expect((await signIn(OWNER, PASSWORD, '192.0.2.1')).status).toBe(200);
  });

  /** The owner tries from this address until they are in, and waits as they are told. */
  async function untilSignedIn(address: string): Promise<{ readonly ms: number; readonly tries: number }> {
    const startedAt = performance.now();
    for (let tries = 1; ; tries += 1) {
      const { status, retryAfter } = await signIn(OWNER, PASSWORD, address);
      const ms = performance.now() - startedAt;
      if (status === 200) return { ms, tries };
      expect([status, ms < 30_000]).toEqual([429, true]);
      await sleep(Math.max(100, retryAfter * 1_000));
    }
  }

  async function failedSignIns(): Promise<number> {
    const rows = await rowsOf<{ n: number }>(
      database.db,
      sql`select count(*)::int as n from audit_log where action = 'session.sign_in_failed'`,
    );
    return rows[0]?.n ?? -1;
  }
});
