import { z } from 'zod';
import { readOptions, wholeNumberOption } from './command-line';

const schemaOf = (measures: readonly string[]) =>
  z
    .object({
      quick: z.boolean().default(false),
      only: z
        .string()
        .default(measures.join(','))
        .transform((text) => text.split(',').filter((one) => one !== ''))
        .refine(
          (names) => names.length > 0 && names.every((name) => measures.includes(name)),
          `must be measures, with commas: ${measures.join(', ')}`,
        ),
      rounds: wholeNumberOption(1, 100).optional(),
      profile: z.string().min(1).optional(),
      record: z.boolean().default(false),
    })
    .refine(({ quick, record }) => !(quick && record), {
      path: ['record'],
      message: 'cannot be used with --quick, which measures too little to be recorded',
    });

export type BenchOptions = z.infer<ReturnType<typeof schemaOf>>;

/**
 * Reads the arguments of `npm run bench`; `'help'` if they ask for it. `measures` are the names that `--only` takes.
 *
 * @throws WrongOptions
 */
export function readBenchOptions(
  args: readonly string[],
  measures: readonly string[],
): BenchOptions | 'help' {
  return readOptions(schemaOf(measures), args);
}

/** What `--help` prints. */
export function helpOf(measures: readonly string[]): string {
  return `npm run bench -- [options]: the desk beside a bare engine that does the same work, in one run

  --only <measures>   only these, with commas: ${wrapped(measures)}
  --rounds 5          how often the measures of one running process are repeated
  --quick             one round with smaller loads, to see that all of it runs; not to be quoted
  --record            keeps what --only measures in docs/benchmarks.md, as a whole run does
  --profile <folder>  writes CPU profiles of both sides into it
  --help              this text`;
}

/** In lines of a terminal's width, below each other. */
function wrapped(names: readonly string[]): string {
  const lines = [''];
  for (const name of names) {
    const last = lines.at(-1) ?? '';
    if (last.length + name.length > 60) lines.push(`${name}, `);
    else lines[lines.length - 1] = `${last}${name}, `;
  }
  return lines
    .map((line) => line.trimEnd())
    .join(`\n${' '.repeat(22)}`)
    .replace(/,$/, '');
}
