import { createWorkLoop } from '../../platform/work-loop';
import type { DayCounter } from '../../store/reports/count-days';

const LOOK_EVERY_MS = 5 * 60_000;

/** Counts the figures of days that have settled, and again those of days that have changed since: one day after the other. */
export function keepDaysCounted(deps: {
  readonly dayCounter: DayCounter;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
}): { readonly close: () => Promise<void> } {
  const { dayCounter, logger } = deps;
  const loop = createWorkLoop({
    work: dayCounter.countOne,
    onFailure: (error) => logger.warn({ err: error }, 'the figures of a day could not be counted yet'),
    everyMs: LOOK_EVERY_MS,
  });
  return { close: loop.close };
}
