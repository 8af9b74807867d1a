import { contactSchema } from '../../src/contracts/conversations/contact';
import type { TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

let app: ConversationApp;
let brandId: string;
let channelId: string;
let anna: TestOperator;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId, channelId } = await app.channel());
  anna = await app.operator([brandId]);
});
afterAll(() => app.close());

const get = (path: string, as: TestOperator = anna) =>
  app.call('GET', `/api/v1/contacts${path}`, undefined, as);

describe('contacts', () => {
  it('are found by their openid on a channel', async () => {
    const { contactId } = await app.receive(channelId, 'hi', 'o-1');
    await app.receive(channelId, 'hi', 'o-2');
    const { body } = await get(`?channelId=${channelId}&openId=o-1`);
    expect(body.items.map((one) => contactSchema.parse(one))).toMatchObject([
      {
        id: contactId,
        channelId,
        brandId,
        openId: 'o-1',
        name: `微信用户 ${contactId.slice(-4)}`,
        givenName: null,
        remark: null,
        remarkSync: null,
        tags: [],
        subscription: { isSubscribed: null, askedAt: null },
        firstVisit: null,
        block: null,
      },
    ]);
    expect((await get(`/${contactId}`)).body).toEqual(body.items[0]);
    expect((await get('?openId=o-3')).body.items).toEqual([]);
  });

  it('without a name are found by the one that is shown, in each language, and so are their conversations', async () => {
    const { contactId, conversationId } = await app.receive(channelId, 'hi', 'o-1');
    const named = await app.receive(channelId, 'hi', 'o-2');
    await app.call('PATCH', `/api/v1/contacts/${named.contactId}`, { name: '王先生' }, anna);
    const find = async (path: string, words: string) =>
      (
        await app.call('GET', `/api/v1/${path}?q=${encodeURIComponent(words)}`, undefined, anna)
      ).body.items.map(({ id }) => id);
    const mark = contactId.slice(-4);
    for (const words of [
      mark,
      `微信用户 ${mark}`,
      `wechat user ${mark.toUpperCase()}`,
      `WeChat ユーザー ${mark}`,
    ]) {
      expect([words, await find('contacts', words)]).toEqual([words, [contactId]]);
      expect([words, await find('conversations', words)]).toEqual([words, [conversationId]]);
    }
    const other = `微信用户 ${named.contactId.slice(-4)}`;
    expect(await find('contacts', other)).toEqual([]);
    // That is what operators called this one.
    await app.call('PATCH', `/api/v1/contacts/${contactId}`, { name: other }, anna);
    expect(await find('contacts', other)).toEqual([contactId]);
    expect(await find('conversations', other)).toEqual([conversationId]);
    expect(await find('conversations', mark)).toEqual([]);
  });

  it('come in pages without gaps', async () => {
    for (const openId of ['o-1', 'o-2', 'o-3']) await app.receive(channelId, 'hi', openId);
    const first = await get('?limit=2');
    const second = await get(`?limit=2&cursor=${first.body.nextCursor}`);
    const openIds = [...first.body.items, ...second.body.items].map((one) => String(one['openId']));
    expect(openIds.sort()).toEqual(['o-1', 'o-2', 'o-3']);
    expect(second.body.nextCursor).toBeNull();
  });

  it('are hidden from operators of other brands', async () => {
    const { contactId } = await app.receive(channelId);
    const outsider = await app.operator([(await app.channel()).brandId]);
    expect((await get('', outsider)).body.items).toEqual([]);
    for (const path of [`/${contactId}`, `/${contactId}/timeline`]) {
      expect((await get(path, outsider)).status).toBe(404);
    }
    const administrator = await app.operator([], 'administrator');
    expect((await get('', administrator)).body.items).toHaveLength(1);
  });

  it.each(['?openId=%00', '?channelId=', '?cursor=%00', '?name=x', '?limit=x'])(
    'are refused with %s',
    async (query) => {
      expect((await get(query)).status).toBe(400);
    },
  );

  it('have a timeline of all their conversations and of what is outside them', async () => {
    const follow = { type: 'subscribe', scene: null, source: null, ticket: null } as const;
    const { contactId } = await app.receive(channelId, follow, 'openid-1', 'follow');
    const first = await app.receive(channelId, 'one');
    const path = `/api/v1/conversations/${first.conversationId}`;
    await app.call('POST', `${path}/attend`, {}, anna);
    await app.call('POST', `${path}/complete`, {}, anna);
    const second = await app.receive(channelId, 'two');
    expect(second.conversationId).not.toBe(first.conversationId);
    const page = await get(`/${contactId}/timeline?limit=2`);
    expect(page.body.items).toMatchObject([
      { seq: 1, direction: 'event', type: 'subscribe', conversationId: null, contactId },
      { seq: 2, text: 'one', conversationId: first.conversationId },
    ]);
    const rest = await get(`/${contactId}/timeline?limit=2&cursor=${page.body.nextCursor}`);
    expect(rest.body.items).toMatchObject([{ seq: 3, text: 'two', conversationId: second.conversationId }]);
  });
});

describe('changing a contact', () => {
  const change = (id: string, body: object, as: TestOperator = anna) =>
    app.call('PATCH', `/api/v1/contacts/${id}`, body, as);
  let contactId: string;
  beforeEach(async () => {
    ({ contactId } = await app.receive(channelId));
  });

  it('shows the operators’ name before the remark, and the remark before the made-up name', async () => {
    const made = `微信用户 ${contactId.slice(-4)}`;
    expect((await change(contactId, { remark: '老王' })).body.name).toBe('老王');
    expect((await change(contactId, { name: '王先生' })).body).toMatchObject({
      name: '王先生',
      givenName: '王先生',
      remark: '老王',
    });
    expect((await change(contactId, { name: null })).body.name).toBe('老王');
    expect((await change(contactId, { remark: '' })).body.name).toBe(made);
  });

  it('shows the same name in the conversation', async () => {
    const { conversationId } = await app.receive(channelId);
    await change(contactId, { remark: '老王' });
    const { body } = await app.call('GET', `/api/v1/conversations/${conversationId}`, undefined, anna);
    expect(body['contact']).toMatchObject({ name: '老王' });
  });

  it('saves a remark, which is pending until WeChat has it', async () => {
    expect((await change(contactId, { remark: '老王' })).body).toMatchObject({
      remark: '老王',
      remarkSync: 'pending',
      remarkError: null,
    });
  });

  it('trims tags and keeps each once, in the order given', async () => {
    expect((await change(contactId, { tags: [' VIP ', '茶', 'VIP'] })).body['tags']).toEqual(['VIP', '茶']);
    expect((await change(contactId, { remark: '老王' })).body['tags']).toEqual(['VIP', '茶']);
    expect((await change(contactId, { tags: [] })).body['tags']).toEqual([]);
  });

  it.each([
    ['a remark of 29 characters', { remark: '😀'.repeat(29) }, 200],
    ['a remark of 30 characters', { remark: '中'.repeat(30) }, 400],
    ['a remark of two lines', { remark: 'a\nb' }, 400],
    ['twenty tags', { tags: Array.from({ length: 20 }, (_, index) => `t${index}`) }, 200],
    ['twenty-one tags', { tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, 400],
    ['a tag of 30 characters', { tags: ['中'.repeat(30)] }, 200],
    ['a tag of 31 characters', { tags: ['中'.repeat(31)] }, 400],
    ['an empty tag', { tags: [' '] }, 400],
    ['half a character', { tags: ['\ud83d'] }, 400],
    ['a field that is none', { openId: 'x' }, 400],
    ['nothing', {}, 200],
  ])('%s: %j is answered %d', async (_, body, status) => {
    expect((await change(contactId, body)).status).toBe(status);
  });

  it('finds contacts by a tag, and by a word of the name, the remark or a tag', async () => {
    const { contactId: other } = await app.receive(channelId, 'hi', 'o-other');
    await change(contactId, { name: '王小明', remark: '喜欢龙井', tags: ['VIP', '老客户'] });
    await change(other, { name: 'Li', tags: ['VIP2'] });
    const found = async (query: string) => (await get(`?${query}`)).body.items.map((one) => one.id);
    expect(await found('tag=VIP')).toEqual([contactId]);
    for (const word of ['小明', '龙井', '客户', '王', 'vip']) {
      expect(await found(`q=${encodeURIComponent(word)}`)).toContain(contactId);
    }
    expect(await found(`q=${encodeURIComponent('龙井')}&tag=VIP`)).toEqual([contactId]);
    expect(await found('q=o-other')).toEqual([other]);
    expect(await found('q=nobody')).toEqual([]);
    const conversations = await app.call(
      'GET',
      `/api/v1/conversations?q=${encodeURIComponent('龙井')}`,
      undefined,
      anna,
    );
    expect(conversations.body.items.map((one) => one['contact'])).toMatchObject([{ id: contactId }]);
  });

  it('lists the tags that a brand uses, the most used first', async () => {
    const { contactId: other } = await app.receive(channelId, 'hi', 'o-other');
    await change(contactId, { tags: ['VIP', '茶'] });
    await change(other, { tags: ['茶'] });
    const elsewhere = await app.channel();
    const foreign = await app.receive(elsewhere.channelId, 'hi', 'o-foreign');
    await app.call('PATCH', `/api/v1/contacts/${foreign.contactId}`, { tags: ['fremd'] });
    const { body } = await app.call('GET', `/api/v1/brands/${brandId}/tags`, undefined, anna);
    expect(body.items).toEqual([
      { tag: '茶', count: 2 },
      { tag: 'VIP', count: 1 },
    ]);
  });
});

describe('blocking a contact', () => {
  it('shows who did it, when and why, keeps the first reason, is audited without it, and can be undone', async () => {
    const { contactId } = await app.receive(channelId);
    const path = `/api/v1/contacts/${contactId}`;
    const blocked = await app.call('POST', `${path}/block`, { reason: 'abusive' }, anna);
    expect(blocked.body['block']).toMatchObject({ reason: 'abusive', operator: { id: anna.id } });
    const again = await app.call('POST', `${path}/block`, { reason: 'another' }, anna);
    expect(again.body['block']).toEqual(blocked.body['block']);
    const free = await app.call('POST', `${path}/unblock`, undefined, anna);
    expect([free.status, free.body['block']]).toEqual([200, null]);
    await app.call('POST', `${path}/unblock`, undefined, anna);
    const log = await app.call('GET', `/api/v1/audit?operatorId=${anna.id}`);
    const acts = log.body.items.filter((one) => String(one['action']).startsWith('contact.'));
    expect(acts).toMatchObject([
      { action: 'contact.unblocked', target: { type: 'contact', id: contactId } },
      { action: 'contact.blocked', target: { type: 'contact', id: contactId } },
    ]);
    expect(log.text).not.toContain('abusive');
  });

  it('needs a reason', async () => {
    const { contactId } = await app.receive(channelId);
    for (const body of [{}, { reason: ' ' }, { reason: 'x'.repeat(201) }]) {
      expect((await app.call('POST', `/api/v1/contacts/${contactId}/block`, body, anna)).status).toBe(400);
    }
  });
});
