import type { MessageContent } from '../../../src/domain/messages/inbound';
import { toInboundItem } from '../../../src/wechat/webhook/inbound';
import { parseXml } from '../../../src/wechat/webhook/xml';

/** A message as WeChat writes it. */
const messageXml = (type: string, inner: string, id = '<MsgId>23456789012345678901</MsgId>') =>
  `<xml><ToUserName><![CDATA[gh_account]]></ToUserName>
<FromUserName><![CDATA[oContact_1-x]]></FromUserName>
<CreateTime>1700000000</CreateTime>
<MsgType><![CDATA[${type}]]></MsgType>
${inner}
${id}
</xml>`;
const read = (xml: string) => toInboundItem(parseXml(Buffer.from(xml)), Buffer.from(xml));

const MESSAGES: readonly (readonly [name: string, type: string, inner: string, content: MessageContent])[] = [
  ['a text', 'text', '<Content><![CDATA[ 007 ]]></Content>', { type: 'text', text: ' 007 ' }],
  [
    'a text from below an article',
    'text',
    '<Content><![CDATA[a]]></Content><MsgDataId>5</MsgDataId><Idx>1</Idx>',
    { type: 'text', text: 'a', article: { dataId: '5', index: '1' } },
  ],
  ['an empty text', 'text', '<Content/>', { type: 'text', text: '' }],
  ['a text without Content', 'text', '', { type: 'text', text: '' }],
  [
    'a text with an empty bizmsgmenuid',
    'text',
    '<Content>a</Content><bizmsgmenuid></bizmsgmenuid>',
    { type: 'text', text: 'a' },
  ],
  [
    'an image',
    'image',
    '<PicUrl><![CDATA[http://mmbiz.qpic.cn/x?a=1&b=2]]></PicUrl><MediaId><![CDATA[media-1]]></MediaId>',
    { type: 'image', mediaId: 'media-1', pictureUrl: 'http://mmbiz.qpic.cn/x?a=1&b=2' },
  ],
  [
    'an old image without MediaId',
    'image',
    '<PicUrl>http://x.test</PicUrl>',
    { type: 'image', mediaId: null, pictureUrl: 'http://x.test' },
  ],
  [
    'a voice message',
    'voice',
    '<MediaId><![CDATA[m]]></MediaId><Format><![CDATA[amr]]></Format><Recognition><![CDATA[你好]]></Recognition>',
    { type: 'voice', mediaId: 'm', format: 'amr', recognition: '你好' },
  ],
  [
    'a voice message with an empty recognition',
    'voice',
    '<MediaId>m</MediaId><Format>speex</Format><Recognition><![CDATA[]]></Recognition>',
    { type: 'voice', mediaId: 'm', format: 'speex', recognition: null },
  ],
  [
    'a video',
    'video',
    '<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId>',
    { type: 'video', mediaId: 'm', thumbMediaId: 't' },
  ],
  [
    'a short video',
    'shortvideo',
    '<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId>',
    { type: 'shortvideo', mediaId: 'm', thumbMediaId: 't' },
  ],
  [
    'a location, X being the latitude',
    'location',
    '<Location_X>23.134521</Location_X><Location_Y>113.358803</Location_Y><Scale>20</Scale><Label><![CDATA[某地]]></Label>',
    { type: 'location', latitude: 23.134521, longitude: 113.358803, scale: 20, label: '某地' },
  ],
  [
    'a link',
    'link',
    '<Title><![CDATA[T]]></Title><Description><![CDATA[D]]></Description><Url><![CDATA[https://x.test]]></Url>',
    { type: 'link', title: 'T', description: 'D', url: 'https://x.test' },
  ],
  [
    'a file',
    'file',
    '<Title>a.pdf</Title><Description/><FileKey>k</FileKey><FileMd5>d41d</FileMd5><FileTotalLen>1024</FileTotalLen>',
    { type: 'file', title: 'a.pdf', description: '', fileKey: 'k', md5: 'd41d', size: 1024 },
  ],
  [
    'a mini program card',
    'miniprogrampage',
    '<Title>T</Title><AppId>wx1</AppId><PagePath>p?a=1</PagePath><ThumbUrl>u</ThumbUrl><ThumbMediaId>t</ThumbMediaId>',
    {
      type: 'miniprogrampage',
      title: 'T',
      appId: 'wx1',
      pagePath: 'p?a=1',
      thumbUrl: 'u',
      thumbMediaId: 't',
    },
  ],
];

describe('inbound messages', () => {
  it.each(MESSAGES)('reads %s', (_name, type, inner, content) => {
    expect(read(messageXml(type, inner))).toEqual({
      direction: 'inbound',
      openId: 'oContact_1-x',
      action: 'message',
      content,
      wechatMessageId: '23456789012345678901',
      wechatCreatedAt: 1_700_000_000_000,
      dedupKey: 'm:oContact_1-x:23456789012345678901',
    });
  });

  it('reads a tap on a menu message as an event, not a message', () => {
    const item = read(messageXml('text', '<Content>满意</Content><bizmsgmenuid>101</bizmsgmenuid>'));
    expect(item).toMatchObject({
      direction: 'event',
      action: 'menu_message_tap',
      content: { type: 'msgmenu_tap', text: '满意', menuItemId: '101' },
      wechatMessageId: '23456789012345678901',
    });
  });

  it('keeps an unknown type with all its fields, as a message', () => {
    const item = read(messageXml('hologram', '<A><![CDATA[1]]></A><B><C>2</C></B>'));
    expect(item).toMatchObject({
      direction: 'inbound',
      action: 'message',
      content: { type: 'unknown', wechatType: 'hologram', fields: { A: '1', B: { C: '2' } } },
    });
  });

  it.each([
    ['abc', '1'],
    ['91', '1'],
    ['1', '181'],
    ['', ''],
    ['1e1', '1'],
  ])('keeps a location at %s, %s as unknown', (x, y) => {
    const item = read(messageXml('location', `<Location_X>${x}</Location_X><Location_Y>${y}</Location_Y>`));
    expect(item).toMatchObject({ action: 'message', content: { type: 'unknown', wechatType: 'location' } });
  });

  it('reads a type in capitals', () => {
    expect(read(messageXml('TEXT', '<Content>a</Content>')).content).toEqual({ type: 'text', text: 'a' });
  });

  it('keeps an item without any type as no action', () => {
    expect(read(messageXml('', ''))).toMatchObject({
      action: 'none',
      content: { type: 'unknown', wechatType: '' },
    });
  });
});
