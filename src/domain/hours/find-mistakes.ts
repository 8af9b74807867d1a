import { dayOfDate, type LocalSpan, spanOf } from './local-time';
import { type OpeningHours, type Period, WEEKDAYS } from './opening-hours';

/** A mistake in opening hours that are well-formed. */
export type HoursMistake = {
  readonly kind: 'empty' | 'overlap' | 'same_date';
  /** Where it is, e.g. `['weekly', 'mon', 1]`. */
  readonly path: readonly (string | number)[];
  /** For the API. */
  readonly message: string;
};

type Placed = LocalSpan & { readonly path: HoursMistake['path']; readonly isAgain?: true };

/**
 * Every mistake in opening hours that are to be saved: periods of no length, periods that overlap (also with one that
 * comes from the day before), and dates that are there twice. Where a period of an exception meets one of a usual day,
 * both hold: no mistake.
 */
export function findHoursMistakes({ weekly, exceptions }: OpeningHours): readonly HoursMistake[] {
  const usual = WEEKDAYS.flatMap((weekday, day) => place(weekly[weekday] ?? [], ['weekly', weekday], day));
  // After Sunday comes Monday.
  const sunday = place(weekly.sun ?? [], ['weekly', 'sun'], -1).map((one) => ({
    ...one,
    isAgain: true as const,
  }));
  const dates = exceptions.map(({ date }) => date);
  const isFirst = (index: number): boolean => dates.indexOf(dates[index] ?? '') === index;
  const special = exceptions.flatMap(({ date, periods }, index) =>
    place(periods, ['exceptions', index, 'periods'], dayOfDate(date)),
  );
  const comparable = exceptions.flatMap(({ date, periods }, index) =>
    isFirst(index) ? place(periods, ['exceptions', index, 'periods'], dayOfDate(date)) : [],
  );
  return [
    ...findEmpty([...usual, ...special]),
    ...findOverlaps([...sunday, ...usual]),
    ...findOverlaps(comparable),
    ...exceptions.flatMap(({ date }, index): readonly HoursMistake[] =>
      isFirst(index)
        ? []
        : [{ kind: 'same_date', path: ['exceptions', index, 'date'], message: `${date} is there twice` }],
    ),
  ];
}

function place(periods: readonly Period[], path: HoursMistake['path'], day: number): readonly Placed[] {
  return periods.map((period, index) => ({ ...spanOf(period, day), path: [...path, index] }));
}

function findEmpty(placed: readonly Placed[]): readonly HoursMistake[] {
  return placed
    .filter(({ from, to }) => from === to)
    .map(({ path }) => ({ kind: 'empty', path, message: 'ends when it starts' }));
}

/** Names the later one of two, by when it starts. */
function findOverlaps(placed: readonly Placed[]): readonly HoursMistake[] {
  const mistakes: HoursMistake[] = [];
  let openUntil = Number.NEGATIVE_INFINITY;
  for (const { from, to, path, isAgain } of [...placed].sort((one, other) => one.from - other.from)) {
    if (from < openUntil && from !== to && isAgain === undefined)
      mistakes.push({ kind: 'overlap', path, message: 'overlaps with a period that starts before it' });
    openUntil = Math.max(openUntil, to);
  }
  return mistakes;
}
