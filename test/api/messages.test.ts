import { messageSchema } from '../../src/contracts/conversations/message';
import { WECHAT_MEANINGS, type WeChatMeaning } from '../../src/domain/wechat-meanings';
import { countUnknownOutcomes } from '../../src/store/transcript/unknown-outcomes';
import type { Answer, TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

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

const get = (path: string) => app.call('GET', `/api/v1/conversations/${path}`, undefined, anna);
const post = (path: string, body: unknown, as = anna, headers: Record<string, string> = {}) =>
  app.call('POST', `/api/v1/conversations/${path}`, body, { token: as.token, headers });
const send = (id: string, text: string, more: object = {}, headers: Record<string, string> = {}) =>
  post(`${id}/messages`, { type: 'text', text, ...more }, anna, headers);
const cancel = (id: string, messageId: string, as = anna) =>
  app.call('DELETE', `/api/v1/conversations/${id}/messages/${messageId}`, undefined, as);
const outcomeOf = ({ status, body }: Answer) => [status, body['code'] ?? body['status']];
const textsOf = ({ body }: Answer) => body.items.map((one) => one['text']);

describe('sending', () => {
  it('answers 201 with the message once it is sent', async () => {
    const { conversationId, contactId } = await app.receive(channelId);
    const { status, body } = await send(conversationId, '您好 👋');
    expect(status).toBe(201);
    const { name } = (await app.deps.operators.find(anna.id)) ?? {};
    expect(messageSchema.parse(body)).toEqual({
      id: expect.any(String),
      conversationId,
      contactId,
      seq: 2,
      direction: 'outbound',
      type: 'text',
      summary: '您好 👋',
      text: '您好 👋',
      sender: { kind: 'operator', id: anna.id, name },
      status: 'sent',
      whenBlocked: 'reject',
      createdAt: expect.any(String),
      sentAt: expect.any(String),
      changedAt: expect.any(String),
    });
    expect(textsOf(await get(`${conversationId}/messages`))).toEqual(['你好', '您好 👋']);
  });

  it('says why WeChat refused it, with WeChat’s code and what to do', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.outcome = { type: 'refused', code: 'window_closed', wechatCode: 45015 };
    const answer = await send(conversationId, 'late');
    expect(outcomeOf(answer)).toEqual([201, 'failed']);
    expect(answer.body['error']).toEqual({
      code: 'window_closed',
      wechatCode: 45015,
      meaning: 'window_closed',
      detail: expect.stringContaining('window'),
    });
  });

  it.each([
    [70000, 'content_unexplained'],
    [45162, 'form_refused'],
    [87014, 'risky_content'],
    [40007, 'media_gone'],
    [45002, 'text_too_long'],
  ])('says what %d means on a message, and what to do', async (wechatCode, meaning) => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.outcome = { type: 'refused', code: 'wechat_refused', wechatCode };
    app.host.behaviour.errmsg = 'no rid: 5f0c1d2e-1a2b3c4d-0f0e0d0c';
    const answer = await send(conversationId, 'x');
    expect(outcomeOf(answer)).toEqual([201, 'failed']);
    const { detail } = answer.body['error'] as { detail: string };
    expect(answer.body['error']).toMatchObject({
      code: 'wechat_refused',
      wechatCode,
      meaning,
      wechatMessage: 'no',
      rid: '5f0c1d2e-1a2b3c4d-0f0e0d0c',
    });
    expect(detail.startsWith(WECHAT_MEANINGS[meaning as WeChatMeaning])).toBe(true);
  });

  it('shows an unknown code with WeChat’s text and the way to look the call up', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.outcome = { type: 'refused', code: 'wechat_refused', wechatCode: 45999 };
    app.host.behaviour.errmsg = 'something new hint: [x1] rid: 5f0c1d2e-1a2b3c4d-0f0e0d0c';
    const { id, body } = await send(conversationId, 'x').then((answer) => ({
      ...answer,
      id: answer.body.id,
    }));
    expect(body['error']).toEqual({
      code: 'wechat_refused',
      wechatCode: 45999,
      wechatMessage: 'something new',
      rid: '5f0c1d2e-1a2b3c4d-0f0e0d0c',
      detail: expect.stringMatching(
        /45999: “something new”.*rid 5f0c1d2e-1a2b3c4d-0f0e0d0c .*developers\.weixin\.qq\.com\/platform/,
      ),
    });
    const listed = (await get(`${conversationId}/messages`)).body.items.find((one) => one.id === id);
    expect(listed?.['error']).toEqual(body['error']);
  });

  it('answers at once if WeChat refuses the channel: the message waits, and says for what', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.outcome = { type: 'channelDown', wechatCode: 40164 };
    app.host.behaviour.errmsg = 'invalid ip 203.0.113.7, not in whitelist rid: 5f0c1d2e-1a2b3c4d-0f0e0d0c';
    const startedAt = Date.now();
    const answer = await send(conversationId, 'x');
    expect(Date.now() - startedAt).toBeLessThan(8_000);
    expect(outcomeOf(answer)).toEqual([201, 'queued']);
    expect(answer.body['error']).toMatchObject({
      code: 'channel_misconfigured',
      wechatCode: 40164,
      meaning: 'ip_not_allowed',
      detail: expect.stringContaining('allowlist'),
    });
    // So does the next one, behind it.
    const next = await send(conversationId, 'y');
    expect(Date.now() - startedAt).toBeLessThan(8_000);
    expect(outcomeOf(next)).toEqual([201, 'queued']);
  });

  it('leaves WeChat’s code out if the refusal was our own', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.outcome = { type: 'refused', code: 'channel_misconfigured', wechatCode: 0 };
    const { body } = await send(conversationId, 'x');
    expect(body['error']).toEqual({ code: 'channel_misconfigured', detail: expect.any(String) });
  });

  it('accepts exactly five of ten at once', async () => {
    const { conversationId } = await app.receive(channelId);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => send(conversationId, `reply ${n}`)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(5);
    for (const { body } of refused) {
      expect(body).toMatchObject({ code: 'consecutive_limit_reached', limit: 5, sent: 5 });
    }
    // A refused message is not in the transcript (docs/rules.md#30).
    expect((await get(`${conversationId}/messages`)).body.items).toHaveLength(6);
  });

  it('holds if asked to, answers at once, and sends when the contact writes', async () => {
    const { conversationId } = await app.receive(channelId);
    for (let n = 0; n < 5; n += 1) await send(conversationId, `reply ${n}`);
    const held = await send(conversationId, 'held', { whenBlocked: 'hold' });
    expect(outcomeOf(held)).toEqual([201, 'held']);
    expect(held.body).toMatchObject({ conversationId, whenBlocked: 'hold' });
    await app.receive(channelId, 'still there');
    const { body } = await get(`${conversationId}/messages`);
    expect(body.items.find(({ id }) => id === held.body.id)).toMatchObject({ status: 'sent' });
  });

  it('holds 50 for a contact, and refuses the next', async () => {
    const { conversationId } = await app.receive(channelId);
    for (let n = 0; n < 55; n += 1) await send(conversationId, `m ${n}`, { whenBlocked: 'hold' });
    const { status, body } = await send(conversationId, 'one too many', { whenBlocked: 'hold' });
    expect([status, body]).toMatchObject([409, { code: 'too_many_held', limit: 50 }]);
  });

  it('is refused with the rules’ code: completed, or attended by another', async () => {
    const { conversationId } = await app.receive(channelId);
    await post(`${conversationId}/attend`, {}, ben);
    const other = await send(conversationId, 'x');
    expect(outcomeOf(other)).toEqual([409, 'attended_by_other']);
    expect(other.body['operator']).toEqual({ id: ben.id, name: expect.stringContaining('Operator') });
    await post(`${conversationId}/complete`, {}, ben);
    expect(outcomeOf(await send(conversationId, 'x'))).toEqual([409, 'conversation_completed']);
    await app.host.idle();
    app.host.behaviour.answers = 'notOpen';
    expect(outcomeOf(await send(conversationId, 'x'))).toEqual([409, 'conversation_completed']);
  });

  it('is refused when the window has closed, with the time at which it closed', async () => {
    const { behaviour } = app.host;
    behaviour.settings = { ...behaviour.settings, closeMissedAfterSeconds: null };
    const { conversationId } = await app.receive(channelId);
    const { body } = await get(conversationId);
    behaviour.clockOffsetMs = 49 * 3_600_000;
    const answer = await send(conversationId, 'late');
    expect(outcomeOf(answer)).toEqual([409, 'window_closed']);
    expect(answer.body['since']).toEqual((body['window'] as { closesAt: string }).closesAt);
  });

  it.each([
    ['no text', { type: 'text' }],
    ['an empty text', { type: 'text', text: '' }],
    ['2,049 bytes', { type: 'text', text: '茶'.repeat(683) }],
    ['half a character', { type: 'text', text: 'a\ud800b' }],
    ['NUL', { type: 'text', text: 'a\0b' }],
    ['a field more', { type: 'text', text: 'x', sender: 'boss' }],
    ['a field of another kind', { type: 'text', text: 'x', title: 'y' }],
    ['a kind that lacks a field', { type: 'news', title: 'x' }],
    ['an unknown kind', { type: 'smell', text: 'x' }],
    ['another hold', { type: 'text', text: 'x', whenBlocked: 'maybe' }],
    ['a list', []],
  ])('is refused with %s', async (_what, body) => {
    const { conversationId } = await app.receive(channelId);
    const answer = await post(`${conversationId}/messages`, body);
    expect(outcomeOf(answer)).toEqual([400, 'invalid_request']);
    expect(answer.body['errors']).not.toEqual([]);
    expect((await get(`${conversationId}/messages`)).body.items).toHaveLength(1);
  });

  it('accepts up to 2,048 bytes', async () => {
    const { conversationId } = await app.receive(channelId);
    expect((await send(conversationId, `${'茶'.repeat(682)}ab`)).status).toBe(201);
  });

  it('accepts a menu, tells the workflow only its kind, and shows its contents', async () => {
    const { conversationId } = await app.receive(channelId);
    const asked = jest.spyOn(app.host.client, 'reply');
    const menu = { type: 'msgmenu', head: 'Help?', items: [{ id: '1', text: 'Orders' }] };
    const { status, body } = await post(`${conversationId}/messages`, menu);
    const told = asked.mock.calls.map(([, details]) => details);
    asked.mockRestore();
    expect(status).toBe(201);
    expect(told).toEqual([{ messageId: body['id'], kind: 'msgmenu', whenBlocked: 'reject' }]);
    const shown = { ...menu, direction: 'outbound', status: 'sent', summary: 'Menu: Help? 1. Orders' };
    expect(body).toMatchObject(shown);
    expect((await get(conversationId)).body['lastMessage']).toMatchObject(shown);
  });
});

describe('sending while parts are down', () => {
  it('answers 503 if nothing was accepted, and keeps nothing', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.answers = 'unavailable';
    const answer = await send(conversationId, 'x', {}, { 'Idempotency-Key': 'k' });
    expect(outcomeOf(answer)).toEqual([503, 'unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await get(`${conversationId}/messages`)).body.items).toHaveLength(1);
    app.host.behaviour.answers = 'silent';
    const silent = await send(conversationId, 'x', {}, { 'Idempotency-Key': 'k' });
    expect([...outcomeOf(silent), silent.body['reason']]).toEqual([503, 'unavailable', undefined]);
    app.host.behaviour.answers = 'all';
    const again = await send(conversationId, 'x', {}, { 'Idempotency-Key': 'k' });
    expect(outcomeOf(again)).toEqual([201, 'sent']);
  });

  it('answers 201 if it was accepted and only the answer was lost', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.answers = 'lost';
    expect(outcomeOf(await send(conversationId, 'x'))).toEqual([201, 'sent']);
  });

  it('answers after 10 s with the status that the message then has', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.outcome = 'never';
    const startedAt = Date.now();
    const answer = await send(conversationId, 'x');
    expect(outcomeOf(answer)).toEqual([201, 'sending']);
    expect(Date.now() - startedAt).toBeGreaterThan(9_500);
  });
});

describe('an Idempotency-Key', () => {
  const key = { 'Idempotency-Key': 'order-7/reply#1' };

  it('makes one message of twenty requests at once, and returns it to all', async () => {
    const { conversationId } = await app.receive(channelId);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(conversationId, 'once', {}, key)),
    );
    expect(answers.map(outcomeOf)).toEqual(Array.from({ length: 20 }, () => [201, 'sent']));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await get(`${conversationId}/messages`)).body.items).toHaveLength(2);
  });

  it('returns the message as it is now, even if the fields come in another order', async () => {
    const { conversationId } = await app.receive(channelId);
    for (let n = 0; n < 5; n += 1) await send(conversationId, `reply ${n}`);
    const held = await send(conversationId, 'held', { whenBlocked: 'hold' }, key);
    await app.receive(channelId, 'hello?');
    const body = '{"whenBlocked":"hold","text":"held","type":"text"}';
    const again = await post(`${conversationId}/messages`, body, anna, {
      ...key,
      'Content-Type': 'application/json',
    });
    expect([outcomeOf(again), again.body.id]).toEqual([[201, 'sent'], held.body.id]);
  });

  it('is refused with another body, and belongs to one operator', async () => {
    const { conversationId } = await app.receive(channelId);
    await send(conversationId, 'one', {}, key);
    expect(outcomeOf(await send(conversationId, 'two', {}, key))).toEqual([409, 'idempotency_key_reused']);
    const chief = await app.operator([], 'administrator');
    const other = await post(`${conversationId}/messages`, { type: 'text', text: 'two' }, chief, key);
    expect(outcomeOf(other)).toEqual([409, 'attended_by_other']);
  });

  it('judges a refused message again', async () => {
    const { conversationId } = await app.receive(channelId);
    await post(`${conversationId}/attend`, {}, ben);
    expect(outcomeOf(await send(conversationId, 'x', {}, key))).toEqual([409, 'attended_by_other']);
    await post(`${conversationId}/transfer`, { operatorId: anna.id }, ben);
    expect(outcomeOf(await send(conversationId, 'x', {}, key))).toEqual([201, 'sent']);
  });

  it.each([['with space'], ['x'.repeat(256)], ['schlüssel']])('is refused as %s', async (bad) => {
    const { conversationId } = await app.receive(channelId);
    const answer = await send(conversationId, 'x', {}, { 'Idempotency-Key': bad });
    expect(outcomeOf(answer)).toEqual([400, 'invalid_request']);
    expect(answer.body['errors']).toEqual([{ path: 'Idempotency-Key', message: expect.any(String) }]);
  });
});

describe('cancelling', () => {
  it('cancels a held message, and no other', async () => {
    const { conversationId, messageId } = await app.receive(channelId);
    const sent = await send(conversationId, 'reply');
    for (let n = 1; n < 5; n += 1) await send(conversationId, `reply ${n}`);
    const held = await send(conversationId, 'held', { whenBlocked: 'hold' });
    expect(outcomeOf(await cancel(conversationId, held.body.id, ben))).toEqual([409, 'attended_by_other']);
    const cancelled = await cancel(conversationId, held.body.id);
    expect(outcomeOf(cancelled)).toEqual([200, 'cancelled']);
    const { body } = await get(`${conversationId}/messages`);
    expect(body.items.at(-1)).toMatchObject({ id: held.body.id, status: 'cancelled' });
    for (const id of [held.body.id, sent.body.id, messageId]) {
      expect(outcomeOf(await cancel(conversationId, id))).toEqual([409, 'not_cancellable']);
    }
    expect(outcomeOf(await cancel(conversationId, 'none'))).toEqual([404, 'not_found']);
    const other = await app.receive(channelId, 'hi', 'openid-2');
    expect(outcomeOf(await cancel(other.conversationId, sent.body.id))).toEqual([404, 'not_found']);
  });
});

describe('resolving a message of which no one knows whether it arrived', () => {
  const resolve = (id: string, messageId: string, as: string, who = anna) =>
    post(`${id}/messages/${messageId}/resolve`, { as }, who);

  it('as sent changes its status, once', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.outcome = { type: 'unknown' };
    const { body } = await send(conversationId, 'x');
    expect(body['status']).toBe('unknown');
    expect(outcomeOf(await resolve(conversationId, body.id, 'sent'))).toEqual([200, 'sent']);
    expect(outcomeOf(await resolve(conversationId, body.id, 'sent'))).toEqual([409, 'conflict']);
    expect(outcomeOf(await resolve(conversationId, body.id, 'lost'))).toEqual([400, 'invalid_request']);
  });

  it('as sent is open to every member of the brand, sending again only to those who may reply', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.outcome = { type: 'unknown' };
    const { body } = await send(conversationId, 'x');
    await app.host.idle();
    expect(outcomeOf(await resolve(conversationId, body.id, 'resend', ben))).toEqual([
      409,
      'attended_by_other',
    ]);
    expect(outcomeOf(await resolve(conversationId, body.id, 'sent', ben))).toEqual([200, 'sent']);
  });

  it('by sending again makes a new message with a new place', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.outcome = { type: 'unknown' };
    const { body: first } = await send(conversationId, 'x');
    app.host.behaviour.outcome = { type: 'sent' };
    expect(await countUnknownOutcomes(app.database)).toBe(1);
    const again = await resolve(conversationId, first.id, 'resend');
    expect(outcomeOf(again)).toEqual([201, 'sent']);
    expect(again.body).toMatchObject({ text: 'x', seq: 3 });
    expect(again.body.id).not.toBe(first.id);
    // No one has to look at the first one any more.
    expect(await countUnknownOutcomes(app.database)).toBe(0);
    await app.host.idle();
    expect((await get(conversationId)).body['consecutive']).toEqual({ sent: 2, limit: 5 });
  });
});

describe('typing', () => {
  it('is shown if a reply would be allowed, and takes no place', async () => {
    const { conversationId, contactId } = await app.receive(channelId);
    expect((await post(`${conversationId}/typing`, undefined)).status).toBe(204);
    expect(app.typing).toEqual([{ contactId, channelId }]);
    expect((await get(conversationId)).body['consecutive']).toEqual({ sent: 0, limit: 5 });
    await post(`${conversationId}/attend`, {}, ben);
    await app.host.idle();
    expect(outcomeOf(await post(`${conversationId}/typing`, {}))).toEqual([409, 'attended_by_other']);
    await post(`${conversationId}/complete`, {}, ben);
    await app.host.idle();
    expect(outcomeOf(await post(`${conversationId}/typing`, {}))).toEqual([409, 'conversation_completed']);
    expect(app.typing).toHaveLength(1);
  });
});

describe('notes', () => {
  it('can be written by every member, also on a completed conversation, and have their position', async () => {
    const { conversationId } = await app.receive(channelId);
    await post(`${conversationId}/attend`, {}, ben);
    await post(`${conversationId}/complete`, {}, ben);
    await app.host.idle();
    const { status, body } = await post(`${conversationId}/notes`, { text: 'A <b>regular</b>' });
    expect(status).toBe(201);
    expect(messageSchema.parse(body)).toMatchObject({
      conversationId,
      seq: 2,
      direction: 'note',
      type: 'note',
      text: 'A <b>regular</b>',
      sender: { kind: 'operator', id: anna.id },
      status: null,
    });
    for (const text of ['', 'x'.repeat(4001), '\0', '\udc00']) {
      expect(outcomeOf(await post(`${conversationId}/notes`, { text }))).toEqual([400, 'invalid_request']);
    }
  });
});

describe('the transcript', () => {
  it('can be searched: messages and notes that have the words, oldest first', async () => {
    const { conversationId } = await app.receive(channelId, 'Where is the ＴＥＡ?');
    await app.receive(channelId, 'Hello?');
    await post(`${conversationId}/attend`, {});
    await post(`${conversationId}/notes`, { text: 'their tea is late' });
    await app.receive(channelId, 'No coffee.');
    await app.host.idle();
    const found = await get(`${conversationId}/messages?q=tea`);
    expect(textsOf(found)).toEqual(['Where is the ＴＥＡ?', 'their tea is late']);
    const page = await get(`${conversationId}/messages?q=tea&limit=1`);
    expect(textsOf(page)).toEqual(['Where is the ＴＥＡ?']);
    expect(textsOf(await get(`${conversationId}/messages?q=tea&cursor=${page.body.nextCursor}`))).toEqual([
      'their tea is late',
    ]);
    expect(textsOf(await get(`${conversationId}/messages?q=milk`))).toEqual([]);
  });

  it('is listed oldest first, in pages without gaps, with events and the fields of each type', async () => {
    const { conversationId } = await app.receive(channelId, 'one');
    await app.receive(channelId, {
      type: 'location',
      latitude: 31.2,
      longitude: 121.4,
      scale: 15,
      label: '上海',
    });
    await app.receive(channelId, { type: 'menu_click', key: 'prices' }, 'openid-1', 'menu_tap');
    await app.receive(channelId, { type: 'unknown', wechatType: 'hologram', fields: { Depth: '3' } });
    const first = await get(`${conversationId}/messages?limit=3`);
    expect(first.body.items).toMatchObject([
      {
        seq: 1,
        direction: 'inbound',
        type: 'text',
        text: 'one',
        wechatCreatedAt: expect.stringMatching(/Z$/),
      },
      { seq: 2, type: 'location', latitude: 31.2, label: '上海', sender: { kind: 'contact' }, status: null },
      { seq: 3, direction: 'event', type: 'menu_click', key: 'prices' },
    ]);
    const second = await get(`${conversationId}/messages?limit=3&cursor=${first.body.nextCursor}`);
    expect(second.body.items).toMatchObject([
      { seq: 4, type: 'unknown', wechatType: 'hologram', fields: { Depth: '3' } },
    ]);
    expect(second.body.nextCursor).toBeNull();
    expect(outcomeOf(await get(`${conversationId}/messages?cursor=x`))).toEqual([400, 'invalid_request']);
  });
});
