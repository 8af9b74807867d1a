/** How figures grow with the data: each measured at 1, 10 and 100 times as much, in one run. */

/** The sizes, as multiples of the smallest. */
export const TIMES = [1, 10, 100] as const;

export type Growth = {
  /** What is measured, of how much. */
  readonly title: string;
  /** Milliseconds at each of `TIMES`. */
  readonly ms: readonly [number, number, number];
};

/** `10,000 to 1,000,000 messages`: from a hundredth of the most. */
export function rangeOf(most: number, what: string): string {
  return `${(most / 100).toLocaleString('en')} to ${most.toLocaleString('en')} ${what}`;
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

/** How many times as long each takes with the larger amounts. */
export function ratiosOf({ ms: [one, ten, hundred] }: Growth): readonly [number, number] {
  return [ten / one, hundred / one];
}

/** Milliseconds below a second, seconds above. */
export function showTime(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(2)} s`;
  return `${ms.toFixed(1)} ms`;
}

function cellsOf(growth: Growth): readonly string[] {
  return [growth.title, ...growth.ms.map(showTime), ...ratiosOf(growth).map((one) => `${one.toFixed(2)} ×`)];
}
