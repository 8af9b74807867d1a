import { cutBeginning, packText } from '../../../../src/domain/bots/shaping/pack-text';

const textsOf = (text: string): readonly string[] => packText(text).map((part) => part.text);
/** A text of so many bytes without a place to cut but between its words. */
const filled = (bytes: number): string => 'x'.repeat(bytes);

test('a text that fits is one message, whatever is in it', () => {
  expect(textsOf(` ${filled(1_000)}\n\n${filled(1_000)}。\n`)).toEqual([
    `${filled(1_000)}\n\n${filled(1_000)}。`,
  ]);
  expect(textsOf(filled(2_048))).toEqual([filled(2_048)]);
  expect(textsOf(' \n ')).toEqual([]);
});

test.each([
  [
    'a paragraph before a line',
    `${filled(900)}\n\n${filled(200)}\n${filled(300)}。${filled(900)}`,
    [900, 200 + 1 + 300 + 3 + 900],
  ],
  ['a line before a sentence', `${filled(900)}\n${filled(300)}。${filled(900)}`, [900, 300 + 3 + 900]],
  ['a sentence before a word', `${filled(900)}. ${filled(300)} ${filled(900)}`, [901, 300 + 1 + 900]],
  ['a word before a character', `${filled(900)} ${filled(1_900)}`, [900, 1_900]],
  [
    'the last of several',
    `${filled(500)}\n${filled(500)}\n${filled(500)}\n${filled(800)}`,
    [500 + 1 + 500 + 1 + 500, 800],
  ],
])('is cut at %s', (_what, text, lengths) => {
  expect(textsOf(text).map((part) => Buffer.byteLength(part))).toEqual(lengths);
});

test('is not cut at a better place if that takes one message more', () => {
  const text = `${filled(100)}\n\n${filled(1_990)} ${filled(1_990)}`;
  expect(textsOf(text).map((part) => part.length)).toEqual([2_048, 100 + 2 + 1_990 - 2_048 + 1 + 1_990]);
});

test('no message begins with a mark that belongs to the word before', () => {
  const text = `${'茶'.repeat(682)}，${'水'.repeat(10)}`;
  const [first, second] = textsOf(text);
  expect(`${first}${second}`).toBe(text);
  expect(second?.startsWith('，')).toBe(false);
});

test('what belongs together is cut only where it is longer than a message', () => {
  const address = `https://a.test/${filled(2_033)}`;
  expect(textsOf(`看 ${address} 好`)).toEqual(['看', address, '好']);
  expect(textsOf(`${address}x`).join('')).toBe(`${address}x`);
  const zalgo = `e${'\u0301'.repeat(2_000)}`;
  expect(textsOf(zalgo).join('')).toBe(zalgo);
});

test('the beginning of a text is cut off at a good place in its second half', () => {
  const text = `${filled(50)}\n\n${filled(600)}。${filled(300)} ${filled(700)}`;
  expect(cutBeginning(text, 1_000)).toEqual({
    beginning: `${filled(50)}\n\n${filled(600)}。`,
    rest: `${filled(300)} ${filled(700)}`,
  });
  expect(cutBeginning('茶水', 1_000)).toEqual({ beginning: '茶水', rest: '' });
  expect(cutBeginning('👨‍👩‍👧', 10)).toBeNull();
});
