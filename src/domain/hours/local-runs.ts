import { DAY_MINUTES, dayOfDate, type LocalSpan, spanOf, weekdayOf } from './local-time';
import { type OpeningHours, WEEKDAYS } from './opening-hours';

/** Further ahead nothing opens: a limit against endless search. */
const FARTHEST_DAYS = 36_525;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/**
 * When it is open by the clock on the wall: what begins on the day `firstDay` or later, in order, with adjoining periods
 * joined. `to` is infinite in the last one if it never closes again.
 */
export function* localRuns({ weekly, exceptions }: OpeningHours, firstDay: number): Generator<LocalSpan> {
  const special = new Map(exceptions.map(({ date, periods }) => [dayOfDate(date), periods]));
  const lastSpecial = Math.max(firstDay - 1, ...special.keys());
  const isClosedAllWeek = WEEKDAYS.every((weekday) => (weekly[weekday] ?? []).length === 0);
  // From here on each week is like the next: no exception reaches it, not even past midnight.
  const regularFrom = (lastSpecial + 2) * DAY_MINUTES;
  let run: LocalSpan | null = null;
  for (let day = firstDay; day < firstDay + FARTHEST_DAYS; day += 1) {
    if (isClosedAllWeek && day > lastSpecial) break;
    const periods = special.get(day) ?? weekly[weekdayOf(day)] ?? [];
    const spans = periods.map((period) => spanOf(period, day)).sort((one, other) => one.from - other.from);
    for (const span of spans) {
      if (run === null) run = span;
      else if (span.from <= run.to) run = { from: run.from, to: Math.max(run.to, span.to) };
      else {
        yield run;
        run = span;
      }
    }
    if (run === null) continue;
    if (run.from <= regularFrom && run.to >= regularFrom + WEEK_MINUTES) {
      yield { from: run.from, to: Number.POSITIVE_INFINITY };
      return;
    }
    // What begins later does not reach it any more.
    if (run.to < (day + 1) * DAY_MINUTES) {
      yield run;
      run = null;
    }
  }
  if (run !== null) yield run;
}
