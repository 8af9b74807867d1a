/** What was measured, kept as one line of JSON for each measure: one can be taken again without the others. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Figures } from './measures/measure';
import type { Side } from './subject';

const figures = z.record(z.string(), z.number());
const growth = z.object({
  title: z.string(),
  unit: z.enum(['ms', 'MB', '%']),
  values: z.tuple([z.number(), z.number(), z.number()]).readonly(),
});
const measurement = z.object({
  /** As `--only` takes it. */
  measure: z.string(),
  conditions: z.object({
    commit: z.string(),
    /** `2026-11-30`. */
    day: z.string(),
    /** The machine's load average before the run. */
    loadBefore: z.number(),
    /** Programs with their versions, and the machine. */
    machine: z.string(),
  }),
  /** Both sides, measured within the same minute or two; most measures take one round. */
  rounds: z.array(z.object({ floor: figures, duihua: figures })),
  growths: z.array(growth).readonly(),
});

export type Measurement = z.infer<typeof measurement>;
export type Conditions = Measurement['conditions'];

export function measurementsFile(root: string): string {
  return path.join(root, 'docs/benchmark-measurements.json');
}

/** Those that are kept, in no order that says anything; throws a ZodError if the file is damaged. */
export function readMeasurements(root: string): Measurement[] {
  const file = measurementsFile(root);
  return existsSync(file) ? z.array(measurement).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}

/**
 * Adds measurements; each takes the place of the one of the same measure.
 * `measures`: all that there are, in the order of the file. One that is no longer among them is dropped.
 */
export function keepMeasurements(
  root: string,
  taken: readonly Measurement[],
  measures: readonly string[],
): Measurement[] {
  const byMeasure = new Map([...readMeasurements(root), ...taken].map((one) => [one.measure, one]));
  const kept = measures.flatMap((measure) => byMeasure.get(measure) ?? []);
  const lines = kept.map((one) => `  ${JSON.stringify(one)}`);
  writeFileSync(measurementsFile(root), `[\n${lines.join(',\n')}\n]\n`);
  return kept;
}

/** JSON has no NaN: a figure that could not be measured is left out. */
export function toFigures({ floor, duihua }: Readonly<Record<Side, Figures>>): Measurement['rounds'][number] {
  return { floor: withoutGaps(floor), duihua: withoutGaps(duihua) };
}

function withoutGaps(values: Figures): Record<string, number> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}
