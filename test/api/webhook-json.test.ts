/** WeChat's webhook with JSON, over HTTP: what is stored, what is refused, and what counts once. */
import { sql } from 'drizzle-orm';
import { rowsOf } from '../../src/store/engine/rows';
import { channelFields } from '../support/administration-app';
import { startWebhookApp, textBody, type WebhookApp } from '../support/webhook-app';

const BIG = '18446744073709551615';
const { originalId, encodingAesKey: key } = channelFields('');

let app: WebhookApp;
beforeAll(async () => {
  app = await startWebhookApp();
}, 60_000);
beforeEach(() => app.reset());
afterAll(() => app.close());

const body = (members: string, more = '') =>
  `{"ToUserName":"${originalId}","FromUserName":"oContact","CreateTime":1700000000,${members}${more}}`;
const text = (content: string, id = '1') =>
  body(`"MsgType":"text","Content":${JSON.stringify(content)},"MsgId":${id}`);
const entry = (from: string) =>
  body(`"MsgType":"event","Event":"user_enter_tempsession","SessionFrom":${JSON.stringify(from)}`);
const mini = (fields: object = {}) => app.channel({ kind: 'mini_program', ...fields });
const rows = () =>
  rowsOf<{ type: string; content: unknown; wechat_message_id: string | null; action: string }>(
    app.database.db,
    sql`select type, content, wechat_message_id, action from messages order by inbox_number`,
  );

describe.each([
  ['plain', undefined],
  ['compatible', key],
  ['safe', key],
])('in the mode %s', (encryption, sealedWith) => {
  const post = (channelId: string, clear: string) =>
    app.post(channelId, { body: clear, ...(sealedWith === undefined ? {} : { key: sealedWith }) });

  it('stores a message, with all digits of its id', async () => {
    const channelId = await mini({ encryption });
    expect(await post(channelId, text('你好 "茶"\n', BIG))).toBe(200);
    expect(await rows()).toMatchObject([
      {
        type: 'text',
        content: { text: '你好 "茶"\n' },
        wechat_message_id: BIG,
        action: 'message',
      },
    ]);
  });

  it('takes JSON and XML on one address, and the same message once', async () => {
    const channelId = await mini({ encryption });
    expect(await post(channelId, text('一', BIG))).toBe(200);
    expect(await post(channelId, textBody('一', { id: BIG }))).toBe(200);
    expect(await post(channelId, text('一', BIG))).toBe(200);
    expect(await post(channelId, textBody('二', { id: '18446744073709551614' }))).toBe(200);
    expect((await app.stored()).map((row) => row.text)).toEqual(['一', '二']);
    expect(app.counted.get('repeat')).toBe(2);
  });

  it('refuses a doubled key with 400, and keeps the delivery for an administrator', async () => {
    const channelId = await mini({ encryption });
    const doubled = body('"MsgType":"text","Content":"a","MsgId":1', ',"Content":"a"');
    expect(await post(channelId, doubled)).toBe(400);
    expect(await app.stored()).toEqual([]);
    expect(app.counted.get('bad_json')).toBe(1);
    const { body: list } = await app.call('GET', '/api/v1/rejected-deliveries');
    expect(list.items).toMatchObject([{ reason: 'doubled_key' }]);
  });

  it('refuses what is no JSON, or is meant for another account', async () => {
    const channelId = await mini({ encryption });
    expect(await post(channelId, '{"ToUserName":')).toBe(400);
    expect(await post(channelId, text('a').replace(originalId, 'gh_other'))).toBe(400);
    expect(await app.stored()).toEqual([]);
  });

  it('keeps where an entry came from, and counts each place once', async () => {
    const channelId = await mini({ encryption });
    for (const from of ['商品 7', '商品 7', 'order']) expect(await post(channelId, entry(from))).toBe(200);
    expect(await rows()).toMatchObject([
      { type: 'enter_session', content: { sessionFrom: '商品 7' }, action: 'enter_session' },
      { type: 'enter_session', content: { sessionFrom: 'order' }, action: 'enter_session' },
    ]);
  });
});

it('refuses an envelope whose key is doubled with 400, and keeps nothing: nobody knows who sent it', async () => {
  const channelId = await mini({ encryption: 'safe' });
  const envelope = `{"Encrypt":"a","Encrypt":"a"}`;
  expect(await app.post(channelId, { body: envelope, query: { encrypt_type: 'aes' } })).toBe(400);
  expect(app.counted.get('bad_envelope')).toBe(1);
  const { body: list } = await app.call('GET', '/api/v1/rejected-deliveries');
  expect(list.items).toEqual([]);
});

it('an Official Account takes JSON too', async () => {
  const channelId = await app.channel();
  expect(await app.post(channelId, { body: text('您好', BIG) })).toBe(200);
  expect((await app.stored()).map((row) => row.text)).toEqual(['您好']);
});

it.each([
  ['an image', '"MsgType":"image","PicUrl":"https://a.test/p","MediaId":"m","MsgId":2', 'image'],
  [
    'a page',
    '"MsgType":"miniprogrampage","Title":"T","AppId":"wx1","PagePath":"p?a=1","ThumbUrl":"https://a.test/t","ThumbMediaId":"t","MsgId":3',
    'miniprogrampage',
  ],
  ['a type of tomorrow', '"MsgType":"hologram","Beam":{"Width":7},"MsgId":4', 'unknown'],
])('stores %s', async (_what, members, type) => {
  const channelId = await mini();
  expect(await app.post(channelId, { body: body(members) })).toBe(200);
  expect(await rows()).toMatchObject([{ type }]);
});
