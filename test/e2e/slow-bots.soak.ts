/** Bots that think for long, while every message is delivered three times and the worker ends in the middle. */
import { setTimeout as sleep } from 'node:timers/promises';
import { answerTo, type Model, startModel } from '../../bench/load/model';
import type { KillPoint } from '../../src/platform/kill-points';
import { eventually } from '../support/eventually';
import type { DuihuaProcess } from '../support/process';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

jest.setTimeout(400_000);

const SECOND = 1_000;
/** Beside what the bot thinks: WeChat's repeats, the heartbeat that is missed, and a busy machine. */
const PATIENCE_MS = 60 * SECOND;
const DELIVERIES = 3;
const KILLED = { code: null, signal: 'SIGKILL' };

let model: Model;
let desk: ProcessDesk;
beforeAll(async () => {
  model = await startModel(thinkingTime);
  desk = await createProcessDesk();
  const api = desk.launch('api');
  await api.prints(/the API listens/);
  const { channelId, brandId } = await desk.connect();
  const fields = { kind: 'openai', name: 'Slow bot', baseUrl: model.url, model: 'slow' };
  const bot = await desk.call<{ readonly id: string }>('POST', '/bots', { brandId, ...fields });
  expect(bot.status).toBe(201);
  const change = { settings: { bot: { botId: bot.body.id } } };
  expect((await desk.call('PATCH', `/channels/${channelId}`, change)).status).toBe(200);
});
afterAll(async () => {
  await desk.close();
  await model.close();
});

/** Of a question such as `20 s: kill`; of others nothing. */
function thinkingTime(question: string): number {
  return Number(/^(\d+) s:/.exec(question)?.[1] ?? 0) * SECOND;
}

async function startWorker(env: Readonly<Record<string, string>> = {}): Promise<DuihuaProcess> {
  const worker = desk.launch('worker', env);
  await worker.prints(/the worker runs/);
  return worker;
}

/** WeChat never learns of the first two answers of the webhook, so it delivers three times, 5 s apart. */
async function writesThreeTimes(openId: string, text: string): Promise<void> {
  const effect = { type: 'drop_answer' } as const;
  desk.simulator.addFault({ operation: 'webhook', openId, times: DELIVERIES - 1, effect });
  expect(await desk.writes(openId, text)).toBe(true);
  const deliveries = desk.simulator.deliveries().filter((one) => one.openId === openId);
  expect(deliveries).toHaveLength(DELIVERIES);
}

/** The texts that the contact has received, once there are any. */
async function received(openId: string, withinMs: number): Promise<readonly unknown[]> {
  await desk.simulator.waitForReceived(openId, 1, withinMs);
  return receivedSoFar(openId);
}

function receivedSoFar(openId: string): readonly unknown[] {
  return desk.simulator.received(openId).map(({ body }) => (body['text'] as { content: unknown }).content);
}

test.each([
  ['killed', 'SIGKILL', [3, 20, 170]],
  ['stopped', 'SIGTERM', [3, 20]],
] as const)(
  'the worker is %s while answers are under way: they arrive once, though each message was delivered three times',
  async (_, signal, times) => {
    const worker = await startWorker();
    const questions = times.map((seconds) => ({
      seconds,
      openId: `o-${signal}-${seconds}`,
      text: `${seconds} s: ${signal}`,
    }));
    const written = Promise.all(questions.map(({ openId, text }) => writesThreeTimes(openId, text)));
    await eventually(
      () => questions.every(({ text }) => model.asked.get(text) === 1),
      'all are being asked',
      PATIENCE_MS,
    );
    await sleep(SECOND);
    expect(questions.flatMap(({ openId }) => receivedSoFar(openId))).toEqual([]);
    await worker.end(signal);
    const next = await startWorker();
    await written;
    for (const { seconds, openId, text } of questions) {
      expect(await received(openId, seconds * SECOND + PATIENCE_MS)).toEqual([answerTo(text)]);
    }
    expect(await desk.violations()).toEqual([]);
    for (const { openId, text } of questions) {
      // The worker that ended had asked, too; its answers are lost.
      expect(model.asked.get(text)).toBe(2);
      expect(receivedSoFar(openId)).toEqual([answerTo(text)]);
      const rows = await desk.timeline(openId);
      expect(rows.map(({ direction, status }) => [direction, status])).toEqual([
        ['inbound', null],
        ['outbound', 'sent'],
      ]);
    }
    await next.end('SIGKILL');
  },
);

test.each([
  ['before the answer is committed: the bot is asked again', 'after-bot-answered', 2],
  ['after it: nobody is asked again', 'after-turn-commit', 1],
] as const satisfies readonly (readonly [string, KillPoint, number])[])(
  'kill -9 %s, and the answer arrives once',
  async (_, point, asked) => {
    const dying = await startWorker({ NODE_ENV: 'test', DUIHUA_KILL_AT: point });
    const openId = `o-${point}`;
    const text = `question ${point}`;
    await desk.writes(openId, text);
    expect(await dying.ended).toEqual(KILLED);
    const next = await startWorker();
    expect(await received(openId, PATIENCE_MS)).toEqual([answerTo(text)]);
    expect(await desk.violations()).toEqual([]);
    expect(receivedSoFar(openId)).toEqual([answerTo(text)]);
    expect(model.asked.get(text)).toBe(asked);
    await next.end('SIGKILL');
  },
);

test('what they have recorded replays', async () => {
  const replay = desk.launch('replay', {}, ['--all']);
  expect(await replay.ended).toEqual({ code: 0, signal: null });
  expect(replay.output()).toContain('All');
});
