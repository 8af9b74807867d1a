import { useTranslation } from 'react-i18next';
import type { SummaryReportBody } from '../../contracts/reports/summary';
import type { Tone } from './charts/chart-data';
import { ChartPanel } from './charts/chart-panel';
import type { FigureName } from './figure-words';
import { formatStart, inOrder, peakOf, percentOf } from './series';
import { useReportWords } from './use-words';

type Entry = SummaryReportBody['series'][number];

/** The figures over time, and what conversations ended with. */
export function SummaryCharts({ report }: { readonly report: SummaryReportBody }) {
  const { t, i18n } = useTranslation();
  const words = useReportWords();
  const { totals, series, bucket } = report;
  const when = ({ start }: { readonly start: string }): string => formatStart(start, bucket, i18n.language);
  const first = t(`reports.bucket_${bucket}`);
  const points = (valuesOf: (entry: Entry) => Readonly<Record<string, number | null>>) =>
    series.map((entry) => ({ key: entry.start, label: when(entry), values: valuesOf(entry) }));
  const line = (key: string, name: string, tone: Tone) => ({ key, name, tone });
  const figure = (key: FigureName, tone: Tone) => line(key, t(`reports.figure_${key}`), tone);

  const busiest = peakOf(series, ({ started }) => started);
  const loudest = peakOf(series, ({ messagesIn, messagesOut }) => messagesIn + messagesOut);
  const response = totals.firstResponseSeconds;
  const reasons = inOrder(totals.completedByReason);
  const handovers = inOrder(totals.handoversByReason);
  const bars = (counts: readonly (readonly [string, number])[], nameOf: (word: string) => string) => ({
    kind: 'bars' as const,
    lines: [line('count', t('reports.count'), 'first')],
    points: counts.map(([word, count]) => ({ key: word, label: nameOf(word), values: { count } })),
    format: words.number,
    first: t('reports.reason'),
  });
  const reasonWord = (reason: string): string => t(`conversation.reason_${reason as 'operator'}`);
  const handoverWord = (reason: string): string => t(`content.handover_${reason as 'keyword'}`);
  const [most] = reasons;
  const [mostHandovers] = handovers;
  return (
    <>
      <ChartPanel
        title={t('reports.chart_conversations')}
        about="started"
        sentence={
          busiest === null
            ? t('reports.noConversations')
            : t('reports.says_conversations', {
                count: totals.started,
                started: words.number(totals.started),
                missed: words.number(totals.missed),
                when: when(busiest.entry),
                most: words.number(busiest.value),
              })
        }
        first={first}
        kind="lines"
        lines={[figure('started', 'first'), figure('attended', 'second'), figure('missed', 'third')]}
        points={points(({ started, attended, missed }) => ({ started, attended, missed }))}
        format={words.number}
      />
      <ChartPanel
        title={t('reports.chart_firstResponse')}
        about="firstResponse"
        sentence={
          response.count === 0
            ? t('reports.noResponses')
            : t('reports.says_firstResponse', {
                median: words.seconds(response.median),
                p90: words.seconds(response.p90),
              })
        }
        first={first}
        kind="lines"
        lines={[line('median', t('reports.median'), 'first'), line('p90', t('reports.p90'), 'second')]}
        points={points(({ firstResponseSeconds: { median, p90 } }) => ({ median, p90 }))}
        format={words.seconds}
      />
      <ChartPanel
        title={t('reports.chart_messages')}
        about="messagesOut"
        sentence={
          loudest === null
            ? t('reports.noMessages')
            : t('reports.says_messages', {
                received: words.number(totals.messagesIn),
                sent: words.number(totals.messagesOut),
                when: when(loudest.entry),
              })
        }
        first={first}
        kind="lines"
        lines={[figure('messagesIn', 'first'), figure('messagesOut', 'second')]}
        points={points(({ messagesIn, messagesOut }) => ({ messagesIn, messagesOut }))}
        format={words.number}
      />
      {most !== undefined && (
        <ChartPanel
          title={t('reports.chart_completed')}
          about="completed"
          sentence={t('reports.says_completed', {
            percent: words.percent(
              percentOf(
                most[1],
                reasons.reduce((sum, [, count]) => sum + count, 0),
              ),
            ),
            reason: reasonWord(most[0]),
          })}
          {...bars(reasons, reasonWord)}
        />
      )}
      {mostHandovers !== undefined && (
        <ChartPanel
          title={t('reports.chart_handovers')}
          about="handovers"
          sentence={t('reports.says_handovers', { reason: handoverWord(mostHandovers[0]) })}
          {...bars(handovers, handoverWord)}
        />
      )}
    </>
  );
}
