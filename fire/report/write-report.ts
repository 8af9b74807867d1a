import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROCESS_NAMES } from '../desk/targets';
import { FAULT_NAMES, LINE_KINDS } from '../plan';
import { drawRecoveries } from './picture';
import type { RecordedRun } from './recorded-run';
import { countViolations, sumFaults, sumFigure, sumTargets } from './sums';

const BEGIN = '<!-- written by npm run fire -- --record -->';
const END = '<!-- end of what is written by npm run fire -->';
/** The defaults of `npm run fire`. */
const FULL_RATE = 10;
const LONG_STOP_SECONDS = 30;

/** Writes the figures of all recorded runs into docs/reliability.md, between its two marks, and draws the picture. */
export function writeReport(root: string, runs: readonly RecordedRun[]): void {
  const file = path.join(root, 'docs/reliability.md');
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('docs/reliability.md has lost its marks.');
  writeFileSync(file, `${before}${BEGIN}\n\n${describeRuns(runs)}\n\n${END}${after}`);
  writeFileSync(path.join(root, 'docs/images/reliability.svg'), drawRecoveries(sumFaults(runs)));
}

/** The generated part, in Markdown. */
export function describeRuns(runs: readonly RecordedRun[]): string {
  const minutes = runs.reduce((sum, run) => sum + run.minutes, 0);
  const sum = (figure: keyof RecordedRun['figures']): string => sumFigure(runs, figure).toLocaleString('en');
  const faults = sumFaults(runs);
  const broken = runs.reduce((all, run) => all + countViolations(run), 0);
  return [
    `${runs.length} recorded runs, ${minutes} minutes under fire, ${faults.reduce((all, { count }) => all + count, 0)} faults; ` +
      `${sum('offered')} messages offered, ${sum('acknowledged')} acknowledged; ${sum('replies')} replies asked for, ` +
      `${sum('reached')} reached a contact, ${sum('unknown')} unknown; ${sum('questions')} questions reached the bot; ` +
      `${sum('events')} events were acknowledged by the endpoint of the outgoing webhook; ${sum('streams')} event streams were heard in the ${runs.filter(({ figures }) => 'streams' in figures).length} runs that count them. Broken promises: **${broken}**.`,
    '',
    '![Time to recover by kind of fault](images/reliability.svg)',
    '',
    table(
      ['process', 'kill -9', 'of them with 10 + 10 a second', 'frozen', 'of them for 15 to 30 s', 'SIGTERM'],
      PROCESS_NAMES.map((name) => rowOf(runs, name)),
    ),
    '',
    table(['between', ...LINE_KINDS], linesOf(runs)),
    '',
    table(
      ['fault', 'times', 'recovery measured', 'median', 'worst'],
      faults.map(({ kind, count, measured, median, worst }) => [
        kind,
        String(count),
        String(measured),
        seconds(median),
        seconds(worst),
      ]),
    ),
    '',
    table(
      [
        'seed',
        'commit',
        'day',
        'minutes',
        'faults',
        '`--faults`',
        'messages + replies a second',
        'load per core',
        'shown after (p50, p99)',
        'slowest answer to WeChat of a process that was well',
        'broken promises',
      ],
      runs.map((run) => [
        String(run.seed),
        run.judgedBy === undefined ? run.commit : `${run.commit}, judged by ${run.judgedBy}`,
        run.day,
        String(run.minutes),
        String(Object.values(run.faults).reduce((all, count) => all + count, 0)),
        run.only.length === 0 ? 'all' : run.only.join(', '),
        `${run.rate} + ${run.rate}`,
        String(run.busiest),
        describeShown(run),
        describeSlowest(run),
        describeViolations(run),
      ]),
    ),
  ].join('\n');
}

function rowOf(runs: readonly RecordedRun[], name: string): string[] {
  const of = (kind: string, among: readonly RecordedRun[] = runs): string =>
    String(sumTargets(among, kind).get(name) ?? 0);
  const busy = runs.filter(({ rate }) => rate >= FULL_RATE);
  // Earlier runs froze a process for half of the time at least.
  const long = runs.filter(({ stopSeconds }) => stopSeconds >= LONG_STOP_SECONDS);
  return [name, of('kill'), of('kill', busy), of('stop'), of('stop', long), of('term')];
}

/** How often each fault of the network was between which two. */
function linesOf(runs: readonly RecordedRun[]): string[][] {
  const lines = new Set(
    FAULT_NAMES.map((name) => name.split(':')[1] ?? '').filter((target) => target.includes('~')),
  );
  const counts = LINE_KINDS.map((kind) => sumTargets(runs, kind));
  return [...lines].map((line) => [
    line.replace('~', ' and '),
    ...counts.map((of) => String(of.get(line) ?? 0)),
  ]);
}

function describeViolations(run: RecordedRun): string {
  const kinds = Object.entries(run.violations).map(([kind, count]) => `${count} ${kind}`);
  return kinds.length === 0 ? '0' : kinds.join(', ');
}

/** Runs before this was measured do not have it. */
function describeShown({ figures }: RecordedRun): string {
  const { shownMedianMs: median, shownP99Ms: most }: Partial<RecordedRun['figures']> = figures;
  return median === undefined || most === undefined ? '–' : `${seconds(median)}, ${seconds(most)}`;
}

/** Of answers that no fault of the answering process explains. Older runs did not count the late ones. */
function describeSlowest({ figures }: RecordedRun): string {
  const { slowestUnexcusedAnswerMs, lateAnswers }: Partial<RecordedRun['figures']> = figures;
  const slowest = seconds(slowestUnexcusedAnswerMs ?? null);
  return (lateAnswers ?? 0) === 0 ? slowest : `${slowest} (${lateAnswers} too late)`;
}

function seconds(ms: number | null): string {
  return ms === null ? '–' : `${(ms / 1_000).toFixed(1)} s`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
