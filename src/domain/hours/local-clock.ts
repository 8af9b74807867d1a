/**
 * The clock on the wall of one time zone, as the rules of opening hours use it. Local time is counted in minutes since the
 * local midnight at which 1970 began; instants are epoch ms.
 */
export type LocalClock = {
  /**
   * The first instant at which the clock shows this minute. If the clock skips it, for summer time: the first instant after
   * the gap.
   */
  readonly firstAt: (localMinute: number) => number;
  /** The last such instant, which is another one if the clock shows the minute twice. */
  readonly lastAt: (localMinute: number) => number;
};

/** The clock of a zone of the IANA database, e.g. `Asia/Shanghai`. Throws for a name that is not one. */
export type ClockOf = (timeZone: string) => LocalClock;
