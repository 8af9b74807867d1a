import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LossReportBody } from '../../contracts/reports/losses';
import { useChannelNames } from '../shared/conversations/use-names';
import { ChartPanel } from './charts/chart-panel';
import { Definition } from './definition';
import { failureWords } from './loss-words';
import { ReportTable } from './report-table';
import css from './reports.module.css';
import { formatStart, inOrder, peakOf, sumOf } from './series';
import { useReportWords } from './use-words';

type Losses = Pick<
  LossReportBody['series'][number],
  'refused' | 'held' | 'failedByCode' | 'unknown' | 'endedWaiting'
>;

/** One number for each kind of loss. */
const COLUMNS = {
  refusedWindow: ({ refused }) => refused.window_closed,
  refusedLimit: ({ refused }) => refused.consecutive_limit_reached,
  heldExpired: ({ held }) => held.expired,
  failed: ({ failedByCode }) => sumOf(failedByCode),
  unknown: ({ unknown }) => unknown.count,
  endedWaiting: ({ endedWaiting }) => endedWaiting,
} as const satisfies Readonly<Record<string, (losses: Losses) => number>>;
type ColumnName = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as ColumnName[];

const refusedIn = ({ refused }: Losses): number => refused.window_closed + refused.consecutive_limit_reached;

/** The losses over time, by WeChat's code, and by hour, operator and channel. */
export function LossCharts({ report }: { readonly report: LossReportBody }) {
  const { t, i18n } = useTranslation();
  const words = useReportWords();
  const { series, bucket, failedByCode } = report;
  const worst = peakOf(series, refusedIn);
  const codes = inOrder(failedByCode);
  return (
    <>
      <ChartPanel
        title={t('reports.chart_losses')}
        sentence={
          worst === null
            ? t('reports.noRefusals')
            : t('reports.says_losses', {
                number: words.number(worst.value),
                when: formatStart(worst.entry.start, bucket, i18n.language),
              })
        }
        first={t(`reports.bucket_${bucket}`)}
        kind="lines"
        lines={[
          { key: 'refused', name: t('reports.refused'), tone: 'first' },
          { key: 'failed', name: t('reports.figure_failed'), tone: 'third' },
          { key: 'endedWaiting', name: t('reports.figure_endedWaiting'), tone: 'second' },
        ]}
        points={series.map((entry) => ({
          key: entry.start,
          label: formatStart(entry.start, bucket, i18n.language),
          values: {
            refused: refusedIn(entry),
            failed: sumOf(entry.failedByCode),
            endedWaiting: entry.endedWaiting,
          },
        }))}
        format={words.number}
      />
      {codes.length > 0 && (
        <Section title={t('reports.chart_failedByCode')}>
          <ReportTable
            caption={t('reports.chart_failedByCode')}
            columns={[
              { key: 'code', words: t('reports.code') },
              { key: 'count', words: t('reports.count') },
              { key: 'meaning', words: t('reports.meaning') },
            ]}
            rows={codes.map(([code, count]) => ({
              key: code,
              cells: [code, words.number(count), failureWords(code, t, i18n.exists) ?? '–'],
            }))}
          />
        </Section>
      )}
      <LossTables report={report} />
    </>
  );
}

function LossTables({ report }: { readonly report: LossReportBody }) {
  const { t } = useTranslation();
  const words = useReportWords();
  const channels = useChannelNames();
  const parts = [
    {
      key: 'byHour',
      first: t('reports.bucket_hour'),
      rows: report.byHour.map((one) => ({ ...one, key: String(one.hour), name: `${one.hour}:00` })),
    },
    {
      key: 'byOperator',
      first: t('audit.target_operator'),
      rows: report.byOperator.map((one) => ({
        ...one,
        key: one.operator?.id ?? '',
        name: one.operator?.name ?? t('reports.nobody'),
      })),
    },
    {
      key: 'byChannel',
      first: t('audit.target_channel'),
      rows: report.byChannel.map((one) => ({
        ...one,
        key: one.channel.id,
        name: channels.find(({ id }) => id === one.channel.id)?.name ?? one.channel.name,
      })),
    },
  ] as const;
  return parts.map(({ key, first, rows }) => {
    const lost = rows.filter((row) => NAMES.some((name) => COLUMNS[name](row) > 0));
    if (lost.length === 0) return null;
    return (
      <Section key={key} title={t(`reports.losses_${key}`)}>
        <ReportTable
          caption={t(`reports.losses_${key}`)}
          columns={[
            { key: 'name', words: first },
            ...NAMES.map((name) => ({
              key: name,
              words: (
                <span className={css.headCell}>
                  {t(`reports.figure_${name}`)} <Definition of={name} />
                </span>
              ),
            })),
          ]}
          rows={lost.map((row) => ({
            key: row.key,
            cells: [row.name, ...NAMES.map((name) => words.number(COLUMNS[name](row)))],
          }))}
        />
      </Section>
    );
  });
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css.group} aria-label={title}>
      <h2 className={css.groupTitle}>{title}</h2>
      {children}
    </section>
  );
}
