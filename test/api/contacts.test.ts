import { contactSchema } from '../../src/contracts/contact';
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
    expect(body.items.map((one) => contactSchema.parse(one))).toEqual([
      {
        id: contactId,
        channelId,
        brandId,
        openId: 'o-1',
        name: `微信用户 ${contactId.slice(-4)}`,
        createdAt: expect.any(String),
      },
    ]);
    expect((await get(`/${contactId}`)).body).toEqual(body.items[0]);
    expect((await get('?openId=o-3')).body.items).toEqual([]);
  });

  it('come in pages without gaps', async () => {
    for (const openId of ['o-1', 'o-2', 'o-3']) await app.receive(channelId, 'hi', openId);
    const first = await get('?limit=2');
    const second = await get(`?limit=2&cursor=${first.body.nextCursor}`);
    const openIds = [...first.body.items, ...second.body.items].map((one) => String(one['openId']));
    expect(openIds.sort()).toEqual(['o-1', 'o-2', 'o-3']);
    expect(second.body.nextCursor).toBeNull();
  });

  it('are hidden from whom they do not concern', async () => {
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

  it('have a timeline over all their conversations, with what stands outside them', async () => {
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
