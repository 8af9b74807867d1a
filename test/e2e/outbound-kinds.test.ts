/** The kinds of customer-service messages, from the API's JSON to the JSON that WeChat receives (docs/messages.md). */
import type { MessageBody } from '../../src/contracts/conversations/message';
import type { OutboundContent } from '../../src/domain/messages/outbound';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';
import { amr, jpeg, mp4, padded, png } from '../support/sample-files';

jest.setTimeout(180_000);

let desk: ProcessDesk;
beforeAll(async () => {
  desk = await createProcessDesk();
  await desk.start();
  await desk.connect();
}, 180_000);
afterAll(() => desk.close());

type Row = readonly [message: OutboundContent, wire: object, summary: string];

const ROWS: readonly Row[] = [
  [
    { type: 'text', text: '<a href="https://x.test">茶 & "tea"</a>\nsecond' },
    { text: { content: '<a href="https://x.test">茶 & "tea"</a>\nsecond' } },
    '<a href="https://x.test">茶 & "tea"</a> second',
  ],
  [
    {
      type: 'news',
      title: 'Spring',
      description: 'Five teas',
      url: 'https://x.test/s?a=1&b=2',
      pictureUrl: 'https://x.test/p.jpg',
    },
    {
      news: {
        articles: [
          {
            title: 'Spring',
            description: 'Five teas',
            url: 'https://x.test/s?a=1&b=2',
            picurl: 'https://x.test/p.jpg',
          },
        ],
      },
    },
    'Article: Spring, https://x.test/s?a=1&b=2',
  ],
  [
    { type: 'news', title: 'Spring', url: 'https://x.test/s' },
    { news: { articles: [{ title: 'Spring', url: 'https://x.test/s' }] } },
    'Article: Spring, https://x.test/s',
  ],
  [{ type: 'mpnews', mediaId: 'm-1' }, { mpnews: { media_id: 'm-1' } }, 'Article of the account: m-1'],
  [
    { type: 'mpnewsarticle', articleId: 'a-1' },
    { mpnewsarticle: { article_id: 'a-1' } },
    'Published article: a-1',
  ],
  [
    {
      type: 'msgmenu',
      head: 'How can we help?',
      items: [
        { id: '1', text: 'Orders' },
        { id: '2', text: 'Returns' },
      ],
      tail: 'Tap one.',
    },
    {
      msgmenu: {
        head_content: 'How can we help?',
        list: [
          { id: '1', content: 'Orders' },
          { id: '2', content: 'Returns' },
        ],
        tail_content: 'Tap one.',
      },
    },
    'Menu: How can we help? 1. Orders 2. Returns Tap one.',
  ],
  [
    { type: 'msgmenu', items: [{ id: '7', text: 'Yes' }] },
    { msgmenu: { list: [{ id: '7', content: 'Yes' }] } },
    'Menu: 7. Yes',
  ],
  [{ type: 'wxcard', cardId: 'c-1' }, { wxcard: { card_id: 'c-1' } }, 'Card: c-1'],
];

describe('a message to a contact', () => {
  it.each(ROWS.map((row, index) => [row[0].type, index, row] as const))(
    'of the kind %s (%i) reaches WeChat exactly so',
    async (type, index, [message, wire, summary]) => {
      const openId = `oReceives-${index}`;
      await desk.writes(openId, 'hello');
      const { id } = await desk.conversation(openId);
      const { status, body } = await desk.call<MessageBody>('POST', `/conversations/${id}/messages`, message);
      expect([status, body.status]).toEqual([201, 'sent']);
      expect(body).toMatchObject({ ...message, summary, direction: 'outbound', conversationId: id });

      const expected = { touser: openId, msgtype: type, ...wire };
      const calls = desk.simulator.calls('custom/send').filter((call) => call.openId === openId);
      expect(calls.map(({ request, errcode }) => [request, errcode])).toEqual([[expected, 0]]);
      expect(desk.simulator.received({ openId }).map((received) => received.body)).toEqual([expected]);
      expect((await desk.timeline(openId)).at(-1)).toMatchObject({ ...message, summary, status: 'sent' });
    },
  );

  /** The files of a message, by the field of WeChat's JSON that names each. */
  type Files = Readonly<Record<string, Buffer>>;
  type FileRow = readonly [
    type: 'image' | 'voice' | 'video' | 'music' | 'miniprogrampage',
    message: (ids: readonly string[]) => object,
    files: Files,
    facts: object,
  ];
  const FILE_ROWS: readonly FileRow[] = [
    ['image', ([id]) => ({ attachmentId: id }), { media_id: jpeg() }, {}],
    ['voice', ([id]) => ({ attachmentId: id }), { media_id: amr(3) }, {}],
    [
      'video',
      ([id, thumb]) => ({
        attachmentId: id,
        thumbAttachmentId: thumb,
        title: 'Brewing',
        description: 'In 2 min',
      }),
      { media_id: mp4(), thumb_media_id: jpeg() },
      { title: 'Brewing', description: 'In 2 min' },
    ],
    ['video', ([id]) => ({ attachmentId: id }), { media_id: mp4(9_000) }, {}],
    [
      'music',
      ([id]) => ({
        thumbAttachmentId: id,
        title: 'Rain',
        musicUrl: 'https://x.test/rain.mp3',
        hqMusicUrl: 'https://x.test/rain-hq.mp3',
      }),
      { thumb_media_id: jpeg() },
      { title: 'Rain', musicurl: 'https://x.test/rain.mp3', hqmusicurl: 'https://x.test/rain-hq.mp3' },
    ],
    [
      'miniprogrampage',
      ([id]) => ({
        thumbAttachmentId: id,
        title: 'Shop',
        appId: 'wx0123456789abcdef',
        pagePath: 'pages/shop?id=7',
      }),
      { thumb_media_id: jpeg() },
      { title: 'Shop', appid: 'wx0123456789abcdef', pagepath: 'pages/shop?id=7' },
    ],
    // The cover of a mini program is an `image` at WeChat, not a `thumb`.
    ...[png(), padded(jpeg(), 120_000)].map(
      (cover): FileRow => [
        'miniprogrampage',
        ([id]) => ({ thumbAttachmentId: id, title: 'Shop', appId: 'wx0123456789abcdef', pagePath: 'p' }),
        { thumb_media_id: cover },
        { title: 'Shop', appid: 'wx0123456789abcdef', pagepath: 'p' },
      ],
    ),
  ];

  it.each(FILE_ROWS.map((row, index) => [row[0], index, row] as const))(
    'of the kind %s (%i) reaches WeChat with its files, bit by bit',
    async (type, index, [, message, files, facts]) => {
      const openId = `oReceivesFiles-${index}`;
      await desk.writes(openId, 'hello');
      const { id } = await desk.conversation(openId);
      const ids: string[] = [];
      for (const [name, bytes] of Object.entries(files)) ids.push(await desk.uploads(bytes, `${name}.bin`));
      const sent = await desk.call<MessageBody>('POST', `/conversations/${id}/messages`, {
        type,
        ...message(ids),
      });
      expect([sent.status, sent.body.error, sent.body.status]).toEqual([201, undefined, 'sent']);

      const [received] = desk.simulator.received({ openId });
      const wire = received?.body as { readonly [key: string]: Readonly<Record<string, string>> };
      const names = Object.keys(files);
      const { touser, msgtype, [type]: object = {}, ...rest } = wire;
      expect([touser, msgtype, rest]).toEqual([openId, type, {}]);
      const plain = Object.entries(object).filter(([name]) => !names.includes(name));
      expect(Object.fromEntries(plain)).toEqual(facts);
      for (const [name, bytes] of Object.entries(files)) {
        const answer = await fetch(`${desk.env['WECHAT_API_URL']}/media-files/picture/${object[name]}`);
        expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
      }
    },
  );

  it.each([
    ['png', png(), 415, 'attachment_type_not_supported'],
    ['jpeg of 120 kB', padded(jpeg(), 120_000), 413, 'attachment_too_large'],
  ])('with a cover that only a mini program may have (%s) is refused', async (name, bytes, status, code) => {
    const openId = `oCover-${status}`;
    await desk.writes(openId, 'hello');
    const { id } = await desk.conversation(openId);
    const [video, cover] = [await desk.uploads(mp4(), 'a.mp4'), await desk.uploads(bytes, name)];
    const music = { type: 'music', musicUrl: 'https://x.test/a.mp3', hqMusicUrl: 'https://x.test/a.mp3' };
    for (const message of [{ type: 'video', attachmentId: video }, music]) {
      const refused = await desk.call('POST', `/conversations/${id}/messages`, {
        ...message,
        thumbAttachmentId: cover,
      });
      expect([refused.status, refused.body]).toMatchObject([status, { code }]);
    }
    expect(desk.simulator.received({ openId })).toEqual([]);
  });

  it('that breaks a limit of its kind is refused without a call to WeChat, and is not stored', async () => {
    await desk.writes('oRefused', 'hello');
    const { id } = await desk.conversation('oRefused');
    const refused = [
      { type: 'news', title: 'x', url: 'javascript:alert(1)' },
      { type: 'msgmenu', items: [{ id: 'yes', text: 'Yes' }] },
      { type: 'link', url: 'https://x.test' },
    ];
    for (const message of refused) {
      const { status, body } = await desk.call('POST', `/conversations/${id}/messages`, message);
      expect([status, body]).toMatchObject([400, { code: 'invalid_request' }]);
    }
    expect(desk.simulator.calls('custom/send').filter(({ openId }) => openId === 'oRefused')).toEqual([]);
    expect(await desk.timeline('oRefused')).toHaveLength(1);
  });

  it('that WeChat refuses for its kind has WeChat’s code', async () => {
    await desk.writes('oTest', 'hello');
    const { id } = await desk.conversation('oTest');
    const effect = { type: 'errcode', errcode: 40200 } as const;
    desk.simulator.addFault({ operation: 'custom/send', openId: 'oTest', effect, times: 1 });
    const menu = { type: 'msgmenu', items: [{ id: '1', text: 'Yes' }] };
    const { status, body } = await desk.call<MessageBody>('POST', `/conversations/${id}/messages`, menu);
    expect([status, body.status, body.error?.wechatCode]).toEqual([201, 'failed', 40200]);
  });
});
