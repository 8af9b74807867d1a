export const SNOOZE_CHOICES = ['hour', 'evening', 'tomorrow', 'monday'] as const;
export type SnoozeChoice = (typeof SNOOZE_CHOICES)[number];

const HOUR_MS = 3_600_000;
const EVENING_AT = 18;
const MORNING_AT = 9;
const MONDAY = 1;
const DAYS_IN_A_WEEK = 7;

/**
 * When each choice of the snooze menu ends, in epoch ms, by the time zone of the browser: in an hour, at 18:00 today
 * (null: it is too late for that), tomorrow at 9:00, next Monday at 9:00 (null on a Sunday: that is tomorrow).
 */
export function snoozeTimes(now: number): Readonly<Record<SnoozeChoice, number | null>> {
  const evening = at(now, 0, EVENING_AT);
  const today = new Date(now).getDay();
  const daysToMonday = (MONDAY - today + DAYS_IN_A_WEEK) % DAYS_IN_A_WEEK || DAYS_IN_A_WEEK;
  return {
    hour: now + HOUR_MS,
    evening: evening - now > HOUR_MS ? evening : null,
    tomorrow: at(now, 1, MORNING_AT),
    monday: daysToMonday === 1 ? null : at(now, daysToMonday, MORNING_AT),
  };
}

function at(now: number, daysLater: number, hour: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + daysLater);
  return date.setHours(hour, 0, 0, 0);
}
