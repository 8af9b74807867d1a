import type { SummaryReportBody } from '../../contracts/reports/summary';
import type { Tally } from '../../domain/reports/tally';
import type { FigureName } from '../../store/reports/figure-sources';

/** The figures of conversations, which the summary and the operators share. */
export const SUMMARY_FIGURES = [
  'started',
  'attended',
  'missed',
  'missedThenAttended',
  'completed',
  'botOnly',
  'firstResponse',
  'messagesIn',
  'messagesOut',
  'handovers',
  'returned',
  'rated',
] as const satisfies readonly FigureName[];

type Figures = Omit<SummaryReportBody['series'][number], 'start'>;

/** The figures of one part of the summary. */
export function presentSummary(tally: Tally): Figures {
  return {
    started: tally.count('started'),
    attended: tally.count('attended'),
    missed: tally.count('missed'),
    missedThenAttended: tally.count('missedThenAttended'),
    completedByReason: tally.byLabel('completed'),
    messagesIn: tally.count('messagesIn'),
    messagesOut: tally.count('messagesOut'),
    handoversByReason: tally.byLabel('handovers'),
    returned: tally.count('returned'),
    botOnly: tally.count('botOnly'),
    firstResponseSeconds: tally.durations('firstResponse'),
    waitingSeconds: tally.durations('attended'),
    handlingSeconds: tally.durations('completed'),
    rating: presentRating(tally),
  };
}

/** How many ratings, and their mean score to two decimals. */
export function presentRating(tally: Tally): Figures['rating'] {
  const scores = tally.values('rated');
  const sum = scores.reduce((total, score) => total + score, 0);
  return {
    count: scores.length,
    mean: scores.length === 0 ? null : Math.round((sum / scores.length) * 100) / 100,
  };
}
