import { WrongOptions } from '../../bench/command-line';
import { helpOf, readBenchOptions } from '../../bench/options';

const MEASURES = ['replies', 'webhooks', 'million-messages'];

test('without arguments everything is measured, in as many rounds as the sizes say', () => {
  expect(readBenchOptions([], MEASURES)).toEqual({ quick: false, only: MEASURES, record: false });
});

test('every option is read', () => {
  const args = '--only webhooks,replies --rounds 3 --record --profile profiles'.split(' ');
  expect(readBenchOptions(args, MEASURES)).toEqual({
    quick: false,
    only: ['webhooks', 'replies'],
    rounds: 3,
    record: true,
    profile: 'profiles',
  });
  expect(readBenchOptions(['--quick'], MEASURES)).toMatchObject({ quick: true });
  expect(readBenchOptions(['-h'], MEASURES)).toBe('help');
});

test.each([
  [['--only', 'webhook'], /^--only: must be measures, with commas: replies, webhooks, million-messages$/],
  [['--only', ''], /^--only: /],
  [['--rounds', 'many'], /^--rounds: must be a number/],
  [['--rounds', '0'], /^--rounds: /],
  [['--quick', '--record'], /^--record: cannot be used with --quick/],
  [['--colour'], /--colour/],
  [['replies'], /replies/],
])('%j is refused with a sentence', (args, message) => {
  expect(() => readBenchOptions(args, MEASURES)).toThrow(WrongOptions);
  expect(() => readBenchOptions(args, MEASURES)).toThrow(message);
});

test('the help has every measure, in lines that fit into a terminal', () => {
  const help = helpOf(Array.from({ length: 30 }, (_, index) => `measure-${index}`));
  for (let index = 0; index < 30; index += 1) expect(help).toMatch(new RegExp(`\\bmeasure-${index}[,\n]`));
  for (const line of help.split('\n').slice(2)) expect(line.length).toBeLessThanOrEqual(110);
});
