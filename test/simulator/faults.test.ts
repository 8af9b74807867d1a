import { request } from 'undici';
import type { FaultInput } from '../../src/simulator/faults';
import type { Simulator } from '../../src/simulator/simulator';
import { APP_ID, call, sendText, startSimulator, startWebhook, tokenOf, type Webhook } from './support';

let webhook: Webhook;
let simulator: Simulator;

beforeEach(async () => {
  webhook = await startWebhook();
  simulator = await startSimulator({}, webhook.url);
  await simulator.write('ann', { type: 'text', text: 'hi' });
  await tokenOf(simulator);
});
afterEach(async () => {
  await simulator.close();
  await webhook.close();
});

const received = (): number => simulator.received('ann').length;
const onSend = (effect: FaultInput['effect'], more: Partial<FaultInput> = {}): void => {
  simulator.addFault({ operation: 'custom/send', effect, ...more });
};
async function rawSend(timeoutMs = 5000): Promise<{ status: number; body: string }> {
  const { statusCode, body } = await request(
    `${simulator.url}/cgi-bin/message/custom/send?access_token=${await tokenOf(simulator)}`,
    {
      method: 'POST',
      body: JSON.stringify({ touser: 'ann', msgtype: 'text', text: { content: 'x' } }),
      signal: AbortSignal.timeout(timeoutMs),
    },
  );
  return { status: statusCode, body: await body.text() };
}

test('a fault can apply to any API call, and until it is removed', async () => {
  const effect = { type: 'errcode', errcode: 40164 } as const;
  const { id } = simulator.addFault({ operation: 'any', times: 'always', effect });
  for (let turn = 0; turn < 3; turn += 1) expect(await sendText(simulator, 'ann')).toBe(40164);
  expect((await call(simulator, '/cgi-bin/getcallbackip')).errcode).toBe(40164);
  expect((await simulator.write('ann', { type: 'text', text: 'still delivered' })).delivered).toBe(true);
  simulator.removeFault(id);
  expect(await sendText(simulator, 'ann')).toBe(0);
});

describe('custom/send', () => {
  test('errcode: lets the first calls pass, refuses as often as asked, and does not act', async () => {
    onSend({ type: 'errcode', errcode: -1 }, { skip: 1, times: 2, openId: 'ann', account: APP_ID });
    expect([await sendText(simulator, 'ann'), await sendText(simulator, 'ann')]).toEqual([0, -1]);
    expect([await sendText(simulator, 'ann'), await sendText(simulator, 'ann')]).toEqual([-1, 0]);
    expect(received()).toBe(2);
    expect(
      simulator.calls('custom/send').map(({ accepted, errcode, fault }) => [accepted, errcode, fault]),
    ).toEqual([
      [true, 0, null],
      [false, -1, 'errcode'],
      [false, -1, 'errcode'],
      [true, 0, null],
    ]);
  });

  test('applies only to the contact and account it is aimed at', async () => {
    onSend({ type: 'errcode', errcode: -1 }, { openId: 'bob' });
    onSend({ type: 'errcode', errcode: -1 }, { account: 'wxother' });
    expect(await sendText(simulator, 'ann')).toBe(0);
    expect(simulator.faults()).toHaveLength(2);
    simulator.clearFaults();
    expect(simulator.faults()).toHaveLength(0);
  });

  test('drop_answer: acts, then closes without answering', async () => {
    onSend({ type: 'drop_answer' });
    await expect(rawSend()).rejects.toThrow();
    expect(received()).toBe(1);
    expect(simulator.calls('custom/send')).toMatchObject([
      { accepted: true, errcode: null, fault: 'drop_answer' },
    ]);
  });

  test.each(['cut', 'reset'] as const)('%s: closes before acting', async (type) => {
    onSend({ type });
    await expect(rawSend()).rejects.toThrow();
    expect(received()).toBe(0);
  });

  test('delay: acts at once and answers late', async () => {
    onSend({ type: 'delay', ms: 300 });
    await expect(rawSend(100)).rejects.toThrow();
    expect(received()).toBe(1);
  });

  test('http_status: acts only if told to', async () => {
    onSend({ type: 'http_status', status: 502 });
    onSend({ type: 'http_status', status: 504, acts: true });
    expect([(await rawSend()).status, received()]).toEqual([502, 0]);
    expect([(await rawSend()).status, received()]).toEqual([504, 1]);
  });

  test('not_json, replace_body and truncate: act and distort the answer', async () => {
    onSend({ type: 'not_json' });
    expect((await rawSend()).body).toContain('<html>');
    onSend({ type: 'replace_body', base64: '' });
    expect((await rawSend()).body).toBe('');
    onSend({ type: 'truncate', bytes: 5 });
    await expect(rawSend()).rejects.toThrow();
    expect(received()).toBe(3);
  });

  test('slow_body and endless_body: never end within the caller’s time limit', async () => {
    onSend({ type: 'slow_body', intervalMs: 50 });
    await expect(rawSend(200)).rejects.toThrow();
    onSend({ type: 'endless_body' });
    await expect(rawSend(200)).rejects.toThrow();
    onSend({ type: 'endless_body', bytes: 100_000 });
    expect((await rawSend()).body).toHaveLength(100_000);
  });
});

describe('webhook', () => {
  const texts = (): string[] =>
    webhook.requests.slice(1).map(({ body }) => /Content><!\[CDATA\[(.*?)]]/.exec(body)?.[1] ?? '');
  const onWebhook = (effect: FaultInput['effect']): void => {
    simulator.addFault({ operation: 'webhook', effect });
  };

  test('duplicate: the copies arrive at the same instant', async () => {
    onWebhook({ type: 'duplicate', copies: 3 });
    const { deliveries } = await simulator.write('ann', { type: 'text', text: 'x' });
    expect(deliveries.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
    expect(texts()).toEqual(['x', 'x', 'x']);
  });

  test('reorder: the next one arrives first', async () => {
    onWebhook({ type: 'reorder' });
    await Promise.all(['1', '2', '3'].map((text) => simulator.write('ann', { type: 'text', text })));
    expect(texts()[0]).toBe('2');
    expect(texts().toSorted()).toEqual(['1', '2', '3']);
  });

  test('drop_answer: the webhook gets the delivery twice; cut: it gets only the repeat', async () => {
    onWebhook({ type: 'drop_answer' });
    await simulator.write('ann', { type: 'text', text: 'a' });
    onWebhook({ type: 'cut' });
    const { deliveries } = await simulator.write('ann', { type: 'text', text: 'b' });
    expect(texts()).toEqual(['a', 'a', 'b']);
    expect(deliveries.map(({ ok }) => ok)).toEqual([false, true]);
  });

  test('delay: leaves later', async () => {
    onWebhook({ type: 'delay', ms: 150 });
    const startedAt = performance.now();
    await simulator.write('ann', { type: 'text', text: 'x' });
    expect(performance.now() - startedAt).toBeGreaterThan(140);
  });
});

test('refuses effects that do not fit the operation', () => {
  expect(() => onSend({ type: 'reorder' })).toThrow('does not fit');
  expect(() => simulator.addFault({ operation: 'webhook', effect: { type: 'not_json' } })).toThrow(
    'does not fit',
  );
});

test('refuses connections while it is not listening, and forgets nothing', async () => {
  const port = Number(new URL(simulator.url).port);
  await simulator.stopListening();
  await expect(fetch(`http://127.0.0.1:${port}/simulator`)).rejects.toThrow();
  await simulator.listen(port);
  expect(await sendText(simulator, 'ann')).toBe(0);
});

test('answers custom/send after a fixed delay if asked to', async () => {
  const slow = await startSimulator({ answerDelayMs: 100 });
  await slow.write('ann', { type: 'text', text: 'hi' });
  await tokenOf(slow);
  const startedAt = performance.now();
  expect(await sendText(slow, 'ann')).toBe(0);
  expect(performance.now() - startedAt).toBeGreaterThan(95);
  await slow.close();
});
