import {
  createServer,
  get as httpGet,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { createChangeHub } from '../../src/api/live/change-hub';
import { openSink, type Sink } from '../../src/api/live/event-sink';
import { conversationSchema } from '../../src/contracts/conversations/conversation';
import { messageSchema } from '../../src/contracts/conversations/message';
import { createAlerts } from '../../src/store/alerts/alerts';
import { createConversations } from '../../src/store/conversations/conversations';
import { openDatabase } from '../../src/store/engine/database';
import { migrateDatabase } from '../../src/store/engine/migrate';
import { createErasedContacts } from '../../src/store/privacy/erased-contacts';
import { announce } from '../../src/store/transcript/changes';
import { createTranscript } from '../../src/store/transcript/transcript';
import { OPERATOR_PASSWORD, type TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server';

type StreamEvent = { readonly id: string; readonly event: string; readonly data: Record<string, unknown> };
type Stream = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly events: StreamEvent[];
  readonly isEnded: () => boolean;
  readonly of: (event: string) => readonly StreamEvent['data'][];
  readonly close: () => void;
};

let app: ConversationApp;
let brandId: string;
let channelId: string;
let anna: TestOperator;
let ben: TestOperator;
const open = new Set<Stream>();

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId, channelId } = await app.channel());
  anna = await app.operator([brandId]);
  ben = await app.operator([brandId]);
});
afterEach(() => {
  for (const stream of open) stream.close();
  open.clear();
});
afterAll(() => app.close());

const post = (path: string, body: unknown, as: TestOperator) => app.call('POST', `/api/v1${path}`, body, as);

describe('the event stream', () => {
  it('sends what happens, in the same bodies as the other routes', async () => {
    const stream = await listen(anna);
    expect(stream.status).toBe(200);
    expect(stream.headers['content-type']).toContain('text/event-stream');
    expect(stream.headers['cache-control']).toContain('no-store');
    const { conversationId, messageId } = await app.receive(channelId, 'two\nlines\r\n\r\ndata: x');
    await until(() => stream.of('message').length > 0 && stream.of('conversation').length > 0);
    const [message] = stream.of('message');
    expect(messageSchema.parse(message)).toMatchObject({ id: messageId, text: 'two\nlines\r\n\r\ndata: x' });
    const [conversation] = stream.of('conversation');
    expect(conversationSchema.parse(conversation)).toMatchObject({
      id: conversationId,
      state: 'waiting',
      lastMessage: { id: messageId },
    });
    const { body: shown } = await app.call('GET', `/api/v1/conversations/${conversationId}`, undefined, anna);
    expect({ ...conversation, now: '' }).toEqual({ ...shown, now: '' });
    // Who is there is not repeated, so it has no place in the stream.
    const repeated = stream.events.filter(({ event }) => event !== 'availability');
    expect(repeated.every(({ id }) => /^\d{13}$/.test(id))).toBe(true);
  });

  it('shows each viewer what they may do, and notes too', async () => {
    const { conversationId } = await app.receive(channelId);
    const [annas, bens] = [await listen(anna), await listen(ben)];
    await post(`/conversations/${conversationId}/attend`, {}, anna);
    const replyOf = (stream: Stream) =>
      stream.of('conversation').map((one) => conversationSchema.parse(one).abilities.reply);
    await until(() => replyOf(annas).length > 0 && replyOf(bens).length > 0);
    expect(replyOf(annas).at(-1)).toMatchObject({ allowed: true });
    expect(replyOf(bens).at(-1)).toMatchObject({ code: 'attended_by_other', operator: { id: anna.id } });
    await post(`/conversations/${conversationId}/notes`, { text: 'a regular' }, ben);
    await until(() => annas.of('message').some((one) => one['direction'] === 'note'));
  });

  it('sends no one what they may not see', async () => {
    const other = await app.channel();
    const outsider = await app.operator([other.brandId]);
    const administrator = await app.operator([], 'administrator');
    const [theirs, all] = [await listen(outsider), await listen(administrator)];
    await app.receive(channelId, 'secret');
    await app.receive(channelId, { type: 'unsubscribe' }, 'openid-9', 'unfollow');
    await app.receive(other.channelId, 'theirs');
    await until(() => theirs.of('message').length > 0 && all.of('message').length > 1);
    expect(theirs.of('message').map((one) => one['text'])).toEqual(['theirs']);
    expect(theirs.of('conversation').every((one) => one['brandId'] === other.brandId)).toBe(true);
    const outsiders = await app.operator([]);
    const none = await listen(outsiders, { 'Last-Event-ID': '1' });
    await ready(none);
    expect(namesOf(none)).toEqual(['ready']);
  });

  it('requires sign-in', async () => {
    const stream = await listen({ ...anna, token: 'wrong' });
    expect(stream.status).toBe(401);
  });
});

describe('rows that a newer release wrote', () => {
  const write = (table: 'conversations' | 'messages', id: string, change: object) =>
    app.database.db.transaction(async (tx) => {
      const assignments = Object.entries(change).map(([name, value]) =>
        typeof value === 'object'
          ? sql`${sql.identifier(name)} = coalesce(${sql.identifier(name)}, '{}') || ${JSON.stringify(value)}::jsonb`
          : sql`${sql.identifier(name)} = ${value}`,
      );
      await tx.execute(
        sql`update ${sql.identifier(table)} set changed_at = clock_timestamp(), ${sql.join(assignments, sql`, `)}
            where id = ${id}`,
      );
      const ids = { conversationIds: [], messageIds: [] };
      await tx.execute(announce({ ...ids, [table === 'messages' ? 'messageIds' : 'conversationIds']: [id] }));
    });
  const snoozed = { state: 'snoozed', snapshot: { schema: 2, state: 'snoozed', snoozedUntil: 1 } };

  /** Anna asks an API that does not compare its answers with this release's contract. */
  const unchecked = async (path: string): Promise<unknown> => {
    const server = createServer(app.another({}, { checksAnswers: false }));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    const headers = { authorization: `Bearer ${anna.token}` };
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { headers });
    server.closeAllConnections();
    server.close();
    return response.json();
  };

  it('are shown as far as they are understood, and the stream continues', async () => {
    const { contactId, conversationId, messageId } = await app.receive(channelId);
    const stream = await listen(anna);
    await ready(stream);
    await write('conversations', conversationId, snoozed);
    const error = { code: 'phone_is_off', wechatCode: null, until: 1 };
    await write('messages', messageId, { direction: 'outbound', type: 'hologram', status: 'read', error });
    await until(() => stream.of('conversation').length > 0 && stream.of('message').length > 0);
    expect(stream.of('conversation').at(-1)).toMatchObject({ id: conversationId, state: 'snoozed' });
    expect(stream.of('message').at(-1)).toMatchObject({
      id: messageId,
      type: 'hologram',
      status: 'read',
      error: { code: 'phone_is_off', detail: expect.stringContaining('A newer release of Duihua') },
    });
    const other = await app.receive(channelId, 'and on', 'openid-2');
    await until(() => stream.of('message').some(({ id }) => id === other.messageId));
    expect(stream.isEnded()).toBe(false);
    // The workflow judges what may be done, and the API does not stand in its way.
    const shown = { id: conversationId, state: 'snoozed', abilities: { reply: { allowed: true } } };
    expect(await unchecked(`/conversations/${conversationId}`)).toMatchObject(shown);
    expect(await unchecked(`/conversations?contactId=${contactId}`)).toMatchObject({ items: [shown] });
  });

  it('that cannot be read or shown stop neither live events nor replayed ones', async () => {
    const bad = await app.receive(channelId, 'bad', 'openid-bad');
    const live = await listen(anna);
    const { id } = await ready(live);
    await write('conversations', bad.conversationId, { snapshot: { outbound: 'many' } });
    const unreal = await app.receive(channelId, 'unreal', 'openid-unreal');
    await write('conversations', unreal.conversationId, { snapshot: { startedAt: 1e20 } });
    const good = await app.receive(channelId, 'good', 'openid-good');
    const back = await listen(anna, { 'Last-Event-ID': id });
    for (const stream of [live, back]) {
      await until(() => stream.of('conversation').some((one) => one['id'] === good.conversationId));
      expect(stream.isEnded()).toBe(false);
      expect(stream.of('message').map(({ text }) => text)).toContain('good');
    }
    await ready(back);
  });
});

describe('a stream that reconnects', () => {
  it('gets what changed in the meantime, even if it had received nothing before', async () => {
    const first = await listen(anna);
    const { id } = await ready(first);
    first.close();
    const { messageId } = await app.receive(channelId, 'meanwhile');
    const second = await listen(anna, { 'Last-Event-ID': id });
    await ready(second);
    expect(second.of('message').map((one) => one['id'])).toEqual([messageId]);
    expect(second.of('conversation')).toHaveLength(1);
    expect(namesOf(second).at(-1)).toBe('ready');
  });

  it('gets a resync if it missed too much or its position is not valid', async () => {
    const { contactId, conversationId } = await app.receive(channelId);
    await app.database.db.execute(
      sql`insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind)
          select 'm' || n, ${contactId}, ${channelId}, ${conversationId}, 'note', 'note', '{"text":"x"}'::jsonb, n + 100,
            'operator' from generate_series(1, 1001) as n`,
    );
    const late = await listen(anna, { 'Last-Event-ID': String(Date.now() - 1000) });
    await ready(late);
    expect(namesOf(late)).toEqual(['resync', 'ready']);
    const odd = await listen(anna, { 'Last-Event-ID': 'x; drop' });
    await ready(odd);
    expect(namesOf(odd)).toEqual(['resync', 'ready']);
    // A year of five digits: the stream was cut, again at each reconnection.
    const far = await listen(anna, { 'Last-Event-ID': '999999999999999' });
    await ready(far);
    expect(namesOf(far)).toEqual(['resync', 'ready']);
  });

  it('never gets an older state after a newer one, and ends with the last one', async () => {
    const { contactId, conversationId } = await app.receive(channelId);
    const streams: Stream[] = [];
    const position = { 'Last-Event-ID': String(Date.now()) };
    const received: Promise<unknown>[] = [];
    for (let n = 0; n < 40; n += 1) {
      received.push(app.receive(channelId, `message ${n}`));
      if (n % 4 === 0) streams.push(await listen(anna, position));
      else await sleep(3);
    }
    await Promise.all(received);
    expect(app.host.threadOf(contactId).current?.unread).toBe(41);
    for (const stream of streams) {
      const unreads = () => stream.of('conversation').map((one) => Number(one['unread']));
      await until(() => unreads().at(-1) === 41);
      expect(unreads()).toEqual([...unreads()].sort((a, b) => a - b));
      const seen = new Set(stream.of('message').map((one) => one['text']));
      await until(
        () => seen.size >= 41 || new Set(stream.of('message').map((one) => one['text'])).size >= 41,
      );
    }
    expect(conversationId).not.toBe('');
  });
});

const signIn = async () => {
  const credentials = { email: anna.email, password: OPERATOR_PASSWORD };
  const answer = await app.call('POST', '/api/v1/login', credentials, { token: null });
  return {
    cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
    csrfToken: answer.body.csrfToken,
  };
};

describe('a stream ends within 2 s', () => {
  const endsSoon = async (stream: Stream): Promise<void> => {
    const since = Date.now();
    await until(stream.isEnded);
    expect(Date.now() - since).toBeLessThan(2_000);
  };

  it('when its operator is disabled', async () => {
    const stream = await listen(anna);
    await ready(stream);
    await app.deps.operators.update(anna.id, { isDisabled: true });
    await endsSoon(stream);
  });

  it('when its token is revoked, and others continue', async () => {
    const { token, secret } = await app.deps.apiTokens.create({
      operatorId: anna.id,
      name: 't',
      scopes: ['read'],
    });
    const [stream, other] = [await listen({ ...anna, token: secret }), await listen(anna)];
    await ready(stream);
    await app.deps.apiTokens.remove(token.id);
    await endsSoon(stream);
    expect(other.isEnded()).toBe(false);
  });

  it.each([
    ['is over', '/logout'],
    ['is ended with all others', '/me/sessions/revoke'],
  ])('when its session %s', async (_, path) => {
    const { cookie, csrfToken } = await signIn();
    const stream = await listen(null, { Cookie: cookie });
    await ready(stream);
    const headers = { Cookie: cookie, 'X-CSRF-Token': csrfToken };
    expect((await app.call('POST', `/api/v1${path}`, {}, { token: null, headers })).status).toBe(204);
    await endsSoon(stream);
  });

  it('when an administrator gives its operator another password', async () => {
    const { cookie } = await signIn();
    const stream = await listen(null, { Cookie: cookie });
    await ready(stream);
    await app.call('PATCH', `/api/v1/operators/${anna.id}`, { password: 'another long password' });
    await endsSoon(stream);
  });

  it('when its session was idle for 8 h: an open stream alone does not keep it', async () => {
    const { cookie } = await signIn();
    const stream = await listen(null, { Cookie: cookie });
    await ready(stream);
    // It is looked at twice before its time is over; the second look would find it used by the first.
    await app.database.db.execute(sql`update sessions set last_used_at = now() - interval '7 h 59 min 57 s'`);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await endsSoon(stream);
  });

  it('but continues, with a resync, when its operator’s brands change', async () => {
    const other = await app.channel();
    const stream = await listen(anna);
    await ready(stream);
    await app.deps.operators.update(anna.id, { brandIds: [other.brandId] });
    await until(() => stream.of('resync').length > 0);
    await app.receive(channelId, 'no longer mine');
    await app.receive(other.channelId, 'mine now');
    await until(() => stream.of('message').length > 0);
    expect(stream.of('message').map((one) => one['text'])).toEqual(['mine now']);
  });
});

describe('a client that never reads', () => {
  let server: Server;
  let socket: Socket;
  let response: ServerResponse;
  let sink: Sink;

  beforeEach(async () => {
    const requested = new Promise<ServerResponse>((resolve) => {
      server = createServer((_request, answer) => resolve(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    response = await requested;
    sink = openSink(response, { mostWaitingBytes: 1024 * 1024, drainWithinMs: 200 });
  });
  afterEach(async () => {
    socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is disconnected when a megabyte is waiting for it', async () => {
    let most = 0;
    let writes = 0;
    while (sink.write('x'.repeat(64 * 1024))) {
      most = Math.max(most, response.writableLength);
      writes += 1;
      if (writes > 1_000) throw new Error('it was never cut');
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(response.destroyed).toBe(true);
    expect(most).toBeLessThanOrEqual(1024 * 1024);
    expect(sink.write('more')).toBe(false);
  });

  it('is waited for only for a limited time', async () => {
    const full = async (): Promise<void> => {
      for (let n = 0; n < 1_000; n += 1) {
        await sink.drained();
        sink.write('x'.repeat(64 * 1024));
      }
    };
    await expect(full()).rejects.toThrow('does not read');
    expect(response.destroyed).toBe(true);
  });
});

describe('changes that another process makes', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgresServer();
  }, 60_000);
  const closers: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const close of closers) await close();
    await server.stop();
  });

  it('are noticed, also those made while the database was down', async () => {
    const databaseUrl = await server.createDatabase();
    const [mine, theirs] = [openDatabase({ databaseUrl }), openDatabase({ databaseUrl })];
    await migrateDatabase(mine);
    const hub = createChangeHub({
      database: mine,
      conversations: createConversations(mine),
      transcript: createTranscript(mine),
      alerts: createAlerts(mine),
      erasedContacts: createErasedContacts(mine),
      logger: pino({ level: 'silent' }),
    });
    closers.push(hub.stop, mine.close, theirs.close);
    await hub.start();
    await theirs.db.execute(sql`insert into brands (id, name) values ('b', 'b')`);
    await theirs.db.execute(
      sql`insert into channels (id, brand_id, name, status, encryption, settings) values ('ch', 'b', 'n', 'live', 'plain', '{}')`,
    );
    await theirs.db.execute(sql`insert into contacts (id, channel_id, open_id) values ('c', 'ch', 'o')`);
    await theirs.db.execute(
      sql`insert into messages (id, contact_id, channel_id, direction, type, content, seq, sender_kind, status)
          values ('m', 'c', 'ch', 'outbound', 'text', '{"text":"x"}', 1, 'operator', 'sending')`,
    );
    const waiter = hub.waitFor('m');
    const settle = (status: string) =>
      theirs.db.execute(sql`update messages set status = ${status} where id = 'm'`);
    const sent = waiter.until(({ status }) => status === 'sent', 5_000);
    await settle('sent');
    await theirs.db.execute(announce({ conversationIds: [], messageIds: ['m'] }));
    expect(await sent).toMatchObject({ id: 'm', status: 'sent' });

    const missed = new Promise<void>((resolve) => {
      hub.subscribe({
        isLive: () => false,
        noticed: () => undefined,
        changed: () => undefined,
        missed: resolve,
      });
    });
    const failed = waiter.until(({ status }) => status === 'failed', 15_000);
    // No one announces it: the hub has to look on its own once it listens again.
    await settle('failed');
    await server.goAway();
    await server.comeBack();
    expect(await failed).toMatchObject({ status: 'failed' });
    await missed;
    waiter.close();
  });
});

/** Opens a stream and reads it in the background. */
function listen(as: TestOperator | null, headers: Record<string, string> = {}): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const authorization = as === null ? {} : { Authorization: `Bearer ${as.token}` };
    const request = httpGet(`${app.url}/api/v1/events`, {
      headers: { ...authorization, ...headers },
      agent: false,
    });
    request.once('error', reject);
    request.once('response', (response) => {
      const events: StreamEvent[] = [];
      let isEnded = false;
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const fields = new Map(
            block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]),
          );
          if (!fields.has('event')) continue;
          events.push({
            id: fields.get('id') ?? '',
            event: fields.get('event') ?? '',
            data: JSON.parse(fields.get('data') ?? '{}') as StreamEvent['data'],
          });
        }
      });
      response.on('error', () => undefined);
      response.on('close', () => {
        isEnded = true;
      });
      const stream: Stream = {
        status: response.statusCode ?? 0,
        headers: response.headers,
        events,
        isEnded: () => isEnded,
        of: (event) => events.filter((one) => one.event === event).map(({ data }) => data),
        close: () => request.destroy(),
      };
      open.add(stream);
      resolve(stream);
    });
  });
}

/** The names of its events; not `availability`, which tells at any time that somebody connects. */
function namesOf({ events }: Stream): readonly string[] {
  return events.map(({ event }) => event).filter((event) => event !== 'availability');
}

/** Waits until the stream says that nothing is missed any more. */
async function ready(stream: Stream): Promise<StreamEvent> {
  await until(() => stream.of('ready').length > 0);
  const event = stream.events.find((one) => one.event === 'ready');
  if (event === undefined) throw new Error('never ready');
  return event;
}

async function until(holds: () => boolean, patienceMs = 10_000): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!holds()) {
    if (Date.now() > giveUpAt) throw new Error(`waited in vain until ${String(holds)}`);
    await sleep(10);
  }
}
