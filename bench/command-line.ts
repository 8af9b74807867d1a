import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { z } from 'zod';
import { errorMessage } from '../src/platform/errors';

/** A sentence for each option that is unknown or has a value that cannot be used. */
export class WrongOptions extends Error {
  override readonly name = 'WrongOptions';
}

/**
 * Reads the arguments of a tool: `schema` has the options' values, `booleans` those that take none. `'help'` if they ask for it.
 *
 * @throws WrongOptions
 */
export function readOptions<Schema extends z.ZodObject>(
  schema: Schema,
  booleans: readonly (keyof Schema['shape'] & string)[],
  args: readonly string[],
): z.infer<Schema> | 'help' {
  const { help, ...given } = split(Object.keys(schema.shape), booleans, args);
  if (help === true) return 'help';
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const sentences = read.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
  throw new WrongOptions(sentences.join('\n'));
}

function split(names: readonly string[], booleans: readonly string[], args: readonly string[]) {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean', short: 'h' } };
  for (const name of names) options[name] = { type: booleans.includes(name) ? 'boolean' : 'string' };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new WrongOptions(errorMessage(error));
  }
}
