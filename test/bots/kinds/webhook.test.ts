import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { isWebhookSecret } from '../../../src/platform/network/sign-webhook';
import { type Endpoint, json, startEndpoint } from '../../support/endpoint';
import {
  bodyOf,
  failed,
  firstTurn,
  SECRET,
  startAsking,
  type TestAsking,
  turnOf,
  webhook,
  wrote,
} from '../asking';

const text = { type: 'text', text: '红茶 30 元' } as const;
const answered = (items: readonly object[], then: object) => ({
  type: 'answered',
  items,
  then,
  memory: null,
});
const stay = { type: 'stay' };
const typesOf = ({ received }: Endpoint): readonly string[] =>
  received.map(({ body }) => (JSON.parse(body) as { readonly type: string }).type);

let endpoint: Endpoint;
let asking: TestAsking;
beforeEach(async () => {
  endpoint = await startEndpoint(json({ messages: [text] }));
  asking = startAsking();
});
afterEach(async () => {
  await asking.close();
  await endpoint.close();
});

it('is asked in our words, signed as Standard Webhooks', async () => {
  const messages = [
    wrote('看价目', { type: 'msgmenu_tap', menuId: 'price' }),
    wrote('', { id: 'm2', type: 'image', attachmentUrl: 'https://desk.example.com/a' }),
  ];
  expect(await asking.ask(webhook(endpoint.url), turnOf({ messages }))).toEqual(answered([text], stay));
  const [received] = endpoint.received;
  expect(
    new Webhook(SECRET).verify(received?.body ?? '', received?.headers as Record<string, string>),
  ).toEqual({
    type: 'bot.message',
    timestamp: '2026-11-28T08:01:00.000Z',
    data: {
      conversation: {
        id: 'conversation-1',
        channelId: 'channel-1',
        startedAt: '2026-11-28T08:00:00.000Z',
        turn: 2,
      },
      contact: { id: 'contact-1', name: 'Li', tags: ['vip'] },
      messages: [
        { id: 'm1', type: 'msgmenu_tap', text: '看价目', menuId: 'price' },
        { id: 'm2', type: 'image', text: '', attachmentUrl: 'https://desk.example.com/a' },
      ],
      remaining: 4,
      windowClosesAt: '2026-11-30T08:00:00.000Z',
      replyUrl: 'https://desk.example.com/reply/one-time',
    },
  });
  expect(received?.headers['webhook-id']).toBe('turn-1');
});

it('is told of the conversation before its first message, and hardly waited for', async () => {
  endpoint.answer = (response, { body }) =>
    body.includes('bot.started')
      ? undefined
      : json({ messages: [text] })(response, endpoint.received[0] as never);
  expect(await asking.ask(webhook(endpoint.url), firstTurn())).toEqual(answered([text], stay));
  expect(typesOf(endpoint)).toEqual(['bot.started', 'bot.message']);
});

it('gets its first message only when it has heard of the conversation, if it says so soon', async () => {
  let isStarted = false;
  const known: boolean[] = [];
  endpoint.answer = async (response, received) => {
    if (received.body.includes('bot.started')) {
      await sleep(50);
      isStarted = true;
    } else known.push(isStarted);
    json({ messages: [text] })(response, received);
  };
  await asking.ask(webhook(endpoint.url), firstTurn());
  expect(known).toEqual([true]);
  // Asked again, it can tell by the id that it has heard of it.
  await asking.ask(webhook(endpoint.url), firstTurn());
  const started = endpoint.received.filter(({ body }) => body.includes('bot.started'));
  expect(started.map(({ headers }) => headers['webhook-id'])).toEqual([
    'conversation-1-started',
    'conversation-1-started',
  ]);
});

it('may fail to hear of the conversation: that is no failure of the turn', async () => {
  endpoint.answer = (response, received) =>
    json({ messages: [text] }, received.body.includes('bot.started') ? 500 : 200)(response, received);
  expect(await asking.ask(webhook(endpoint.url), firstTurn())).toEqual(answered([text], stay));
});

it.each([
  [
    'a menu',
    { messages: [{ type: 'msgmenu', items: [{ id: '1', text: '红茶' }] }] },
    answered([{ type: 'msgmenu', items: [{ id: '1', text: '红茶' }] }], stay),
  ],
  [
    'a hand-over',
    { handover: { groupId: 'g1', note: '要退款' } },
    answered([], { type: 'handover', groupId: 'g1', note: '要退款' }),
  ],
  [
    'a hand-over with last words',
    { messages: [{ ...text, whenBlocked: 'hold' }], handover: {} },
    answered([text], { type: 'handover', groupId: null, note: null }),
  ],
  ['an end', { end: true }, answered([], { type: 'end' })],
  ['later', { pending: true }, { type: 'pending', items: [], memory: null }],
  [
    'later, and something now',
    { messages: [text], pending: true },
    { type: 'pending', items: [text], memory: null },
  ],
])('may answer %s', async (_what, answer, result) => {
  endpoint.answer = json(answer);
  expect(await asking.ask(webhook(endpoint.url))).toEqual(result);
});

it.each([
  ['nothing', json({}), 'empty'],
  ['no messages', json({ messages: [] }), 'empty'],
  ['50 messages', json({ messages: Array.from({ length: 50 }, () => text) }), 'too_many_parts'],
  ['an unknown action', json({ dance: true }), 'invalid_answer'],
  ['an unknown type', json({ messages: [{ type: 'sticker', id: 1 }] }), 'invalid_answer'],
  [
    'a text that is too long',
    json({ messages: [{ type: 'text', text: '茶'.repeat(683) }] }),
    'invalid_answer',
  ],
  ['both a hand-over and an end', json({ handover: {}, end: true }), 'invalid_answer'],
  ['later and a hand-over', json({ pending: true, handover: {} }), 'invalid_answer'],
  ['later and an end', json({ pending: true, messages: [text], end: true }), 'invalid_answer'],
  ['HTML', (response) => response.end('<html>'), 'invalid_answer'],
  ['no body', (response) => response.writeHead(204).end(), 'invalid_answer'],
  ['too late', () => undefined, 'timeout'],
  ['410', json({}, 410), 'http_410'],
] as const satisfies readonly (readonly [string, Endpoint['answer'], string])[])(
  'an answer of %s is a failure',
  async (_what, fault, detail) => {
    endpoint.answer = fault;
    expect(await asking.ask(webhook(endpoint.url))).toEqual(failed(detail));
  },
);

it('is asked again under the same id', async () => {
  endpoint.answer = (response, received) =>
    json(
      endpoint.received.length === 1 ? {} : { messages: [text] },
      endpoint.received.length === 1 ? 503 : 200,
    )(response, received);
  expect(await asking.ask(webhook(endpoint.url))).toEqual(answered([text], stay));
  expect(endpoint.received.map(({ headers }) => headers['webhook-id'])).toEqual(['turn-1', 'turn-1']);
  expect(bodyOf(endpoint, 0)).toEqual(bodyOf(endpoint, 1));
});

test.each([
  [SECRET, true],
  ['whsec_', false],
  ['whsec_YWJj', false],
  [SECRET.slice(6), false],
  [`whsec_${'!'.repeat(44)}`, false],
])('%s is a secret: %s', (secret, isSecret) => {
  expect(isWebhookSecret(secret)).toBe(isSecret);
});
