import { useTranslation } from 'react-i18next';
import type { ReachReportBody } from '../../contracts/reports/reach';
import { ChartPanel } from './charts/chart-panel';
import { Definition } from './definition';
import { Figure, Figures } from './figure';
import { ReportFrame } from './report-frame';
import { ReportTable } from './report-table';
import css from './reports.module.css';
import { useReachReport } from './requests';
import { formatStart, inOrder } from './series';
import { useReportFilter } from './use-report-filter';
import { useReportWords } from './use-words';

/** Who finds the accounts, and how: followers, QR codes, what conversations began with. */
export function ReachPage() {
  const { t } = useTranslation();
  const filters = useReportFilter();
  const query = useReachReport(filters.request);
  return (
    <ReportFrame report="reach" label={t('reports.page_reach')} hasBuckets filters={filters} query={query}>
      {(report) => <Reach report={report} />}
    </ReportFrame>
  );
}

function Reach({ report }: { readonly report: ReachReportBody }) {
  const { t, i18n } = useTranslation();
  const words = useReportWords();
  const { totals, series, bucket, qrCodes } = report;
  const sources = inOrder(totals.startedBySource);
  const sourceWord = (source: string): string => t(`reports.source_${source as 'message'}`);
  const [most] = sources;
  return (
    <>
      <Figures title={t('reports.group_followers')}>
        {(['followersNow', 'followed', 'unfollowed', 'scans'] as const).map((name) => (
          <Figure key={name} name={name} value={words.number(totals[name])} />
        ))}
      </Figures>
      <ChartPanel
        title={t('reports.chart_followers')}
        about="followed"
        sentence={t('reports.says_followers', {
          followed: words.number(totals.followed),
          unfollowed: words.number(totals.unfollowed),
          scans: words.number(totals.scans),
        })}
        first={t(`reports.bucket_${bucket}`)}
        kind="lines"
        lines={[
          { key: 'followed', name: t('reports.figure_followed'), tone: 'first' },
          { key: 'unfollowed', name: t('reports.figure_unfollowed'), tone: 'third' },
          { key: 'scans', name: t('reports.figure_scans'), tone: 'second' },
        ]}
        points={series.map(({ start, followed, unfollowed, scans }) => ({
          key: start,
          label: formatStart(start, bucket, i18n.language),
          values: { followed, unfollowed, scans },
        }))}
        format={words.number}
      />
      {most !== undefined && (
        <ChartPanel
          title={t('reports.chart_sources')}
          about="sources"
          sentence={t('reports.says_sources', { source: sourceWord(most[0]), number: words.number(most[1]) })}
          first={t('reports.source')}
          kind="bars"
          lines={[{ key: 'count', name: t('reports.count'), tone: 'first' }]}
          points={sources.map(([source, count]) => ({
            key: source,
            label: sourceWord(source),
            values: { count },
          }))}
          format={words.number}
        />
      )}
      {qrCodes.length > 0 && (
        <section className={css.group} aria-label={t('reports.chart_qrCodes')}>
          <h2 className={css.groupTitle}>
            {t('reports.chart_qrCodes')} <Definition of="scans" />
          </h2>
          <ReportTable
            caption={t('reports.chart_qrCodes')}
            columns={[
              { key: 'name', words: t('reports.qrCode') },
              { key: 'scans', words: t('reports.figure_scans') },
            ]}
            rows={qrCodes.map(({ qrCode, scans }) => ({
              key: qrCode.id,
              cells: [qrCode.name, words.number(scans)],
            }))}
          />
        </section>
      )}
    </>
  );
}
