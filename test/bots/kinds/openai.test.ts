import { setTimeout as wait } from 'node:timers/promises';
import { createAskBot } from '../../../src/bots/ask';
import { SELF_SIGNED } from '../../support/certificate';
import { type Endpoint, json, startEndpoint } from '../../support/endpoint';
import { findLastingPort } from '../../support/lasting-port';
import {
  bodyOf,
  failed,
  KEY,
  openAi,
  said,
  startAsking,
  stream,
  type TestAsking,
  turnOf,
  wrote,
} from '../asking';

const piece = (content: string, finishReason: string | null = null) => ({
  choices: [{ index: 0, delta: { content }, finish_reason: finishReason }],
});
const DONE = 'data: [DONE]';
const ending = () => new AbortController().signal;
const answer = stream(': keep-alive', piece('红茶'), piece(' **30** 元', 'stop'), DONE);

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

describe('what a model is asked', () => {
  it('is its prompt, the last messages and the batch', async () => {
    const turn = turnOf({
      history: [
        { from: 'contact', type: 'text', text: '很久以前' },
        { from: 'contact', type: 'text', text: '在吗' },
        { from: 'desk', type: 'image', text: '' },
      ],
      messages: [wrote('红茶多少钱？'), wrote('', { type: 'image' })],
    });
    expect(await asking.ask(openAi(endpoint.url), turn)).toEqual(said('红茶 30 元'));
    expect(endpoint.received[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${KEY}` },
    });
    expect(bodyOf(endpoint)).toEqual({
      model: 'tea-1',
      stream: true,
      messages: [
        { role: 'system', content: '你是茶店的客服。' },
        { role: 'user', content: '在吗' },
        { role: 'assistant', content: '[image]' },
        { role: 'user', content: '红茶多少钱？' },
        { role: 'user', content: '[image]' },
      ],
      chatId: 'conversation-1',
    });
    expect(asking.progress()).toBeGreaterThan(1);
  });

  it('is a picture too, for a model that sees', async () => {
    const picture = { mediaType: 'image/png', bytes: Buffer.from('png') };
    const messages = [wrote('', { type: 'image', picture })];
    await asking.ask(
      openAi(endpoint.url, { vision: true, historyMessages: 0, temperature: 0.2 }),
      turnOf({ messages, history: [{ from: 'desk', type: 'text', text: '好' }] }),
    );
    expect(bodyOf(endpoint)).toMatchObject({
      temperature: 0.2,
      messages: [
        { role: 'system' },
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,cG5n' } }] },
      ],
    });
  });

  it('has no key and no prompt where there are none', async () => {
    await asking.ask(openAi(endpoint.url, { apiKey: null, systemPrompt: '' }));
    expect(endpoint.received[0]?.headers.authorization).toBeUndefined();
    expect(bodyOf(endpoint).messages).toEqual([{ role: 'user', content: '红茶多少钱？' }]);
  });
});

describe('what a model answers', () => {
  it('is read from a stream, whatever its pieces are cut into', async () => {
    const text = `data: ${JSON.stringify(piece('<think>嗯'))}\r\n\r\ndata: ${JSON.stringify(piece('</think>茶👨‍👩‍👧', 'stop'))}\r\n\r\n${DONE}\n\n`;
    endpoint.answer = async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += 7) {
        response.write(bytes.subarray(at, at + 7));
        await wait(2);
      }
      response.end();
    };
    expect(await asking.ask(openAi(endpoint.url))).toEqual(said('茶👨‍👩‍👧'));
  });

  it.each([
    ['without [DONE]', stream(piece('好', 'stop'))],
    ['without a last empty line', stream(piece('好'), DONE.trim())],
    [
      'with usage behind the end',
      stream(piece('好', 'stop'), { choices: [], usage: { total_tokens: 7 } }, DONE),
    ],
    [
      'in one piece, from a server that does not stream',
      json({ choices: [{ message: { content: '好' }, finish_reason: 'stop' }] }),
    ],
    [
      'with thoughts in a field of their own',
      stream({ choices: [{ delta: { content: null, reasoning_content: '嗯' } }] }, piece('好', 'stop'), DONE),
    ],
  ])('%s', async (_what, answer) => {
    endpoint.answer = answer;
    expect(await asking.ask(openAi(endpoint.url))).toEqual(said('好'));
  });

  it('is read until [DONE], even if the server does not hang up', async () => {
    endpoint.answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(piece('好'))}\n\n${DONE}\n\n`);
    };
    expect(await asking.ask(openAi(endpoint.url))).toEqual(said('好'));
  });

  it('may take long, if something comes again and again', async () => {
    endpoint.answer = async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      for (let times = 0; times < 4; times += 1) {
        await wait(600);
        response.write(': thinking\n\n');
      }
      response.end(`data: ${JSON.stringify(piece('好', 'stop'))}\n\n`);
    };
    expect(await asking.ask(openAi(endpoint.url))).toEqual(said('好'));
    expect(asking.progress()).toBeGreaterThanOrEqual(5);
  });
});

describe('faults', () => {
  it.each([
    ['never begins', () => undefined, 'timeout'],
    [
      'stalls',
      (response) =>
        void response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .write(`data: ${JSON.stringify(piece('好'))}\n\n`),
      'timeout',
    ],
    ['ends early', stream(piece('好')), 'invalid_answer'],
    [
      'breaks off',
      (response) => {
        response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .write(`data: ${JSON.stringify(piece('好'))}\n\n`, () => response.destroy());
      },
      'invalid_answer',
    ],
    [
      'is 10 MB',
      (response) =>
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: x\n\n'.repeat(1_200_000)),
      'invalid_answer',
    ],
    ['is not JSON', stream('data: {"choices": [{'), 'invalid_answer'],
    [
      'is HTML',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
      'invalid_answer',
    ],
    ['is JSON of something else', json({ ok: true }), 'invalid_answer'],
    ['has an error inside 200', json({ error: { message: 'model overloaded' } }), 'invalid_answer'],
    [
      'has an error inside its stream',
      stream(piece('好'), { error: { message: 'overloaded' } }),
      'invalid_answer',
    ],
    ['has an event of an error', stream('event: error\ndata: {"code":500}'), 'invalid_answer'],
    ['is an empty stream', stream(), 'empty'],
    ['is empty', stream(piece('', 'stop'), DONE), 'empty'],
    ['is a thought only', stream(piece('<think>嗯', 'stop'), DONE), 'empty'],
    [
      'is a call of a tool',
      stream({ choices: [{ delta: { tool_calls: [] }, finish_reason: 'tool_calls' }] }, DONE),
      'empty',
    ],
    ['is filtered', stream(piece('好'), piece('', 'content_filter'), DONE), 'moderated'],
    ['is filtered by its service', json({ error: { code: 'data_inspection_failed' } }, 400), 'moderated'],
    ['is filtered inside 200', json({ error: { message: 'Content Exists Risk' } }), 'moderated'],
    ['would need 21 messages', stream(piece('茶'.repeat(682 * 20 + 1), 'stop'), DONE), 'too_many_parts'],
    ['is 400', json({ error: {} }, 400), 'http_400'],
    ['is 401', json({ error: {} }, 401), 'http_401'],
    ['is 404', json({ error: {} }, 404), 'http_404'],
    ['is 500', json({ error: {} }, 500), 'http_500'],
    [
      'redirects elsewhere',
      (response) => response.writeHead(302, { location: '/login' }).end(),
      'unreachable',
    ],
    [
      'redirects to a private address',
      (response) => response.writeHead(307, { location: 'https://10.0.0.1/' }).end(),
      'unreachable',
    ],
  ] as const satisfies readonly (readonly [string, Endpoint['answer'], string])[])(
    'an answer that %s is a failure',
    async (_what, fault, detail) => {
      endpoint.answer = fault;
      expect(await asking.ask(openAi(endpoint.url))).toEqual(failed(detail));
      expect(endpoint.received).toHaveLength(1);
    },
  );

  it('a certificate that nobody vouches for, a name that is none, and a private address are unreachable', async () => {
    const secure = await startEndpoint(answer, SELF_SIGNED);
    expect(await asking.ask(openAi(secure.url))).toEqual(failed('unreachable'));
    await secure.close();
    expect(await asking.ask(openAi('https://10.0.0.1'))).toEqual(failed('unreachable'));
    expect(await asking.ask(openAi('https://no-such-host.invalid'))).toEqual(failed('unreachable'));
  });

  it('a redirect to another host gets no key', async () => {
    const other = await startEndpoint(json({ error: {} }, 401));
    endpoint.answer = (response) =>
      response.writeHead(308, { location: `${other.url}/v1/chat/completions` }).end();
    expect(await asking.ask(openAi(endpoint.url))).toEqual(failed('http_401'));
    expect(other.received[0]?.headers.authorization).toBeUndefined();
    await other.close();
  });
});

describe('one more try', () => {
  it.each([
    ['502', json({}, 502)],
    ['503', json({}, 503)],
    ['429', json({}, 429)],
    ['429 with a short pause', json({}, 429, { 'retry-after': '0' })],
    ['429 until a date', json({}, 429, { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' })],
  ])('for %s', async (_what, fault) => {
    endpoint.answer = (response, received) =>
      (endpoint.received.length === 1 ? fault : answer)(response, received);
    expect(await asking.ask(openAi(endpoint.url))).toEqual(said('红茶 30 元'));
    expect(endpoint.received).toHaveLength(2);
    endpoint.answer = fault;
    expect(await asking.ask(openAi(endpoint.url))).toEqual(
      failed(`http_${fault === undefined ? 0 : _what.slice(0, 3)}`),
    );
    expect(endpoint.received).toHaveLength(4);
  });

  it('for a refused connection, which is all that is tried', async () => {
    await endpoint.close();
    expect(await asking.ask(openAi(endpoint.url))).toEqual(failed('unreachable'));
    // Nothing listens at first, and the model at the second try.
    const port = await findLastingPort();
    const patient = createAskBot({ client: asking.client, pauseMs: 1_000 });
    const asked = patient(openAi(`http://127.0.0.1:${port}`), turnOf(), ending(), () => undefined);
    await wait(300);
    const late = await startEndpoint(answer, undefined, port);
    expect(await asked).toEqual(said('红茶 30 元'));
    expect(late.received).toHaveLength(1);
    await late.close();
  });

  it('not for 429 with a long pause', async () => {
    endpoint.answer = json({}, 429, { 'retry-after': '11' });
    expect(await asking.ask(openAi(endpoint.url))).toEqual(failed('http_429'));
    expect(endpoint.received).toHaveLength(1);
  });
});

it('asking ends when the turn is cancelled, with its reason', async () => {
  const ending = new AbortController();
  endpoint.answer = (response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': wait\n\n');
  const asked = asking.ask(openAi(endpoint.url), turnOf(), ending.signal);
  setTimeout(() => ending.abort(new Error('handed over')), 50);
  await expect(asked).rejects.toThrow('handed over');
});

it('nothing of a key or of an error shows in what a failure prints', async () => {
  endpoint.answer = json({ error: { message: `bad key ${KEY}` } }, 401);
  expect(JSON.stringify(await asking.ask(openAi(endpoint.url)))).toBe(
    '{"type":"failed","detail":"http_401"}',
  );
  expect(JSON.stringify(openAi(endpoint.url))).not.toContain(KEY);
});
