/** When a delivery that failed is tried again. All times in ms; instants are epoch ms. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The pauses after the first failure, the second, and so on: 75 hours and a half in all. */
export const PAUSES_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** Pauses differ by up to this much, so that what failed together does not come back together. */
const SPREAD = 0.1;
/** So long the later events of the same conversation wait; then it goes on alone and they pass. */
export const ORDER_WAITS_MS = 30 * MINUTE;
/** What `Retry-After` may ask for. */
const SHORTEST_RETRY_AFTER_MS = SECOND;
const LONGEST_RETRY_AFTER_MS = HOUR;
/**
 * So many tries in a row are made when `Retry-After` asks for them; then the pause of the schedule follows. An endpoint that asks
 * for the next second each time is called 226 times at most, and one that asks for the next hour throughout gets its way.
 */
export const MOST_ASKED = 24;
/** An endpoint that has done nothing but fail for so long is disabled. */
export const FAILING_DISABLES_MS = 5 * 24 * HOUR;

/** When each pause is over, after the first try, if all pauses are as long as planned. */
const OVER_MS: readonly number[] = PAUSES_MS.map((_, step) =>
  PAUSES_MS.slice(0, step + 1).reduce((total, pause) => total + pause, 0),
);

/** Where a delivery that failed stands. */
export type FailedTry = {
  readonly failedAt: number;
  readonly firstTryAt: number;
  /** How many of the pauses are used. */
  readonly step: number;
  /** How many tries in a row were made because `Retry-After` asked for them, without using up a pause. */
  readonly asked: number;
  /** What the answer's `Retry-After` asks for; null: nothing. */
  readonly retryAfterMs: number | null;
  /** From 0 up to 1. */
  readonly random: number;
};

export type NextTry = {
  readonly at: number;
  readonly step: number;
  readonly asked: number;
  /** It would keep the later events of its conversation waiting for too long: they pass. */
  readonly isAlone: boolean;
};

/**
 * When it is tried again, in whole ms; null: it was the last try. `Retry-After` takes the place of the pause. It uses the pause up
 * only if that would be over by then, counted from the first try: so no answer makes an event dead before its time (docs/rules.md#90).
 */
export function nextTry({
  failedAt,
  firstTryAt,
  step,
  asked,
  retryAfterMs,
  random,
}: FailedTry): NextTry | null {
  const planned = PAUSES_MS[step];
  if (planned === undefined) return null;
  const pauseMs = planned * (1 - SPREAD + 2 * SPREAD * random);
  const askedMs =
    retryAfterMs === null
      ? null
      : Math.min(Math.max(retryAfterMs, SHORTEST_RETRY_AFTER_MS), LONGEST_RETRY_AFTER_MS);
  const isAskedFor = askedMs !== null && asked < MOST_ASKED;
  const at = Math.round(failedAt + (isAskedFor ? askedMs : Math.max(pauseMs, askedMs ?? 0)));
  const isAlone = at - firstTryAt > ORDER_WAITS_MS;
  if (!isAskedFor) return { at, step: step + 1, asked: 0, isAlone };
  const reached = OVER_MS.filter((over) => over <= at - firstTryAt).length;
  return reached > step ? { at, step: reached, asked: 0, isAlone } : { at, step, asked: asked + 1, isAlone };
}

/** The one form of dates that HTTP allows to be sent (RFC 9110, 5.6.7). */
const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * What a `Retry-After` asks for: whole seconds or a date of HTTP; null for anything else.
 * @param now epoch ms
 */
export function parseRetryAfter(text: string | null, now: number): number | null {
  if (text === null) return null;
  const asked = text.trim();
  if (/^\d{1,9}$/.test(asked)) return Number(asked) * SECOND;
  if (!IMF_FIXDATE.test(asked)) return null;
  const at = Date.parse(asked);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
