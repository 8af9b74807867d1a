import { useTranslation } from 'react-i18next';

/** Units in which durations are set, the longest first, in seconds. */
export const UNITS = [
  { name: 'days', seconds: 86_400 },
  { name: 'hours', seconds: 3_600 },
  { name: 'minutes', seconds: 60 },
  { name: 'seconds', seconds: 1 },
] as const;
export type Unit = (typeof UNITS)[number]['name'];

/** The longest unit in which a duration is a whole number. */
export function unitOf(seconds: number): Unit {
  return UNITS.find((unit) => seconds > 0 && seconds % unit.seconds === 0)?.name ?? 'seconds';
}

export function secondsOf(unit: Unit): number {
  return UNITS.find(({ name }) => name === unit)?.seconds ?? 1;
}

/** Words for a length of time that was set: `60 s`, `15 min`, `31 days`. */
export function useDurationWords(): (seconds: number) => string {
  const { t } = useTranslation();
  return (seconds) => {
    const unit = seconds === 60 ? 'seconds' : unitOf(seconds);
    return t(`forms.amount_${unit}`, { number: seconds / secondsOf(unit) });
  };
}
