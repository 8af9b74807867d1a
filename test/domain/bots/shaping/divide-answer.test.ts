import type { AnswerItem } from '../../../../src/domain/bots/answer';
import {
  divideAnswer,
  isTooMuch,
  LONGEST_CONTINUE_TEXT_BYTES,
  toParts,
} from '../../../../src/domain/bots/shaping/divide-answer';

const HINT = '回复任意内容查看余下内容';
const text = (words: string): AnswerItem => ({ type: 'text', text: words });
const picture: AnswerItem = {
  type: 'picture',
  url: 'https://a.test/a.jpg',
  text: '红茶 https://a.test/a.jpg',
};
const menu = { type: 'msgmenu', items: [{ id: '1', text: '红茶' }] } as const;
const article = { type: 'news', title: '红茶', url: 'https://a.test' } as const;
const long = `${'茶'.repeat(600)}。${'水'.repeat(600)}。`;

test('an answer that has room leaves as it is', () => {
  expect(divideAnswer([text('好'), picture, menu], 3, HINT)).toEqual({
    accepted: [text('好'), picture, menu],
    rest: [],
  });
});

test('the last message that leaves says how to get the rest, and the rest of the text stays one', () => {
  expect(divideAnswer([text(long)], 1, HINT)).toEqual({
    accepted: [text(`${'茶'.repeat(600)}。\n\n${HINT}`)],
    rest: [text(`${'水'.repeat(600)}。`)],
  });
});

test('the words for it count: a message that would be full is cut shorter', () => {
  const full = Array.from(
    { length: 90 },
    (_, line) => `${'茶'.repeat(14)}${String(line).padStart(2, '0')}`,
  ).join('\n');
  const { accepted, rest } = divideAnswer([text(full)], 1, HINT);
  const [first] = accepted;
  if (first?.type !== 'text') throw new Error('no text');
  expect(Buffer.byteLength(first.text)).toBeLessThanOrEqual(2_048);
  expect(first.text.endsWith(`\n\n${HINT}`)).toBe(true);
  const words = rest.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
  expect(`${first.text.slice(0, -HINT.length - 2)}\n${words}`).toBe(full);
});

test('a picture, a menu and an article say it as far as they can', () => {
  expect(divideAnswer([picture, text('好')], 1, HINT)).toEqual({
    accepted: [text(`红茶 https://a.test/a.jpg\n\n${HINT}`)],
    rest: [text('好')],
  });
  expect(divideAnswer([menu, text('好')], 1, HINT).accepted).toEqual([{ ...menu, tail: HINT }]);
  expect(divideAnswer([{ ...menu, tail: '请选' }, text('好')], 1, HINT).accepted).toEqual([
    { ...menu, tail: `请选\n\n${HINT}` },
  ]);
  expect(divideAnswer([article, text('好')], 1, HINT)).toEqual({ accepted: [article], rest: [text('好')] });
});

test('the longest words for it leave most of the message to the answer', () => {
  const hint = 'x'.repeat(LONGEST_CONTINUE_TEXT_BYTES);
  const [first] = divideAnswer([text('茶'.repeat(700))], 1, hint).accepted;
  if (first?.type !== 'text') throw new Error('no text');
  expect(first.text.endsWith(`\n\n${hint}`)).toBe(true);
  expect(first.text.length - hint.length).toBeGreaterThan(600);
});

test('without a place everything is held', () => {
  expect(divideAnswer([text('好'), menu], 0, HINT)).toEqual({ accepted: [], rest: [text('好'), menu] });
});

test('more than 20 messages are too much', () => {
  expect(isTooMuch(Array.from({ length: 20 }, () => text('好')))).toBe(false);
  expect(isTooMuch(Array.from({ length: 21 }, () => text('好')))).toBe(true);
  expect(toParts([text('好'.repeat(682 * 20))])).toHaveLength(20);
  expect(isTooMuch([text('好'.repeat(682 * 20))])).toBe(false);
  expect(isTooMuch([text('好'.repeat(682 * 20 + 1))])).toBe(true);
  expect(isTooMuch([text('好'.repeat(1_000_000))])).toBe(true);
});
