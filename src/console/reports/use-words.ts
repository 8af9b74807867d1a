import { useTranslation } from 'react-i18next';
import type { DurationsBody } from '../../contracts/reports/report-parts';
import { useDuration } from '../shared/time/duration';

/** What stands for a value that there is none of. */
export const NONE = '–';

/** Numbers and durations of reports in words of the reader's language. */
export function useReportWords() {
  const { t, i18n } = useTranslation();
  const toDuration = useDuration();
  const numbers = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const number = (value: number | null): string => (value === null ? NONE : numbers.format(value));
  const seconds = (value: number | null): string => (value === null ? NONE : toDuration(value * 1_000));
  return {
    number,
    seconds,
    percent: (value: number | null): string =>
      value === null ? NONE : new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(value / 100),
    /** What stands below a median: how many there were, the mean, and what nine of ten stay below. */
    spread: ({ count, mean, p90 }: DurationsBody): string =>
      t('reports.spread', { count, number: number(count), mean: seconds(mean), p90: seconds(p90) }),
  };
}
