/** Outages of PostgreSQL and of Temporal, for as long as the caller says: seconds in the suite, a minute in a soak. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DevServer, startDevServer } from '../../src/temporal/dev-server/dev-server';
import { eventually } from './eventually';
import { findLastingPort } from './lasting-port';
import { type PostgresServer, startPostgresServer } from './postgres-server';
import { type Answer, createProcessDesk, type DeskChannel, type ProcessDesk } from './process-desk';
import { postWebhook, textXml, type WebhookAnswer, wechatPatienceMs } from './process-webhook';

/** Long enough not to occur in base64 by chance. */
const PEOPLE = ['An', 'Bo', 'Cy', 'De', 'Ed'].map((name) => `oOutagePerson${name}`);
const EVERY_MS = 50;
const REPLY_EVERY_MS = 1_500;
const CANARY = '暗号canary';
const CAUGHT_UP_WITHIN_MS = 90_000;

type Outage = {
  readonly webhooks: readonly WebhookAnswer[];
  readonly replies: readonly (Answer | undefined)[];
  /** The content of the journal at the end of the outage. */
  readonly journal: string;
  readonly violations: readonly string[];
  /** The answer to a reply after it. */
  readonly next: Answer | undefined;
};

/** Declares the tests of both outages. */
export function describeOutages(seconds: number): void {
  describe(`PostgreSQL is down for ${seconds} s`, () => {
    let postgres: PostgresServer;
    let desk: ProcessDesk;
    let outage: Outage;
    beforeAll(
      async () => {
        postgres = await startPostgresServer();
        desk = await createProcessDesk({ databaseUrl: await postgres.createDatabase() });
        desk.launch('api');
        desk.launch('worker');
        await eventually(
          async () => (await fetch(`${desk.url}/readyz`).catch(() => undefined))?.status === 200,
          'the API is ready',
          90_000,
        );
        outage = await throughout(desk, seconds, { begin: postgres.goAway, end: postgres.comeBack });
      },
      180_000 + seconds * 2_000,
    );
    afterAll(async () => {
      await desk?.close();
      await postgres?.stop();
    });

    test('every webhook is answered with success within 5 s', () => expectAcknowledged(outage));

    test('what arrived is in the journal, encrypted', () => {
      expect(outage.journal.split('\n').length).toBeGreaterThan(seconds);
      const readable = [CANARY, 'canary', ...PEOPLE].filter((text) => outage.journal.includes(text));
      expect(readable).toEqual([]);
    });

    test('replies are refused with 503 and Retry-After', () => expectRefused(outage));

    test('everything arrives afterwards, in order, and replies work again', () => expectCaughtUp(outage));
  });

  describe(`Temporal is down for ${seconds} s`, () => {
    let folder: string;
    let engine: DevServer;
    let desk: ProcessDesk;
    let outage: Outage;
    beforeAll(
      async () => {
        const binary = process.env['DUIHUA_TEST_TEMPORAL_BIN'] ?? '';
        const port = await findLastingPort();
        folder = mkdtempSync(path.join(tmpdir(), 'duihua-e2e-'));
        const options = { binary, port, dbFile: path.join(folder, 'temporal.db'), canSkipTime: false };
        const begin = () => startDevServer({ ...options, namespace: 'default' });
        engine = await begin();
        desk = await createProcessDesk({ temporalAddress: engine.address });
        await desk.start();
        outage = await throughout(desk, seconds, {
          begin: () => engine.stop(),
          end: async () => {
            engine = await begin();
          },
        });
      },
      180_000 + seconds * 2_000,
    );
    afterAll(async () => {
      await desk?.close();
      await engine?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    test('every webhook is answered with success within 5 s', () => expectAcknowledged(outage));

    test('replies are refused with 503 unavailable, and nothing is half done', () => expectRefused(outage));

    test('everything arrives afterwards, in order, and replies work again', () => expectCaughtUp(outage));
  });
}

/** Lets contacts write during an outage and a second before and after it, while an operator tries to answer. */
async function throughout(
  desk: ProcessDesk,
  seconds: number,
  outage: { readonly begin: () => Promise<unknown>; readonly end: () => Promise<unknown> },
): Promise<Outage> {
  const channel = await desk.connect();
  for (const openId of PEOPLE) await desk.writes(openId, `${openId} ${CANARY} before`);
  const open = await Promise.all(PEOPLE.map((openId) => desk.conversation(openId)));
  const first = { openId: PEOPLE[0] ?? '', conversationId: open[0]?.id ?? '' };
  const webhooks: WebhookAnswer[] = [];
  const replies: (Answer | undefined)[] = [];
  let isOver = false;
  let isAway = false;
  const write = async (): Promise<void> => {
    for (let count = 0; !isOver; count += 1) {
      const openId = PEOPLE[count % PEOPLE.length] ?? '';
      webhooks.push(await post(desk, channel, openId, `${openId} ${CANARY} ${count}`));
      await sleep(EVERY_MS);
    }
  };
  const reply = async (): Promise<void> => {
    for (let count = 0; isAway; count += 1) {
      const { openId, conversationId } = first;
      replies.push(await desk.replies(openId, `refused ${count}`, { conversationId }));
      await sleep(REPLY_EVERY_MS);
    }
  };
  const writing = write();
  await sleep(500);
  await outage.begin();
  isAway = true;
  const replying = reply();
  await sleep(seconds * 1_000);
  const journal = readJournal(desk);
  isAway = false;
  await replying;
  await outage.end();
  await sleep(500);
  isOver = true;
  await writing;
  const violations = await desk.violations({ withinMs: CAUGHT_UP_WITHIN_MS });
  return { webhooks, replies, journal, violations, next: await desk.replies(first.openId, 'after it') };
}

async function post(
  desk: ProcessDesk,
  { account }: DeskChannel,
  openId: string,
  text: string,
): Promise<WebhookAnswer> {
  const id = String(9_007_199_254_740_993n + BigInt(Math.floor(Math.random() * 2 ** 50)));
  const xml = textXml(account.originalId, openId, text, id);
  const answer = await postWebhook(account.webhookUrl ?? '', account.token, xml);
  desk.recordWritten({ openId, text, acknowledged: answer.status === 200 && answer.text === 'success' });
  return answer;
}

function readJournal({ dataDir }: ProcessDesk): string {
  const folder = path.join(dataDir, 'journal');
  const names = readdirSync(folder);
  return names.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('');
}

function expectAcknowledged({ webhooks }: Outage): void {
  expect(webhooks.filter(({ status, text }) => status !== 200 || text !== 'success')).toEqual([]);
  expect(Math.max(...webhooks.map(({ ms }) => ms))).toBeLessThan(wechatPatienceMs());
}

function expectRefused({ replies }: Outage): void {
  expect(replies.length).toBeGreaterThan(0);
  for (const reply of replies) {
    expect(reply).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(reply?.headers.get('retry-after')).toMatch(/^\d+$/);
  }
}

function expectCaughtUp({ violations, next }: Outage): void {
  expect(violations).toEqual([]);
  expect(next).toMatchObject({ status: 201, body: { status: 'sent' } });
}
