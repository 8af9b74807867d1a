import { splitAnchors } from '../../src/words/split-anchors';

describe('a text of the account', () => {
  it('has links where WeChat shows them', () => {
    expect(splitAnchors('详情见 <a href="https://a.test/x?y=1">说明</a>。')).toEqual([
      { text: '详情见 ' },
      { text: '说明', href: 'https://a.test/x?y=1' },
      { text: '。' },
    ]);
  });

  it.each([
    'no link',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="https://a.test"></a>',
    '<a href="https://a.test"><b>x</b></a>',
    '<a onclick="x" href="https://a.test">x</a>',
  ])('stays as it is where it has none: %s', (text) => {
    expect(splitAnchors(text)).toEqual([{ text }]);
  });

  it('loses nothing but the marks of its links', () => {
    const link = '<a href="http://a.test">b</a>';
    expect(splitAnchors(link + link).map(({ text }) => text)).toEqual(['b', 'b']);
    expect(splitAnchors('')).toEqual([]);
  });
});
