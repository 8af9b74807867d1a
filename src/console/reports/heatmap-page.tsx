import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeatmapReportBody } from '../../contracts/reports/heatmap';
import { Definition } from './definition';
import { ReportFrame } from './report-frame';
import css from './reports.module.css';
import { useHeatmapReport } from './requests';
import { peakOf, weekdayName } from './series';
import { useReportFilter } from './use-report-filter';
import { useReportWords } from './use-words';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When contacts write: conversations by weekday and hour. */
export function HeatmapPage() {
  const { t } = useTranslation();
  const filters = useReportFilter();
  const query = useHeatmapReport(filters.request);
  return (
    <ReportFrame report="heatmap" label={t('reports.page_heatmap')} filters={filters} query={query}>
      {({ cells }) => <Heatmap cells={cells} />}
    </ReportFrame>
  );
}

function Heatmap({ cells }: { readonly cells: HeatmapReportBody['cells'] }) {
  const { t, i18n } = useTranslation();
  const words = useReportWords();
  const busiest = peakOf(cells, ({ started }) => started);
  const counts = new Map(cells.map(({ weekday, hour, started }) => [`${weekday} ${hour}`, started]));
  const title = t('reports.chart_heatmap');
  return (
    <section className={css.chart} aria-label={title}>
      <h2 className={css.groupTitle}>
        {title} <Definition of="started" />
      </h2>
      <p className={css.sentence}>
        {busiest === null
          ? t('reports.noConversations')
          : t('reports.says_heatmap', {
              weekday: weekdayName(busiest.entry.weekday, i18n.language, 'long'),
              from: busiest.entry.hour,
              to: busiest.entry.hour + 1,
              number: words.number(busiest.value),
            })}
      </p>
      {/* A region that scrolls has to be reached by the keyboard. */}
      <section className={css.scroll} aria-label={t('reports.tableOf', { title })} tabIndex={0}>
        <table className={`${css.table} ${css.heat}`}>
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('reports.weekday')}</th>
              {HOURS.map((hour) => (
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {WEEKDAYS.map((weekday) => (
              <tr key={weekday}>
                <th scope="row">{weekdayName(weekday, i18n.language, 'short')}</th>
                {HOURS.map((hour) => {
                  const count = counts.get(`${weekday} ${hour}`) ?? 0;
                  const share = busiest === null ? 0 : Math.round((count / busiest.value) * 100);
                  return (
                    <td key={hour} style={{ '--share': share } as CSSProperties}>
                      {words.number(count)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
