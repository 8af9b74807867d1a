/** Parts that many contracts share: ids, times, names, lists. */
import { z } from 'zod';
import { searchForm } from '../domain/search-form';

/** An opaque id. PostgreSQL accepts no NUL in text. */
export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((id) => !id.includes('\0'), 'must not contain a NUL character');

const TIME = { example: '2026-11-22T08:00:00.000Z' };
const EARLIEST = Date.parse('1900-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');
const YEARS = 'must be in a year from 1900 to 9999';

/** ISO 8601 in UTC. */
export const timeSchema = z.iso.datetime().meta(TIME);

/** A time of a request, ISO 8601 in UTC. */
export const givenTimeSchema = z.iso.datetime().refine(isInStorableYear, YEARS).meta(TIME);

/** A time of a request, ISO 8601 in UTC or with an offset. */
export const givenTimeWithOffsetSchema = z.iso.datetime({ offset: true }).refine(isInStorableYear, YEARS);

/** PostgreSQL has no year 0, which a period before the year 1 begins in, and reads no year of five digits as JavaScript writes it. */
function isInStorableYear(time: string): boolean {
  const at = Date.parse(time);
  // What is no time at all has its own message.
  return !(at < EARLIEST || at > LATEST);
}

/** A name that people enter: 1 to 100 characters, no control characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');

/** For descriptions: which differences the search ignores. */
export const SEARCH_EQUALITY =
  'Case, full or half width, composed or decomposed accents, and kinds of spaces make no difference (NFKC, case folded).';

/** Words to search for, taken literally: at most `longest` characters, of which at least one is visible. */
export const searchWordsSchema = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\0]*$/, 'must not contain a NUL character')
    .refine((words) => searchForm(words).trim() !== '', 'must contain a visible character');

/**
 * A field that may be left out. As a type it is `schema.exactOptional()`: never `undefined`, as JSON has no such value. But the
 * generator of the OpenAPI document calls that one required, because it refuses `undefined`.
 */
export function mayBeLeftOut<Schema extends z.ZodType>(schema: Schema): z.ZodExactOptional<Schema> {
  return schema.optional() as unknown as z.ZodExactOptional<Schema>;
}

/** An operator or another person, by id and name. */
export const personSchema = z.strictObject({ id: idSchema, name: z.string() });

export const idParamsSchema = z.strictObject({ id: idSchema });

export const LONGEST_PAGE = 100;

/** `?limit=&cursor=` of every list. PostgreSQL accepts no NUL in text, and none of our cursors contains one. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(50),
  cursor: z
    .string()
    .min(1)
    .max(200)
    .refine((cursor) => !cursor.includes('\0'), 'is not valid')
    .optional()
    .meta({ description: '`nextCursor` of the previous page.' }),
});

/** A list of `item`, called `id` in the OpenAPI document. */
export function listOf<Item extends z.ZodType>(id: string, item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ id });
}
