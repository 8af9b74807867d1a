import type { z } from 'zod';
import { TurnFailed } from '../asked';

/** Parses what an endpoint said; anything else than the schema has is an `invalid_answer`. */
export function parseJson<T>(text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TurnFailed('invalid_answer', '', { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new TurnFailed('invalid_answer', '', { cause: parsed.error });
  return parsed.data;
}
