/** Odd XML of senders, from the webhook to the row in PostgreSQL, unencrypted and encrypted. */
import { sql } from 'drizzle-orm';
import { rowsOf } from '../../src/store/engine/rows';
import { channelFields } from '../support/administration-app';
import { startWebhookApp, type WebhookApp } from '../support/webhook-app';

const { encodingAesKey: KEY, originalId } = channelFields('');
let app: WebhookApp;
beforeAll(async () => {
  app = await startWebhookApp();
}, 60_000);
beforeEach(() => app.reset());
afterAll(() => app.close());

const message = (inner: string | Buffer, type = 'text') =>
  Buffer.concat([
    Buffer.from(
      `<xml><ToUserName>${originalId}</ToUserName><FromUserName>oContact</FromUserName><CreateTime>1700000000</CreateTime><MsgType>${type}</MsgType>`,
    ),
    Buffer.from(inner),
    Buffer.from('</xml>'),
  ]);
const content = async () => {
  const [row] = await rowsOf<{ content: Record<string, unknown> }>(
    app.database.db,
    sql`select content from messages`,
  );
  return row?.content;
};
/** Posts it clear, or encrypted, and gives the status. */
const deliver = async (body: Buffer, isEncrypted: boolean): Promise<number> => {
  const id = await app.channel(isEncrypted ? { encryption: 'safe' } : {});
  return app.post(id, isEncrypted ? { body, key: KEY } : { body });
};

describe.each([
  ['clear', false],
  ['encrypted', true],
])('a delivery that comes %s', (_name, isEncrypted) => {
  it.each([
    ['Content', 'text', 'text'],
    ['Title', 'link', 'title'],
    ['Label', 'location', 'label'],
    ['Recognition', 'voice', 'recognition'],
    ['Odd', 'new_type', null],
  ])('is accepted with U+FFFD where %s was cut inside a character', async (name, type, field) => {
    const cut = Buffer.from('喝茶').subarray(0, -1);
    const place = type === 'location' ? '<Location_X>1</Location_X><Location_Y>2</Location_Y>' : '';
    const inner = Buffer.concat([
      Buffer.from(`${place}<MsgId>1</MsgId><${name}><![CDATA[`),
      cut,
      Buffer.from(`]]></${name}>`),
    ]);
    expect(await deliver(message(inner, type), isEncrypted)).toBe(200);
    const stored = await content();
    const fields = field === null ? stored?.['fields'] : stored;
    expect(fields).toMatchObject({ [field ?? name]: '喝\ufffd' });
  });

  it.each([
    ['entities and numbers', '&lt;b&gt; &amp; &#20320;&#x1F600;', '<b> & 你😀'],
    ['comments', '<!-- a -->hel<!-- <Content>x</Content> -->lo<!-- b -->', 'hello'],
    ['what PostgreSQL does not take', 'a&#0;b&#xD83D;c', 'ab\ufffdc'],
  ])('is read with %s', async (_what, inner, text) => {
    const body = message(`<!-- c --><Content>${inner}</Content><!-- d --><MsgId>1</MsgId>`);
    expect(await deliver(body, isEncrypted)).toBe(200);
    expect(await content()).toEqual({ type: 'text', text });
  });

  it('is kept with lists if an event repeats elements', async () => {
    const actions = [1, 2].map((time) => `<Actions><ActionTime>${time}</ActionTime></Actions>`).join('');
    const event = `<Event>add_express_path</Event><DeliveryID>sf</DeliveryID>${actions}`;
    expect(await deliver(message(event, 'event'), isEncrypted)).toBe(200);
    expect(await content()).toMatchObject({
      type: 'unknown_event',
      wechatEvent: 'add_express_path',
      fields: { DeliveryID: 'sf', Actions: [{ ActionTime: '1' }, { ActionTime: '2' }] },
    });
  });

  it.each([
    ['a DOCTYPE', '<!DOCTYPE xml><xml/>', 'doctype'],
    ['an entity of its own', message('<Content>&own;</Content><MsgId>1</MsgId>'), 'entity'],
    ['Content twice', message('<Content>a</Content><Content>b</Content><MsgId>1</MsgId>'), 'doubled_field'],
  ])('is refused and set aside with %s', async (_what, body, reason) => {
    expect(await deliver(Buffer.from(body), isEncrypted)).toBe(400);
    const { items } = (await app.call('GET', '/api/v1/rejected-deliveries')).body;
    expect([items.length, items[0]?.['reason'], await content()]).toEqual([1, reason, undefined]);
  });
});
