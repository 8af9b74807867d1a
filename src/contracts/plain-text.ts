import { z } from 'zod';
import { LONGEST_GREETING_BYTES } from '../domain/greeting';

/**
 * Text that can be kept and sent: PostgreSQL keeps neither NUL nor half a character, and WeChat refuses the escapes by
 * which JSON would write other control characters (47002).
 */
const FORBIDDEN = /[\p{Cs}]|(?![\t\n\r])\p{Cc}/u;
const FORBIDDEN_IN_LINE = /[\p{Cs}\p{Cc}]/u;

/** What somebody is greeted with; null: not at all. */
export const greetingTextSchema = z
  .string()
  .min(1)
  .refine(
    (text) => new TextEncoder().encode(text).length <= LONGEST_GREETING_BYTES,
    `must have at most ${LONGEST_GREETING_BYTES} bytes in UTF-8`,
  )
  .refine((text) => !FORBIDDEN.test(text), 'must not hold control characters or unpaired surrogates')
  .nullable();

/** One line of `min` to `max` characters (not UTF-16 units), without spaces around it. */
export function lineOf(min: number, max: number) {
  return z
    .string()
    .trim()
    .refine((text) => !FORBIDDEN_IN_LINE.test(text), 'must be one line without control characters')
    .refine(
      (text) => Array.from(text).length >= min && Array.from(text).length <= max,
      `must have ${min} to ${max} characters`,
    )
    .meta({ description: `${min} to ${max} characters.` });
}
