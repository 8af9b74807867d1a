/** Two API processes and two workers on a real PostgreSQL server and a Temporal server of their own. */

import { findFreePort } from '../../src/platform/ports';
import { type DevServer, startDevServer } from '../../src/temporal/dev-server/dev-server';
import { eventually } from '../support/eventually';
import { listenToEvents } from '../support/listen-to-events';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server';
import type { DuihuaProcess } from '../support/process';
import { createProcessDesk, type DeskChannel, type ProcessDesk } from '../support/process-desk';
import { postWebhook, textXml, wechatPatienceMs } from '../support/process-webhook';

// A busy machine takes many times as long as an idle one; what has to be quick is measured in the test.
jest.setTimeout(180_000);

const MESSAGES = 300;
const CONTACTS = 50;
describe(`in production`, () => {
  let postgres: PostgresServer;
  let engine: DevServer;
  let desk: ProcessDesk;
  let otherUrl: string;
  let workers: readonly DuihuaProcess[];
  let channel: DeskChannel;

  beforeAll(async () => {
    const binary = process.env['DUIHUA_TEST_TEMPORAL_BIN'] ?? '';
    [postgres, engine] = await Promise.all([
      startPostgresServer(),
      startDevServer({ binary, port: 0, namespace: 'default', canSkipTime: false }),
    ]);
    desk = await createProcessDesk({
      temporalAddress: engine.address,
      databaseUrl: await postgres.createDatabase(),
    });
    const otherPort = await findFreePort();
    otherUrl = `http://127.0.0.1:${otherPort}`;
    // All at once: they migrate, create the administrator and register search attributes at the same time.
    desk.launch('api', { DATA_DIR: `${desk.dataDir}/api-1` });
    desk.launch('api', {
      DATA_DIR: `${desk.dataDir}/api-2`,
      PORT: String(otherPort),
      EXPOSE_METRICS: '0',
      EXPOSE_DOCS: '0',
      TRUST_PROXY: '1',
    });
    workers = [desk.launch('worker'), desk.launch('worker')];
    await Promise.all([isReady(desk.url), isReady(otherUrl)]);
    await Promise.all(workers.map((worker) => worker.prints(/the worker runs/)));
    channel = await desk.connect();
  }, 180_000);
  afterAll(async () => {
    await desk?.close();
    await Promise.all([postgres?.stop(), engine?.stop()]);
  });

  test('300 messages of 50 contacts through both APIs, answers, and a worker killed in the middle', async () => {
    const { account, channelId } = channel;
    const urls = [desk.url, otherUrl].map((url) => `${url}/webhooks/wechat/${channelId}`);
    const people = Array.from({ length: CONTACTS }, (_, index) => `oPerson${index}`);
    for (const openId of people) desk.simulator.addContact({ appId: account.appId, openId });
    // The other process also knows a channel that was made a moment ago.
    const answers = await Promise.all(
      Array.from({ length: MESSAGES }, async (_, index) => {
        const openId = people[index % CONTACTS] ?? '';
        const text = `question ${index}`;
        const xml = textXml(account.originalId, openId, text, String(9_007_199_254_740_993n + BigInt(index)));
        // Every third one is delivered to both processes at once.
        const to = index % 3 === 0 ? urls : [urls[index % 2] ?? ''];
        const got = await Promise.all(to.map((url) => postWebhook(url, account.token, xml)));
        desk.recordWritten({ openId, text, acknowledged: got.some(({ status }) => status === 200) });
        return got;
      }),
    );
    expect(answers.flat().filter(({ status, text }) => status !== 200 || text !== 'success')).toEqual([]);
    expect(Math.max(...answers.flat().map(({ ms }) => ms))).toBeLessThan(wechatPatienceMs());

    const half = people.length / 2;
    const replyTo = (openId: string, index: number) =>
      desk.replies(openId, `answer to ${openId}`, { to: index % 2 === 0 ? desk.url : otherUrl });
    await Promise.all(people.slice(0, half).map(replyTo));
    const [first] = workers;
    const rest = Promise.all(people.slice(half).map(replyTo));
    await new Promise((resolve) => setTimeout(resolve, 150));
    await first?.end('SIGKILL');
    await rest;

    expect(await desk.violations({ isInOrder: false, alsoOver: otherUrl, withinMs: 90_000 })).toEqual([]);
    const list = await Promise.all(people.map((openId) => desk.conversations(openId)));
    expect(list.flat()).toHaveLength(CONTACTS);
  });

  test('one token was fetched for all of them', () => {
    expect(desk.simulator.calls('stable_token')).toHaveLength(1);
    expect(desk.simulator.calls('token')).toEqual([]);
  });

  test('the event stream of one API process shows what happens through the other', async () => {
    const stream = new AbortController();
    const response = await fetch(`${otherUrl}/api/v1/events`, {
      headers: { authorization: `Bearer ${desk.env['ADMIN_TOKEN']}` },
      signal: stream.signal,
    });
    expect(response.status).toBe(200);
    let seen = '';
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? [])
        seen += decoder.decode(chunk as Uint8Array, { stream: true });
    })().catch(() => undefined);
    await desk.writes('oStream', 'shown everywhere');
    await eventually(() => seen.includes('shown everywhere'), 'the message is in the stream');
    await desk.replies('oStream', 'answered here');
    await eventually(
      () => seen.includes('answered here') && seen.includes('"status":"sent"'),
      'so is the answer',
    );
    stream.abort();
    await reading;
  });

  test('metrics and documentation are served unless they are switched off', async () => {
    for (const path of ['/metrics', '/docs', '/openapi.json']) {
      const statuses = await Promise.all(
        [desk.url, otherUrl].map(async (url) => (await fetch(url + path)).status),
      );
      expect([path, ...statuses]).toEqual([path, 200, 404]);
    }
  });

  test('the address of a client is the one that a trusted proxy saw, if one is configured', async () => {
    for (const url of [desk.url, otherUrl]) {
      await fetch(`${url}/api/v1/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1, 203.0.113.7' },
        body: JSON.stringify({ email: 'nobody@example.com', password: 'wrong' }),
      });
    }
    const { body } = await desk.call<{ readonly items: readonly { readonly address: string }[] }>(
      'GET',
      '/audit?action=session.sign_in_failed',
    );
    expect(body.items.map(({ address }) => address)).toEqual([
      '203.0.113.7',
      expect.stringMatching(/127\.0\.0\.1$/),
    ]);
  });

  test('/readyz and the metrics say that the disks can be written', async () => {
    const ready = await (await fetch(`${desk.url}/readyz`)).json();
    const parts = ['database', 'temporal', 'namespace', 'journal', 'media'];
    const warnings = ['inbox', 'news', 'workflows', 'backlog', 'conversations'];
    const checks = [...parts, ...warnings].map((name) => ({ name, ok: true }));
    expect(ready).toEqual({ status: 'ready', checks });
    const figures = await (await fetch(`${desk.url}/metrics`)).text();
    for (const place of ['journal', 'media'])
      expect(figures).toContain(`duihua_disk_writable{place="${place}"} 1`);
  });

  test('SIGTERM ends each process with code 0', async () => {
    const stream = await listenToEvents(desk.url, { token: desk.env['ADMIN_TOKEN'] ?? '' });
    const { pids, ended } = desk.endAll('SIGTERM');
    expect(pids.length).toBeGreaterThanOrEqual(3);
    const startedAt = performance.now();
    await stream.ended;
    // The stream takes none of the 15 s that answers get.
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    expect(await ended).toEqual(pids.map(() => ({ code: 0, signal: null })));
  });
});

async function isReady(url: string): Promise<void> {
  await eventually(
    async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200,
    `${url} is ready`,
    90_000,
  );
}
