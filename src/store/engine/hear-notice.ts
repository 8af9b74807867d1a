import type { z } from 'zod';

/**
 * A handler for `Database.listen` that passes notices of this form to `hear`. What only a newer release can read is left out, so
 * it is for notices of which one that is lost does no harm for long. Throws a SyntaxError for a payload that is not JSON.
 */
export function hearNotice<Schema extends z.ZodType>(
  schema: Schema,
  hear: (notice: z.output<Schema>) => void,
): (payload: string) => void {
  return (payload) => {
    const { success, data } = schema.safeParse(JSON.parse(payload));
    if (success) hear(data);
  };
}
