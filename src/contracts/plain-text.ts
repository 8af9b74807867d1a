import { z } from 'zod';
import { LONGEST_TEXT_BYTES, textBytes } from '../domain/messages/message-text';
import { TEXT_VARIABLES, unknownVariables } from '../domain/messages/text-variables';

/**
 * Text that can be stored and sent: PostgreSQL stores neither NUL nor half a surrogate pair, and WeChat refuses (47002)
 * the escapes that JSON uses for other control characters.
 */
const FORBIDDEN = /[\p{Cs}]|(?![\t\n\r])\p{Cc}/u;
const FORBIDDEN_IN_LINE = /[\p{Cs}\p{Cc}]/u;

/** A text of at least one character and any number of lines. */
export const plainTextSchema = z
  .string()
  .min(1)
  .refine((text) => !FORBIDDEN.test(text), 'must not contain control characters or unpaired surrogates');

/** A plain text of at most `most` bytes as UTF-8. */
export function textOfBytes(most: number) {
  return plainTextSchema
    .refine((text) => textBytes(text) <= most, `must be at most ${most} bytes in UTF-8`)
    .meta({ description: `1 to ${most} bytes in UTF-8.` });
}

/** The text of a customer-service message. */
export const messageTextSchema = textOfBytes(LONGEST_TEXT_BYTES);

/** One line of `min` to `max` characters (not UTF-16 units), without spaces at either end. */
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

/** `text` as a schema that accepts only known variables (`{{…}}`). Their values are filled in when the text is used. */
export function withVariables(text: z.ZodType<string, string>) {
  const known = TEXT_VARIABLES.map((word) => `\`{{${word}}}\``).join(', ');
  return text
    .superRefine((value, context) => {
      const [unknown] = unknownVariables(value);
      if (unknown === undefined) return;
      const message = `has the unknown variable {{${unknown}}}; known are ${known.replaceAll('`', '')}`;
      context.addIssue({ code: 'custom', message });
    })
    .meta({ description: `May contain ${known}.` });
}
