import { z } from 'zod';

/**
 * A stored word out of a list that the rules define. The worker that wrote a row may be newer than the process that reads
 * it (docs/operations.md#deploying-a-new-release), so a word that this release does not know is kept as it is: it is
 * shown and passed on, and no rule of this release tests for it. Input from people is checked against strict lists.
 */
export function wordOf<const Words extends readonly string[]>(_known: Words): z.ZodType<Words[number]> {
  return z.custom<Words[number]>((value) => typeof value === 'string', 'must be a word');
}
