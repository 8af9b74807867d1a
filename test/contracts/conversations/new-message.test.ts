import { sendMessageSchema } from '../../../src/contracts/conversations/new-message';
import { createOpenApiDocument } from '../../../src/contracts/openapi';
import { ROUTES } from '../../support/route-contracts';

const KINDS = {
  text: { text: 'x' },
  image: { attachmentId: 'a' },
  voice: { attachmentId: 'a' },
  video: { attachmentId: 'a', thumbAttachmentId: 't', title: 'T', description: 'D' },
  music: { musicUrl: 'https://x.test/m', hqMusicUrl: 'http://x.test/h', thumbAttachmentId: 't' },
  news: { title: 'T', url: 'https://x.test', description: 'D', pictureUrl: 'https://x.test/p' },
  mpnews: { mediaId: 'm' },
  mpnewsarticle: { articleId: 'm' },
  msgmenu: { head: 'H', items: [{ id: '1', text: 'Yes' }], tail: 'E' },
  miniprogrampage: {
    title: 'T',
    appId: 'wx0123456789abcdef',
    pagePath: 'pages/a?b=1',
    thumbAttachmentId: 't',
  },
  link: { title: 'T', description: 'D', url: 'https://x.test', thumbUrl: 'https://x.test/p' },
  wxcard: { cardId: 'c' },
} as const;
type Kind = keyof typeof KINDS;

const take = (type: Kind, change: object = {}) =>
  sendMessageSchema.safeParse({ type, ...KINDS[type], ...change });
const items = (count: number, text = 'x') =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), text }));

describe('what can be sent', () => {
  it.each(Object.keys(KINDS) as Kind[])('%s is taken as it is, and refused with a field more', (type) => {
    expect(take(type).data).toEqual({ type, ...KINDS[type], whenBlocked: 'reject' });
    expect(take(type, { whenBlocked: 'hold' }).data?.whenBlocked).toBe('hold');
    expect(take(type, { colour: 'red' }).success).toBe(false);
  });

  it.each([
    ['video', 'thumbAttachmentId', 'title', 'description'],
    ['news', 'description', 'pictureUrl'],
    ['msgmenu', 'head', 'tail'],
    // Which kind of channel it is for is not known here.
    ['miniprogrampage', 'appId'],
    ['link'],
  ] as const)('%s may do without %s and so on, and needs the rest', (type, ...optional) => {
    for (const name of Object.keys(KINDS[type])) {
      const { [name]: _left, ...rest } = KINDS[type] as Record<string, unknown>;
      const { success } = sendMessageSchema.safeParse({ type, ...rest });
      expect([name, success]).toEqual([name, (optional as readonly string[]).includes(name)]);
    }
  });

  const limits: readonly (readonly [what: string, type: Kind, taken: object, refused: object])[] = [
    ['a text of 2,048 bytes', 'text', { text: `${'茶'.repeat(682)}ab` }, { text: '茶'.repeat(683) }],
    ['a title of 200 characters', 'news', { title: '茶'.repeat(200) }, { title: '茶'.repeat(201) }],
    ['a description of 500', 'video', { description: 'x'.repeat(500) }, { description: 'x'.repeat(501) }],
    ['20 menu items', 'msgmenu', { items: items(20) }, { items: items(21) }],
    ['one menu item', 'msgmenu', { items: items(1) }, { items: [] }],
    [
      'a menu item of 256 bytes',
      'msgmenu',
      { items: items(1, 'x'.repeat(256)) },
      { items: items(1, 'x'.repeat(257)) },
    ],
    ['a menu head of 1,024 bytes', 'msgmenu', { head: 'x'.repeat(1024) }, { head: 'x'.repeat(1025) }],
    [
      'a page path of 1,024',
      'miniprogrampage',
      { pagePath: 'x'.repeat(1024) },
      { pagePath: 'x'.repeat(1025) },
    ],
    ['an id of 128', 'wxcard', { cardId: 'x'.repeat(128) }, { cardId: 'x'.repeat(129) }],
    [
      'an id of 9 digits',
      'msgmenu',
      { items: [{ id: '123456789', text: 'x' }] },
      { items: [{ id: '1234567890', text: 'x' }] },
    ],
  ];
  it.each(limits)('takes %s and no more', (_what, type, taken, refused) => {
    expect(take(type, taken).success).toBe(true);
    expect(take(type, refused).success).toBe(false);
  });

  const wrong: readonly (readonly [what: string, type: Kind, change: object])[] = [
    ['a menu id that is a word', 'msgmenu', { items: [{ id: 'yes', text: 'x' }] }],
    ['a menu id that is ours', 'msgmenu', { items: [{ id: '900000000', text: 'x' }] }],
    ['a menu id that is a number', 'msgmenu', { items: [{ id: 1, text: 'x' }] }],
    ['a menu id that is there twice', 'msgmenu', { items: [...items(1), ...items(1)] }],
    ['a script as an address', 'news', { url: 'javascript:alert(1)' }],
    ['an address without a protocol', 'news', { url: 'x.test' }],
    ['another protocol for a picture', 'news', { pictureUrl: 'ftp://x.test/p' }],
    ['an address that is a path', 'music', { musicUrl: '/m.mp3' }],
    ['several articles', 'news', { articles: [] }],
    ['a list of titles', 'news', { title: ['a', 'b'] }],
    ['an empty title', 'news', { title: '' }],
    ['a bell in a title', 'video', { title: 'a\u0007' }],
    ['half a character in a menu', 'msgmenu', { tail: 'a\ud83d' }],
    ['NUL in the id of an attachment', 'image', { attachmentId: 'a\0' }],
    ['a space in a card id', 'wxcard', { cardId: 'a b' }],
    ['an app id that is none', 'miniprogrampage', { appId: 'shop' }],
  ];
  it.each(wrong)('refuses %s', (_what, type, change) => {
    expect(take(type, change).success).toBe(false);
  });

  it('is in the OpenAPI document, each kind with an example that is taken', () => {
    const { components } = createOpenApiDocument(ROUTES, { version: '1', serverUrl: '/' });
    const schemas = components?.schemas as Record<string, { example?: { type: string }; oneOf?: unknown[] }>;
    expect(schemas['NewMessage']?.oneOf).toHaveLength(Object.keys(KINDS).length);
    const examples = Object.values(schemas).flatMap(({ example }) =>
      example !== undefined && example.type in KINDS ? [example] : [],
    );
    expect(examples.map(({ type }) => type).sort()).toEqual(Object.keys(KINDS).sort());
    for (const example of examples) expect(sendMessageSchema.parse(example)).toMatchObject(example);
  });
});
