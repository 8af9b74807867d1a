/** The client for TypeScript, as it is built, against the API over HTTP. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Conversation,
  createDuihua,
  type Duihua,
  DuihuaError,
  each,
  isRefusal,
  type Message,
  retrying,
} from 'duihua-client';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { png } from '../support/sample-files';

const TRANSCRIPT = '/api/v1/conversations/{id}/messages';
let app: ConversationApp;
let channelId: string;
let token: string;
let desk: Duihua;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  const channel = await app.channel();
  ({ channelId } = channel);
  ({ token } = await app.operator([channel.brandId]));
  desk = createDuihua({ url: `${app.url}/`, token });
});
afterAll(() => app.close());

const say = (id: string, text: string, key?: string) =>
  desk.post(TRANSCRIPT, {
    params: { path: { id }, ...(key === undefined ? {} : { header: { 'Idempotency-Key': key } }) },
    body: { type: 'text', text },
  });
const textsOf = async (id: string): Promise<(string | undefined)[]> => {
  const { items } = await desk.get(TRANSCRIPT, { params: { path: { id } } });
  return items.filter(({ direction }) => direction === 'outbound').map(({ text }) => text);
};
const thrownBy = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('calls', () => {
  it('lists what waits, and answers it', async () => {
    const { conversationId } = await app.receive(channelId, '茶新鲜吗？');
    const query = { state: ['waiting', 'missed'] as const };
    const { items } = await desk.get('/api/v1/conversations', {
      params: { query: { ...query, state: [...query.state] } },
    });
    expect(items.map(({ id, state }) => [id, state])).toEqual([[conversationId, 'waiting']]);
    expect(items[0]?.lastMessage?.text).toBe('茶新鲜吗？');

    const sent = await say(conversationId, '今早到的。');
    expect(sent).toMatchObject({ status: 'sent', text: '今早到的。', direction: 'outbound' });
    expect(await textsOf(conversationId)).toEqual(['今早到的。']);
    const typing = await desk.post('/api/v1/conversations/{id}/typing', {
      params: { path: { id: conversationId } },
    });
    expect(typing).toBeUndefined();
    expect(app.typing).toHaveLength(1);
  });

  it('uploads a file, sends it, and loads it again', async () => {
    const { conversationId } = await app.receive(channelId);
    const picture = png();
    const { id, kind, size } = await desk.upload(new Blob([new Uint8Array(picture)]), 'tea.png');
    expect({ kind, size }).toEqual({ kind: 'image', size: picture.length });
    const sent = await desk.post(TRANSCRIPT, {
      params: { path: { id: conversationId } },
      body: { type: 'image', attachmentId: id },
    });
    expect(sent.attachment?.id).toBe(id);
    const file = await desk.get('/api/v1/attachments/{id}', { params: { path: { id } }, parseAs: 'blob' });
    expect(Buffer.from(await file.arrayBuffer()).equals(picture)).toBe(true);
  });
});

describe('refusals', () => {
  it('are thrown with code, status and facts', async () => {
    const { conversationId } = await app.receive(channelId);
    for (const text of ['1', '2', '3', '4', '5']) await say(conversationId, text);
    const error = await thrownBy(say(conversationId, '6'));
    expect(isRefusal(error, 'window_closed', 'consecutive_limit_reached')).toBe(true);
    expect(isRefusal(error, 'window_closed')).toBe(false);
    expect(error).toMatchObject({
      status: 409,
      code: 'consecutive_limit_reached',
      problem: { limit: 5, sent: 5 },
      message: expect.stringMatching(/^consecutive_limit_reached: The limit of messages/),
    });
    const held = await desk.post(TRANSCRIPT, {
      params: { path: { id: conversationId } },
      body: { type: 'text', text: '6', whenBlocked: 'hold' },
    });
    expect(held.status).toBe('held');
  });

  it('name the fields that are wrong', async () => {
    const { conversationId } = await app.receive(channelId);
    const error = await thrownBy(say(conversationId, ''));
    expect(error).toBeInstanceOf(DuihuaError);
    expect(error).toMatchObject({ code: 'invalid_request', problem: { errors: [{ path: 'text' }] } });
  });

  it('of a wrong token and of what does not exist', async () => {
    const stranger = createDuihua({ url: app.url, token: 'duihua_wrong' });
    const me = await thrownBy(stranger.get('/api/v1/me'));
    expect(isRefusal(me, 'unauthenticated')).toBe(true);
    expect(isRefusal(await thrownBy(say('no-such-conversation', 'x')), 'not_found')).toBe(true);
  });

  it('of a proxy have a status and no code', async () => {
    const proxy = createServer((_request, response) => {
      response
        .writeHead(502, { 'Content-Type': 'text/html', 'Retry-After': '7' })
        .end('<h1>Bad gateway</h1>');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const error = await thrownBy(createDuihua({ url, token }).get('/api/v1/me'));
    expect(error).toMatchObject({ status: 502, code: undefined, problem: undefined, retryAfterSeconds: 7 });
    expect((error as Error).message).toBe('The desk answered 502.');
    await new Promise((resolve) => proxy.close(resolve));
  });
});

describe('each', () => {
  it('walks through all pages, and loads a page only when it is needed', async () => {
    const ids: string[] = [];
    for (const openId of ['o1', 'o2', 'o3', 'o4', 'o5']) {
      ids.unshift((await app.receive(channelId, openId, openId)).conversationId);
    }
    let loaded = 0;
    const conversations = () =>
      each((page) => {
        loaded += 1;
        return desk.get('/api/v1/conversations', { params: { query: { limit: 2, ...page } } });
      });
    const found: string[] = [];
    for await (const { id } of conversations()) found.push(id);
    expect(found).toEqual(ids);
    expect(loaded).toBe(3);
    for await (const { id } of conversations()) if (id === ids[1]) break;
    expect(loaded).toBe(4);
  });
});

describe('retrying', () => {
  it('sends once, although the first answer is lost', async () => {
    const { conversationId } = await app.receive(channelId);
    let calls = 0;
    const losing = createDuihua({
      url: app.url,
      token,
      async fetch(...request) {
        calls += 1;
        const answer = await fetch(...request);
        if (calls === 1) throw new TypeError('fetch failed');
        return answer;
      },
    });
    const sent = await retrying((key) =>
      losing.post(TRANSCRIPT, {
        params: { path: { id: conversationId }, header: { 'Idempotency-Key': key } },
        body: { type: 'text', text: 'once' },
      }),
    );
    expect(calls).toBe(2);
    expect(sent.status).toBe('sent');
    expect(await textsOf(conversationId)).toEqual(['once']);
  });

  it('tries again what was not accepted, after the pause that the desk asks for, with the same key', async () => {
    const keys: string[] = [];
    const refusals = [
      new DuihuaError(503, undefined, 0.05),
      new DuihuaError(429, undefined, 0),
      new DuihuaError(502, undefined, 0),
    ];
    const began = Date.now();
    const answer = await retrying(
      async (key) => {
        keys.push(key);
        const refusal = refusals.shift();
        if (refusal !== undefined) throw refusal;
        return 'done';
      },
      { key: 'order-4711' },
    );
    expect(answer).toBe('done');
    expect(keys).toEqual(['order-4711', 'order-4711', 'order-4711', 'order-4711']);
    expect(Date.now() - began).toBeGreaterThanOrEqual(45);
  });

  it('gives up after the last try, and at once where it cannot help', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.answers = 'unavailable';
    let calls = 0;
    const error = await thrownBy(
      retrying(
        (key) => {
          calls += 1;
          return say(conversationId, 'x', key);
        },
        { tries: 1 },
      ),
    );
    expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
    expect(calls).toBe(1);

    const problem = { type: '', title: '', status: 503, detail: '', code: 'unavailable' as const };
    for (const [status, reason] of [
      [409, undefined],
      [500, undefined],
      [503, 'unconfirmed'],
    ] as const) {
      let tries = 0;
      const refusal = new DuihuaError(status, { ...problem, reason }, 0);
      const thrown = await thrownBy(
        retrying(async () => {
          tries += 1;
          throw refusal;
        }),
      );
      expect([thrown, tries]).toEqual([refusal, 1]);
    }
  });
});

test('the types know paths, parameters, bodies and answers', () => {
  const neverCalled = async (): Promise<readonly unknown[]> => {
    const { items } = await desk.get('/api/v1/conversations');
    const conversations: readonly Conversation[] = items;
    const message: Message = await say('id', 'text');
    const nothing: void = await desk.delete('/api/v1/tokens/{id}', { params: { path: { id: 'id' } } });
    // @ts-expect-error there is no such path
    await desk.get('/api/v1/conversation');
    // @ts-expect-error there is no such state
    await desk.get('/api/v1/conversations', { params: { query: { state: 'gone' } } });
    // @ts-expect-error the path has a parameter
    await desk.get('/api/v1/conversations/{id}');
    // @ts-expect-error a message has a body
    await desk.post(TRANSCRIPT, { params: { path: { id: 'id' } } });
    // @ts-expect-error a picture has no text
    await desk.post(TRANSCRIPT, { params: { path: { id: 'id' } }, body: { type: 'image', text: 'x' } });
    // @ts-expect-error `unread` is a number
    const unread: string = conversations[0]?.unread ?? '';
    return [message, nothing, unread];
  };
  expect(neverCalled).toBeInstanceOf(Function);
});
