/** How figures grow with the data: each measured at 1, 10 and 100 times as much, in one run. */

/** The sizes, as multiples of the smallest. */
export const TIMES = [1, 10, 100] as const;

export type Growth = {
  /** What is measured, of how much. */
  readonly title: string;
  readonly unit: 'ms' | 'MB' | '%';
  /** At each of `TIMES`. */
  readonly values: readonly [number, number, number];
};

/** `10,000 to 1,000,000 messages`: from a hundredth of the most. */
export function rangeOf(most: number, what: string): string {
  return `${(most / 100).toLocaleString('en')} to ${most.toLocaleString('en')} ${what}`;
}

/** Of seconds at each of `TIMES`; those that could not be measured are NaN. */
export function growthInTime(
  title: string,
  [one = Number.NaN, ten = Number.NaN, hundred = Number.NaN]: readonly (number | undefined)[],
): Growth {
  return { title, unit: 'ms', values: [one * 1_000, ten * 1_000, hundred * 1_000] };
}

/** What each of these is at the smallest size and how it has grown: ten times the data, a hundred times. */
export function toGrowthMarkdown(growths: readonly Growth[]): string {
  return [
    '| growth of | at 1 | at 10 | at 100 times | 10 times | 100 times the data |',
    '| --- | --- | --- | --- | --- | --- |',
    ...growths.map((growth) => `| ${cellsOf(growth).join(' | ')} |`),
  ].join('\n');
}

/** The same for the terminal. */
export function toGrowthText(growths: readonly Growth[]): string {
  return growths
    .map((growth) => {
      const [title, one, ten, hundred, ratioOfTen, ratioOfHundred] = cellsOf(growth);
      return `${title}: ${one}, ${ten} (${ratioOfTen}), ${hundred} (${ratioOfHundred})`;
    })
    .join('\n');
}

/** How many times as much each is with the larger amounts. */
export function ratiosOf({ values: [one, ten, hundred] }: Growth): readonly [number, number] {
  return [ten / one, hundred / one];
}

/** With its unit: a time below a second in milliseconds, above in seconds. */
export function showAmount(value: number, unit: Growth['unit']): string {
  if (unit === 'ms' && value >= 1_000) return `${(value / 1_000).toFixed(2)} s`;
  return `${value.toFixed(unit === 'MB' ? 0 : 1)} ${unit}`;
}

function cellsOf(growth: Growth): readonly string[] {
  const amounts = growth.values.map((value) => showAmount(value, growth.unit));
  return [growth.title, ...amounts, ...ratiosOf(growth).map((one) => `${one.toFixed(2)} ×`)];
}
