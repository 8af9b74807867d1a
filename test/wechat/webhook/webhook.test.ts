import * as fc from 'fast-check';
import { createSignature } from '../../../src/wechat/webhook/signature';
import {
  answerVerification,
  openDelivery,
  readDelivery,
  type WebhookCredentials,
} from '../../../src/wechat/webhook/webhook';
import { WebhookError } from '../../../src/wechat/webhook/webhook-error';
import { encrypt } from '../../support/encrypt';

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const FORMER_KEY = 'Zyxwvutsrqponmlkjihgfedcba9876543210ZYXWVU9';
const TIMESTAMP = '1700000000';
const NOW = 1_700_000_000_000;
const NONCE = '987654321';

const plain: WebhookCredentials = {
  originalId: 'gh_account',
  appId: 'wx0123456789abcdef',
  token: 'tok3n',
  encryption: 'plain',
  encodingAesKeys: [],
};
const safe: WebhookCredentials = { ...plain, encryption: 'safe', encodingAesKeys: [KEY, FORMER_KEY] };
const compatible: WebhookCredentials = { ...safe, encryption: 'compatible' };

const xml = (text: string, to = 'gh_account', from = 'oContact') =>
  `<xml><ToUserName><![CDATA[${to}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>1</MsgId></xml>`;
const seal = (clear: string, key = KEY, appId = plain.appId) =>
  encrypt({ message: clear, encodingAesKey: key, appId, random: Buffer.alloc(16, 1) });
const envelope = (encrypted: string, beside = '') =>
  `<xml><ToUserName><![CDATA[gh_account]]></ToUserName>${beside}<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;

const clearQuery = {
  signature: createSignature([plain.token, TIMESTAMP, NONCE]),
  timestamp: TIMESTAMP,
  nonce: NONCE,
};
const aesQuery = (encrypted: string) => ({
  ...clearQuery,
  encrypt_type: 'aes',
  msg_signature: createSignature([plain.token, TIMESTAMP, NONCE, encrypted]),
});

const open = (
  credentials: WebhookCredentials,
  query: Record<string, unknown>,
  body: string | Buffer,
  now = NOW,
) => {
  const opened = openDelivery({ credentials, query, body: Buffer.from(body), now });
  return { ...opened, item: readDelivery(credentials, opened) };
};
const openSealed = (credentials: WebhookCredentials, encrypted: string, beside = '') =>
  open(credentials, aesQuery(encrypted), envelope(encrypted, beside));
const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof WebhookError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('webhook, clear', () => {
  it('opens a delivery', () => {
    const delivery = open(plain, { ...clearQuery, openid: 'oContact' }, xml('你好'));
    expect(delivery).toMatchObject({
      item: { openId: 'oContact', content: { type: 'text', text: '你好' }, dedupKey: 'm:oContact:1' },
      warnings: [],
      keyIndex: null,
      signature: clearQuery.signature,
    });
    expect(delivery.bodyHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('treats encrypt_type=raw as plain', () => {
    expect(open(plain, { ...clearQuery, encrypt_type: 'raw' }, xml('a')).item.action).toBe('message');
  });

  it.each([-301, 301, 86_400])('accepts a timestamp that is %d s off, with a warning', (seconds) => {
    expect(open(plain, clearQuery, xml('a'), NOW + seconds * 1000).warnings).toEqual(['stale_timestamp']);
  });

  it.each([-300, 300])('has no warning for %d s', (seconds) => {
    expect(open(plain, clearQuery, xml('a'), NOW + seconds * 1000).warnings).toEqual([]);
  });

  it.each([
    ['without a query', {}],
    ['with a wrong signature', { ...clearQuery, signature: 'a'.repeat(40) }],
    ['with a signature that is not hex', { ...clearQuery, signature: 'z'.repeat(40) }],
    ['with a doubled signature', { ...clearQuery, signature: [clearQuery.signature, clearQuery.signature] }],
    ['with a doubled nonce', { ...clearQuery, nonce: [NONCE, NONCE] }],
    ['with an object for a timestamp', { ...clearQuery, timestamp: { $gt: '' } }],
    ['with an unknown encrypt_type', { ...clearQuery, encrypt_type: 'rsa' }],
    ['with a timestamp of 11 digits', { ...clearQuery, timestamp: `${TIMESTAMP}9`, nonce: NONCE.slice(1) }],
  ])('refuses a delivery %s before it looks at the body', (_name, query) => {
    expect(refusal(() => open(plain, query, '<!DOCTYPE x>'))).toBe('bad_signature');
  });

  it.each([
    ['too much', 'a'.repeat(65_537), 'too_large'],
    ['neither XML nor JSON', 'MsgType=text', 'bad_xml'],
    ['JSON for no account', '{"a":1}', 'wrong_account'],
    ['JSON that is cut off', '{"a":1', 'bad_json'],
    ['a DOCTYPE', '<!DOCTYPE x><xml/>', 'bad_xml'],
    ['another account', xml('a', 'gh_other'), 'wrong_account'],
    ['no account', '<xml><FromUserName>oContact</FromUserName></xml>', 'wrong_account'],
    ['an odd openid', xml('a', 'gh_account', 'a b'), 'bad_xml'],
  ])('refuses %s', (_name, body, code) => {
    expect(refusal(() => open(plain, clearQuery, body))).toBe(code);
  });

  it('refuses a query whose openid is another person', () => {
    expect(refusal(() => open(plain, { ...clearQuery, openid: 'oOther' }, xml('a')))).toBe('wrong_account');
  });

  it('accepts the query openid of an event about another OpenID', () => {
    const body =
      '<xml><ToUserName>gh_account</ToUserName><FromUserName>oContact</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>user_authorization_revoke</Event><OpenID>oPerson</OpenID></xml>';
    expect(open(plain, { ...clearQuery, openid: 'oContact' }, body).item.openId).toBe('oPerson');
    expect(open(plain, { ...clearQuery, openid: 'oPerson' }, body).item.openId).toBe('oPerson');
  });
});

describe('webhook, repeated elements', () => {
  const message = (type: string, inner: string) =>
    `<xml><ToUserName>gh_account</ToUserName><FromUserName>oContact</FromUserName><CreateTime>1</CreateTime><MsgType>${type}</MsgType>${inner}</xml>`;

  it.each([
    ['ToUserName', message('text', '<ToUserName>gh_account</ToUserName>')],
    ['FromUserName', message('event', '<Event>CLICK</Event><FromUserName>oOther</FromUserName>')],
    ['CreateTime', message('event', '<Event>CLICK</Event><CreateTime>2</CreateTime>')],
    ['MsgType', message('text', '<MsgType>event</MsgType>')],
    ['Event', message('event', '<Event>CLICK</Event><Event>unsubscribe</Event>')],
    ['MsgId of a type that we do not know', message('new', '<MsgId>1</MsgId><MsgId>2</MsgId>')],
    ['Content', message('text', '<Content>a</Content><Content>b</Content>')],
    ['Content, the type in capitals', message('TEXT', '<Content>a</Content><Content/>')],
    ['MediaId', message('image', '<MediaId>a</MediaId><MediaId>b</MediaId>')],
    ['Location_X', message('location', '<Location_X>1</Location_X><Location_X>2</Location_X>')],
    [
      'what a pasted end of CDATA brings',
      '<xml><ToUserName>gh_account</ToUserName><FromUserName><![CDATA[oContact]]></FromUserName><MsgType>text</MsgType><Content><![CDATA[x]]></Content><FromUserName><![CDATA[oOther]]></FromUserName></xml>',
    ],
  ])('refuses a doubled %s', (_name, body) => {
    expect(refusal(() => open(plain, clearQuery, body))).toBe('bad_xml');
  });

  it('keeps those of an unknown event', () => {
    const body = message(
      'event',
      '<Event>add_express_path</Event><Actions><ActionTime>1</ActionTime></Actions><Actions><ActionTime>2</ActionTime></Actions>',
    );
    expect(open(plain, clearQuery, body).item.content).toMatchObject({
      type: 'unknown_event',
      fields: { Actions: [{ ActionTime: '1' }, { ActionTime: '2' }] },
    });
  });

  it('keeps those of a known event, which keeps its type', () => {
    const body = message(
      'event',
      '<Event>CLICK</Event><EventKey>k</EventKey><Extra>1</Extra><Extra>2</Extra>',
    );
    expect(open(plain, clearQuery, body).item).toMatchObject({
      action: 'menu_tap',
      content: { type: 'menu_click', key: 'k', fields: { Extra: ['1', '2'] } },
    });
  });

  it('reads the first of two keys of an event and keeps both', () => {
    const body = message('event', '<Event>CLICK</Event><EventKey>a</EventKey><EventKey>b</EventKey>');
    expect(open(plain, clearQuery, body).item.content).toMatchObject({
      type: 'menu_click',
      key: 'a',
      fields: { EventKey: ['a', 'b'] },
    });
  });

  it('keeps those of a message of an unknown type', () => {
    const body = message('new', '<Content>a</Content><Content>b</Content>');
    expect(open(plain, clearQuery, body).item).toMatchObject({
      action: 'message',
      content: { type: 'unknown', wechatType: 'new', fields: { Content: ['a', 'b'] } },
    });
  });

  it('accepts a message with repeated elements that its type does not have', () => {
    const body = message('text', '<Content>a</Content><Extra>1</Extra><Extra>2</Extra>');
    expect(open(plain, clearQuery, body).item.content).toEqual({ type: 'text', text: 'a' });
  });

  it('reads lists of known events whichever of their elements is repeated', () => {
    const picture = (md5: string) => `<item><PicMd5Sum>${md5}</PicMd5Sum></item>`;
    const photos = message(
      'event',
      `<Event>pic_weixin</Event><EventKey>k</EventKey><SendPicsInfo><PicList>${picture('1')}</PicList><PicList>${picture('2')}</PicList></SendPicsInfo><SendPicsInfo><PicList>${picture('3')}${picture('4')}</PicList></SendPicsInfo>`,
    );
    expect(open(plain, clearQuery, photos).item.content).toMatchObject({
      count: 4,
      md5s: ['1', '2', '3', '4'],
    });
    const entry = (id: string) => `<List><TemplateId>${id}</TemplateId></List>`;
    const popups = message(
      'event',
      `<Event>subscribe_msg_popup_event</Event><SubscribeMsgPopupEvent>${entry('a')}</SubscribeMsgPopupEvent><SubscribeMsgPopupEvent>${entry('b')}${entry('c')}</SubscribeMsgPopupEvent>`,
    );
    expect(open(plain, clearQuery, popups).item.content).toMatchObject({
      entries: [{ templateId: 'a' }, { templateId: 'b' }, { templateId: 'c' }],
    });
  });
});

describe('webhook, a text that was cut inside a character', () => {
  const cut = Buffer.concat([
    Buffer.from(xml('你好|').split('|')[0] ?? '').subarray(0, -1),
    Buffer.from(xml('|').split('|')[1] ?? ''),
  ]);

  it('accepts it with U+FFFD, plain and encrypted', () => {
    const encrypted = encrypt({
      message: cut,
      encodingAesKey: KEY,
      appId: plain.appId,
      random: Buffer.alloc(16, 1),
    });
    expect(open(plain, clearQuery, cut).item.content).toEqual({ type: 'text', text: '你\ufffd' });
    expect(openSealed(safe, encrypted).item.content).toEqual({ type: 'text', text: '你\ufffd' });
  });

  it.each(['ToUserName', 'FromUserName'])('refuses one in %s, which is then no one’s', (name) => {
    const [before = '', after = ''] = xml('a').split(`<${name}><![CDATA[`);
    const body = Buffer.concat([
      Buffer.from(`${before}<${name}><![CDATA[`),
      Buffer.from([0xe4, 0xbd]),
      Buffer.from(after),
    ]);
    expect(refusal(() => open(plain, clearQuery, body))).toMatch(/^(?:wrong_account|bad_xml)$/);
  });
});

describe('webhook, after a change of token, key or mode', () => {
  const changed: WebhookCredentials = { ...plain, token: 'new', formerTokens: ['older', plain.token] };

  it('accepts what a previous token has signed, and says so', () => {
    expect(open(changed, clearQuery, xml('a')).warnings).toEqual(['former_token']);
    const encrypted = seal(xml('a'));
    const credentials = { ...safe, token: 'new', formerTokens: [plain.token] };
    expect(openSealed(credentials, encrypted).warnings).toEqual(['former_token']);
  });

  it('refuses what no current or previous token has signed', () => {
    expect(refusal(() => open({ ...changed, formerTokens: ['older'] }, clearQuery, xml('a')))).toBe(
      'bad_signature',
    );
  });

  it('decrypts what was encrypted with a key two changes old, and says so', () => {
    const credentials = { ...safe, encodingAesKeys: ['n'.repeat(43), FORMER_KEY, KEY] };
    expect(openSealed(credentials, seal(xml('a')))).toMatchObject({ keyIndex: 2, warnings: ['former_key'] });
  });

  it.each(['compatible', 'safe'] as const)('accepts a plain delivery after plain became %s', (encryption) => {
    const credentials = { ...safe, encryption, formerModes: ['plain' as const] };
    expect(open(credentials, clearQuery, xml('a')).warnings).toEqual(['former_mode']);
    expect(openSealed(credentials, seal(xml('a'))).warnings).toEqual([]);
  });

  it('accepts an encrypted delivery after safe became plain, and says so', () => {
    const credentials = { ...plain, encodingAesKeys: [KEY], formerModes: ['safe' as const] };
    expect(openSealed(credentials, seal(xml('a'))).warnings).toEqual(['former_mode']);
    expect(open(credentials, clearQuery, xml('a')).warnings).toEqual([]);
  });

  it('accepts a delivery after token, key and mode were changed at once', () => {
    const credentials: WebhookCredentials = {
      ...safe,
      token: 'new',
      encryption: 'plain',
      encodingAesKeys: ['n'.repeat(43), KEY],
      formerTokens: [plain.token],
      formerModes: ['safe'],
    };
    expect(openSealed(credentials, seal(xml('a'))).warnings).toEqual([
      'former_token',
      'former_key',
      'former_mode',
    ]);
  });

  it('answers the address check signed with a previous token, and says so', () => {
    const query = { ...clearQuery, echostr: '1' };
    expect(answerVerification({ credentials: changed, query })).toEqual({ echo: '1', isFormerToken: true });
    expect(answerVerification({ credentials: { token: 'new' }, query })).toBeNull();
  });
});

describe('webhook, encrypted', () => {
  it.each([
    ['safe', safe],
    ['compatible', compatible],
  ])('opens a delivery in %s mode', (_name, credentials) => {
    expect(openSealed(credentials, seal(xml('你好')))).toMatchObject({
      item: { content: { type: 'text', text: '你好' } },
      keyIndex: 0,
    });
  });

  it('decrypts one under the former key and says so', () => {
    expect(openSealed(safe, seal(xml('a'), FORMER_KEY)).keyIndex).toBe(1);
  });

  it('never uses the plain copy in a compatible body', () => {
    const beside = '<FromUserName>oForged</FromUserName><Content>forged</Content><MsgType>text</MsgType>';
    const { item } = openSealed(compatible, seal(xml('real')), beside);
    expect(item).toMatchObject({ openId: 'oContact', content: { type: 'text', text: 'real' } });
  });

  it('checks only msg_signature, whatever signature says', () => {
    const encrypted = seal(xml('a'));
    const query = { ...aesQuery(encrypted), signature: 'a'.repeat(40) };
    expect(open(safe, query, envelope(encrypted)).item.action).toBe('message');
    const wrong = { ...aesQuery(encrypted), msg_signature: clearQuery.signature };
    expect(refusal(() => open(safe, wrong, envelope(encrypted)))).toBe('bad_signature');
  });

  it('has the same deduplication key as the plain delivery', () => {
    expect(openSealed(safe, seal(xml('a'))).item).toEqual(open(plain, clearQuery, xml('a')).item);
  });

  it.each([
    ['safe', safe],
    ['compatible', compatible],
  ])('refuses a clear body in %s mode, also under a right signature', (_name, credentials) => {
    expect(refusal(() => open(credentials, clearQuery, xml('a')))).toBe('bad_encryption');
    expect(refusal(() => open(credentials, { ...clearQuery, encrypt_type: 'raw' }, xml('a')))).toBe(
      'bad_encryption',
    );
    expect(refusal(() => open(credentials, clearQuery, envelope(seal(xml('a')))))).toBe('bad_encryption');
    expect(refusal(() => open(credentials, aesQuery(''), xml('a')))).toBe('bad_encryption');
  });

  it.each([
    ['for another AppID', seal(xml('a'), KEY, 'wx0000000000000000'), 'bad_encryption'],
    ['under an unknown key', seal(xml('a'), 'c'.repeat(43)), 'bad_encryption'],
    ['of no base64', '!!!!', 'bad_encryption'],
    ['for another account', seal(xml('a', 'gh_other')), 'wrong_account'],
    ['with bad XML inside', seal('<xml>'), 'bad_xml'],
  ])('refuses a message %s', (_name, encrypted, code) => {
    expect(refusal(() => openSealed(safe, encrypted))).toBe(code);
  });

  it('refuses an encrypted delivery to a channel without a key', () => {
    expect(refusal(() => openSealed(plain, seal(xml('a'))))).toBe('bad_encryption');
  });

  it('refuses an envelope that cannot be read as unsigned', () => {
    expect(refusal(() => open(safe, aesQuery('x'), '<!DOCTYPE x><xml/>'))).toBe('bad_signature');
  });

  it('refuses an envelope with two ciphertexts as unsigned', () => {
    const encrypted = seal(xml('a'));
    const beside = `<Encrypt><![CDATA[${encrypted}]]></Encrypt>`;
    expect(refusal(() => openSealed(safe, encrypted, beside))).toBe('bad_signature');
  });

  it('ignores repeated elements in a plain copy', () => {
    const beside =
      '<Actions><a>1</a></Actions><Actions><a>2</a></Actions><Content>x</Content><Content>y</Content>';
    expect(openSealed(compatible, seal(xml('a')), beside).item.action).toBe('message');
  });

  it('refuses every mutated delivery with the same message', () => {
    const encrypted = seal(xml('a'.repeat(50)));
    const body = envelope(encrypted);
    const messages = new Set<string>();
    fc.assert(
      fc.property(
        fc.nat(encrypted.length - 1),
        fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '+', '/', '=', '<', '&', ' '),
        (index, character) => {
          fc.pre(encrypted[index] !== character);
          const at = body.indexOf(encrypted) + index;
          const mutated = body.slice(0, at) + character + body.slice(at + 1);
          try {
            open(safe, aesQuery(encrypted), mutated);
            throw new Error('accepted');
          } catch (error) {
            expect(error).toBeInstanceOf(WebhookError);
            messages.add(error instanceof Error ? error.message : '');
          }
        },
      ),
      { numRuns: 1_000 },
    );
    expect(messages.size).toBe(1);
  });

  it('throws nothing but WebhookError for any query and body', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('signature', 'timestamp', 'nonce', 'encrypt_type', 'msg_signature'),
          fc.anything(),
        ),
        fc.uint8Array({ maxLength: 200 }),
        (query, body) => {
          expect(refusal(() => open(safe, query, Buffer.from(body)))).not.toBe('accepted');
        },
      ),
    );
  });
});

describe('the check of the address', () => {
  it('answers echostr byte for byte in every mode', () => {
    for (const credentials of [plain, compatible, safe]) {
      expect(answerVerification({ credentials, query: { ...clearQuery, echostr: '537<b>&你' } })).toEqual({
        echo: '537<b>&你',
        isFormerToken: false,
      });
    }
  });

  it.each([
    ['a wrong signature', { ...clearQuery, signature: 'a'.repeat(40), echostr: '1' }],
    ['no echostr', clearQuery],
    ['a doubled echostr', { ...clearQuery, echostr: ['1', '2'] }],
    ['a long echostr', { ...clearQuery, echostr: '1'.repeat(1025) }],
    ['nothing', {}],
  ])('answers nothing for %s', (_name, query) => {
    expect(answerVerification({ credentials: plain, query })).toBeNull();
  });
});
