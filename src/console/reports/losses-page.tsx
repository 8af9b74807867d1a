import { useTranslation } from 'react-i18next';
import { LossCharts } from './loss-charts';
import { LossFigures } from './loss-figures';
import { lossSentence } from './loss-words';
import { ReportFrame } from './report-frame';
import css from './reports.module.css';
import { useLossReport } from './requests';
import { useReportFilter } from './use-report-filter';
import { useReportWords } from './use-words';

/** What the 48 hours and the messages without an answer cost, in sentences and numbers: for administrators. */
export function LossesPage() {
  const { t } = useTranslation();
  const words = useReportWords();
  const filters = useReportFilter();
  const query = useLossReport(filters.request);
  return (
    <ReportFrame report="losses" label={t('reports.page_losses')} hasBuckets filters={filters} query={query}>
      {(report) => (
        <>
          <section className={css.group} aria-label={t('reports.group_sentences')}>
            <h2 className={css.groupTitle}>{t('reports.group_sentences')}</h2>
            <ul className={css.sentences} data-testid="loss-sentences">
              {report.sentences.map((sentence) => (
                <li key={`${sentence.code} ${sentence.text}`}>{lossSentence(sentence, t, words)}</li>
              ))}
            </ul>
          </section>
          <LossFigures report={report} search={filters.search} />
          <LossCharts report={report} />
        </>
      )}
    </ReportFrame>
  );
}
