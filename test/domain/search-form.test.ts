/** The form in which texts are compared, and where a text contains the search words. */
import fc from 'fast-check';
import { findMatches, searchForm } from '../../src/domain/search-form';

/** The matches in a text. */
const marked = (text: string, words: string): readonly string[] =>
  findMatches(text, words).map(({ from, to }) => text.slice(from, to));

describe('a search match is found as it was written', () => {
  it.each<[text: string, words: string, found: readonly string[]]>([
    ['订单ＡＢＣ１２３４号', 'abc1234', ['ＡＢＣ１２３４']],
    ['abc1234', 'ＡＢＣ１２３４', ['abc1234']],
    ['Cafe\u0301 noir', 'caf\u00E9', ['Cafe\u0301']],
    ['Caf\u00E9 noir', 'cafe\u0301', ['Caf\u00E9']],
    ['a\u3000b', 'a b', ['a\u3000b']],
    ['a b', 'a\u3000b', ['a b']],
    ['a\u00A0b a\u202Fb', 'a b', ['a\u00A0b', 'a\u202Fb']],
    ['first\n\nsecond', 'first second', ['first\n\nsecond']],
    ['ｶﾞﾗｽの茶碗', 'ガラス', ['ｶﾞﾗｽ']],
    ['ガラスの茶碗', 'ｶﾞﾗｽ', ['ガラス']],
    ['お茶 か\u3099', 'が', ['か\u3099']],
    ['包邮吗？', '包邮吗?', ['包邮吗？']],
    ['（见图）', '(见图)', ['（见图）']],
    ['oﬃce', 'office', ['oﬃce']],
    ['oﬃce', 'ff', ['ﬃ']],
    ['Straße', 'STRASSE', ['Straße']],
    ['STRASSE', 'straße', ['STRASSE']],
    ['İstanbul, ıstanbul', 'istanbul', ['İstanbul', 'ıstanbul']],
    ['ΟΔΟΣ οδος', 'οδοσ', ['ΟΔΟΣ', 'οδος']],
    ['ПРИВЕТ', 'привет', ['ПРИВЕТ']],
    ['①㈱', '1(株)', ['①㈱']],
    ['AB\u200BC-1\u00AD2', 'abc-12', ['AB\u200BC-1\u00AD2']],
    ['❤\uFE0F', '❤', ['❤\uFE0F']],
    ['👍🏻👍', '👍', ['👍', '👍']],
    ['한글', '\u1112\u1161\u11AB글', ['한글']],
    ['aaaa', 'aa', ['aa', 'aa']],
    ['ßß', 's', ['ß', 'ß']],
    ['x.*y', '.*', ['.*']],
    ['nothing', 'else', []],
    ['any', '', []],
    ['any', '\u200B', []],
    ['a b', ' \u3000 ', []],
    ['', 'a', []],
  ])('%j has %j', (text, words, found) => {
    expect(marked(text, words)).toEqual(found);
  });
});

describe('for any text', () => {
  const characters =
    'aBéÉe\u0301ßİıI\u0307ΣςſﬁＡ１　 \t\n\u00A0ｶﾞガか\u3099한\u1112\u1161\u11ABㄱㅏ茶、，,\u200B\u00AD❤\uFE0F👍🏻①';
  const text = fc.oneof(
    fc.array(fc.constantFrom(...Array.from(characters)), { maxLength: 20 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );

  it('the words are found exactly where the search form contains them', () => {
    fc.assert(
      fc.property(text, text, text, (before, words, after) => {
        const whole = before + words + after;
        const folded = searchForm(words).trim();
        expect(findMatches(whole, words).length > 0).toBe(
          folded !== '' && searchForm(whole).includes(folded),
        );
        for (const part of marked(whole, words)) expect(searchForm(part)).toContain(folded.slice(0, 1));
      }),
      { numRuns: 2_000 },
    );
  });
});
