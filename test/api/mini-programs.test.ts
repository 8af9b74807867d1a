/** What the API refuses and shows for a mini program. */
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
  ({ brandId, channelId } = await app.channel('mini_program'));
  anna = await app.operator([brandId]);
});
afterAll(() => app.close());

const LINK = {
  type: 'link',
  title: 'Spring',
  description: 'Five teas',
  url: 'https://a.test/s',
  thumbUrl: 'https://a.test/p.jpg',
} as const;
const KINDS = ['text', 'image', 'link', 'miniprogrampage'];

const send = (conversationId: string, body: object, as = anna) =>
  app.call('POST', `/api/v1/conversations/${conversationId}/messages`, body, as);
const channel = (id = channelId) => app.call('GET', `/api/v1/channels/${id}`);
const change = (body: object, id = channelId) => app.call('PATCH', `/api/v1/channels/${id}`, body);
const outcome = ({ status, body }: Awaited<ReturnType<typeof send>>) => [
  status,
  body['code'] ?? body['status'],
];

describe('a channel', () => {
  it('says what it is and what it has', async () => {
    const { body } = await channel();
    expect(body).toMatchObject({
      kind: 'mini_program',
      features: {
        kinds: KINDS,
        follow: false,
        qrCodes: false,
        remark: false,
        menuMessages: false,
        profile: false,
      },
    });
    const other = await channel((await app.channel()).channelId);
    expect(other.body).toMatchObject({ kind: 'official_account', features: { follow: true, qrCodes: true } });
    expect(other.body).toMatchObject({ features: { kinds: expect.not.arrayContaining(['link']) } });
  });

  it('is an Official Account unless it is said, and stays what it is', async () => {
    const made = await app.call('POST', '/api/v1/channels', { brandId, name: 'Tea' });
    expect(made.body).toMatchObject({ kind: 'official_account' });
    const mini = await app.call('POST', '/api/v1/channels', { brandId, name: 'Tea', kind: 'mini_program' });
    expect(mini.body).toMatchObject({ kind: 'mini_program', status: 'draft' });
    expect(outcome(await change({ kind: 'official_account' }))).toEqual([400, 'invalid_request']);
  });

  it('greets only for what exists', async () => {
    const enter = await change({ settings: { greeting: { enter: '欢迎', follow: null } } });
    expect(enter.body).toMatchObject({ settings: { greeting: { follow: null, scan: null, enter: '欢迎' } } });
    for (const greeting of [{ follow: 'F' }, { scan: 'S' }]) {
      const refused = await change({ settings: { greeting } });
      expect(refused).toMatchObject({
        status: 400,
        body: { reason: 'no_such_greeting', errors: [{ path: 'settings.greeting' }] },
      });
    }
    const { channelId: account } = await app.channel();
    expect(outcome(await change({ settings: { greeting: { enter: 'E' } } }, account))).toEqual([
      400,
      'invalid_request',
    ]);
    const created = await app.call('POST', '/api/v1/channels', {
      brandId,
      name: 'Tea',
      kind: 'mini_program',
      settings: { greeting: { follow: 'F' } },
    });
    expect(created.status).toBe(400);
  });

  it('makes no QR codes', async () => {
    const code = { name: 'Door', scene: 'door', kind: 'permanent' };
    const refused = await app.call('POST', `/api/v1/channels/${channelId}/qr-codes`, code);
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict', reason: 'no_qr_codes' } });
  });

  it('says where its values are found: still at mp.weixin.qq.com', async () => {
    const { body } = await app.call('GET', `/api/v1/channels/${channelId}/setup`);
    const texts = JSON.stringify(body['steps']);
    expect(texts).toContain('mp.weixin.qq.com → 开发管理');
    expect(texts).not.toContain('developers.weixin.qq.com');
    expect(texts).not.toContain('Until December 2025');
  });
});

describe('sending', () => {
  it('takes a link', async () => {
    const { conversationId } = await app.receive(channelId);
    const { status, body } = await send(conversationId, LINK);
    expect([status, body['status']]).toEqual([201, 'sent']);
    expect(body).toMatchObject({ ...LINK, summary: 'Link: Spring, https://a.test/s' });
  });

  it.each([
    ['news', { type: 'news', title: 'T', url: 'https://a.test' }],
    ['msgmenu', { type: 'msgmenu', items: [{ id: '1', text: 'a' }] }],
    ['voice', { type: 'voice', attachmentId: 'unknown' }],
    ['wxcard', { type: 'wxcard', cardId: 'c' }],
    ['mpnews', { type: 'mpnews', mediaId: 'm' }],
  ])('refuses %s and says what it takes', async (_kind, message) => {
    const { conversationId } = await app.receive(channelId);
    expect(await send(conversationId, message)).toMatchObject({
      status: 409,
      body: { code: 'kind_not_supported', channelKind: 'mini_program', kinds: KINDS },
    });
    const { body } = await app.call(
      'GET',
      `/api/v1/conversations/${conversationId}/messages`,
      undefined,
      anna,
    );
    expect(body.items).toHaveLength(1);
  });

  it('an Official Account refuses a link likewise', async () => {
    const { channelId: account, brandId: brand } = await app.channel();
    const ben = await app.operator([brand]);
    const { conversationId } = await app.receive(account);
    expect(await send(conversationId, LINK, ben)).toMatchObject({
      status: 409,
      body: { code: 'kind_not_supported', channelKind: 'official_account' },
    });
  });

  it('the kind comes right after what is not valid, and before all else', async () => {
    const { conversationId } = await app.receive(channelId);
    const complete = await app.call(
      'POST',
      `/api/v1/conversations/${conversationId}/complete`,
      undefined,
      await app.operator([brandId]),
    );
    expect(complete.status).toBeGreaterThanOrEqual(200);
    await app.call('POST', `/api/v1/conversations/${conversationId}/attend`, undefined, anna);
    await app.call('POST', `/api/v1/conversations/${conversationId}/complete`, undefined, anna);
    const card = { type: 'wxcard', cardId: 'c' };
    expect(outcome(await send(conversationId, { ...card, cardId: '' }))).toEqual([400, 'invalid_request']);
    expect(outcome(await send(conversationId, card))).toEqual([409, 'kind_not_supported']);
    expect(outcome(await send(conversationId, LINK))).toEqual([409, 'conversation_completed']);
    expect(outcome(await send('unknown', card))).toEqual([404, 'not_found']);
  });

  it('a page is one of its own: without an appId, which an Official Account needs', async () => {
    const { conversationId } = await app.receive(channelId);
    const page = { type: 'miniprogrampage', title: 'T', pagePath: 'pages/a', thumbAttachmentId: 'unknown' };
    const named = { ...page, appId: 'wx0123456789abcdef' };
    const pathOf = ({ body }: Awaited<ReturnType<typeof send>>) =>
      (body['errors'] as readonly { path: string }[] | undefined)?.[0]?.path;
    expect(pathOf(await send(conversationId, named))).toBe('appId');
    expect(pathOf(await send(conversationId, page))).toBe('thumbAttachmentId');
    const { channelId: account, brandId: brand } = await app.channel();
    const ben = await app.operator([brand]);
    const { conversationId: other } = await app.receive(account);
    expect(pathOf(await send(other, page, ben))).toBe('appId');
    expect(pathOf(await send(other, named, ben))).toBe('thumbAttachmentId');
  });
});

describe('a contact', () => {
  it('has a name and tags, and no remark', async () => {
    const { contactId } = await app.receive(channelId);
    const patch = (body: object) => app.call('PATCH', `/api/v1/contacts/${contactId}`, body, anna);
    expect(await patch({ remark: 'Ann' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', reason: 'no_remark', errors: [{ path: 'remark' }] },
    });
    const { status, body } = await patch({ name: 'Ann', tags: ['vip'] });
    expect([status, body['name'], body['remark']]).toEqual([200, 'Ann', null]);
  });
});
