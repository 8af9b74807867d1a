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
  const failed = sumOf(failedByCode);
  const list = (figure: ListedFigure, count: number, reason: string | null = null): string | undefined =>
    count === 0 ? undefined : addressWith('/reports/conversations', props.search, { figure, reason });
  return (
    <Figures title={t('reports.group_losses')}>
      <Figure
        name="refusedWindow"
        value={words.number(refused.window_closed)}
        to={list('refused', refused.window_closed, 'window_closed')}
      />
      <Figure
        name="refusedLimit"
        value={words.number(refused.consecutive_limit_reached)}
        to={list('refused', refused.consecutive_limit_reached, 'consecutive_limit_reached')}
      />
      <Figure
        name="heldReleased"
        value={words.number(held.released)}
        detail={
          held.released > 0
            ? t('reports.releasedAfter', { median: words.seconds(held.releasedAfterSeconds.median) })
            : undefined
        }
        to={list('released', held.released)}
      />
      <Figure name="heldExpired" value={words.number(held.expired)} to={list('expired', held.expired)} />
      <Figure name="failed" value={words.number(failed)} to={list('failed', failed)} />
      <Figure
        name="unknown"
        value={words.number(unknown.count)}
        detail={
          unknown.count > 0
            ? t('reports.unknownResolved', {
                sent: words.number(unknown.resolvedAsSent),
                resent: words.number(unknown.resent),
              })
            : undefined
        }
        to={list('unknown', unknown.count)}
      />
      <Figure
        name="endedWaiting"
        value={words.number(endedWaiting)}
        to={list('endedWaiting', endedWaiting)}
      />
    </Figures>
  );
}
