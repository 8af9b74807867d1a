import { z } from 'zod';

/**
 * A stored word that the rules know a list of. Rows are read by API processes that are older than the worker that wrote
 * them (docs/operations.md#deploying-a-new-release), so a word that this release does not know is kept as it is: it is
 * shown, and passed on, and no rule of this release asks for it. Strict lists are for what people send.
 */
export function wordOf<const Words extends readonly string[]>(_known: Words): z.ZodType<Words[number]> {
  return z.custom<Words[number]>((value) => typeof value === 'string', 'must be a word');
}
