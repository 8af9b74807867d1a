/** Alerts over HTTP: who is alerted to what, and that nothing is lost or alerted twice. */
import { sql } from 'drizzle-orm';
import { alertSchema } from '../../src/contracts/conversations/alert';
import type { TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { eventually } from '../support/eventually';

let app: ConversationApp;
let brandId: string;
let channelId: string;
let anna: TestOperator;
let ben: TestOperator;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId, channelId } = await app.channel());
  anna = await app.operator([brandId]);
  ben = await app.operator([brandId]);
});
afterAll(() => app.close());

const post = (path: string, body: unknown, as: TestOperator) => app.call('POST', `/api/v1${path}`, body, as);
const alertsOf = async (as: TestOperator) => {
  await app.host.idle();
  const { body } = await app.call('GET', '/api/v1/alerts', undefined, as);
  return body.items.map((one) => alertSchema.parse(one));
};
const see = async (as: TestOperator, body: object) =>
  (await app.call('PUT', '/api/v1/alerts/seen', body, as)).status;
/** A conversation that Anna attends. */
const attended = async (openId = 'openid-1') => {
  const { conversationId } = await app.receive(channelId, '你好', openId);
  expect((await post(`/conversations/${conversationId}/attend`, {}, anna)).status).toBe(200);
  await app.host.idle();
  return conversationId;
};
const notesOf = async (conversationId: string) => {
  const { body } = await app.call('GET', `/api/v1/conversations/${conversationId}/messages`, undefined, anna);
  return body.items.filter(({ direction }) => direction === 'note');
};

describe('new messages', () => {
  it('alert the operator who attends, as one alert until it is seen', async () => {
    const conversationId = await attended();
    expect(await alertsOf(anna)).toEqual([]);
    await app.receive(channelId, '在吗');
    const [first] = await alertsOf(anna);
    expect(first).toMatchObject({ kind: 'new_message', conversationId, count: 1, seenAt: null, from: null });
    expect(first?.brand.id).toBe(brandId);
    await app.receive(channelId, '有人吗');
    const grouped = await alertsOf(anna);
    expect(grouped).toMatchObject([{ kind: 'new_message', count: 2 }]);
    expect(Number(grouped[0]?.id)).toBeGreaterThan(Number(first?.id));
    expect(await alertsOf(ben)).toEqual([]);
    // Alerts after the one that was seen stay unseen.
    expect(await see(anna, { upTo: first?.id })).toBe(204);
    expect(await alertsOf(anna)).toMatchObject([{ seenAt: null }]);
    expect(await see(anna, { upTo: grouped[0]?.id })).toBe(204);
    expect(await alertsOf(anna)).toMatchObject([{ seenAt: expect.any(String) }]);
    await app.receive(channelId, '?');
    expect(await alertsOf(anna)).toMatchObject([{ count: 1, seenAt: null }, { count: 2 }]);
  });

  it('of conversations that no one attends alert no one', async () => {
    await app.receive(channelId);
    await app.receive(channelId);
    expect([...(await alertsOf(anna)), ...(await alertsOf(ben))]).toEqual([]);
  });
});

describe('alerts that were seen', () => {
  it('are those up to an instant, or of one conversation', async () => {
    const one = await attended('openid-1');
    await app.receive(channelId, '1', 'openid-1');
    const other = await attended('openid-2');
    await app.receive(channelId, '2', 'openid-2');
    const [newest, oldest] = await alertsOf(anna);
    expect([newest?.conversationId, oldest?.conversationId]).toEqual([other, one]);
    await see(anna, { upTo: newest?.id, conversationId: other });
    expect((await alertsOf(anna)).map(({ seenAt }) => seenAt === null)).toEqual([false, true]);
    await see(anna, { upTo: oldest?.createdAt });
    expect((await alertsOf(anna)).map(({ seenAt }) => seenAt === null)).toEqual([false, false]);
    // No one marks the alerts of someone else.
    await app.receive(channelId, '3', 'openid-2');
    await see(ben, { upTo: new Date(Date.now() + 60_000).toISOString() });
    expect((await alertsOf(anna))[0]?.seenAt).toBeNull();
    expect(await see(anna, { upTo: 'soon' })).toBe(400);
  });
});

describe('a mention in a note', () => {
  it('alerts colleagues of the brand, and shows in the note', async () => {
    const conversationId = await attended();
    const text = '@Ben 请看一下';
    const mentions = [ben.id, ben.id, anna.id];
    const { status, body } = await post(`/conversations/${conversationId}/notes`, { text, mentions }, anna);
    expect(status).toBe(201);
    expect(body).toMatchObject({ text, mentions: [ben.id, anna.id] });
    expect(await alertsOf(ben)).toMatchObject([
      { kind: 'mention', conversationId, from: { id: anna.id }, note: { id: body.id, text } },
    ]);
    // No one has to be told what they wrote themselves.
    expect(await alertsOf(anna)).toEqual([]);
  });

  it('of anyone else is refused, and no note is written', async () => {
    const conversationId = await attended();
    const { brandId: otherBrandId } = await app.channel();
    const outsider = await app.operator([otherBrandId]);
    const gone = await app.operator([brandId]);
    await app.call('PATCH', `/api/v1/operators/${gone.id}`, { isDisabled: true });
    for (const id of [outsider.id, gone.id, 'nobody']) {
      const answer = await post(
        `/conversations/${conversationId}/notes`,
        { text: 'x', mentions: [id] },
        anna,
      );
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'invalid_request', errors: [{ path: 'mentions' }] },
      });
    }
    expect(await notesOf(conversationId)).toEqual([]);
    expect(await alertsOf(outsider)).toEqual([]);
  });

  it('is not shown to someone who may no longer see the conversation', async () => {
    const conversationId = await attended();
    await post(`/conversations/${conversationId}/notes`, { text: 'x', mentions: [ben.id] }, anna);
    const { brandId: otherBrandId } = await app.channel();
    await app.call('PATCH', `/api/v1/operators/${ben.id}`, { brandIds: [otherBrandId] });
    expect(await alertsOf(ben)).toEqual([]);
  });
});

describe('a transfer', () => {
  it('alerts the receiver; its note stands in the transcript', async () => {
    const conversationId = await attended();
    const note = '客户要退款';
    const body = { operatorId: ben.id, note };
    expect((await post(`/conversations/${conversationId}/transfer`, body, anna)).status).toBe(200);
    const [filed] = await notesOf(conversationId);
    expect(filed).toMatchObject({ type: 'note', text: note, sender: { id: anna.id } });
    expect(await alertsOf(ben)).toMatchObject([
      { kind: 'transfer', conversationId, from: { id: anna.id }, note: { id: filed?.id, text: note } },
    ]);
    expect(await alertsOf(anna)).toEqual([]);
    const { rows } = await app.database.db.execute(sql`select * from asked_transfers`);
    expect(rows).toEqual([]);
  });

  it('needs no note', async () => {
    const conversationId = await attended();
    await post(`/conversations/${conversationId}/transfer`, { operatorId: ben.id }, anna);
    expect(await alertsOf(ben)).toMatchObject([{ kind: 'transfer', from: { id: anna.id }, note: null }]);
    expect(await notesOf(conversationId)).toEqual([]);
  });

  it('that is refused leaves no note and alerts no one, also later', async () => {
    const { conversationId } = await app.receive(channelId);
    const refused = { operatorId: ben.id, note: 'never' };
    expect((await post(`/conversations/${conversationId}/transfer`, refused, anna)).status).toBe(409);
    await post(`/conversations/${conversationId}/attend`, {}, anna);
    await post(`/conversations/${conversationId}/transfer`, { operatorId: ben.id, note: 'now' }, anna);
    expect(await notesOf(conversationId)).toMatchObject([{ text: 'now' }]);
    expect(await alertsOf(ben)).toHaveLength(1);
  });

  it('to a group is refused until there are groups', async () => {
    const conversationId = await attended();
    const answer = await post(`/conversations/${conversationId}/transfer`, { groupId: 'g' }, anna);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  it('that an administrator makes to themselves alerts no one', async () => {
    const conversationId = await attended();
    const administrator = await app.operator([], 'administrator');
    const body = { operatorId: administrator.id, note: '我来' };
    expect((await post(`/conversations/${conversationId}/transfer`, body, administrator)).status).toBe(200);
    expect(await alertsOf(administrator)).toEqual([]);
    expect(await notesOf(conversationId)).toMatchObject([{ text: '我来' }]);
  });

  it('to the operator who already attends changes nothing, but its note is kept', async () => {
    const conversationId = await attended();
    const body = { operatorId: anna.id, note: '自己记一下' };
    expect((await post(`/conversations/${conversationId}/transfer`, body, anna)).status).toBe(200);
    expect(await notesOf(conversationId)).toMatchObject([{ text: '自己记一下' }]);
    expect(await alertsOf(anna)).toEqual([]);
  });
});

describe('a messaging window that is about to close', () => {
  it('alerts the operator who attends and has not answered, once', async () => {
    const { behaviour } = app.host;
    behaviour.settings = { ...behaviour.settings, closeMissedAfterSeconds: null };
    const { conversationId, contactId } = await app.receive(channelId);
    behaviour.clockOffsetMs = 47.5 * 3_600_000;
    expect((await post(`/conversations/${conversationId}/attend`, {}, anna)).status).toBe(200);
    expect(await alertsOf(anna)).toMatchObject([
      { kind: 'window_closing', conversationId, from: null, note: null, count: 1, seenAt: null },
    ]);
    await app.host.apply(contactId, { type: 'clockMoved' });
    expect(await alertsOf(anna)).toHaveLength(1);
  });
});

describe('a conversation that goes back to waiting', () => {
  it('alerts the operator who attended, if they can still see it', async () => {
    const conversationId = await attended();
    const { contactId } = await app.receive(channelId);
    await app.host.apply(contactId, { type: 'operatorDisabled', operatorId: anna.id });
    expect((await alertsOf(anna))[0]).toMatchObject({ kind: 'returned', conversationId });
  });
});

describe('the event stream', () => {
  it('tells an operator their own alerts, when they are made and when they are seen, and no one else', async () => {
    const heard = { anna: [] as string[], ben: [] as string[] };
    const over = new AbortController();
    const follow = async (name: 'anna' | 'ben', token: string) => {
      const { body } = await fetch(`${app.url}/api/v1/events`, {
        headers: { Authorization: `Bearer ${token}` },
        signal: over.signal,
      });
      const decoder = new TextDecoder();
      for await (const chunk of body ?? []) heard[name].push(decoder.decode(chunk as Uint8Array));
    };
    const following = Promise.allSettled([follow('anna', anna.token), follow('ben', ben.token)]);
    const isReady = (one: readonly string[]) => one.join('').includes('event: ready');
    await eventually(() => isReady(heard.anna) && isReady(heard.ben), 'both streams begin');
    await attended();
    await app.receive(channelId);
    const eventsOf = (name: 'anna' | 'ben') =>
      [...heard[name].join('').matchAll(/event: alert\ndata: (.*)\n/g)].map(([, data]) =>
        alertSchema.parse(JSON.parse(data ?? '')),
      );
    await eventually(() => eventsOf('anna').length === 1, 'the alert is told');
    expect(eventsOf('anna')).toMatchObject([{ kind: 'new_message', seenAt: null }]);
    await see(anna, { upTo: eventsOf('anna')[0]?.id });
    await eventually(() => eventsOf('anna').length === 2, 'that it was seen is told');
    expect(eventsOf('anna')[1]?.seenAt).not.toBeNull();
    expect(eventsOf('ben')).toEqual([]);
    over.abort();
    await following;
  });
});

describe('alerts', () => {
  it('come in pages, and the oldest go', async () => {
    const conversationId = await attended();
    for (let number = 1; number <= 5; number += 1) {
      await post(`/conversations/${conversationId}/notes`, { text: `${number}`, mentions: [ben.id] }, anna);
    }
    const page = async (query: string) =>
      (await app.call('GET', `/api/v1/alerts?limit=3${query}`, undefined, ben)).body;
    const first = await page('');
    const second = await page(`&cursor=${first.nextCursor}`);
    const texts = [...first.items, ...second.items].map((one) => alertSchema.parse(one).note?.text);
    expect(texts).toEqual(['5', '4', '3', '2', '1']);
    expect(second.nextCursor).toBeNull();
    await app.database.db.execute(
      sql`update alerts set created_at = now() - interval '31 days' where position = ${first.items[0]?.id}::bigint`,
    );
    await app.alerts.sweep();
    expect((await alertsOf(ben)).map(({ note }) => note?.text)).toEqual(['4', '3', '2', '1']);
  });
});
