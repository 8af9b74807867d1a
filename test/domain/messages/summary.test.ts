import type { InboundContent } from '../../../src/domain/messages/inbound';
import type { OutboundContent } from '../../../src/domain/messages/outbound';
import { summaryOf } from '../../../src/domain/messages/summary';

type Row = readonly [
  summary: string,
  content: InboundContent | OutboundContent | { type: 'note'; text: string } | { type: 'resumed' },
];

const noFields = { scene: null, source: null, ticket: null };
const place = { latitude: 23.134521, longitude: 113.358803, scale: 20, label: 'Haizhu' };
const massSend = { copyrightState: null, articleUrls: [] };

const ROWS: readonly Row[] = [
  ['hello there', { type: 'text', text: ' hello\n\tthere ' }],
  ['Empty message', { type: 'text', text: '' }],
  ['Note: call back', { type: 'note', text: 'call back' }],
  ["Chose 'Orders' (1) from a menu message", { type: 'msgmenu_tap', text: 'Orders', menuItemId: '1' }],
  ["Chose 'Orders' from a menu message", { type: 'msgmenu_tap', text: 'Orders', menuItemId: '900000000' }],
  ['Image', { type: 'image', mediaId: 'm', pictureUrl: null }],
  ['Image', { type: 'image', attachmentId: 'a' }],
  ['Voice message: 你好', { type: 'voice', mediaId: 'm', format: 'amr', recognition: '你好' }],
  ['Voice message', { type: 'voice', mediaId: 'm', format: 'amr', recognition: null }],
  ['Voice message', { type: 'voice', attachmentId: 'a' }],
  ['Video', { type: 'video', mediaId: 'm', thumbMediaId: 't' }],
  [
    'Video: Brewing, in two minutes',
    { type: 'video', attachmentId: 'a', title: 'Brewing', description: 'in two minutes' },
  ],
  ['Short video', { type: 'shortvideo', mediaId: 'm', thumbMediaId: 't' }],
  ['Location: Haizhu, 23.13, 113.36', { type: 'location', ...place }],
  ['Location: 0, -0.5', { type: 'location', ...place, label: '', latitude: 0, longitude: -0.5 }],
  ['Link: Tea, https://x.test/1', { type: 'link', title: 'Tea', description: 'd', url: 'https://x.test/1' }],
  [
    'File: a.pdf, 1 byte',
    { type: 'file', title: 'a.pdf', description: '', fileKey: 'k', md5: null, size: 1 },
  ],
  ['File: a.pdf', { type: 'file', title: 'a.pdf', description: '', fileKey: 'k', md5: null, size: null }],
  [
    'Mini program: Shop, wx1, pages/a',
    {
      type: 'miniprogrampage',
      title: 'Shop',
      appId: 'wx1',
      pagePath: 'pages/a',
      thumbUrl: null,
      thumbMediaId: null,
    },
  ],
  [
    'Mini program: Shop, wx1, pages/a',
    { type: 'miniprogrampage', title: 'Shop', appId: 'wx1', pagePath: 'pages/a', thumbAttachmentId: 't' },
  ],
  [
    'Music: Rain, https://x.test/r',
    {
      type: 'music',
      title: 'Rain',
      musicUrl: 'https://x.test/r',
      hqMusicUrl: 'https://x.test/h',
      thumbAttachmentId: 't',
    },
  ],
  ['Article: Spring, https://x.test/s', { type: 'news', title: 'Spring', url: 'https://x.test/s' }],
  ['Article of the account: m1', { type: 'mpnews', mediaId: 'm1' }],
  ['Published article: a1', { type: 'mpnewsarticle', articleId: 'a1' }],
  [
    'Menu: How can we help? 1. Orders 2. Returns',
    {
      type: 'msgmenu',
      head: 'How can we help?',
      items: [
        { id: '1', text: 'Orders' },
        { id: '2', text: 'Returns' },
      ],
    },
  ],
  [
    'Menu: • Orders • Returns',
    {
      type: 'msgmenu',
      items: [
        { id: '900000000', text: 'Orders' },
        { id: '900000001', text: 'Returns' },
      ],
    },
  ],
  ['Menu: 7. Yes Thanks', { type: 'msgmenu', items: [{ id: '7', text: 'Yes' }], tail: 'Thanks' }],
  ['Card: c1', { type: 'wxcard', cardId: 'c1' }],
  ["Message of unknown type 'hologram'", { type: 'unknown', wechatType: 'hologram', fields: {} }],

  ['Followed the account', { type: 'subscribe', ...noFields }],
  ["Followed the account with the QR code 'desk-7'", { type: 'subscribe', ...noFields, scene: 'desk-7' }],
  ["Followed the account via 'scanbarcode|x'", { type: 'subscribe', ...noFields, source: 'scanbarcode|x' }],
  ['Unfollowed the account', { type: 'unsubscribe' }],
  ["Scanned the QR code '007'", { type: 'scan', scene: '007', ticket: 'T' }],
  [
    'Reported their location: 23.14, -113.35, within 120 m',
    { type: 'location_report', latitude: 23.137466, longitude: -113.352425, precision: 119.38504 },
  ],
  ["Tapped the menu entry 'prices'", { type: 'menu_click', key: 'prices' }],
  ['Opened from the menu: https://x.test', { type: 'menu_view', url: 'https://x.test', menuId: '1' }],
  [
    'Opened a mini program from the menu: pages/a',
    { type: 'menu_miniprogram', pagePath: 'pages/a', menuId: null },
  ],
  [
    "Scanned with the menu entry 's', and is waiting for an answer: qrcode, 42",
    { type: 'menu_scan', key: 's', waits: true, scanType: 'qrcode', scanResult: '42' },
  ],
  [
    "Scanned with the menu entry 's': qrcode, 42",
    { type: 'menu_scan', key: 's', waits: false, scanType: 'qrcode', scanResult: '42' },
  ],
  [
    "Sent 1 picture from the camera with the menu entry 'p'",
    { type: 'menu_photo', key: 'p', source: 'camera', count: 1, md5s: ['a'] },
  ],
  [
    "Sent 2 pictures from WeChat’s album with the menu entry 'p'",
    { type: 'menu_photo', key: 'p', source: 'wechat_album', count: 2, md5s: [] },
  ],
  [
    "Chose a location with the menu entry 'l': Pagoda, Haizhu, 23.13, 113.36",
    { type: 'menu_location', key: 'l', ...place, placeName: 'Pagoda' },
  ],
  [
    'Template message: failed: user block',
    { type: 'template_result', wechatMessageId: '1', result: 'failed: user block' },
  ],
  [
    'Mass message: sendsuccess, total 4, after filters 3, sent 2, failed 1',
    {
      type: 'mass_send_result',
      wechatMessageId: '1',
      result: 'sendsuccess',
      total: 4,
      filtered: 3,
      sent: 2,
      failed: 1,
      ...massSend,
    },
  ],
  [
    'Mass message: err(30003)',
    {
      type: 'mass_send_result',
      wechatMessageId: '1',
      result: 'err(30003)',
      total: null,
      filtered: null,
      sent: null,
      failed: null,
      ...massSend,
    },
  ],
  [
    'Publishing job 22: status 0, b5O2',
    { type: 'publish_result', publishId: '22', result: '0', articleId: 'b5O2', articleUrls: [] },
  ],
  ['WeChat’s own customer service: a@b began a session', { type: 'kf_session_created', account: 'a@b' }],
  [
    'WeChat’s own customer service: a@b closed the session',
    { type: 'kf_session_closed', account: 'a@b', closeType: null },
  ],
  [
    'WeChat’s own customer service: the session went from a@b to c@b',
    { type: 'kf_session_switched', fromAccount: 'a@b', toAccount: 'c@b' },
  ],
  [
    'Revoked permissions: address, chosen pictures or video, 999',
    {
      type: 'permission_changed',
      change: 'revoked',
      revoked: ['201', '207', '999'],
      appId: null,
      unionId: null,
    },
  ],
  [
    'Changed what the account may know about them',
    { type: 'permission_changed', change: 'modified', revoked: [], appId: null, unionId: null },
  ],
  [
    'Closed their WeChat account',
    { type: 'permission_changed', change: 'cancelled', revoked: [], appId: null, unionId: null },
  ],
  [
    'Subscription messages chosen: t1 accept, t2 reject',
    {
      type: 'subscription_message',
      stage: 'popup',
      entries: [
        { templateId: 't1', status: 'accept', scene: '2', errorCode: null, wechatMessageId: null },
        { templateId: 't2', status: 'reject', scene: '2', errorCode: null, wechatMessageId: null },
      ],
    },
  ],
  [
    'Subscription message sent: t1 success',
    {
      type: 'subscription_message',
      stage: 'sent',
      entries: [{ templateId: 't1', status: 'success', scene: null, errorCode: '0', wechatMessageId: '9' }],
    },
  ],
  ['Temporal had lost this conversation; it continued from the stored state', { type: 'resumed' }],
  [
    'Verification of the account: naming verify fail, by time',
    {
      type: 'account_verification',
      result: 'naming_verify_fail',
      expiresAt: null,
      failedAt: 1,
      failReason: 'by time',
    },
  ],
  [
    "Event of unknown type 'card_pass_check'",
    { type: 'unknown_event', wechatEvent: 'card_pass_check', fields: {} },
  ],
];

describe('a transcript row in one line', () => {
  it.each(ROWS)('%s', (summary, content) => {
    expect(summaryOf({ type: content.type, content })).toBe(summary);
  });

  it('names an unknown type', () => {
    expect(summaryOf({ type: 'hologram', content: {} })).toBe("Message of type 'hologram'");
    expect(summaryOf({ type: 'toString', content: {} })).toBe("Message of type 'toString'");
  });

  it.each(ROWS)('leaves out what an older row lacks or has in another form: %s', (_summary, { type }) => {
    const odd = {
      text: 7,
      items: 'x',
      entries: [null, 7],
      revoked: {},
      count: null,
      latitude: 'x',
      title: {},
    };
    for (const content of [{}, odd]) {
      expect(summaryOf({ type, content })).not.toMatch(/undefined|null|\[object|NaN/);
    }
  });

  it('cuts at 200 characters, never within one, and stays on one line', () => {
    expect(summaryOf({ type: 'text', content: { text: '😀'.repeat(200) } })).toBe('😀'.repeat(200));
    expect(summaryOf({ type: 'text', content: { text: '😀'.repeat(201) } })).toBe(`${'😀'.repeat(199)}…`);
    const long = { text: `a\u2028b\u0007c${' '.repeat(100_000)}d` };
    expect(summaryOf({ type: 'text', content: long })).toBe('a b c…');
    const half = summaryOf({ type: 'text', content: { text: `${' '.repeat(799)}😀` } });
    expect(half).not.toMatch(/\p{Cs}/u);
  });

  it('cuts each of several facts in a line, so that all of them fit', () => {
    const content = { title: '茶'.repeat(500), url: 'https://x.test/1' };
    expect(summaryOf({ type: 'link', content })).toBe(`Link: ${'茶'.repeat(59)}…, https://x.test/1`);
  });
});
