import { snoozeTimes } from '../snooze-times';

export const LATER_CHOICES = ['hour', 'evening', 'tomorrow', 'closing'] as const;
export type LaterChoice = (typeof LATER_CHOICES)[number];

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * When each choice for a scheduled message is, in epoch ms, by the time zone of the browser: in an hour (a whole minute),
 * at 18:00 today, tomorrow at 9:00, an hour before the window closes. Null: it is not between `now` and `closesAt`.
 */
export function laterTimes(now: number, closesAt: number): Readonly<Record<LaterChoice, number | null>> {
  const { hour, evening, tomorrow } = snoozeTimes(now);
  const inWindow = (at: number | null): number | null =>
    at !== null && at > now && at < closesAt ? at : null;
  return {
    hour: inWindow(hour === null ? null : Math.ceil(hour / MINUTE_MS) * MINUTE_MS),
    evening: inWindow(evening),
    tomorrow: inWindow(tomorrow),
    closing: inWindow(closesAt - HOUR_MS),
  };
}

/** A time (epoch ms) as a field of the type `datetime-local` has it: `2026-11-29T18:00`, in the browser's time zone. */
export function toLocalInput(at: number): string {
  const offsetMs = new Date(at).getTimezoneOffset() * MINUTE_MS;
  return new Date(at - offsetMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
}
