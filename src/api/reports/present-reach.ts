import type { ReachReportBody } from '../../contracts/reports/reach';
import type { Tally } from '../../domain/reports/tally';
import type { FigureName } from '../../store/reports/figure-sources';

export const REACH_FIGURES = ['followed', 'unfollowed', 'scans'] as const satisfies readonly FigureName[];

/** The figures of one part of the reach. */
export function presentReach(tally: Tally): Omit<ReachReportBody['series'][number], 'start'> {
  return {
    followed: tally.count('followed'),
    unfollowed: tally.count('unfollowed'),
    scans: tally.count('scans'),
    startedBySource: tally.byLabel('startedBySource'),
  };
}
