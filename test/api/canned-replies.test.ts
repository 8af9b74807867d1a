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
  it('of one’s own: nobody else, not even an administrator', async () => {
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

  it('a shared one: everybody in its brand, and nobody else', async () => {
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
