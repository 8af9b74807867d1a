import { type Endpoint, json, startEndpoint } from '../../support/endpoint';
import { bodyOf, dify, failed, KEY, startAsking, stream, type TestAsking, turnOf, wrote } from '../asking';

const message = (answer: string, event = 'message') => ({
  event,
  answer,
  conversation_id: 'd-1',
  task_id: 't',
});
const END = { event: 'message_end', conversation_id: 'd-1', metadata: {} };
const answer = stream('event: ping', message('红茶'), message(' 30 元'), END);
const answered = (text: string) => ({
  type: 'answered',
  items: [{ type: 'text', text }],
  then: { type: 'stay' },
  memory: { conversationId: 'd-1' },
});

let endpoint: Endpoint;
let asking: TestAsking;
beforeEach(async () => {
  endpoint = await startEndpoint(answer);
  asking = startAsking();
});
afterEach(async () => {
  await asking.close();
  await endpoint.close();
});

it('is asked the batch as one question, and its conversation is remembered', async () => {
  const turn = turnOf({ messages: [wrote('红茶'), wrote('多少钱？')] });
  expect(await asking.ask(dify(endpoint.url), turn)).toEqual(answered('红茶 30 元'));
  expect(endpoint.received[0]).toMatchObject({
    path: '/v1/chat-messages',
    headers: { authorization: `Bearer ${KEY}` },
  });
  expect(bodyOf(endpoint)).toEqual({
    query: '红茶\n多少钱？',
    inputs: { shop: '一店' },
    response_mode: 'streaming',
    user: 'contact-1',
    conversation_id: '',
  });
  await asking.ask(dify(endpoint.url), turnOf({ memory: { conversationId: 'd-1' } }));
  expect(bodyOf(endpoint, 1).conversation_id).toBe('d-1');
});

it('has failed if what it asks to remember cannot be stored, and only then', async () => {
  for (const [id, isStorable] of [
    ['\ud800', false],
    ['a\0', false],
    ['\\u0000 \\ud800', true],
    ['😀', true],
  ] as const) {
    const end = { ...END, conversation_id: id };
    endpoint.answer = stream({ ...message('红茶'), conversation_id: id }, end);
    const asked = await asking.ask(dify(endpoint.url));
    expect([id, asked]).toEqual([
      id,
      isStorable ? { ...answered('红茶'), memory: { conversationId: id } } : failed('invalid_answer'),
    ]);
  }
});

it('begins a new conversation, once, where Dify has forgotten the old one', async () => {
  const turn = turnOf({ memory: { conversationId: 'd-0' } });
  const forgotten = json({ code: 'not_found', message: 'Conversation Not Exists.', status: 404 }, 404);
  endpoint.answer = (response, received) =>
    (endpoint.received.length === 1 ? forgotten : answer)(response, received);
  expect(await asking.ask(dify(endpoint.url), turn)).toEqual(answered('红茶 30 元'));
  expect(bodyOf(endpoint, 1).conversation_id).toBe('');
  endpoint.answer = forgotten;
  expect(await asking.ask(dify(endpoint.url), turn)).toEqual(failed('http_404'));
  expect(await asking.ask(dify(endpoint.url))).toEqual(failed('http_404'));
  expect(endpoint.received).toHaveLength(5);
});

it.each([
  [
    'pieces of an agent',
    stream(
      message('红茶', 'agent_message'),
      { event: 'agent_thought', thought: '嗯' },
      message(' 30 元', 'agent_message'),
      END,
    ),
  ],
  [
    'steps of a workflow',
    stream(
      { event: 'workflow_started', data: {} },
      message('红茶 30 元'),
      { event: 'node_finished', data: {} },
      END,
    ),
  ],
  ['a replacement of all so far', stream(message('不能说的'), message('红茶 30 元', 'message_replace'), END)],
])('reads %s', async (_what, events) => {
  endpoint.answer = events;
  expect(await asking.ask(dify(endpoint.url))).toEqual(answered('红茶 30 元'));
});

it.each([
  ['ends without message_end', stream(message('红茶')), 'invalid_answer'],
  [
    'has an error with status 200',
    stream(message('红茶'), { event: 'error', status: 400, code: 'provider_quota_exceeded' }),
    'invalid_answer',
  ],
  [
    'is refused for its content',
    stream({ event: 'error', status: 400, code: 'content_filter' }),
    'moderated',
  ],
  ['is no stream', json(message('红茶')), 'invalid_answer'],
  ['is an empty stream', stream(), 'empty'],
  ['is replaced by nothing', stream(message('红茶'), message('', 'message_replace'), END), 'empty'],
  ['is not JSON', stream('data: hello'), 'invalid_answer'],
  [
    'has pings only',
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const pings = setInterval(() => response.write('event: ping\n\n'), 50);
      response.on('close', () => clearInterval(pings));
    },
    'timeout',
  ],
] as const satisfies readonly (readonly [string, Endpoint['answer'], string])[])(
  'an answer that %s is a failure',
  async (_what, fault, detail) => {
    endpoint.answer = fault;
    expect(await asking.ask(dify(endpoint.url))).toEqual(failed(detail));
  },
);
