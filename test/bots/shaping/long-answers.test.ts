/** What an endpoint may answer is 1 MiB: the work on it grows with its length, not with the square of it. */
import { shapeAnswer } from '../../../src/bots/shaping/shape-answer';
import { LONGEST_ANSWER } from '../../../src/domain/bots/answer';
import { divideAnswer, isTooMuch, toParts } from '../../../src/domain/bots/shaping/divide-answer';

const MIB = 1_048_576;
const filled = (unit: string, length: number): string => unit.repeat(Math.floor(length / unit.length));

/** The least processor time of some tries, in ms: other processes do not count. */
function costOf(tries: number, work: () => unknown): number {
  const costs = Array.from({ length: tries }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...costs);
}

function shapeAndDivide(answer: string): void {
  const items = shapeAnswer(answer);
  if (!isTooMuch(items)) divideAnswer(items, 1, '回复任意内容查看余下内容');
}

/** Sixteen times the length may cost four times more than it should; a square would be sixteen times more. */
const expectNoSquare = (work: (length: number) => unknown, longest: number): void => {
  const short = costOf(5, () => work(longest / 16));
  expect(costOf(2, () => work(longest))).toBeLessThan((short + 5) * 16 * 4);
};

it.each([
  ['closing marks of thoughts', '</think>', MIB],
  ['opening marks of thoughts', '<think>', MIB],
  ['spaces inside', ' ', 130_000],
  ['empty lines inside', '\n', 130_000],
  ['anchors that do not end', '<a href="https://a.test">', 40_000],
  ['anchors', '<a href="https://a.test">x</a>', LONGEST_ANSWER],
  ['links', '[a](https://a.test) ', 80_000],
  ['letters', 'tea ', 40_000],
  ['Chinese', '茶水。', 13_000],
])('%s', (_what, unit, longest) => {
  expectNoSquare((length) => shapeAndDivide(`好${filled(unit, length)}好`), longest);
});

it('an answer of more than is ever read is too much, before it is parsed', () => {
  const tooMuch = expect.objectContaining({ detail: 'too_many_parts' }) as Error;
  expect(() => shapeAnswer(filled('**茶** ', MIB))).toThrow(tooMuch);
  expect(isTooMuch([{ type: 'text', text: `好${' '.repeat(LONGEST_ANSWER)}好` }])).toBe(true);
  // Thoughts do not count.
  expect(shapeAnswer(`<think>${'嗯'.repeat(MIB)}</think>好`)).toEqual([{ type: 'text', text: '好' }]);
});

it('a table that repeats a long head in each of its rows is too much', () => {
  const table = `|${'茶'.repeat(20_000)}|\n|---|\n${'|红\n'.repeat(20_000)}`;
  expect(() => shapeAnswer(table)).toThrow(expect.objectContaining({ detail: 'too_many_parts' }) as Error);
});

it('a long text is cut into the same characters and words as a short one', () => {
  const family = '👨‍👩‍👧‍👦';
  const parts = toParts([{ type: 'text', text: family.repeat(500) }]);
  expect(parts.length).toBeGreaterThan(5);
  for (const part of parts) {
    expect(part.type === 'text' && part.text.replaceAll(family, '')).toBe('');
  }
});
