import { describeRotation } from '../../src/runtime/rotation';

const journal = { isThere: true, resealed: 2, unreadable: 0, inUse: 0 };
const rotation = { current: 'new', inUse: new Map([['new', 7]]), folder: '/data/journal', journal };
const KEEP = 'Keep the older keys after the new one, and run this again when every process uses the new one.';

it('lets the older keys go once database and journal need only the new one', () => {
  expect(describeRotation(rotation)).toEqual({
    isDone: true,
    lines: [
      'journal: 2 resealed',
      'Everything here is sealed with the key new. Once this has said so beside each API process, the other keys may be removed from SECRET_KEY.',
    ],
  });
});

it('keeps them where there is no journal: those of API processes elsewhere may need them', () => {
  const none = { isThere: false, resealed: 0, unreadable: 0, inUse: 0 };
  expect(describeRotation({ ...rotation, journal: none })).toEqual({
    isDone: false,
    lines: [
      'journal: there is none here (/data/journal). Lines that API processes have journaled elsewhere keep the old key until this has run there.',
      'The database is sealed with the key new. Keep the older keys until this has run beside each API process, with its DATA_DIR.',
    ],
  });
});

it.each([
  [
    'a value of the database',
    { inUse: new Map([['old', 3]]) },
    '3 values are still sealed with the key old.',
  ],
  [
    'a segment of a running process',
    { journal: { ...journal, inUse: 1 } },
    '1 journal segments belong to running processes.',
  ],
  [
    'a line that cannot be read',
    { journal: { ...journal, unreadable: 4 } },
    'journal: 2 resealed, 4 unreadable',
  ],
])('keeps them for %s', (_what, left, said) => {
  const { lines, isDone } = describeRotation({ ...rotation, ...left });
  expect(isDone).toBe(false);
  expect(lines).toContain(said);
  expect(lines.at(-1)).toBe(KEEP);
});
