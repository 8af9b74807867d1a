import { shapeAnswer } from '../../../src/bots/shaping/shape-answer';
import { toParts } from '../../../src/domain/bots/shaping/divide-answer';

/** The text of an answer that is one text. */
function shaped(answer: string): string {
  const [item, ...others] = shapeAnswer(answer);
  if (item?.type !== 'text' || others.length > 0)
    throw new Error(`not one text: ${JSON.stringify([item, ...others])}`);
  return item.text;
}

describe('the marks of Markdown', () => {
  test.each([
    ['headings', '# 红茶\n\n## 冲泡\n水温 90 度', '红茶\n\n冲泡\n水温 90 度'],
    ['headings by underline', '红茶\n====\n水温', '红茶\n水温'],
    ['bold and italics', '**重点**和*轻点*，__both__ _of them_', '重点和轻点，both of them'],
    ['bold beside Chinese punctuation', '请注意**“限时”：**今天截止。', '请注意“限时”：今天截止。'],
    ['bullets', '- 红茶\n- 绿茶\n* 白茶', '• 红茶\n• 绿茶\n• 白茶'],
    ['nested bullets', '- 茶\n  - 红茶\n    - 祁门\n- 水', '• 茶\n\u3000• 红茶\n\u3000\u3000• 祁门\n• 水'],
    ['bullets with paragraphs', '- 一\n\n  补充\n\n- 二', '• 一\n\n补充\n\n• 二'],
    ['numbers', '1. 洗杯\n2. 投茶\n3. 注水', '1. 洗杯\n2. 投茶\n3. 注水'],
    ['numbers that go on later', '3. 注水\n4. 出汤', '3. 注水\n4. 出汤'],
    ['numbers that are all 1', '1. 洗杯\n1. 投茶\n1. 注水', '1. 洗杯\n2. 投茶\n3. 注水'],
    ['numbers with a bracket', '1) 洗杯\n2) 投茶', '1) 洗杯\n2) 投茶'],
    ['bullets below numbers', '1. 洗杯\n   - 热水\n2. 投茶', '1. 洗杯\n\u3000• 热水\n2. 投茶'],
    [
      'code keeps its text',
      '运行：\n```bash\nnpm  start\n\n\n# 好了\n```\n即可，见 `npm *test*`',
      '运行：\nnpm  start\n\n# 好了\n即可，见 npm *test*',
    ],
    ['code that is not closed', '```\nlet a = 1;', 'let a = 1;'],
    ['quotes', '> 您好\n> 在吗\n\n在的', '您好\n在吗\n\n在的'],
    ['rules', '上\n\n---\n\n下', '上\n\n下'],
    ['a struck out price keeps its marks', '~~199 元~~ 99 元', '~~199 元~~ 99 元'],
    ['escapes', '2 \\* 3 = 6，\\# 不是标题', '2 * 3 = 6，# 不是标题'],
    ['entities', 'A&amp;B&nbsp;&lt;3', 'A&B\u00a0<3'],
    ['no marks', '3 * 4 * 5，a_b_c，#话题#，1.5 元', '3 * 4 * 5，a_b_c，#话题#，1.5 元'],
    ['lines stay lines', '您好：\n第一行\n第二行', '您好：\n第一行\n第二行'],
    ['indented text is no code', '您好：\n\n    缩进的一段', '您好：\n\n缩进的一段'],
    ['at most one empty line', '一\n\n\n\n二\n \n\t\n三', '一\n\n二\n\n三'],
    [
      'a table',
      '| 茶 | 价格 |\n|---|---:|\n| 红茶 | 30 元 |\n| **绿茶** | |',
      '茶: 红茶\n价格: 30 元\n\n茶: 绿茶',
    ],
    ['a table without a head of its first column', '| | 红茶 |\n|---|---|\n| 水温 | 90 |', '水温\n红茶: 90'],
    ['a table of heads only', '| 茶 | 价格 |\n|---|---|', '茶\n价格'],
    ['HTML is text', '<b>粗</b><br>见 <div class="a">块</div>', '<b>粗</b><br>见 <div class="a">块</div>'],
    ['blocks of HTML are text, with Markdown in them', '<div>\n**粗**\n</div>', '<div>\n粗\n</div>'],
    ['control characters', 'a\u0000b\u0007c\r\nd\ud800e', 'abc\nd\ufffde'],
  ])('%s', (_what, answer, text) => {
    expect(shaped(answer)).toBe(text);
  });
});

describe('links', () => {
  const long = `https://shop.example.com/item?id=${'7'.repeat(200)}`;
  test.each([
    [
      'become anchors',
      '见[商城](https://shop.example.com/a?b=1&c=2)。',
      '见<a href="https://shop.example.com/a?b=1&c=2">商城</a>。',
    ],
    ['bold inside', '[**商城**](https://shop.example.com)', '<a href="https://shop.example.com">商城</a>'],
    ['with a long address show it', `见[商城](${long})吧`, `见商城 ${long} 吧`],
    ['with a long address before a full stop', `见[商城](${long})。`, `见商城 ${long}。`],
    [
      'with many words show the address',
      `[${'茶'.repeat(60)}](https://a.example.com)`,
      `${'茶'.repeat(60)} https://a.example.com`,
    ],
    [
      'to an address in Chinese are encoded',
      '[红茶](https://zh.example.org/wiki/红茶)',
      '<a href="https://zh.example.org/wiki/%E7%BA%A2%E8%8C%B6">红茶</a>',
    ],
    [
      'on their own address are only that',
      '[https://a.example.com](https://a.example.com)',
      'https://a.example.com',
    ],
    ['in angle brackets', '见 <https://a.example.com/x_y_z>', '见 https://a.example.com/x_y_z'],
    [
      'that stand in the text keep every character',
      'https://git.example.com/a/__init__.py?x=*a*&y=~~b~~ 好',
      'https://git.example.com/a/__init__.py?x=*a*&y=~~b~~ 好',
    ],
    ['by mail', '[me@example.com](mailto:me@example.com)', 'me@example.com'],
    ['to somewhere inside', '[上文](#top)', '上文 #top'],
    ['that are dangerous stay text', '[点我](javascript:alert(1))', '[点我](javascript:alert(1))'],
    ['definitions stay text', '见 [1]\n\n[1]: https://a.example.com', '见 [1]\n\n[1]: https://a.example.com'],
    [
      'written as an anchor',
      '<a href="https://a.example.com/?a=1&amp;b=2" target="_blank">店</a>',
      '<a href="https://a.example.com/?a=1&b=2">店</a>',
    ],
    ['written as an anchor to nowhere', '<a name="x">店</a>', '<a name="x">店</a>'],
    [
      'that begin as an anchor only',
      '<a href="https://a.example.com">店',
      '<a href="https://a.example.com">店',
    ],
  ])('%s', (_what, answer, text) => {
    expect(shaped(answer)).toBe(text);
  });
});

describe('pictures', () => {
  it('are pieces of their own, in order', () => {
    expect(shapeAnswer('看：\n\n![红茶](https://img.example.com/a.jpg)\n\n好看吗？')).toEqual([
      { type: 'text', text: '看：' },
      { type: 'picture', url: 'https://img.example.com/a.jpg', text: '红茶 https://img.example.com/a.jpg' },
      { type: 'text', text: '好看吗？' },
    ]);
  });

  it('are links where they are not at an https address', () => {
    expect(shapeAnswer('![红茶](http://img.example.com/a.jpg)![图](/a.png)')).toEqual([
      { type: 'text', text: '红茶 http://img.example.com/a.jpg 图 /a.png' },
    ]);
  });

  it('in a link leave its address', () => {
    expect(shapeAnswer('[![红茶](https://img.example.com/a.jpg)](https://shop.example.com)')).toEqual([
      { type: 'picture', url: 'https://img.example.com/a.jpg', text: '红茶 https://img.example.com/a.jpg' },
      { type: 'text', text: 'https://shop.example.com' },
    ]);
  });
});

it.each([
  ['nothing', ''],
  ['spaces', ' \n\t '],
  ['thoughts', '<think>嗯，他问价格'],
  ['marks', '---\n\n```\n```\n'],
  ['what nobody sees', '\u200b\ufeff'],
])('an answer of %s is empty', (_what, answer) => {
  expect(shapeAnswer(answer)).toEqual([]);
});

it('a whole answer of a model becomes the messages that a person would send', () => {
  const answer = [
    '<think>\n用户想知道价格。\n</think>\n',
    '## 冲泡建议 ☕️',
    '',
    '您好！以下是**两款茶**的对比：',
    '',
    '| 茶 | 水温 | 价格 |',
    '| --- | :---: | ---: |',
    '| 祁门红茶 | 90℃ | ¥128 |',
    '| 龙井 | 80℃ | ¥168 |',
    '',
    '步骤：',
    '1. **温杯**：用热水冲一遍',
    '2. 投茶 `3g`',
    '   - 老人可少放',
    '',
    '```js',
    'const 水温 = 90; // ℃',
    '```',
    '',
    '详见[冲泡指南](https://tea.example.com/guide)，或加微信群👨‍👩‍👧。',
  ].join('\n');
  expect(toParts(shapeAnswer(answer))).toEqual([
    {
      type: 'text',
      text: [
        '冲泡建议 ☕️',
        '',
        '您好！以下是两款茶的对比：',
        '',
        '茶: 祁门红茶',
        '水温: 90℃',
        '价格: ¥128',
        '',
        '茶: 龙井',
        '水温: 80℃',
        '价格: ¥168',
        '',
        '步骤：',
        '1. 温杯：用热水冲一遍',
        '2. 投茶 3g',
        '\u3000• 老人可少放',
        '',
        'const 水温 = 90; // ℃',
        '',
        '详见<a href="https://tea.example.com/guide">冲泡指南</a>，或加微信群👨‍👩‍👧。',
      ].join('\n'),
    },
  ]);
});
