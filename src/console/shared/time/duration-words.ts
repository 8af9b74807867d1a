import { useTranslation } from 'react-i18next';

/**
 * Units for durations, the longest first, in seconds. `from`: 60 s and 24 h are written like this, not as 1 min and 1
 * day.
 */
export const UNITS = [
  { name: 'days', seconds: 86_400, from: 2 },
  { name: 'hours', seconds: 3_600, from: 1 },
  { name: 'minutes', seconds: 60, from: 2 },
  { name: 'seconds', seconds: 1, from: 0 },
] as const;
export type Unit = (typeof UNITS)[number]['name'];

/** The longest unit in which the duration is a whole number. */
export function unitOf(seconds: number): Unit {
  return (
    UNITS.find((unit) => seconds >= unit.from * unit.seconds && seconds % unit.seconds === 0)?.name ??
    'seconds'
  );
}

export function secondsOf(unit: Unit): number {
  return UNITS.find(({ name }) => name === unit)?.seconds ?? 1;
}

/** Words for a duration that was set: `60 s`, `15 min`, `31 days`. */
export function useDurationWords(): (seconds: number) => string {
  const { t } = useTranslation();
  return (seconds) => {
    const unit = unitOf(seconds);
    return t(`forms.amount_${unit}`, { count: seconds / secondsOf(unit) });
  };
}
