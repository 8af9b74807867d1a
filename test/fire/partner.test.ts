/** The programs of others that `npm run fire` plays: what is wrong with them is what a caller meets. */
import { type Partner, startPartner } from '../../fire/partners/partner';
import { troubleOf } from '../../fire/partners/trouble-of';
import { BOT_KINDS, ENDPOINT_KINDS } from '../../fire/plan';
import { webhookAnswerSchema } from '../../src/contracts/bots/webhook-answer';
import { eventually } from '../support/eventually';

let body: string;
let given: boolean[];
let partner: Partner;
beforeEach(async () => {
  body = '{"messages": []}';
  given = [];
  partner = await startPartner(() => ({ body, ended: (isGiven) => given.push(isGiven) }));
});
afterEach(() => partner.close());

async function call(withinMs = 5_000): Promise<{ readonly status: number; readonly body: string } | null> {
  try {
    const response = await fetch(partner.url, {
      method: 'POST',
      body: '{}',
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(withinMs),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return null;
  }
}
const isGiven = async (): Promise<boolean> => {
  await eventually(() => given.length > 0, 'the end of the answer');
  return given.splice(0).at(-1) === true;
};

test('answers, and knows that it did', async () => {
  expect(await call()).toEqual({ status: 200, body });
  expect(await isGiven()).toBe(true);
});

test('is away, and comes back at the same address', async () => {
  await partner.set({ type: 'down' });
  expect(await call()).toBeNull();
  expect(given).toEqual([]);
  await partner.set({ type: 'none' });
  expect(await call()).toEqual({ status: 200, body });
});

test('cuts its answer off; where it has no words, before the status', async () => {
  await partner.set({ type: 'cut-answers' });
  expect(await call()).toBeNull();
  expect(await isGiven()).toBe(false);
  body = '';
  expect(await call()).toBeNull();
  expect(await isGiven()).toBe(false);
});

test('answers too late for a caller who does not wait, and in time for one who does', async () => {
  await partner.set({ type: 'slow-answers', ms: 300 });
  expect(await call(100)).toBeNull();
  expect(await isGiven()).toBe(false);
  expect(await call()).toEqual({ status: 200, body });
  expect(await isGiven()).toBe(true);
});

test('a request that it cannot read is noted, and refused', async () => {
  const picky = await startPartner(() => {
    throw new Error('no JSON');
  });
  const { status } = await fetch(picky.url, { method: 'POST', body: 'x', headers: { connection: 'close' } });
  expect([status, picky.strange]).toEqual([400, ['Error: no JSON']]);
  await picky.close();
});

test('refuses, and says nonsense', async () => {
  await partner.set({ type: 'http-errors', status: 503, retryAfterSeconds: 2 });
  expect(await call()).toEqual({ status: 503, body: '' });
  expect(await isGiven()).toBe(false);
  await partner.set({ type: 'garbage', body: '<html>' });
  expect(await call()).toEqual({ status: 200, body: '<html>' });
  expect(await isGiven()).toBe(false);
});

test('every fault of the plan is a trouble, and nothing of garbage is an answer with words', () => {
  const at = (kind: string, draw: number) =>
    troubleOf({ kind, target: 'bot', forMs: 1, pauseMs: 1, draw: draw / 40 });
  for (const kind of [...BOT_KINDS, ...ENDPOINT_KINDS]) {
    for (let draw = 0; draw < 40; draw += 1) {
      const trouble = at(kind, draw);
      expect(trouble.type).toBe(kind);
      if (trouble.type !== 'garbage') continue;
      expect(saysSomething(trouble.body)).toBe(false);
    }
  }
  expect(() => at('melted', 1)).toThrow('There is no fault melted');
});

function saysSomething(text: string): boolean {
  try {
    return (webhookAnswerSchema.parse(JSON.parse(text)).messages ?? []).length > 0;
  } catch {
    return false;
  }
}
