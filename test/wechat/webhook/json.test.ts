import * as fc from 'fast-check';
import { parseJson } from '../../../src/wechat/webhook/json';
import { parseBody } from '../../../src/wechat/webhook/parse-body';
import { createSignature } from '../../../src/wechat/webhook/signature';
import { openDelivery, readDelivery, type WebhookCredentials } from '../../../src/wechat/webhook/webhook';
import { WebhookError } from '../../../src/wechat/webhook/webhook-error';
import { encrypt } from '../../support/encrypt';

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const TIMESTAMP = '1700000000';
const NONCE = '987654321';
const BIG_ID = '18446744073709551615';

const plain: WebhookCredentials = {
  originalId: 'gh_mini',
  appId: 'wx0123456789abcdef',
  token: 'tok3n',
  encryption: 'plain',
  encodingAesKeys: [],
};
const safe: WebhookCredentials = { ...plain, encryption: 'safe', encodingAesKeys: [KEY] };
const compatible: WebhookCredentials = { ...safe, encryption: 'compatible' };

const parse = (text: string) => parseJson(Buffer.from(text));
const refusalOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof WebhookError) return `${error.code} ${error.reason}`;
    throw error;
  }
  return 'accepted';
};

const json = (fields: string) =>
  `{"ToUserName":"gh_mini","FromUserName":"oContact","CreateTime":1700000000,${fields}}`;
const xml = (fields: string) =>
  `<xml><ToUserName><![CDATA[gh_mini]]></ToUserName><FromUserName><![CDATA[oContact]]></FromUserName><CreateTime>1700000000</CreateTime>${fields}</xml>`;

/** The item of a body that arrives in one of the three modes; `beside`: members of the envelope. */
function receive(credentials: WebhookCredentials, clear: string, beside = '"ToUserName":"gh_mini"') {
  const signed = [plain.token, TIMESTAMP, NONCE];
  const query = { signature: createSignature(signed), timestamp: TIMESTAMP, nonce: NONCE };
  const now = 1_700_000_000_000;
  if (credentials.encryption === 'plain') {
    return readDelivery(credentials, openDelivery({ credentials, query, body: Buffer.from(clear), now }));
  }
  const encrypted = encrypt({
    message: clear,
    encodingAesKey: KEY,
    appId: plain.appId,
    random: Buffer.alloc(16, 7),
  });
  const aes = { ...query, encrypt_type: 'aes', msg_signature: createSignature([...signed, encrypted]) };
  const envelope = clear.startsWith('{')
    ? `{${beside},"Encrypt":"${encrypted}"}`
    : `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  const body = Buffer.from(envelope);
  return readDelivery(credentials, openDelivery({ credentials, query: aes, body, now }));
}

describe('a body in JSON', () => {
  it('keeps an id above 2^53 as it is written', () => {
    expect(parse(`{"MsgId":${BIG_ID},"Content":"007","Nested":{"Count":1e5,"Flag":true}}`)).toEqual({
      MsgId: BIG_ID,
      Content: '007',
      Nested: { Count: '1e5', Flag: 'true' },
    });
  });

  it.each([
    ['two values', '{"a":"1","a":"2"}'],
    ['the same value', '{"a":"1","a":"1"}'],
    ['the same number', '{"a":1,"a":1}'],
    ['null', '{"a":null,"a":null}'],
    ['an escaped name', '{"MsgType":"text","Msg\\u0054ype":"text"}'],
    ['inside', '{"a":{"b":"1","b":"1"}}'],
    ['inside a list', '{"a":[{"b":"1","b":"1"}]}'],
  ])('is refused if a key occurs twice, with %s', (_what, text) => {
    expect(refusalOf(() => parse(text))).toBe('bad_json doubled_key');
  });

  it.each([
    ['cut off', '{"a":"1"'],
    ['a list', '[{"a":"1"}]'],
    ['a name of the prototype', '{"__proto__":{"a":"1"}}'],
    ['a name that is none', '{"a b":"1"}'],
    ['too deep', `${'{"a":'.repeat(9)}"1"${'}'.repeat(9)}`],
    ['only brackets', '['.repeat(60_000)],
    ['a list of 20,000 objects, which cost 30 ms', `{"Event":[${'{},'.repeat(20_000)}{}]}`],
    ['too many keys', `{${Array.from({ length: 1_001 }, (_, index) => `"a${index}":1`).join(',')}}`],
    ['text after it', '{"a":"1"} x'],
  ])('is refused: %s', (_what, text) => {
    expect(refusalOf(() => parse(text))).toBe('bad_json json');
  });

  it('drops what cannot be stored, and is not lost because of it', () => {
    const text = '{"Content":"a\\u0000b\\u0002c\\ud800d\u0010e"}';
    expect(parse(text)).toEqual({ Content: 'abc\ufffdd e' });
  });

  it('counts colons and brackets in a text as what they are', () => {
    expect(parse('{"Content":"{\\"a\\":1,\\"a\\":2}:[[[[[[[[[["}')).toEqual({
      Content: '{"a":1,"a":2}:[[[[[[[[[[',
    });
  });

  it('makes of lists and null what XML would', () => {
    expect(parse('{"a":null,"b":[],"c":["x"],"d":["x","y"],"e":[["x"],null]}')).toEqual({
      c: 'x',
      d: ['x', 'y'],
      e: 'x',
    });
  });

  it('is told by its content, also after a byte order mark', () => {
    expect(parseBody(Buffer.from('\ufeff\n {"a":"<xml></xml>"}'))).toEqual({ a: '<xml></xml>' });
    expect(parseBody(Buffer.from('<xml><a>{}</a></xml>'))).toEqual({ a: '{}' });
  });
});

describe('the same message in JSON and in XML', () => {
  const text: readonly [string, string] = [
    json(`"MsgType":"text","Content":"你好","MsgId":${BIG_ID}`),
    xml(`<MsgType>text</MsgType><Content><![CDATA[你好]]></Content><MsgId>${BIG_ID}</MsgId>`),
  ];
  const entered: readonly [string, string] = [
    json('"MsgType":"event","Event":"user_enter_tempsession","SessionFrom":"商品 7"'),
    xml(
      '<MsgType>event</MsgType><Event>user_enter_tempsession</Event><SessionFrom><![CDATA[商品 7]]></SessionFrom>',
    ),
  ];

  it.each([
    ['plain', plain],
    ['compatible', compatible],
    ['safe', safe],
  ] as const)('is the same item in %s mode, and counts once', (_mode, credentials) => {
    for (const [inJson, inXml] of [text, entered])
      expect(receive(credentials, inJson)).toEqual(receive(credentials, inXml));
    expect(receive(credentials, text[0])).toMatchObject({
      action: 'message',
      wechatMessageId: BIG_ID,
      dedupKey: `m:oContact:${BIG_ID}`,
      wechatCreatedAt: 1_700_000_000_000,
    });
  });

  it('is the same for any text that both formats can hold', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((word) => !word.includes(']]>'));
    fc.assert(
      fc.property(words, fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), (word, id) => {
        const inJson = json(`"MsgType":"text","Content":${JSON.stringify(word)},"MsgId":${id}`);
        const inXml = xml(
          `<MsgType>text</MsgType><Content><![CDATA[${word}]]></Content><MsgId>${id}</MsgId>`,
        );
        expect(receive(plain, inJson)).toEqual(receive(plain, inXml));
      }),
    );
  });

  it('tells two entries of one second apart by where they come from', () => {
    const from = (where: string) =>
      receive(plain, json(`"MsgType":"event","Event":"user_enter_tempsession","SessionFrom":"${where}"`));
    expect(from('a').dedupKey).toBe('e:oContact:1700000000:user_enter_tempsession:a:');
    expect(from('a').dedupKey).not.toBe(from('b').dedupKey);
    expect(from('b')).toMatchObject({
      direction: 'event',
      action: 'enter_session',
      content: { type: 'enter_session', sessionFrom: 'b' },
    });
  });

  // WeChat's “Subscribe messages” of mini programs shows both forms; one entry comes without a list.
  it.each([
    ['one', '{"TemplateId":"a","SubscribeStatusString":"accept","PopupScene":"0"}', ['a accept 0']],
    [
      'two',
      '[{"TemplateId":"a","SubscribeStatusString":"accept","PopupScene":"0"},{"TemplateId":"b","SubscribeStatusString":"reject","PopupScene":"0"}]',
      ['a accept 0', 'b reject 0'],
    ],
  ])('keeps %s of the subscriptions that stand beside the event', (_, list, entries) => {
    const { content } = receive(
      plain,
      json(`"MsgType":"event","Event":"subscribe_msg_popup_event","List":${list}`),
    );
    const read = content.type === 'subscription_message' ? content.entries : [];
    expect(read.map(({ templateId, status, scene }) => `${templateId} ${status} ${scene}`)).toEqual(entries);
  });

  it('does not lose an entry that says nothing of where from', () => {
    const [inJson, inXml] = [
      receive(plain, json('"MsgType":"event","Event":"user_enter_tempsession"')),
      receive(plain, xml('<MsgType>event</MsgType><Event>user_enter_tempsession</Event><SessionFrom/>')),
    ];
    expect(inJson).toEqual(inXml);
    expect(inJson.content).toEqual({ type: 'enter_session', sessionFrom: null });
  });

  it('is refused with a doubled key, in each mode and in the envelope', () => {
    const doubled = json('"MsgType":"text","Content":"a","Content":"b","MsgId":1');
    for (const credentials of [plain, compatible, safe])
      expect(refusalOf(() => receive(credentials, doubled))).toBe('bad_json doubled_key');
    const [fine] = text;
    expect(refusalOf(() => receive(safe, fine, '"a":"1","a":"1"'))).toBe('bad_envelope envelope');
  });
});
