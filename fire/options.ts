import { z } from 'zod';
import { numberOption, readOptions, wholeNumberOption } from '../bench/command-line';
import { FAULT_NAMES } from './plan';

const optionsSchema = z.object({
  minutes: numberOption(0.5, 24 * 60).default(10),
  seed: wholeNumberOption(0, Number.MAX_SAFE_INTEGER).optional(),
  faults: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((one) => one !== ''))
    .refine(
      (names) => names.every(isBeginning),
      `must be beginnings of names, with commas: ${FAULT_NAMES.join(', ')}`,
    ),
  rate: numberOption(0.1, 1_000).default(10),
  contacts: wholeNumberOption(1, 10_000).default(40),
  'stop-seconds': numberOption(1, 600).default(30),
  record: z.boolean().default(false),
  judge: z.string().optional(),
});

export type FireOptions = z.infer<typeof optionsSchema>;

export const HELP = `npm run fire -- [options]: a desk of real processes under load and faults; a checker judges what its clients saw

  --minutes 10        how long the load lasts
  --seed 7            repeats the plan of that seed; without it, each run has another
  --faults kill,bot   only these, by the beginnings of their names or what they hit: kill, hole:worker, postgres
  --rate 10           messages a second, and as many replies
  --contacts 40       who write
  --stop-seconds 30   how long a process is frozen
  --record            adds the run to docs/reliability.md
  --judge <file>      judges a recorded history (.cache/fire/seed-….json) again, and runs nothing
  --help              this text`;

/**
 * Reads the arguments of `npm run fire`; `'help'` if they ask for it.
 *
 * @throws WrongOptions
 */
export function readFireOptions(args: readonly string[]): FireOptions | 'help' {
  return readOptions(optionsSchema, args);
}

function isBeginning(name: string): boolean {
  return FAULT_NAMES.some((one) => one.startsWith(name) || one.includes(`:${name}`));
}

/** The arguments that repeat the plan of a run. */
export function toArguments(options: FireOptions, seed: number): string {
  const { minutes, rate, contacts, 'stop-seconds': stopSeconds, faults } = options;
  const only = faults.length === 0 ? '' : ` --faults ${faults.join(',')}`;
  return `--seed ${seed} --minutes ${minutes} --rate ${rate} --contacts ${contacts} --stop-seconds ${stopSeconds}${only}`;
}
