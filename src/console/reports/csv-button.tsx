import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiCsv } from '../shared/api/client';
import { downloadText } from '../shared/ui/download';
import type { ReportFilter, ReportRequest } from './report-filter';

export type CsvReport = 'summary' | 'operators' | 'reach' | 'heatmap' | 'losses';

/** Saves the report of these filters as the API's table. */
export function CsvButton(props: {
  readonly report: CsvReport;
  readonly filter: ReportFilter;
  readonly request: ReportRequest;
}) {
  const { t } = useTranslation();
  const { report, filter, request } = props;
  const save = useMutation({
    mutationFn: async () => {
      const text = await apiCsv(`/api/v1/reports/${report}`, request);
      const { fromDay, toDay } = filter.period;
      downloadText(text, 'text/csv', `${report}-${fromDay}-${toDay}.csv`);
    },
  });
  return (
    <Button icon={<DownloadOutlined aria-hidden />} loading={save.isPending} onClick={() => save.mutate()}>
      {t('reports.download')}
    </Button>
  );
}
