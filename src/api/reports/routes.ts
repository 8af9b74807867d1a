import { heatmapReportRoutes } from '../../contracts/reports/heatmap';
import { lossReportRoutes } from '../../contracts/reports/losses';
import { operatorReportRoutes } from '../../contracts/reports/operators';
import { reachReportRoutes } from '../../contracts/reports/reach';
import { reportConversationRoutes } from '../../contracts/reports/report-conversations';
import { summaryReportRoutes } from '../../contracts/reports/summary';
import { dividedBy, toTally } from '../../domain/reports/tally';
import type { FigureCount } from '../../store/reports/count-figures';
import type { Reports } from '../../store/reports/reports';
import { toIso } from '../present/times';
import { implement, type Route } from '../route';
import { askedReport } from './asked-report';
import { sentAsTable, withLocalStarts } from './csv';
import { HEATMAP_CSV, LOSS_CSV, lossRow, OPERATOR_CSV, REACH_CSV, SUMMARY_CSV } from './csv-shapes';
import { listReportConversations } from './list-conversations';
import { createOpeningTimes } from './opening-times';
import { LOSS_REPORT_FIGURES, presentLosses } from './present-losses';
import { OPERATOR_FIGURES, presentOperators } from './present-operators';
import { presentReach, REACH_FIGURES } from './present-reach';
import { presentSummary, SUMMARY_FIGURES } from './present-summary';

type Deps = {
  readonly reports: Reports;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/** The reports: what happened in conversations, what it cost, and who they were (docs/reports.md). */
export function createReportRoutes(given: Deps): readonly Route[] {
  const { reports, clock } = given;
  const deps = { ...given, openingTimes: createOpeningTimes() };
  return [
    ...implement(summaryReportRoutes)({
      async getSummaryReport({ query, viewer, request, response }) {
        const { filter, asked } = await askedReport(deps, viewer, query);
        const [counted, openNow] = await Promise.all([
          reports.count(filter, SUMMARY_FIGURES, ['entry']),
          reports.openNow(filter),
        ]);
        const series = seriesOf(filter.starts, counted, presentSummary);
        const rows = withLocalStarts(series, asked.timeZone);
        if (await sentAsTable(SUMMARY_CSV, rows, { request, response })) return undefined;
        const totals = { ...presentSummary(toTally(counted)), openNow };
        return { ...asked, bucket: query.bucket, totals, series };
      },
    }),
    ...implement(operatorReportRoutes)({
      async getOperatorReport({ query, viewer, request, response }) {
        const { filter, asked } = await askedReport(deps, viewer, query);
        const [counted, load] = await Promise.all([
          reports.count(filter, OPERATOR_FIGURES, ['operator']),
          reports.load(filter, clock()),
        ]);
        const ids = new Set([...counted, ...load].flatMap(({ operatorId }) => operatorId ?? []));
        const items = presentOperators(counted, load, await reports.operatorNames([...ids]));
        if (await sentAsTable(OPERATOR_CSV, items, { request, response })) return undefined;
        return { ...asked, items };
      },
    }),
    ...implement(reachReportRoutes)({
      async getReachReport({ query, viewer, request, response }) {
        const { filter, asked } = await askedReport(deps, viewer, query);
        const visits = { ...filter, groupId: undefined, operatorId: undefined };
        const [seen, started, followersNow, qrCodes] = await Promise.all([
          reports.count(visits, REACH_FIGURES, ['entry']),
          reports.count(filter, ['startedBySource'], ['entry']),
          reports.followersNow(filter),
          reports.qrCodes(visits),
        ]);
        const counted = [...seen, ...started];
        const series = seriesOf(filter.starts, counted, presentReach);
        const rows = withLocalStarts(series, asked.timeZone);
        if (await sentAsTable(REACH_CSV, rows, { request, response })) return undefined;
        return {
          ...asked,
          bucket: query.bucket,
          totals: { ...presentReach(toTally(counted)), followersNow },
          series,
          qrCodes: qrCodes.map(({ id, name, channelId, scans }) => ({
            qrCode: { id, name },
            channelId,
            scans,
          })),
        };
      },
    }),
    ...implement(heatmapReportRoutes)({
      async getHeatmapReport({ query, viewer, request, response }) {
        const { filter, asked } = await askedReport(deps, viewer, { ...query, bucket: 'month' });
        const counts = new Map(
          (await reports.heatmap(filter)).map(({ weekday, hour, started }) => [weekday * 24 + hour, started]),
        );
        const cells = Array.from({ length: 168 }, (_, place) => {
          const [weekday, hour] = [Math.floor(place / 24) + 1, place % 24];
          return { weekday, hour, started: counts.get(weekday * 24 + hour) ?? 0 };
        });
        if (await sentAsTable(HEATMAP_CSV, cells, { request, response })) return undefined;
        return { ...asked, cells };
      },
    }),
    ...implement(lossReportRoutes)({
      async getLossReport({ query, viewer, request, response }) {
        const { filter, asked, channels } = await askedReport(deps, viewer, query);
        const by = ['entry', 'hour', 'operator', 'channel'] as const;
        const counted = await reports.count(filter, LOSS_REPORT_FIGURES, by);
        const ids = new Set(counted.flatMap(({ operatorId }) => operatorId ?? []));
        const names = await reports.operatorNames([...ids]);
        const { series, ...losses } = presentLosses(counted, { starts: filter.starts, names, channels });
        const rows = withLocalStarts(series.map(lossRow), asked.timeZone);
        if (await sentAsTable(LOSS_CSV, rows, { request, response })) return undefined;
        return { ...asked, bucket: query.bucket, ...losses, series };
      },
    }),
    ...implement(reportConversationRoutes)({
      listReportConversations: ({ query, viewer }) => listReportConversations(deps, viewer, query),
    }),
  ];
}

/** The figures of each entry, also of those in which nothing happened. */
function seriesOf<Figures>(
  starts: readonly number[],
  counted: readonly FigureCount[],
  present: (tally: ReturnType<typeof toTally>) => Figures,
): (Figures & { readonly start: string })[] {
  const parts = dividedBy(counted, ({ entry }) => entry);
  return starts.map((start, entry) => ({ start: toIso(start), ...present(toTally(parts.get(entry) ?? [])) }));
}
