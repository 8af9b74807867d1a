import { useTranslation } from 'react-i18next';
import type { SummaryReportBody } from '../../contracts/reports/summary';
import { CONVERSATION_STATES } from '../../domain/conversation/conversation';
import type { ListedFigure } from '../../domain/reports/figures';
import { Figure, Figures } from './figure';
import { addressWith } from './report-filter';
import { percentOf, sumOf } from './series';
import { useReportWords } from './use-words';

const DURATIONS = [
  ['firstResponse', 'firstResponseSeconds'],
  ['waiting', 'waitingSeconds'],
  ['handling', 'handlingSeconds'],
] as const;

/** The figures of the whole period. Most of them open the list of their conversations. */
export function SummaryFigures(props: {
  readonly report: SummaryReportBody;
  readonly search: URLSearchParams;
}) {
  const { t } = useTranslation();
  const words = useReportWords();
  const { totals } = props.report;
  const completed = sumOf(totals.completedByReason);
  const handovers = sumOf(totals.handoversByReason);
  const list = (figure: ListedFigure, count: number): string | undefined =>
    count === 0 ? undefined : addressWith('/reports/conversations', props.search, { figure, reason: null });
  const share = (part: number, whole: number): string | undefined => {
    const percent = percentOf(part, whole);
    return percent === null ? undefined : t('reports.share', { percent: words.percent(percent) });
  };
  return (
    <>
      <Figures title={t('reports.group_conversations')}>
        {(['started', 'attended', 'missed', 'missedThenAttended'] as const).map((name) => (
          <Figure key={name} name={name} value={words.number(totals[name])} to={list(name, totals[name])} />
        ))}
        <Figure name="completed" value={words.number(completed)} to={list('completed', completed)} />
        <Figure
          name="botOnly"
          value={words.number(totals.botOnly)}
          detail={share(totals.botOnly, completed)}
          to={list('botOnly', totals.botOnly)}
        />
        <Figure name="handovers" value={words.number(handovers)} to={list('handovers', handovers)} />
        <Figure
          name="returned"
          value={words.number(totals.returned)}
          to={list('returned', totals.returned)}
        />
      </Figures>
      <Figures title={t('reports.group_times')}>
        {DURATIONS.map(([name, field]) => (
          <Figure
            key={name}
            name={name}
            value={words.seconds(totals[field].median)}
            detail={totals[field].count === 0 ? undefined : words.spread(totals[field])}
            to={list(name, totals[field].count)}
          />
        ))}
        <Figure
          name="rating"
          value={words.number(totals.rating.mean)}
          detail={
            totals.rating.count === 0 ? undefined : t('reports.ratings', { count: totals.rating.count })
          }
          to={list('rated', totals.rating.count)}
        />
      </Figures>
      <Figures title={t('reports.group_messages')}>
        {(['messagesIn', 'messagesOut'] as const).map((name) => (
          <Figure key={name} name={name} value={words.number(totals[name])} to={list(name, totals[name])} />
        ))}
        <Figure
          name="openNow"
          value={words.number(sumOf(totals.openNow))}
          detail={CONVERSATION_STATES.filter((state) => state !== 'completed')
            .map((state) => `${t(`inbox.state_${state}`)} ${words.number(totals.openNow[state] ?? 0)}`)
            .join(' · ')}
          to="/inbox/all"
        />
      </Figures>
    </>
  );
}
