import { WrongOptions } from '../../bench/command-line';
import { readFireOptions, toArguments } from '../../fire/options';

test('without arguments it is ten minutes of everything', () => {
  expect(readFireOptions([])).toEqual({
    minutes: 10,
    faults: [],
    rate: 10,
    contacts: 40,
    'stop-seconds': 30,
    record: false,
  });
});

test('every option is read', () => {
  const args =
    '--minutes 0.5 --seed 7 --faults kill,hole:worker,postgres --rate 2 --contacts 3 --stop-seconds 5 --record';
  expect(readFireOptions(args.split(' '))).toEqual({
    minutes: 0.5,
    seed: 7,
    faults: ['kill', 'hole:worker', 'postgres'],
    rate: 2,
    contacts: 3,
    'stop-seconds': 5,
    record: true,
  });
  expect(readFireOptions(['--judge', 'a.json'])).toMatchObject({ judge: 'a.json' });
  expect(readFireOptions(['--help'])).toBe('help');
});

test('what repeats a plan is read as the same options', () => {
  const options = readFireOptions(['--minutes', '2', '--seed', '7', '--faults', 'kill,hole:worker']);
  if (options === 'help') throw new Error('it did not ask for help');
  expect(readFireOptions(toArguments(options, 7).split(' '))).toEqual(options);
});

test.each([
  [['--minutes', 'long'], /^--minutes: must be a number from 0.5 to 1440$/],
  [['--minutes', '0'], /^--minutes: /],
  [['--seed', '1.5'], /^--seed: /],
  [['--faults', 'kil,flood'], /^--faults: must be beginnings of names, with commas: kill:/],
  [['--colour', 'red'], /--colour/],
  [['--minutes'], /--minutes/],
  [['--rate', '0', '--contacts', '0'], /^--rate: .*\n--contacts: /],
])('%j is refused with a sentence', (args, message) => {
  expect(() => readFireOptions(args)).toThrow(WrongOptions);
  expect(() => readFireOptions(args)).toThrow(message);
});
