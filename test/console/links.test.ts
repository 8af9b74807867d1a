/** Which part of a text is an address: where Chinese stands directly behind it, the link ends with the address. */
import fc from 'fast-check';
import { splitLinks } from '../../src/console/conversation/content/split-links';

/** The texts of the links. */
const linksIn = (text: string): readonly string[] =>
  splitLinks(text).flatMap((piece) => (piece.href === undefined ? [] : [piece.text]));
const hrefsIn = (text: string): readonly string[] =>
  splitLinks(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

const ADDRESSES = [
  'https://example.com',
  'https://example.com/',
  'https://example.com/a',
  'https://example.com/a?id=1',
  'https://example.com/a/b.html#top',
  'http://192.168.1.1:8080/x-y_z',
  'https://m.tb.cn/h.5xKq?tk=abc',
  'https://example.com/%E8%8C%B6',
  'www.example.com/a?id=1',
];

const BEHIND = [
  '“包邮吗”',
  '”',
  '‘好’',
  '"ok"',
  '——谢谢',
  '—',
  '–',
  '……',
  '…',
  '～',
  '~',
  '~~',
  '。',
  '，谢谢',
  '、',
  '！',
  '？',
  '；',
  '：',
  '）',
  '（见图）',
  '】',
  '》',
  '」',
  '』',
  '〉',
  '〕',
  '［',
  '］',
  '｝',
  '＂',
  '＇',
  '｜',
  '￥',
  '＠',
  '＃',
  '％',
  '＆',
  '＊',
  '＋',
  '－',
  '．',
  '／',
  '＝',
  '＼',
  '＿',
  '·谢谢',
  '•',
  '※',
  '→',
  '№',
  '℃',
  '×2',
  '\u3000',
  '\u00A0',
  '\u200B',
  '\u200B谢谢',
  '\u200C',
  '\u200D',
  '\u200E',
  '\u202E',
  '\u2060',
  '\uFEFF',
  '\u00AD',
  '\u2028',
  '\u2029',
  '\u0085',
  '😀',
  '👍🏻',
  '❤️',
  '👨‍👩‍👧',
  '🇨🇳',
  '①',
  '㈱',
  'ａｂｃ',
  'ＡＢＣ',
  '１２３',
  'ｶﾀｶﾅ',
  '你好',
  '包邮吗？',
  'です',
  'カタカナ',
  'を見て',
  '링크',
  'を',
  'ครับ',
  '々',
  '，',
  ',',
  '.',
  ';',
  ':',
  '!',
  '?',
  '...',
  ')',
  ']',
  "'",
  '*',
  '**',
  '<br>',
  '>',
  '`',
  '|',
  '^',
  '{',
  '}',
  '\n下一行',
  '\t',
  ' and more',
  '。https',
  '】点击链接',
] as const;

/** What begins so may be the next part of a path that ends with a slash. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

describe.each(ADDRESSES)('the link %s', (address) => {
  it.each(
    BEHIND.filter((behind) => !address.endsWith('/') || behind.startsWith('ｶ') || !UNSPACED.test(behind)),
  )('ends before %j', (behind) => {
    expect(linksIn(`请看${address}${behind}`)).toEqual([address]);
  });
});

describe('an address', () => {
  it.each<[text: string, links: readonly string[]]>([
    // Bare, and among others.
    ['nothing here', []],
    ['see https://a.test/x?b=1&c=2#d, please', ['https://a.test/x?b=1&c=2#d']],
    ['HTTP://A.TEST/X', ['HTTP://A.TEST/X']],
    ['订单123https://a.test/1', ['https://a.test/1']],
    ['https://a.test/1，https://b.test/2', ['https://a.test/1', 'https://b.test/2']],
    [
      'https://a.test/1、https://b.test/2和https://c.test',
      ['https://a.test/1', 'https://b.test/2', 'https://c.test'],
    ],
    ['【淘宝】https://m.tb.cn/h.gXyz?tk=Ab1 CZ0001 「茶」', ['https://m.tb.cn/h.gXyz?tk=Ab1']],
    ['https://a.test/r?to=https://b.test/x', ['https://a.test/r?to=https://b.test/x']],
    // Brackets and quotes.
    [
      '(https://a.test/b) and https://c.test/Tea_(drink).',
      ['https://a.test/b', 'https://c.test/Tea_(drink)'],
    ],
    ['（https://a.test/b）', ['https://a.test/b']],
    ['《https://a.test/b》', ['https://a.test/b']],
    ['“https://a.test/b”', ['https://a.test/b']],
    ["'https://a.test/b'", ['https://a.test/b']],
    ['[https://a.test/b]', ['https://a.test/b']],
    ['[here](https://a.test/b)', ['https://a.test/b']],
    ['**https://a.test/b**', ['https://a.test/b']],
    ['https://a.test/?q=[1,2]', ['https://a.test/?q=[1,2]']],
    // Han in a path: where it begins a part, or is percent-encoded.
    ['请看https://a.test/茶。谢谢', ['https://a.test/茶']],
    ['https://a.test/茶/红茶，好', ['https://a.test/茶/红茶']],
    ['https://a.test/产品-2024.html好', ['https://a.test/产品-2024.html']],
    ['https://zh.wikipedia.org/wiki/苹果_(公司)', ['https://zh.wikipedia.org/wiki/苹果_(公司)']],
    ['https://zh.wikipedia.org/wiki/史蒂夫·乔布斯', ['https://zh.wikipedia.org/wiki/史蒂夫·乔布斯']],
    ['https://a.test/wiki/%E8%8C%B6茶', ['https://a.test/wiki/%E8%8C%B6']],
    ['https://a.test/tea茶', ['https://a.test/tea']],
    ['https://a.test?q=茶', ['https://a.test?q=']],
    ['https://fr.wikipedia.org/wiki/Café_crème', ['https://fr.wikipedia.org/wiki/Café_crème']],
    ['https://ru.wikipedia.org/wiki/Чай, да', ['https://ru.wikipedia.org/wiki/Чай']],
    // Hosts.
    ['https://例子.中国/茶', ['https://例子.中国/茶']],
    ['https://例子.中国谢谢', ['https://例子.中国']],
    ['https://www.例子.com，好', ['https://www.例子.com']],
    ['https://example.com谢谢', ['https://example.com']],
    ['https://example.com.谢谢', ['https://example.com']],
    ['https://example.com欢迎访问www.b.test', ['https://example.com', 'www.b.test']],
    ['http://localhost:3000/x', ['http://localhost:3000/x']],
    ['https://a.test@evil.test/', ['https://a.test@evil.test/']],
    ['https:// http:// https://。 https://谢谢', []],
    // Without a scheme.
    ['请看www.example.com。', ['www.example.com']],
    ['WWW.Example.Com/x', ['WWW.Example.Com/x']],
    ['www.', []],
    ['www.谢谢', []],
    ['awww.example.com', []],
    ['mail@www.example.com', []],
    ['service@example.com，谢谢', []],
    ['mailto:service@example.com', []],
    // What is none, or none of ours.
    ['javascript:alert(1) data:text/html,x file:///etc/passwd ftp://a.test weixin://x', []],
    ['＜https：//a.test＞', []],
    // As WeChat has links in texts.
    ['<a href="https://a.test/b">点击这里</a>', ['https://a.test/b']],
    ["<a href='https://a.test/b'>点击这里</a>", ['https://a.test/b']],
    [
      '<a href="http://a.test" data-miniprogram-appid="wx1" data-miniprogram-path="pages/a">x</a>',
      ['http://a.test'],
    ],
    // A digit that is half of an emoji.
    ['https://a.test/1️⃣', ['https://a.test/']],
  ])('in %j', (text, links) => {
    expect(linksIn(text)).toEqual(links);
  });

  it('is opened as the browser writes it, without a scheme by http', () => {
    expect(hrefsIn('请看https://a.test/茶 www.a.test/b https://例子.中国')).toEqual([
      'https://a.test/%E8%8C%B6',
      'http://www.a.test/b',
      'https://xn--fsqu00a.xn--fiqs8s/',
    ]);
  });
});

it('leaves the text as it was, whatever stands in it', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(...ADDRESSES, ...BEHIND, 'https://', 'www.', '/', '('),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      const pieces = splitLinks(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const { href } of pieces) if (href !== undefined) expect(href).toMatch(/^https?:\/\/[^/]/);
    }),
  );
});

it('is quick for texts that were made to be slow', () => {
  // The time of the processor, which others do not take from.
  const before = process.cpuUsage();
  for (const one of ['https://', 'www.a.', '(', '茶.', '/茶', '/茶(', '.a', '_(', "https://a.test/'"])
    splitLinks(`https://${one.repeat(2_000)}`);
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_500);
});
