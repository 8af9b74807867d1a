/** What a report says about durations. */
export type Durations = {
  readonly count: number;
  /** Seconds, to the millisecond; null: there were none. */
  readonly mean: number | null;
  readonly median: number | null;
  readonly p90: number | null;
};

/** Count, mean, median and 90th percentile of durations in ms. Percentiles by nearest rank: values that occurred. */
export function toDurations(durationsMs: readonly number[]): Durations {
  const sorted = new Float64Array(durationsMs).sort();
  const count = sorted.length;
  if (count === 0) return { count, mean: null, median: null, p90: null };
  const mean = Math.round(sorted.reduce((sum, ms) => sum + ms, 0) / count) / 1000;
  const ranked = (share: number): number => (sorted[Math.max(1, Math.ceil(share * count)) - 1] ?? 0) / 1000;
  return { count, mean, median: ranked(0.5), p90: ranked(0.9) };
}
