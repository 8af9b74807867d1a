/** All recorded runs together. */
import { median } from '../../bench/statistics';
import { faultLabel } from './fault-label';
import type { RecordedRun } from './recorded-run';

/** A fault's row: how often, and how long until the desk did its work again (ms). */
export type FaultSum = {
  readonly kind: string;
  readonly count: number;
  /** After how many of them the time is known: the load went on, and the desk did its work again. */
  readonly measured: number;
  readonly median: number | null;
  readonly worst: number | null;
};

/** Faults by kind, most frequent first. */
export function sumFaults(runs: readonly RecordedRun[]): FaultSum[] {
  const counts = new Map<string, number>();
  const times = new Map<string, number[]>();
  for (const { faults, recoveries } of runs) {
    for (const [name, count] of Object.entries(faults)) {
      const kind = faultLabel(name);
      counts.set(kind, (counts.get(kind) ?? 0) + count);
    }
    for (const [kind, list] of Object.entries(recoveries))
      times.set(kind, [...(times.get(kind) ?? []), ...list]);
  }
  return [...counts]
    .map(([kind, count]) => ({ kind, count, ...spread(times.get(kind) ?? []) }))
    .sort((one, other) => other.count - one.count || one.kind.localeCompare(other.kind));
}

/** How often each target was hit by this kind of fault. */
export function sumTargets(runs: readonly RecordedRun[], kind: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { faults } of runs) {
    for (const [name, count] of Object.entries(faults)) {
      const [of, target = ''] = name.split(':');
      if (of === kind) counts.set(target, (counts.get(target) ?? 0) + count);
    }
  }
  return counts;
}

/** Runs before a figure was measured count as 0. */
export function sumFigure(runs: readonly RecordedRun[], figure: keyof RecordedRun['figures']): number {
  return runs.reduce((sum, run) => {
    const figures: Partial<RecordedRun['figures']> = run.figures;
    return sum + (figures[figure] ?? 0);
  }, 0);
}

export function countViolations({ violations }: RecordedRun): number {
  return Object.values(violations).reduce((sum, count) => sum + count, 0);
}

function spread(times: readonly number[]): Pick<FaultSum, 'measured' | 'median' | 'worst'> {
  if (times.length === 0) return { measured: 0, median: null, worst: null };
  return { measured: times.length, median: median(times), worst: Math.max(...times) };
}
