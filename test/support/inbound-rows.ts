/**
 * What WeChat posts (“Receiving standard messages”, “Receiving event pushes”), between the envelope and the MsgId, and
 * what of it the API shows.
 */

export type MessageRow = readonly [name: string, msgType: string, inner: string, facts: object];
export type EventRow = readonly [event: string, inner: string, facts: object];

const cdata = (name: string, value: string) => `<${name}><![CDATA[${value}]]></${name}>`;
const key = (value: string) => cdata('EventKey', value);

export const MESSAGE_ROWS: readonly MessageRow[] = [
  [
    'a text',
    'text',
    cdata('Content', ' 你好 007 '),
    { type: 'text', text: ' 你好 007 ', summary: '你好 007' },
  ],
  [
    'a text from below an article',
    'text',
    `${cdata('Content', 'nice')}<MsgDataId>2247483652</MsgDataId><Idx>2</Idx>`,
    { type: 'text', text: 'nice', summary: 'nice', article: { dataId: '2247483652', index: '2' } },
  ],
  [
    'an image',
    'image',
    cdata('PicUrl', 'http://mmbiz.qpic.cn/x?a=1&b=2') + cdata('MediaId', 'media-1'),
    { type: 'image', mediaId: 'media-1', pictureUrl: 'http://mmbiz.qpic.cn/x?a=1&b=2', summary: 'Image' },
  ],
  [
    'a voice message',
    'voice',
    cdata('MediaId', 'media-1') + cdata('Format', 'amr') + cdata('Recognition', '你好'),
    { type: 'voice', mediaId: 'media-1', format: 'amr', recognition: '你好', summary: 'Voice message: 你好' },
  ],
  [
    'a video',
    'video',
    cdata('MediaId', 'media-1') + cdata('ThumbMediaId', 'media-2'),
    { type: 'video', mediaId: 'media-1', thumbMediaId: 'media-2', summary: 'Video' },
  ],
  [
    'a short video',
    'shortvideo',
    cdata('MediaId', 'media-1') + cdata('ThumbMediaId', 'media-2'),
    { type: 'shortvideo', mediaId: 'media-1', thumbMediaId: 'media-2', summary: 'Short video' },
  ],
  [
    'a location',
    'location',
    `<Location_X>23.134521</Location_X><Location_Y>113.358803</Location_Y><Scale>20</Scale>${cdata('Label', 'Haizhu')}`,
    {
      type: 'location',
      latitude: 23.134521,
      longitude: 113.358803,
      scale: 20,
      label: 'Haizhu',
      summary: 'Location: Haizhu, 23.13, 113.36',
    },
  ],
  [
    'a link',
    'link',
    cdata('Title', 'Tea') + cdata('Description', 'All of it') + cdata('Url', 'https://example.com/?a=1&b'),
    {
      type: 'link',
      title: 'Tea',
      description: 'All of it',
      url: 'https://example.com/?a=1&b',
      summary: 'Link: Tea, https://example.com/?a=1&b',
    },
  ],
  [
    'a file',
    'file',
    `${cdata('Title', 'a.pdf')}<Description/>${cdata('FileKey', 'k')}${cdata('FileMd5', 'm')}<FileTotalLen>2048</FileTotalLen>`,
    {
      type: 'file',
      title: 'a.pdf',
      description: '',
      fileKey: 'k',
      md5: 'm',
      size: 2048,
      summary: 'File: a.pdf, 2048 bytes',
    },
  ],
  [
    'a mini program page',
    'miniprogrampage',
    `${cdata('Title', 'Shop')}${cdata('AppId', 'wx1')}${cdata('PagePath', 'pages/a')}${cdata('ThumbUrl', 'http://t')}`,
    {
      type: 'miniprogrampage',
      title: 'Shop',
      appId: 'wx1',
      pagePath: 'pages/a',
      thumbUrl: 'http://t',
      thumbMediaId: null,
      summary: 'Mini program: Shop, wx1, pages/a',
    },
  ],
];

const noQrCode = { scene: null, source: null, ticket: null };
const scanInfo = `<ScanCodeInfo>${cdata('ScanType', 'qrcode')}${cdata('ScanResult', '42')}</ScanCodeInfo>`;
const pictures = `<SendPicsInfo><Count>2</Count><PicList><item>${cdata('PicMd5Sum', 'a')}</item></PicList></SendPicsInfo>`;
const photo = { type: 'menu_photo', key: 'p', count: 2, md5s: ['a'] };
const person = cdata('OpenID', 'oPerson') + cdata('AppID', 'wx1');
const entry = { scene: null, errorCode: null, wechatMessageId: null };

export const EVENT_ROWS: readonly EventRow[] = [
  ['subscribe', key(''), { type: 'subscribe', ...noQrCode, summary: 'Followed the account' }],
  [
    'subscribe',
    key('qrscene_desk-7') + cdata('Ticket', 'T'),
    {
      type: 'subscribe',
      scene: 'desk-7',
      source: null,
      ticket: 'T',
      summary: "Followed the account with the QR code 'desk-7'",
    },
  ],
  [
    'subscribe',
    key('last_trade_no_4000'),
    {
      type: 'subscribe',
      ...noQrCode,
      source: 'last_trade_no_4000',
      summary: "Followed the account via 'last_trade_no_4000'",
    },
  ],
  ['unsubscribe', key(''), { type: 'unsubscribe', summary: 'Unfollowed the account' }],
  [
    'SCAN',
    key('0042') + cdata('Ticket', 'T'),
    { type: 'scan', scene: '0042', ticket: 'T', summary: "Scanned the QR code '0042'" },
  ],
  ['scan', key('door'), { type: 'scan', scene: 'door', ticket: null, summary: "Scanned the QR code 'door'" }],
  [
    'LOCATION',
    '<Latitude>23.137466</Latitude><Longitude>113.352425</Longitude><Precision>119.385040</Precision>',
    {
      type: 'location_report',
      latitude: 23.137466,
      longitude: 113.352425,
      precision: 119.38504,
      summary: 'Reported their location: 23.14, 113.35, within 120 m',
    },
  ],
  ['CLICK', key('prices'), { type: 'menu_click', key: 'prices', summary: "Tapped the menu entry 'prices'" }],
  [
    'VIEW',
    `${key('https://example.com')}<MenuId>18446744073709551615</MenuId>`,
    {
      type: 'menu_view',
      url: 'https://example.com',
      menuId: '18446744073709551615',
      summary: 'Opened from the menu: https://example.com',
    },
  ],
  [
    'scancode_push',
    key('s') + scanInfo,
    {
      type: 'menu_scan',
      key: 's',
      waits: false,
      scanType: 'qrcode',
      scanResult: '42',
      summary: "Scanned with the menu entry 's': qrcode, 42",
    },
  ],
  [
    'scancode_waitmsg',
    key('s') + scanInfo,
    {
      type: 'menu_scan',
      key: 's',
      waits: true,
      scanType: 'qrcode',
      scanResult: '42',
      summary: "Scanned with the menu entry 's', and is waiting for an answer: qrcode, 42",
    },
  ],
  [
    'pic_sysphoto',
    key('p') + pictures,
    { ...photo, source: 'camera', summary: "Sent 2 pictures from the camera with the menu entry 'p'" },
  ],
  [
    'pic_photo_or_album',
    key('p') + pictures,
    {
      ...photo,
      source: 'camera_or_album',
      summary: "Sent 2 pictures from the camera or the album with the menu entry 'p'",
    },
  ],
  [
    'pic_weixin',
    key('p') + pictures,
    {
      ...photo,
      source: 'wechat_album',
      summary: "Sent 2 pictures from WeChat’s album with the menu entry 'p'",
    },
  ],
  [
    'location_select',
    `${key('l')}<SendLocationInfo>${cdata('Location_X', '23')}${cdata('Location_Y', '113')}${cdata('Scale', '15')}${cdata('Label', 'Haizhu')}${cdata('Poiname', 'Pagoda')}</SendLocationInfo>`,
    {
      type: 'menu_location',
      key: 'l',
      latitude: 23,
      longitude: 113,
      scale: 15,
      label: 'Haizhu',
      placeName: 'Pagoda',
      summary: "Chose a location with the menu entry 'l': Pagoda, Haizhu, 23, 113",
    },
  ],
  [
    'view_miniprogram',
    `${key('pages/a')}<MenuId>1</MenuId>`,
    {
      type: 'menu_miniprogram',
      pagePath: 'pages/a',
      menuId: '1',
      summary: 'Opened a mini program from the menu: pages/a',
    },
  ],
  [
    'TEMPLATESENDJOBFINISH',
    `<MsgID>200163836</MsgID>${cdata('Status', 'failed:user block')}`,
    {
      type: 'template_result',
      wechatMessageId: '200163836',
      result: 'failed: user block',
      summary: 'Template message: failed: user block',
    },
  ],
  [
    'MASSSENDJOBFINISH',
    `<MsgID>1000001625</MsgID>${cdata('Status', 'sendsuccess')}<TotalCount>4</TotalCount><FilterCount>3</FilterCount><SentCount>2</SentCount><ErrorCount>1</ErrorCount><CopyrightCheckResult><Count>0</Count><ResultList/><CheckState>1</CheckState></CopyrightCheckResult><ArticleUrlResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>${cdata('ArticleUrl', 'https://x.test/1')}</item></ResultList></ArticleUrlResult>`,
    {
      type: 'mass_send_result',
      wechatMessageId: '1000001625',
      result: 'sendsuccess',
      total: 4,
      filtered: 3,
      sent: 2,
      failed: 1,
      copyrightState: '1',
      articleUrls: ['https://x.test/1'],
      summary: 'Mass message: sendsuccess, total 4, after filters 3, sent 2, failed 1',
    },
  ],
  [
    'PUBLISHJOBFINISH',
    `<PublishEventInfo><publish_id>2247503051</publish_id><publish_status>0</publish_status>${cdata('article_id', 'b5O2')}<article_detail><count>1</count><item><idx>1</idx>${cdata('article_url', 'https://x.test/1')}</item></article_detail></PublishEventInfo>`,
    {
      type: 'publish_result',
      publishId: '2247503051',
      result: '0',
      articleId: 'b5O2',
      articleUrls: ['https://x.test/1'],
      summary: 'Publishing job 2247503051: status 0, b5O2',
    },
  ],
  [
    'kf_create_session',
    cdata('KfAccount', 'a@b'),
    {
      type: 'kf_session_created',
      account: 'a@b',
      summary: 'WeChat’s own customer service: a@b began a session',
    },
  ],
  [
    'kf_close_session',
    cdata('KfAccount', 'a@b') + cdata('CloseType', 'KF'),
    {
      type: 'kf_session_closed',
      account: 'a@b',
      closeType: 'KF',
      summary: 'WeChat’s own customer service: a@b closed the session',
    },
  ],
  [
    'kf_switch_session',
    cdata('FromKfAccount', 'a@b') + cdata('ToKfAccount', 'c@b'),
    {
      type: 'kf_session_switched',
      fromAccount: 'a@b',
      toAccount: 'c@b',
      summary: 'WeChat’s own customer service: the session went from a@b to c@b',
    },
  ],
  [
    'user_info_modified',
    person,
    {
      type: 'permission_changed',
      change: 'modified',
      revoked: [],
      appId: 'wx1',
      unionId: null,
      summary: 'Changed what the account may know about them',
    },
  ],
  [
    'user_authorization_revoke',
    `${person}<RevokeInfo>201,206</RevokeInfo>${cdata('UnionID', 'u1')}`,
    {
      type: 'permission_changed',
      change: 'revoked',
      revoked: ['201', '206'],
      appId: 'wx1',
      unionId: 'u1',
      summary: 'Revoked permissions: address, location',
    },
  ],
  [
    'user_authorization_cancellation',
    person,
    {
      type: 'permission_changed',
      change: 'cancelled',
      revoked: [],
      appId: 'wx1',
      unionId: null,
      summary: 'Closed their WeChat account',
    },
  ],
  [
    'subscribe_msg_popup_event',
    `<SubscribeMsgPopupEvent><List>${cdata('TemplateId', 't1')}${cdata('SubscribeStatusString', 'accept')}<PopupScene>2</PopupScene></List><List>${cdata('TemplateId', 't2')}${cdata('SubscribeStatusString', 'reject')}<PopupScene>2</PopupScene></List></SubscribeMsgPopupEvent>`,
    {
      type: 'subscription_message',
      stage: 'popup',
      entries: [
        { ...entry, templateId: 't1', status: 'accept', scene: '2' },
        { ...entry, templateId: 't2', status: 'reject', scene: '2' },
      ],
      summary: 'Subscription messages chosen: t1 accept, t2 reject',
    },
  ],
  [
    'subscribe_msg_change_event',
    `<SubscribeMsgChangeEvent><List>${cdata('TemplateId', 't1')}${cdata('SubscribeStatusString', 'reject')}</List></SubscribeMsgChangeEvent>`,
    {
      type: 'subscription_message',
      stage: 'change',
      entries: [{ ...entry, templateId: 't1', status: 'reject' }],
      summary: 'Subscription messages chosen: t1 reject',
    },
  ],
  [
    'subscribe_msg_sent_event',
    `<SubscribeMsgSentEvent><List>${cdata('TemplateId', 't1')}<MsgID>1700827132819554304</MsgID><ErrorCode>0</ErrorCode>${cdata('ErrorStatus', 'success')}</List></SubscribeMsgSentEvent>`,
    {
      type: 'subscription_message',
      stage: 'sent',
      entries: [
        {
          templateId: 't1',
          status: 'success',
          scene: null,
          errorCode: '0',
          wechatMessageId: '1700827132819554304',
        },
      ],
      summary: 'Subscription message sent: t1 success',
    },
  ],
  ...['qualification_verify_success', 'naming_verify_success', 'annual_renew', 'verify_expired'].map(
    (event): EventRow => [
      event,
      '<ExpiredTime>1442401156</ExpiredTime>',
      {
        type: 'account_verification',
        result: event,
        expiresAt: 1_442_401_156_000,
        failedAt: null,
        failReason: null,
        summary: `Verification of the account: ${event.replaceAll('_', ' ')}`,
      },
    ],
  ),
  ...['qualification_verify_fail', 'naming_verify_fail'].map(
    (event): EventRow => [
      event,
      `<FailTime>1442401122</FailTime>${cdata('FailReason', 'by time')}`,
      {
        type: 'account_verification',
        result: event,
        expiresAt: null,
        failedAt: 1_442_401_122_000,
        failReason: 'by time',
        summary: `Verification of the account: ${event.replaceAll('_', ' ')}, by time`,
      },
    ],
  ),
];
