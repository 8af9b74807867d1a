import * as fc from 'fast-check';
import { graphemesOf, wordsOf } from '../../../../src/domain/bots/shaping/segments';

const whole = (granularity: 'grapheme' | 'word', text: string): readonly string[] =>
  [...new Intl.Segmenter('zh', { granularity }).segment(text)].map(({ segment }) => segment);
const piece = fc.constantFrom('茶', 'tea ', '👨‍👩‍👧‍👦', '🇨🇳', 'n\u0308', '\r\n', '3.5 ', '。', 'ภาษา ');
const long = fc.array(piece, { minLength: 200, maxLength: 800 }).map((all) => all.join(''));

it('a long text has the same characters as if it were segmented at once', () => {
  fc.assert(
    fc.property(long, (text) => {
      const found = graphemesOf(text);
      expect(found.map(({ segment }) => segment)).toEqual(whole('grapheme', text));
      for (const { segment, index } of found) expect(text.startsWith(segment, index)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

it('its words are whole', () => {
  const text = Array.from({ length: 600 }, (_, index) => `word${index} `).join('');
  expect(wordsOf(text).map(({ segment }) => segment)).toEqual(whole('word', text));
});

it('a character or word that is longer than a piece stays whole', () => {
  const letter = `n${'\u0308'.repeat(5_000)}`;
  expect(graphemesOf(`a${letter}b`).map(({ segment }) => segment)).toEqual(['a', letter, 'b']);
  expect(wordsOf(`a ${'b'.repeat(5_000)} c`).map(({ segment }) => segment)).toEqual([
    'a',
    ' ',
    'b'.repeat(5_000),
    ' ',
    'c',
  ]);
});

it('an empty text has none', () => {
  expect(graphemesOf('')).toEqual([]);
});
