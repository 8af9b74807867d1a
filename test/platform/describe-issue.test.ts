/** What a wrong value is told: in plain words, and never in those of the library. */
import { z } from 'zod';
import { describeIssue } from '../../src/platform/describe-issue';

const wordsOf = (schema: z.ZodType, value: unknown): string[] =>
  schema.safeParse(value, { error: describeIssue }).error?.issues.map(({ message }) => message) ?? [];

test.each<[z.ZodType, unknown, string]>([
  [z.string(), undefined, 'is missing'],
  [z.string(), null, 'must be a text'],
  [z.boolean(), 'yes', 'must be true or false'],
  [z.array(z.string()), {}, 'must be a list'],
  [z.object({}), [], 'must be an object'],
  [z.int(), 1.5, 'must be a whole number'],
  [z.number().min(3), 1, 'must be at least 3'],
  [z.number().max(3), 4, 'must be at most 3'],
  [z.number().gt(3), 3, 'must be more than 3'],
  [z.number().multipleOf(5), 3, 'must be a multiple of 5'],
  [z.string().min(1), '', 'must not be empty'],
  [z.string().min(2), '', 'must have at least 2 characters'],
  [z.string().max(1), 'ab', 'must have at most 1 character'],
  [z.array(z.string()).max(2), ['a', 'b', 'c'], 'must have at most 2 items'],
  [z.enum(['a', 'b']), 'c', 'must be one of "a", "b"'],
  [z.literal('a'), 'c', 'must be "a"'],
  [z.union([z.literal('*'), z.array(z.string())]), 3, 'has none of the forms that are allowed here'],
  [
    z.discriminatedUnion('type', [z.object({ type: z.literal('a') })]),
    { type: 'b' },
    'must be one of the kinds that are allowed here',
  ],
  [z.email(), 'x', 'must be an e-mail address'],
  [z.url(), 'x', 'must be an address such as https://example.com'],
  [z.iso.datetime(), 'x', 'must be a time such as 2026-11-22T08:00:00Z'],
  [z.string().regex(/a/), 'b', 'does not have the right form'],
  [z.strictObject({}), { b: 1, c: 2 }, 'has fields that are not known: b, c'],
  [z.string().refine(() => false), 'x', 'is not valid'],
  [z.union([z.enum(['a', 'b']), z.array(z.enum(['a', 'b']))]), 'c', 'must be one of "a", "b"'],
])('%#', (schema, value, words) => {
  expect(wordsOf(schema, value)).toEqual([words]);
});

it('leaves a schema its own words', () => {
  expect(wordsOf(z.string().min(3, 'must be a name'), 'a')).toEqual(['must be a name']);
});
