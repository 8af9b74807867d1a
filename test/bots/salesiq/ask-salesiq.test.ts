import { createVerify } from 'node:crypto';
import { parseSiqAnswer } from '../../../src/bots/salesiq/ask-salesiq';
import { makeSiqKeys } from '../../../src/platform/secrets/siq-keys';
import { type Endpoint, json, startEndpoint } from '../../support/endpoint';
import { bodyOf, failed, firstTurn, salesiq, startAsking, type TestAsking, turnOf, wrote } from '../asking';

let endpoint: Endpoint;
let asking: TestAsking;
beforeEach(async () => {
  endpoint = await startEndpoint(json({ action: 'reply', replies: ['红茶 30 元'] }));
  asking = startAsking();
});
afterEach(async () => {
  await asking.close();
  await endpoint.close();
});

const text = (words: string) => ({ type: 'text', text: words });
const answered = (items: readonly object[], more: object = {}) => ({
  type: 'answered',
  items,
  then: { type: 'stay' },
  memory: null,
  ...more,
});

it('is asked in the shapes of SalesIQ, and can check the signature', async () => {
  const { publicKey, privateKey } = await makeSiqKeys();
  expect(await asking.ask(salesiq(endpoint.url, privateKey), firstTurn())).toEqual(
    answered([text('红茶 30 元')]),
  );
  const [received] = endpoint.received;
  expect(bodyOf(endpoint)).toEqual({
    handler: 'message',
    operation: 'chat',
    org_id: 'brand-1',
    request: { id: 'one-time' },
    visitor: { id: 'contact-1', name: 'Li', channel: 'WeChat', active_conversation_id: 'conversation-1' },
    message: { id: 'm1', type: 'text', text: '红茶多少钱？' },
  });
  const signature = String(received?.headers['x-siqsignature']);
  expect(
    createVerify('sha256')
      .update(received?.body ?? '')
      .verify(publicKey, signature, 'base64'),
  ).toBe(true);
  await asking.ask(salesiq(endpoint.url), turnOf());
  expect(bodyOf(endpoint, 1).operation).toBe('message');
  expect(endpoint.received[1]?.headers['x-siqsignature']).toBeUndefined();
});

describe('a follow', () => {
  const { contact, requestId } = turnOf();
  const told = () => asking.trigger(salesiq(endpoint.url), { contact, requestId });

  it('is told outside any conversation', async () => {
    expect(await told()).toEqual(answered([text('红茶 30 元')]));
    expect(bodyOf(endpoint)).toEqual({
      handler: 'trigger',
      org_id: 'brand-1',
      request: { id: 'one-time' },
      visitor: { id: 'contact-1', name: 'Li', channel: 'WeChat' },
    });
  });

  it('is answered in words: a tap on a menu would begin no conversation', async () => {
    endpoint.answer = json({ action: 'reply', replies: ['要哪种茶？'], suggestions: ['红茶', '绿茶'] });
    expect(await told()).toEqual(answered([text('要哪种茶？\n• 红茶\n• 绿茶')]));
  });

  it.each(['forward', 'end', 'operator_busy', 'pending'])(
    'has only words where the bot wants to %s',
    async (action) => {
      endpoint.answer = json({ action, replies: ['请稍等'] });
      expect(await told()).toEqual(answered([text('请稍等')]));
    },
  );

  it.each([
    ['500', json({}, 500), 'http_500'],
    ['empty', json({ action: 'reply' }), 'empty'],
    ['not JSON', (response) => response.end('<html>'), 'invalid_answer'],
    ['late', () => undefined, 'timeout'],
  ] as const satisfies readonly (readonly [string, Endpoint['answer'], string])[])(
    'an answer that is %s is a failure',
    async (_what, fault, detail) => {
      endpoint.answer = fault;
      expect(await told()).toEqual(failed(detail));
    },
  );
});

it.each([
  [
    'forward to a department',
    { action: 'forward', department: 'sales', replies: ['请稍等'] },
    answered([text('请稍等')], { then: { type: 'handover', groupId: 'sales', note: null } }),
  ],
  ['forward', { action: 'forward' }, answered([], { then: { type: 'handover', groupId: null, note: null } })],
  ['end', { action: 'end', replies: ['再见'] }, answered([text('再见')], { then: { type: 'end' } })],
  [
    'say that all are busy',
    { action: 'operator_busy', replies: ['都在忙'] },
    answered([text('都在忙')], { then: { type: 'busy' } }),
  ],
  [
    'answer later',
    { action: 'pending', replies: ['查一下'] },
    { type: 'pending', items: [text('查一下')], memory: null },
  ],
])('may %s', async (_what, answer, result) => {
  endpoint.answer = json({ platform: 'ZOHOSALESIQ', ...answer });
  expect(await asking.ask(salesiq(endpoint.url))).toEqual(result);
});

it.each([
  ['an unknown action', json({ action: 'block' }), 'invalid_answer'],
  ['an unknown card', json({ action: 'reply', replies: [{ type: 'hologram' }] }), 'invalid_answer'],
  ['no action', json({ replies: ['好'] }), 'invalid_answer'],
  ['nothing to say', json({ action: 'reply', replies: [' '] }), 'empty'],
  [
    '50 replies',
    json({ action: 'reply', replies: Array.from({ length: 50 }, () => '好') }),
    'too_many_parts',
  ],
  [
    'a question without words',
    json({ action: 'context', context_id: 'c', questions: [{ name: 'size', replies: [] }] }),
    'invalid_answer',
  ],
])('an answer of %s is a failure', async (_what, fault, detail) => {
  endpoint.answer = fault;
  expect(await asking.ask(salesiq(endpoint.url))).toEqual(failed(detail));
});

it('asks the questions of a context one after another, and brings the answers together', async () => {
  const bot = salesiq(endpoint.url);
  endpoint.answer = json({
    action: 'context',
    context_id: 'order',
    questions: [
      { name: 'tea', replies: ['要哪种茶？'], suggestions: ['红茶', '绿茶'] },
      { name: 'amount', replies: ['要多少？'] },
    ],
  });
  const first = await asking.ask(bot);
  expect(first).toMatchObject({
    items: [
      {
        type: 'msgmenu',
        head: '要哪种茶？',
        items: [
          { id: '1', text: '红茶' },
          { id: '2', text: '绿茶' },
        ],
      },
    ],
  });
  const memoryOf = (asked: typeof first): unknown =>
    JSON.parse(JSON.stringify(asked.type === 'answered' ? asked.memory : null));
  const second = await asking.ask(bot, turnOf({ messages: [wrote('绿茶')], memory: memoryOf(first) }));
  expect(second).toMatchObject({ items: [text('要多少？')] });
  expect(endpoint.received).toHaveLength(1);
  endpoint.answer = json({ action: 'reply', replies: ['好的'] });
  const third = await asking.ask(bot, turnOf({ messages: [wrote('两斤')], memory: memoryOf(second) }));
  expect(third).toEqual(answered([text('好的')]));
  expect(bodyOf(endpoint, 1)).toMatchObject({
    handler: 'context',
    context_id: 'order',
    answers: { tea: { text: '绿茶' }, amount: { text: '两斤' } },
  });
});

it('after people have given the conversation back, the questions from before are settled', async () => {
  const bot = salesiq(endpoint.url);
  endpoint.answer = json({ action: 'reply', replies: ['你好'] });
  const questions = [{ name: 'amount', replies: ['要多少？'], suggestions: ['一斤', '两斤'] }];
  const memory = { choices: ['一斤', '两斤'], context: { contextId: 'order', questions, answers: {} } };
  await asking.ask(bot, turnOf({ messages: [wrote('2')], memory, isAfterHandback: true }));
  expect(bodyOf(endpoint, 0)).toMatchObject({ handler: 'message', message: { text: '2' } });
  await asking.ask(bot, turnOf({ messages: [wrote('2')], memory }));
  expect(bodyOf(endpoint, 1)).toMatchObject({ handler: 'context', answers: { amount: { text: '两斤' } } });
});

it('a callback is read like an answer', () => {
  expect(parseSiqAnswer('{"action":"reply","replies":["查到了"]}')).toEqual(answered([text('查到了')]));
  expect(() => parseSiqAnswer('{"action":"dance"}')).toThrow('invalid_answer');
});
