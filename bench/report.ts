import { FIGURE_NAMES, FIGURES, type Figure, type Goal } from './figures';
import type { Measurement } from './measurement';
import { median } from './statistics';

/** One line of the table, ready to print. */
export type Line = {
  readonly title: string;
  readonly floor: string;
  readonly duihua: string;
  readonly compared: string;
  readonly goal: string;
  readonly verdict: 'met' | 'missed' | '';
};

/**
 * Medians side by side, with goal and verdict. The ratio is the median of the rounds' own ratios, so that a machine
 * whose speed changes between rounds affects it little. Lines without measurements are left out.
 */
export function toLines(measurements: readonly Pick<Measurement, 'rounds'>[]): readonly Line[] {
  const rounds = measurements.flatMap((one) => one.rounds);
  return FIGURE_NAMES.flatMap((name) => {
    const figure: Figure = FIGURES[name];
    const medianOf = (value: (floor: number, duihua: number) => number): number =>
      median(
        rounds
          .map(({ floor, duihua }) => value(floor[name] ?? Number.NaN, duihua[name] ?? Number.NaN))
          .filter((one) => !Number.isNaN(one)),
      );
    const duihua = medianOf((_, value) => value);
    if (Number.isNaN(duihua)) return [];
    const ratio = medianOf((floor, value) => value / floor);
    const difference = medianOf((floor, value) => value - floor);
    const { title, goal } = figure;
    return [
      {
        title,
        floor: show(
          medianOf((value) => value),
          figure,
        ),
        duihua: show(duihua, figure),
        compared: goal?.of === 'difference' ? `+${show(difference, figure)}` : showRatio(ratio),
        goal: goal === undefined ? '' : describeGoal(goal, figure),
        verdict: goal === undefined ? '' : verdictOf(goal, { figure: duihua, ratio, difference }),
      },
    ];
  });
}

/** The table in Markdown. */
export function toMarkdown(lines: readonly Line[]): string {
  const rows = lines.map(
    ({ title, floor, duihua, compared, goal, verdict }) =>
      `| ${title} | ${floor} | ${duihua} | ${compared} | ${goal} | ${verdict} |`,
  );
  return [
    '| measure | floor | Duihua | ratio | goal | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** The same for the terminal. */
export function toText(lines: readonly Line[]): string {
  const header = {
    title: 'median',
    floor: 'floor',
    duihua: 'Duihua',
    compared: 'ratio',
    goal: 'goal',
    verdict: '',
  };
  const columns = ['title', 'floor', 'duihua', 'compared', 'goal', 'verdict'] as const;
  const all = [header, ...lines];
  const widths = columns.map((column) => Math.max(...all.map((line) => line[column].length)));
  return all
    .map((line) =>
      columns
        .map((column, index) => line[column].padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function verdictOf(goal: Goal, values: Readonly<Record<Goal['of'], number>>): Line['verdict'] {
  const { of, atLeast = -Infinity, atMost = Infinity } = goal;
  return values[of] >= atLeast && values[of] <= atMost ? 'met' : 'missed';
}

function describeGoal({ of, atLeast, atMost }: Goal, { unit }: Figure): string {
  const bound = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
  if (of === 'ratio') return `${bound} ×`;
  const inUnit = unit === '' ? bound : `${bound} ${unit}`;
  return of === 'difference' ? `${inUnit} above the floor` : inUnit;
}

function show(value: number, { unit, digits }: Figure): string {
  if (Number.isNaN(value)) return '–';
  return unit === '' || unit === '/s'
    ? `${value.toFixed(digits)}${unit}`
    : `${value.toFixed(digits)} ${unit}`;
}

function showRatio(ratio: number): string {
  return !Number.isFinite(ratio) ? '–' : `${ratio.toFixed(2)} ×`;
}
