import { useTranslation } from 'react-i18next';
import type { LossReportBody } from '../../contracts/reports/losses';
import type { ListedFigure } from '../../domain/reports/figures';
import { Figure, Figures } from './figure';
import { addressWith } from './report-filter';
import { sumOf } from './series';
import { useReportWords } from './use-words';

/** The figures of the loss report; each opens its conversations. */
export function LossFigures(props: { readonly report: LossReportBody; readonly search: URLSearchParams }) {
  const { t } = useTranslation();
  const words = useReportWords();
  const { refused, held, failedByCode, unknown, endedWaiting } = props.report;
  const list = (figure: ListedFigure, reason: string | null = null): string =>
    addressWith('/reports/conversations', props.search, { figure, reason });
  return (
    <Figures title={t('reports.group_losses')}>
      <Figure
        name="refusedWindow"
        value={words.number(refused.window_closed)}
        to={list('refused', 'window_closed')}
      />
      <Figure
        name="refusedLimit"
        value={words.number(refused.consecutive_limit_reached)}
        to={list('refused', 'consecutive_limit_reached')}
      />
      <Figure
        name="heldReleased"
        value={words.number(held.released)}
        detail={t('reports.releasedAfter', { median: words.seconds(held.releasedAfterSeconds.median) })}
        to={list('held')}
      />
      <Figure name="heldExpired" value={words.number(held.expired)} to={list('held')} />
      <Figure name="failed" value={words.number(sumOf(failedByCode))} to={list('failed')} />
      <Figure
        name="unknown"
        value={words.number(unknown.count)}
        detail={t('reports.unknownResolved', {
          sent: words.number(unknown.resolvedAsSent),
          resent: words.number(unknown.resent),
        })}
        to={list('unknown')}
      />
      <Figure name="endedWaiting" value={words.number(endedWaiting)} to={list('endedWaiting')} />
    </Figures>
  );
}
