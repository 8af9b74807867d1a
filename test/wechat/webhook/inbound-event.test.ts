import type { ContactAction, EventContent } from '../../../src/domain/messages/inbound';
import { toInboundItem } from '../../../src/wechat/webhook/inbound';
import { parseXml } from '../../../src/wechat/webhook/xml';

/** An event as WeChat writes it. */
const eventXml = (event: string, inner: string) =>
  `<xml><ToUserName><![CDATA[gh_account]]></ToUserName>
<FromUserName><![CDATA[oContact]]></FromUserName>
<CreateTime>1700000000</CreateTime>
<MsgType><![CDATA[event]]></MsgType>
<Event><![CDATA[${event}]]></Event>
${inner}</xml>`;
const read = (xml: string) => toInboundItem(parseXml(Buffer.from(xml)), Buffer.from(xml));
const key = (value: string) => `<EventKey><![CDATA[${value}]]></EventKey>`;

const subscribed = (scene: string | null, source: string | null, ticket: string | null): EventContent => ({
  type: 'subscribe',
  scene,
  source,
  ticket,
});
const photo = (
  source: 'camera' | 'camera_or_album' | 'wechat_album',
  count: number,
  md5s: string[],
): EventContent => ({
  type: 'menu_photo',
  key: 'p',
  source,
  count,
  md5s,
});
const pictures = (count: number, ...md5s: string[]) =>
  `${key('p')}<SendPicsInfo><Count>${count}</Count><PicList>${md5s
    .map((md5) => `<item><PicMd5Sum><![CDATA[${md5}]]></PicMd5Sum></item>`)
    .join('')}</PicList></SendPicsInfo>`;
const scanInfo =
  '<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[https://x.test/?a=1&b]]></ScanResult></ScanCodeInfo>';
const scanned = (waits: boolean): EventContent => ({
  type: 'menu_scan',
  key: 's',
  waits,
  scanType: 'qrcode',
  scanResult: 'https://x.test/?a=1&b',
});

type Row = readonly [event: string, inner: string, action: ContactAction, content: EventContent];
const EVENTS: readonly Row[] = [
  ['subscribe', key(''), 'follow', subscribed(null, null, null)],
  ['subscribe', '', 'follow', subscribed(null, null, null)],
  ['subscribe', `${key('qrscene_123')}<Ticket>T</Ticket>`, 'follow', subscribed('123', null, 'T')],
  ['subscribe', key('qrscene_qrscene_1'), 'follow', subscribed('qrscene_1', null, null)],
  ['subscribe', key('last_trade_no_40001'), 'follow', subscribed(null, 'last_trade_no_40001', null)],
  ['subscribe', key('scanbarcode|x'), 'follow', subscribed(null, 'scanbarcode|x', null)],
  ['unsubscribe', key(''), 'unfollow', { type: 'unsubscribe' }],
  ['SCAN', `${key('007')}<Ticket>T</Ticket>`, 'scan', { type: 'scan', scene: '007', ticket: 'T' }],
  ['scan', key('7'), 'scan', { type: 'scan', scene: '7', ticket: null }],
  [
    'LOCATION',
    '<Latitude>23.137466</Latitude><Longitude>-113.352425</Longitude><Precision>119.385040</Precision>',
    'none',
    { type: 'location_report', latitude: 23.137466, longitude: -113.352425, precision: 119.38504 },
  ],
  ['CLICK', key('V1'), 'menu_tap', { type: 'menu_click', key: 'V1' }],
  [
    'VIEW',
    `${key('https://x.test')}<MenuId>MENUID</MenuId>`,
    'none',
    { type: 'menu_view', url: 'https://x.test', menuId: 'MENUID' },
  ],
  ['scancode_push', key('s') + scanInfo, 'menu_tap', scanned(false)],
  ['scancode_waitmsg', key('s') + scanInfo, 'menu_tap', scanned(true)],
  ['pic_sysphoto', pictures(1, 'a'), 'none', photo('camera', 1, ['a'])],
  ['pic_photo_or_album', pictures(3, 'a', 'b'), 'none', photo('camera_or_album', 3, ['a', 'b'])],
  ['pic_weixin', pictures(0), 'none', photo('wechat_album', 0, [])],
  [
    'location_select',
    `${key('l')}<SendLocationInfo><Location_X>23</Location_X><Location_Y>113</Location_Y><Scale>15</Scale><Label> 广州市 </Label><Poiname>馆</Poiname></SendLocationInfo>`,
    'none',
    {
      type: 'menu_location',
      key: 'l',
      latitude: 23,
      longitude: 113,
      scale: 15,
      label: '广州市',
      placeName: '馆',
    },
  ],
  [
    'view_miniprogram',
    `${key('pages/a')}<MenuId>1</MenuId>`,
    'none',
    { type: 'menu_miniprogram', pagePath: 'pages/a', menuId: '1' },
  ],
  [
    'TEMPLATESENDJOBFINISH',
    '<MsgID>200163836</MsgID><Status>success</Status>',
    'none',
    { type: 'template_result', wechatMessageId: '200163836', result: 'success' },
  ],
  [
    'TEMPLATESENDJOBFINISH',
    '<MsgID>1</MsgID><Status>failed:user block</Status>',
    'none',
    { type: 'template_result', wechatMessageId: '1', result: 'failed: user block' },
  ],
  [
    'TEMPLATESENDJOBFINISH',
    '<MsgID>1</MsgID><Status>failed: system failed</Status>',
    'none',
    { type: 'template_result', wechatMessageId: '1', result: 'failed: system failed' },
  ],
  [
    'MASSSENDJOBFINISH',
    '<MsgID>1000001625</MsgID><Status>err(30003)</Status><TotalCount>4</TotalCount><FilterCount>3</FilterCount><SentCount>2</SentCount><ErrorCount>1</ErrorCount><CopyrightCheckResult><Count>0</Count><CheckState>2</CheckState></CopyrightCheckResult><ArticleUrlResult><Count>2</Count><ResultList><item><ArticleIdx>1</ArticleIdx><ArticleUrl>https://x.test/1</ArticleUrl></item><item><ArticleIdx>2</ArticleIdx><ArticleUrl>https://x.test/2</ArticleUrl></item></ResultList></ArticleUrlResult>',
    'none',
    {
      type: 'mass_send_result',
      wechatMessageId: '1000001625',
      result: 'err(30003)',
      total: 4,
      filtered: 3,
      sent: 2,
      failed: 1,
      copyrightState: '2',
      articleUrls: ['https://x.test/1', 'https://x.test/2'],
    },
  ],
  [
    'PUBLISHJOBFINISH',
    '<PublishEventInfo><publish_id>2247503051</publish_id><publish_status>0</publish_status><article_id>b5O2</article_id><article_detail><count>1</count><item><idx>1</idx><article_url>https://x.test/1</article_url></item></article_detail></PublishEventInfo>',
    'none',
    {
      type: 'publish_result',
      publishId: '2247503051',
      result: '0',
      articleId: 'b5O2',
      articleUrls: ['https://x.test/1'],
    },
  ],
  ['kf_create_session', '<KfAccount>a@b</KfAccount>', 'none', { type: 'kf_session_created', account: 'a@b' }],
  [
    'kf_close_session',
    '<KfAccount>a@b</KfAccount><CloseType>KF</CloseType>',
    'none',
    { type: 'kf_session_closed', account: 'a@b', closeType: 'KF' },
  ],
  [
    'kf_switch_session',
    '<FromKfAccount>a@b</FromKfAccount><ToKfAccount>c@b</ToKfAccount>',
    'none',
    { type: 'kf_session_switched', fromAccount: 'a@b', toAccount: 'c@b' },
  ],
  [
    'subscribe_msg_popup_event',
    '<SubscribeMsgPopupEvent><List><TemplateId>t1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List><List><TemplateId>t2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString><PopupScene>2</PopupScene></List></SubscribeMsgPopupEvent>',
    'none',
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
    'subscribe_msg_change_event',
    '<SubscribeMsgChangeEvent><List><TemplateId>t</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>',
    'none',
    {
      type: 'subscription_message',
      stage: 'change',
      entries: [{ templateId: 't', status: 'reject', scene: null, errorCode: null, wechatMessageId: null }],
    },
  ],
  [
    'subscribe_msg_sent_event',
    '<SubscribeMsgSentEvent><List><TemplateId>t</TemplateId><MsgID>1700827132819554304</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List></SubscribeMsgSentEvent>',
    'none',
    {
      type: 'subscription_message',
      stage: 'sent',
      entries: [
        {
          templateId: 't',
          status: 'success',
          scene: null,
          errorCode: '0',
          wechatMessageId: '1700827132819554304',
        },
      ],
    },
  ],
  ...(
    ['qualification_verify_success', 'naming_verify_success', 'annual_renew', 'verify_expired'] as const
  ).map(
    (event): Row => [
      event,
      '<ExpiredTime>1442401156</ExpiredTime>',
      'none',
      {
        type: 'account_verification',
        result: event,
        expiresAt: 1_442_401_156_000,
        failedAt: null,
        failReason: null,
      },
    ],
  ),
  ...(['qualification_verify_fail', 'naming_verify_fail'] as const).map(
    (event): Row => [
      event,
      '<FailTime>1442401122</FailTime><FailReason><![CDATA[by time]]></FailReason>',
      'none',
      {
        type: 'account_verification',
        result: event,
        expiresAt: null,
        failedAt: 1_442_401_122_000,
        failReason: 'by time',
      },
    ],
  ),
];

describe('inbound events', () => {
  it.each(EVENTS)('reads %s with %s', (event, inner, action, content) => {
    expect(read(eventXml(event, inner))).toMatchObject({
      direction: 'event',
      openId: 'oContact',
      action,
      content,
      wechatMessageId: null,
      wechatCreatedAt: 1_700_000_000_000,
    });
    expect(read(eventXml(event, inner)).content).toEqual(content);
  });

  it.each([
    ['user_info_modified', 'modified'],
    ['user_authorization_revoke', 'revoked'],
    ['user_authorization_cancellation', 'cancelled'],
  ])('takes the person of %s from OpenID', (event, change) => {
    const xml = eventXml(
      event,
      '<OpenID>oPerson</OpenID><AppID>wx1</AppID><RevokeInfo>201,206</RevokeInfo><UnionID/>',
    );
    expect(read(xml)).toMatchObject({
      openId: 'oPerson',
      action: 'none',
      content: { type: 'permission_changed', change, revoked: ['201', '206'], appId: 'wx1', unionId: null },
    });
  });

  it('does not use OpenID as the person in other events', () => {
    expect(read(eventXml('CLICK', `${key('a')}<OpenID>oOther</OpenID>`)).openId).toBe('oContact');
  });

  it.each([
    'card_pass_check',
    'user_get_card',
    'poi_check_notify',
    'merchant_order',
    'WifiConnected',
    'ShakearoundUserShake',
    'debug_demo',
    '',
  ])('keeps the event %j that we have no use for, with its fields', (event) => {
    expect(read(eventXml(event, '<X><Y>1</Y></X>'))).toMatchObject({
      direction: 'event',
      action: 'none',
      content: { type: 'unknown_event', wechatEvent: event, fields: { X: { Y: '1' } } },
    });
  });

  it.each(['LOCATION', 'location_select'])('keeps %s without coordinates as unknown', (event) => {
    expect(read(eventXml(event, key('a'))).content).toMatchObject({
      type: 'unknown_event',
      wechatEvent: event,
    });
  });

  it.each([
    ['empty', ''],
    ['with a slash', '../x'],
    ['with a space', 'o x'],
    ['Chinese', '你好'],
    ['of 65 characters', 'o'.repeat(65)],
  ])('refuses an openid that is %s', (_name, openId) => {
    const xml = eventXml('CLICK', key('a')).replace('oContact', openId);
    expect(() => read(xml)).toThrow(expect.objectContaining({ code: 'bad_xml', reason: 'openid_form' }));
  });
});
