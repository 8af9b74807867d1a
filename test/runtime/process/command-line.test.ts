import { readArgument, refuseArguments } from '../../../src/runtime/process/command-line';
import { StartError } from '../../../src/runtime/process/failure';

const USAGE = 'npm run tool -- [file]';
afterEach(() => jest.restoreAllMocks());

test('one value is read, or none', () => {
  expect(readArgument(USAGE, ['a.sql.gz'])).toBe('a.sql.gz');
  expect(readArgument(USAGE, [])).toBeUndefined();
  expect(() => refuseArguments(USAGE, [])).not.toThrow();
});

test.each([[['--bogus']], [['-x', 'a']], [['a', 'b']]])('%j is refused with the usage', (args) => {
  expect(() => readArgument(USAGE, args)).toThrow(StartError);
  expect(() => readArgument(USAGE, args)).toThrow(USAGE);
});

test.each([[['--bogus']], [['a']]])('%j is refused where nothing is taken', (args) => {
  expect(() => refuseArguments(USAGE, args)).toThrow(StartError);
  expect(() => refuseArguments(USAGE, args)).toThrow(USAGE);
});

test('--help prints the usage and ends', () => {
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('the process has ended');
  });
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  for (const help of ['--help', '-h']) {
    expect(() => readArgument(USAGE, [help])).toThrow('the process has ended');
    expect(() => refuseArguments(USAGE, [help])).toThrow('the process has ended');
  }
  expect(exit).toHaveBeenCalledWith(0);
  expect(write).toHaveBeenCalledWith(`${USAGE}\n`);
});
