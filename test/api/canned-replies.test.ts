/** Canned replies over HTTP: an operator's own, and those that a brand shares. */
import { cannedReplySchema } from '../../src/contracts/conversations/canned-reply';
import type { TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

let app: ConversationApp;
let brandId: string;
let otherBrandId: string;
let anna: TestOperator;
let ben: TestOperator;
let outsider: TestOperator;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId } = await app.channel());
  ({ brandId: otherBrandId } = await app.channel());
  anna = await app.operator([brandId]);
  ben = await app.operator([brandId]);
  outsider = await app.operator([otherBrandId]);
});
afterAll(() => app.close());

const add = (as: TestOperator, shortcut: string, to: string | null, text = '您好！') =>
  app.call('POST', '/api/v1/canned-replies', { shortcut, text, brandId: to }, as);
const shortcuts = async (as: TestOperator) => {
  const { body } = await app.call('GET', '/api/v1/canned-replies', undefined, as);
  return body.items.map((one) => cannedReplySchema.parse(one).shortcut);
};
const change = (as: TestOperator, id: string, body: object) =>
  app.call('PATCH', `/api/v1/canned-replies/${id}`, body, as);
const remove = (as: TestOperator, id: string) =>
  app.call('DELETE', `/api/v1/canned-replies/${id}`, undefined, as);

describe('who sees a canned reply', () => {
  it('of one’s own: no one else, not even an administrator', async () => {
    const { status, body } = await add(anna, 'hi', null);
    expect(status).toBe(201);
    expect(cannedReplySchema.parse(body)).toMatchObject({ shortcut: 'hi', text: '您好！', brandId: null });
    const administrator = await app.operator([], 'administrator');
    expect(await shortcuts(anna)).toEqual(['hi']);
    expect(await shortcuts(ben)).toEqual([]);
    expect(await shortcuts(administrator)).toEqual([]);
    expect((await change(ben, body.id, { text: 'no' })).status).toBe(404);
    expect((await remove(administrator, body.id)).status).toBe(404);
  });

  it('a shared one: everyone in its brand, and no one else', async () => {
    const { body } = await add(anna, 'hi', brandId);
    expect(await shortcuts(ben)).toEqual(['hi']);
    expect(await shortcuts(outsider)).toEqual([]);
    expect((await change(outsider, body.id, { text: 'no' })).status).toBe(404);
    expect((await remove(outsider, body.id)).status).toBe(404);
    expect((await remove(ben, body.id)).status).toBe(204);
    expect(await shortcuts(anna)).toEqual([]);
  });
});

describe('keeping a canned reply', () => {
  it('takes one word, and a text that WeChat accepts', async () => {
    const refused = [
      [' ', 'x'],
      ['two words', 'x'],
      ['a/b', 'x'],
      ['x'.repeat(33), 'x'],
      ['hi', ''],
      ['hi', '字'.repeat(683)],
      ['hi', 'NUL\0'],
    ];
    for (const [shortcut = '', text = ''] of refused) {
      expect((await add(anna, shortcut, null, text)).body).toMatchObject({ code: 'invalid_request' });
    }
    expect((await add(anna, '问候', null, '字'.repeat(682))).status).toBe(201);
  });

  it('refuses to share it with a brand that one is not a member of', async () => {
    expect(await add(anna, 'hi', otherBrandId)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'brandId' }] },
    });
    const { body } = await add(anna, 'hi', null);
    expect((await change(anna, body.id, { brandId: otherBrandId })).status).toBe(400);
  });

  it('keeps a shortcut once per operator and once per brand, ignoring case', async () => {
    await add(anna, 'Hi', null);
    expect(await add(anna, 'hi', null)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await add(ben, 'hi', null)).status).toBe(201);
    expect((await add(anna, 'hi', brandId)).status).toBe(201);
    expect((await add(ben, 'HI', brandId)).status).toBe(409);
    const { body } = await add(anna, 'bye', null);
    expect((await change(anna, body.id, { shortcut: 'HI' })).status).toBe(409);
  });

  it('changes only what is named; one’s own can be shared and made private again', async () => {
    const { body } = await add(anna, 'hi', null);
    expect((await change(anna, body.id, { text: 'Hello' })).body).toMatchObject({
      shortcut: 'hi',
      text: 'Hello',
      brandId: null,
    });
    expect((await change(anna, body.id, {})).body).toMatchObject({ shortcut: 'hi', text: 'Hello' });
    await change(anna, body.id, { brandId });
    expect(await shortcuts(ben)).toEqual(['hi']);
    await change(ben, body.id, { brandId: null });
    expect([await shortcuts(anna), await shortcuts(ben)]).toEqual([[], ['hi']]);
  });

  it('is listed in pages', async () => {
    for (const word of ['a', 'b', 'c']) await add(anna, word, null);
    const { body } = await app.call('GET', '/api/v1/canned-replies?limit=2', undefined, anna);
    expect(body.items).toHaveLength(2);
    const next = await app.call(
      'GET',
      `/api/v1/canned-replies?limit=2&cursor=${body.nextCursor}`,
      undefined,
      anna,
    );
    expect(next.body.items.map((one) => one['shortcut'])).toEqual(['c']);
    expect(next.body.nextCursor).toBeNull();
  });
});

describe('folders and search', () => {
  const search = async (query: string) => {
    const { body } = await app.call('GET', `/api/v1/canned-replies?${query}`, undefined, anna);
    return body.items.map((one) => cannedReplySchema.parse(one).shortcut);
  };
  const inFolder = (shortcut: string, text: string, folder: string | null) =>
    app.call('POST', '/api/v1/canned-replies', { shortcut, text, brandId: null, folder }, anna);

  it('are found by shortcut, text and folder, in Chinese by any part, whatever the width and case', async () => {
    await inFolder('Refund', '退款会在三天内到账。', '售后');
    await inFolder('hours', '我们九点开门。', null);
    const found = async (words: string) => search(`q=${encodeURIComponent(words)}`);
    expect(await found('款会')).toEqual(['Refund']);
    expect(await found('ＲＥＦ')).toEqual(['Refund']);
    expect(await found('售')).toEqual(['Refund']);
    expect(await found('开门')).toEqual(['hours']);
    expect(await found('%')).toEqual([]);
    expect(await search(`folder=${encodeURIComponent('售后')}`)).toEqual(['Refund']);
  });

  it('a reply is moved to another folder, and out of it', async () => {
    const { body } = await inFolder('hi', '您好', '问候');
    expect(body).toMatchObject({ folder: '问候' });
    expect((await change(anna, body.id, { text: '您好！' })).body).toMatchObject({ folder: '问候' });
    expect((await change(anna, body.id, { folder: null })).body).toMatchObject({ folder: null });
    expect((await inFolder('x', 'x', '字'.repeat(41))).body).toMatchObject({ errors: [{ path: 'folder' }] });
  });
});

describe('variables', () => {
  const render = (as: TestOperator, id: string, body: object) =>
    app.call('POST', `/api/v1/canned-replies/${id}/render`, body, as);

  it('an unknown one is refused when it is saved, and named', async () => {
    const refused = await add(anna, 'hi', null, '{{contact.name}}, {{contact.age}}');
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'text' }] } });
    expect(refused.text).toContain('{{contact.age}}');
    const { body } = await add(anna, 'hi', null, '{{contact.name}}');
    expect((await change(anna, body.id, { text: '{{x}}' })).status).toBe(400);
  });

  it('are filled for a conversation, and each rendering counts, a preview does not', async () => {
    const { conversationId, contactId } = await app.receive((await channelOf()).channelId);
    await app.call('PATCH', `/api/v1/contacts/${contactId}`, { name: '李雷' });
    const text = '{{contact.name}}|{{operator.name}}|{{brand.name}}|{{channel.name}}|{{conversation.id}}';
    const administrator = await app.operator([], 'administrator');
    const { body } = await add(administrator, 'hi', null, text);
    const { body: me } = await app.call('GET', '/api/v1/me', undefined, administrator);
    const first = await render(administrator, body.id, { conversationId, isPreview: true });
    expect(first.status).toBe(200);
    expect(first.body['text']).toBe(`李雷|${me['name']}|${names.brand}|Tea house|${conversationId}`);
    expect(first.body['missing']).toEqual([]);
    const used = async () =>
      (await app.call('GET', '/api/v1/canned-replies', undefined, administrator)).body.items.map(
        (one) => cannedReplySchema.parse(one).useCount,
      );
    expect(await used()).toEqual([0]);
    await render(administrator, body.id, { conversationId });
    await render(administrator, body.id, { conversationId });
    expect(await used()).toEqual([2]);
  });

  it('say which have no value, so that someone can look before it is sent', async () => {
    const { conversationId } = await app.receive((await channelOf()).channelId);
    const administrator = await app.operator([], 'administrator');
    const { body } = await add(administrator, 'hi', null, '{{contact.name}}您好');
    expect((await render(administrator, body.id, { conversationId })).body).toEqual({
      text: '顾客您好',
      missing: ['contact.name'],
    });
  });

  it('are filled neither from a conversation of others nor into a reply of others', async () => {
    const { conversationId } = await app.receive((await channelOf()).channelId);
    const { body } = await add(anna, 'hi', null);
    expect(await render(anna, body.id, { conversationId })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'conversationId' }] },
    });
    expect((await render(ben, body.id, { conversationId })).status).toBe(404);
  });

  const names = { brand: '' };
  /** A channel of a brand that neither of the two operators is a member of. */
  const channelOf = async () => {
    const made = await app.channel();
    const { body } = await app.call('GET', '/api/v1/brands');
    names.brand = String(body.items.find(({ id }) => id === made.brandId)?.['name']);
    return made;
  };
});

test('adding, changing and deleting one is audited, without its text', async () => {
  const { body } = await add(anna, 'hi', null, 'canary-text');
  await change(anna, body.id, { text: 'canary-text-2', folder: 'a' });
  await change(anna, body.id, {});
  await remove(anna, body.id);
  const { body: audit, text } = await app.call('GET', `/api/v1/audit?operatorId=${anna.id}`);
  const of = audit.items.filter(({ action }) => String(action).startsWith('canned_reply.'));
  expect(of.map(({ action, target }) => [action, target])).toEqual(
    ['deleted', 'changed', 'created'].map((word) => [
      `canned_reply.${word}`,
      { type: 'canned_reply', id: body.id },
    ]),
  );
  expect(of[1]).toMatchObject({ details: { fields: ['text', 'folder'] } });
  expect(text).not.toContain('canary-text');
});
