/** When a brand or a channel is open: the setting as people write it, and its limits (docs/rules.md#78). */

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * From when until when, as the clock on the wall shows it: `HH:MM`. `24:00` is an end; an end before its start is one
 * of the next day.
 * @example ['09:00', '18:00'], ['18:00', '24:00'], ['22:00', '02:00']
 */
export type Period = readonly [start: string, end: string];

/** A day that is not as its weekday: its periods replace those that would begin then. None: closed. */
export type HoursException = {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** What people call it, e.g. “National Day”; may be empty. */
  readonly name: string;
  readonly periods: readonly Period[];
};

export type OpeningHours = {
  /** Its name in the IANA database, e.g. `Asia/Shanghai`. */
  readonly timeZone: string;
  /** The periods that begin on each day of the week. A day that is left out is closed. */
  readonly weekly: { readonly [Day in Weekday]?: readonly Period[] | undefined };
  readonly exceptions: readonly HoursException[];
};

/** How many periods may begin on one day. */
export const MOST_PERIODS = 24;
export const MOST_EXCEPTIONS = 500;
export const LONGEST_EXCEPTION_NAME = 100;
