import type { ReactNode } from 'react';
import { Loaded } from '../shared/ui/loaded';
import { CsvButton, type CsvReport } from './csv-button';
import { ReportFilters } from './report-filters';
import css from './reports.module.css';
import type { useReportFilter } from './use-report-filter';

/** The filters of a report, its download, and what has been loaded. */
export function ReportFrame<Report>(props: {
  readonly report: CsvReport;
  readonly label: string;
  readonly hasBuckets?: boolean;
  readonly filters: ReturnType<typeof useReportFilter>;
  readonly query: {
    readonly data: Report | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  readonly children: (report: Report) => ReactNode;
}) {
  const { report, label, hasBuckets = false, query, children } = props;
  const { filter, request, change } = props.filters;
  return (
    <>
      <div className={css.bar}>
        <ReportFilters filter={filter} change={change} hasBuckets={hasBuckets} />
        <CsvButton report={report} filter={filter} request={request} />
      </div>
      <Loaded query={query} label={label}>
        {(data) => <div className={css.pane}>{children(data)}</div>}
      </Loaded>
    </>
  );
}
