import { type ParseArgsConfig, parseArgs } from 'node:util';
import { z } from 'zod';
import { errorMessage } from '../src/platform/errors';

/** A sentence for each option that is unknown or has a value that cannot be used. */
export class WrongOptions extends Error {
  override readonly name = 'WrongOptions';
}

/**
 * Reads the arguments of a tool: `schema` has the options' values; those that are booleans take none. `'help'` if they ask for it.
 *
 * @throws WrongOptions
 */
export function readOptions<Schema extends z.ZodObject>(
  schema: Schema,
  args: readonly string[],
): z.infer<Schema> | 'help' {
  const { help, ...given } = split(schema.shape, args);
  if (help === true) return 'help';
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const sentences = read.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
  throw new WrongOptions(sentences.join('\n'));
}

function split(shape: z.core.$ZodShape, args: readonly string[]) {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean', short: 'h' } };
  for (const [name, schema] of Object.entries(shape))
    options[name] = { type: isBoolean(schema) ? 'boolean' : 'string' };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new WrongOptions(errorMessage(error));
  }
}

function isBoolean(schema: z.core.$ZodType): boolean {
  return schema instanceof z.core.$ZodDefault || schema instanceof z.core.$ZodOptional
    ? isBoolean(schema._zod.def.innerType)
    : schema instanceof z.core.$ZodBoolean;
}

/** An option that is a number with bounds, both included. */
export function numberOption(least: number, most: number) {
  const sentence = `must be a number from ${least} to ${most}`;
  return z.coerce.number(sentence).min(least, sentence).max(most, sentence);
}

/** The same without a fraction. */
export function wholeNumberOption(least: number, most: number) {
  return numberOption(least, most).int(`must be a whole number from ${least} to ${most}`);
}
