/** How a duration is worded: the words of `time` that its parts are put into. */
type DurationParts = {
  readonly unit: 'seconds' | 'minutes' | 'minutesSeconds' | 'hours' | 'hoursMinutes';
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
};

const MINUTE_S = 60;
const HOUR_S = 3_600;

/**
 * A measured duration (seconds, from 0 on) in parts, rounded to the nearest: to tenths of a second below ten seconds, to seconds
 * below an hour, else to minutes. What is left of a deadline is worded by `useDuration`, which rounds up.
 */
export function durationParts(value: number): DurationParts {
  const tenths = Math.round(value * 10) / 10;
  if (tenths < 10) return { unit: 'seconds', hours: 0, minutes: 0, seconds: tenths };
  const all = Math.round(value);
  if (all < MINUTE_S) return { unit: 'seconds', hours: 0, minutes: 0, seconds: all };
  if (all < HOUR_S) {
    const seconds = all % MINUTE_S;
    const unit = seconds === 0 ? 'minutes' : 'minutesSeconds';
    return { unit, hours: 0, minutes: Math.floor(all / MINUTE_S), seconds };
  }
  const allMinutes = Math.round(value / MINUTE_S);
  const minutes = allMinutes % 60;
  const unit = minutes === 0 ? 'hours' : 'hoursMinutes';
  return { unit, hours: Math.floor(allMinutes / 60), minutes, seconds: 0 };
}
