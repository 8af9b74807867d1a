/** The values of the form for opening hours, and how they are made from them and back. */
import { type OpeningHours, type Period, WEEKDAYS, type Weekday } from '../../domain/hours/opening-hours';

/** `brand`: those of the brand, for a channel only; `always`: open without hours; `hours`: the ones of the form. */
export type HoursKind = 'brand' | 'always' | 'hours';

export type HoursValues = {
  readonly kind: HoursKind;
  readonly timeZone: string;
  readonly weekly: Readonly<Record<Weekday, readonly Period[]>>;
  readonly exceptions: readonly {
    readonly date: string;
    readonly name: string;
    readonly periods: readonly Period[];
  }[];
};

const OFFICE: readonly Period[] = [['09:00', '18:00']];

/** The values for hours; where there are none, the form begins with usual ones in the reader's time zone. */
export function toValues(kind: HoursKind, hours: OpeningHours | null, readersTimeZone: string): HoursValues {
  const usual = (day: Weekday): readonly Period[] => (day === 'sat' || day === 'sun' ? [] : OFFICE);
  const of = (day: Weekday): readonly Period[] => (hours === null ? usual(day) : (hours.weekly[day] ?? []));
  return {
    kind,
    timeZone: hours?.timeZone ?? readersTimeZone,
    weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, of(day)])) as HoursValues['weekly'],
    exceptions: [...(hours?.exceptions ?? [])].sort((one, other) => one.date.localeCompare(other.date)),
  };
}

/** The hours that the values mean; null: always open. */
export function toHours({ kind, timeZone, weekly, exceptions }: HoursValues): OpeningHours | null {
  if (kind === 'always') return null;
  return {
    timeZone,
    weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, weekly[day]])),
    exceptions: exceptions.map(({ date, name, periods }) => ({ date, name, periods })),
  };
}
