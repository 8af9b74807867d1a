/** The event stream of the client for TypeScript, over lines that break. */
import { createDuihua, type Duihua, type StreamEvent, type StreamEvents } from 'duihua-client';
import type * as contract from '../../src/contracts/conversations/event-stream';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { eventually } from '../support/eventually';

let app: ConversationApp;
let channelId: string;
let token: string;
/** Cuts the connections that the client has open. */
let cut: () => void;
/** What each connection went on from, and what ends it. */
let positions: (string | null)[];
let lines: AbortSignal[];
let desk: Duihua;
let end: AbortController;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  const channel = await app.channel();
  ({ channelId } = channel);
  ({ token } = await app.operator([channel.brandId]));
  let line = new AbortController();
  positions = [];
  lines = [];
  end = new AbortController();
  cut = () => {
    line.abort(new TypeError('terminated'));
    line = new AbortController();
  };
  desk = createDuihua({
    url: app.url,
    token,
    fetch(address, init = {}) {
      positions.push(new Headers(init.headers).get('Last-Event-ID'));
      const signals = [line.signal, ...(init.signal ? [init.signal] : [])];
      if (init.signal) lines.push(init.signal);
      return fetch(address, { ...init, signal: AbortSignal.any(signals) });
    },
  });
});
afterEach(() => end.abort());
afterAll(() => app.close());

/** Reads in the background until the test ends. */
function listen(lastEventId?: string) {
  const heard: StreamEvent[] = [];
  const read = async (): Promise<void> => {
    const options = { signal: end.signal, ...(lastEventId === undefined ? {} : { lastEventId }) };
    for await (const event of desk.events(options)) heard.push(event);
  };
  const ended = read();
  const texts = (): (string | undefined)[] =>
    heard.flatMap((event) => (event.type === 'message' ? [event.data.text] : []));
  const isReady = (times: number) => heard.filter(({ type }) => type === 'ready').length >= times;
  return { heard, texts, ended, isReady };
}

test('changes arrive with their types, and the stream ends when it is told to', async () => {
  const { heard, texts, ended, isReady } = listen();
  await eventually(() => isReady(1), 'the stream is ready');
  const { conversationId } = await app.receive(channelId, '你好');
  await eventually(() => texts().includes('你好'), 'the message arrives');
  const states = heard.flatMap((event) =>
    event.type === 'conversation' && event.data.id === conversationId ? [event.data.state] : [],
  );
  expect(states).toContain('waiting');
  end.abort();
  await ended;
});

test('a broken line is taken up where it ended: nothing is missed', async () => {
  const { heard, texts, isReady } = listen();
  await eventually(() => isReady(1), 'the stream is ready');
  await app.receive(channelId, 'before');
  await eventually(() => texts().includes('before'), 'the first message arrives');
  cut();
  await app.receive(channelId, 'meanwhile');
  await eventually(() => texts().includes('meanwhile'), 'the second message arrives');
  await eventually(() => isReady(2), 'the stream is ready again');
  expect(positions[0]).toBeNull();
  expect(positions[1]).toMatch(/^\d+$/);
  expect(heard.some(({ id }) => id === positions[1])).toBe(true);
});

test('another process goes on after the last event of the first', async () => {
  const first = listen();
  await eventually(() => first.isReady(1), 'the stream is ready');
  const lastEventId = first.heard.at(-1)?.id ?? '';
  end.abort();
  await first.ended;
  end = new AbortController();
  await app.receive(channelId, 'while nobody listened');
  const second = listen(lastEventId);
  await eventually(() => second.texts().includes('while nobody listened'), 'what was missed arrives');
});

test('who stops reading closes the connection', async () => {
  for await (const event of desk.events()) if (event.type === 'ready') break;
  expect(lines).toHaveLength(1);
  expect(lines[0]?.aborted).toBe(true);
});

test('a refusal is thrown', async () => {
  const stranger = createDuihua({ url: app.url, token: 'duihua_wrong' });
  const read = async (): Promise<void> => {
    for await (const _ of stranger.events()) throw new Error('An event came.');
  };
  await expect(read()).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });
});

test('the types of the events are those of the contract', () => {
  // The compiler checks it: bodies of the client are those of the contract, and neither has a name more.
  const taken = (events: StreamEvents): contract.StreamEvents => events;
  const known = (name: contract.StreamEventName): keyof StreamEvents => name;
  expect([taken, known].map((check) => check.length)).toEqual([1, 1]);
});
