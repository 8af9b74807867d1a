import { useTranslation } from 'react-i18next';
import { ReportFrame } from './report-frame';
import { useSummaryReport } from './requests';
import { SummaryCharts } from './summary-charts';
import { SummaryFigures } from './summary-figures';
import { useReportFilter } from './use-report-filter';

/** What happened in conversations: in total and over time. */
export function SummaryPage() {
  const { t } = useTranslation();
  const filters = useReportFilter();
  const query = useSummaryReport(filters.request);
  return (
    <ReportFrame
      report="summary"
      label={t('reports.page_summary')}
      hasBuckets
      filters={filters}
      query={query}
    >
      {(report) => (
        <>
          <SummaryFigures report={report} search={filters.search} />
          <SummaryCharts report={report} />
        </>
      )}
    </ReportFrame>
  );
}
