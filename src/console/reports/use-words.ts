import { useTranslation } from 'react-i18next';
import type { DurationsBody } from '../../contracts/reports/report-parts';
import { durationParts } from './duration-parts';

/** What stands for a value that there is none of. */
export const NONE = '–';

/** Numbers and durations of reports in words of the reader's language. */
export function useReportWords() {
  const { t, i18n } = useTranslation();
  const numbers = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const number = (value: number | null): string => (value === null ? NONE : numbers.format(value));
  const seconds = (value: number | null): string => {
    if (value === null) return NONE;
    const { unit, ...parts } = durationParts(value);
    return t(`time.${unit}`, { ...parts, seconds: number(parts.seconds) });
  };
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
