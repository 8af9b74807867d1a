import { FIGURE_NAMES, FIGURES, type Figure, type Goal } from './figures';
import type { Figures } from './measures/measure';
import { median } from './statistics';
import type { Side } from './subject';

/** All rounds of both sides. */
export type Results = Readonly<Record<Side, readonly Figures[]>>;

/** One line of the table, ready to be printed. */
export type Line = {
  readonly title: string;
  readonly floor: string;
  readonly duihua: string;
  readonly compared: string;
  readonly goal: string;
  readonly verdict: 'met' | 'missed' | '';
};

/** The medians beside each other, with ratio, goal and verdict; lines that nothing was measured for are left out. */
export function toLines(results: Results): readonly Line[] {
  return FIGURE_NAMES.flatMap((name) => {
    const figure: Figure = FIGURES[name];
    const of = (side: Side): number =>
      median(results[side].map((one) => one[name]).filter((value) => value !== undefined));
    const [floor, duihua] = [of('floor'), of('duihua')];
    if (Number.isNaN(duihua)) return [];
    const { title, goal } = figure;
    const value = goal === undefined ? null : valueFor(goal, floor, duihua);
    return [
      {
        title,
        floor: show(floor, figure),
        duihua: show(duihua, figure),
        compared: goal?.of === 'difference' ? `+${show(duihua - floor, figure)}` : showRatio(duihua / floor),
        goal: goal === undefined ? '' : describeGoal(goal, figure),
        verdict: value === null || goal === undefined ? '' : isMet(goal, value) ? 'met' : 'missed',
      } as const,
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

function valueFor(goal: Goal, floor: number, duihua: number): number {
  if (goal.of === 'figure') return duihua;
  return goal.of === 'ratio' ? duihua / floor : duihua - floor;
}

function isMet({ atLeast = -Infinity, atMost = Infinity }: Goal, value: number): boolean {
  return value >= atLeast && value <= atMost;
}

function describeGoal({ of, atLeast, atMost }: Goal, { unit }: Figure): string {
  const bound = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
  if (of === 'ratio') return `${bound} ×`;
  return `${of === 'difference' ? `${bound} above the floor` : bound}${unit === '' ? '' : ` ${unit}`}`;
}

function show(value: number, { unit, digits }: Figure): string {
  if (Number.isNaN(value)) return '–';
  return unit === '' || unit === '/s'
    ? `${value.toFixed(digits)}${unit}`
    : `${value.toFixed(digits)} ${unit}`;
}

function showRatio(ratio: number): string {
  return Number.isNaN(ratio) ? '–' : `${ratio.toFixed(2)} ×`;
}
