/** Whatever a model answers: nothing is lost but marks, and every part is a message that WeChat takes. */
import * as fc from 'fast-check';
import { shapeAnswer } from '../../../src/bots/shaping/shape-answer';
import { divideAnswer, toParts } from '../../../src/domain/bots/shaping/divide-answer';
import { textBytes } from '../../../src/domain/messages/message-text';

const word = fc.constantFrom(
  '红茶',
  '水温九十度',
  'tea',
  'Café',
  'お茶',
  '👨‍👩‍👧',
  '🇨🇳',
  '1️⃣',
  'n̈',
  '99 元',
  '“好”',
  'a_b',
);
const words = fc.array(word, { minLength: 1, maxLength: 12 }).map((all) => all.join(''));
const inline = fc.oneof(
  words,
  words.map((text) => `**${text}**`),
  words.map((text) => `*${text}*`),
  words.map((text) => `\`${text}\``),
  words.map((text) => `[${text}](https://a.test/x)`),
  fc.constantFrom('，', '。', '! ', '?', ' '),
);
const line = fc.array(inline, { minLength: 1, maxLength: 8 }).map((all) => all.join(''));
/** What a model writes, and what of it is read in which order. */
type Written = { readonly source: string; readonly read: string };
const asWritten = (source: string): Written => ({ source, read: source });
const lines = fc.array(line, { minLength: 1, maxLength: 5 });
const block: fc.Arbitrary<Written> = fc.oneof(
  line.map(asWritten),
  line.map((text) => asWritten(`## ${text}`)),
  lines.map((all) => asWritten(all.map((text) => `- ${text}`).join('\n'))),
  lines.map((all) => asWritten(all.map((text) => `> ${text}`).join('\n'))),
  line.map((text) => asWritten(`\`\`\`\n${text}\n\`\`\``)),
  fc.tuple(words, words, words, words).map(([head, other, value, second]) => ({
    source: `| ${head} | ${other} |\n|---|---|\n| ${value} | ${second} |`,
    read: head + value + other + second,
  })),
);
const markdown = fc.array(block, { minLength: 1, maxLength: 30 }).map((all) => ({
  source: all.map(({ source }) => source).join('\n\n'),
  read: all.map(({ read }) => read).join(''),
}));

const letters = (text: string): string =>
  text
    .replace(/https:\/\/a\.test\/x|href/g, '')
    .replace(/<\/?a\b/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '');
const textOf = (answer: string): string =>
  shapeAnswer(answer)
    .map((item) => (item.type === 'text' ? item.text : JSON.stringify(item)))
    .join('\n');

it('no letter is lost but marks, and they keep their order', () => {
  fc.assert(
    fc.property(markdown, ({ source, read }) => {
      expect(letters(textOf(source))).toBe(letters(read));
    }),
    { numRuns: 300 },
  );
});

it('plain text stays as it is, and shaping it again changes nothing', () => {
  const plain = fc
    .array(
      fc.oneof(words, fc.constantFrom('，', '。', '！', ' ', '\n', '\n\n', '·', '：', '3.5', '(', ')', '/')),
      { minLength: 1, maxLength: 60 },
    )
    .map((all) =>
      `好${all.join('')}好`
        .replace(/[^\S\n]+/g, ' ')
        .replace(/ ?\n ?/g, '\n')
        .replace(/\n{3,}/g, '\n\n'),
    );
  fc.assert(
    fc.property(plain, (text) => {
      const unchanged = text.replace(/^(\d+)([.)]) ?/gm, '$1$2 ');
      // A list in which all numbers are the same is counted anew.
      const numbers = [...unchanged.matchAll(/^\d+(?=[.)] )/gm)].map(([number]) => number);
      fc.pre(new Set(numbers).size === numbers.length);
      expect(textOf(unchanged)).toBe(unchanged);
    }),
    { numRuns: 300 },
  );
});

it('anything at all becomes messages of at most 2,048 bytes, or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 4_000 }), fc.nat(5), (answer, places) => {
      const items = shapeAnswer(answer);
      const { accepted, rest } = divideAnswer(items, places, '回复任意内容查看余下内容');
      expect(accepted.length).toBeLessThanOrEqual(places);
      for (const part of [...toParts(items), ...accepted, ...toParts(rest)]) {
        const text = part.type === 'text' ? part.text : '';
        expect(textBytes(text)).toBeLessThanOrEqual(2_048);
        expect(text).toBe(text.trim());
      }
    }),
    { numRuns: 200 },
  );
});
