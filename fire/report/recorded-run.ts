/** What is kept of a run: its raw history in a file, and one line of figures in docs/reliability-runs.json. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Figures, judge, type Verdict } from '../check/judge';
import type { RunHistory } from '../history';
import { faultLabel } from './fault-label';

/** How a run was started, and on what. */
export type RunFacts = {
  readonly seed: number;
  readonly minutes: number;
  readonly only: readonly string[];
  readonly rate: number;
  readonly contacts: number;
  readonly stopSeconds: number;
  readonly commit: string;
  /** `2026-11-29`. */
  readonly day: string;
  /** From the last fault to rest, ms. */
  readonly restMs: number;
  /** Faults that could not be done here, and why. */
  readonly left: readonly string[];
};

export type RawRun = { readonly facts: RunFacts; readonly history: RunHistory };

/** One run as docs/reliability-runs.json keeps it. */
export type RecordedRun = RunFacts & {
  readonly figures: Figures;
  /** How often each fault was injected, by `kind:target`. */
  readonly faults: Readonly<Record<string, number>>;
  /** By kind. */
  readonly violations: Readonly<Record<string, number>>;
  /** ms, by the kind of fault; one for each fault after which it could be measured. */
  readonly recoveries: Readonly<Record<string, readonly number[]>>;
  readonly busiest: number;
  /** The commit of the checker, if the run was judged again by another one. */
  readonly judgedBy?: string;
};

export function runsFile(root: string): string {
  return path.join(root, 'docs/reliability-runs.json');
}

/** Keeps everything that was recorded; returns the file's path. */
export function keepRaw(folder: string, raw: RawRun): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `seed-${raw.facts.seed}-${raw.history.startedAt}.json`);
  writeFileSync(file, JSON.stringify(raw));
  return file;
}

/** A fault that had not ended has no end in JSON. */
export function readRaw(file: string): RawRun {
  const { facts, history } = JSON.parse(readFileSync(file, 'utf8')) as RawRun;
  const injected = history.injected.map((fault) => ({
    ...fault,
    endedAt: (fault.endedAt as number | null) ?? Number.POSITIVE_INFINITY,
  }));
  // Runs before there were bots and webhooks have nothing of them.
  const { questions, told }: Partial<RunHistory> = history;
  return { facts, history: { ...history, injected, questions: questions ?? [], told: told ?? null } };
}

/** The line of figures of a run. `judgedBy`: the commit of the checker. */
export function toRecorded(
  { facts, history }: RawRun,
  judgedBy: string,
  verdict: Verdict = judge(history),
): RecordedRun {
  return {
    ...facts,
    ...(judgedBy === facts.commit ? {} : { judgedBy }),
    figures: verdict.figures,
    faults: count(history.injected.map(({ kind, target }) => `${kind}:${target}`)),
    violations: count(verdict.violations.map(({ kind }) => kind)),
    recoveries: groupRecoveries(verdict),
    busiest: Math.round(history.busiest * 10) / 10,
  };
}

export function readRecorded(root: string): RecordedRun[] {
  const file = runsFile(root);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RecordedRun[]) : [];
}

/** Adds a run. One that was judged again takes its own place; another run with the same options stands beside it. */
export function record(root: string, run: RecordedRun): RecordedRun[] {
  const isSame = (other: RecordedRun): boolean => keyOf(other) === keyOf(run);
  const runs = [...readRecorded(root).filter((other) => !isSame(other)), run];
  const lines = runs.map((one) => `  ${JSON.stringify(one)}`);
  writeFileSync(runsFile(root), `[\n${lines.join(',\n')}\n]\n`);
  return runs;
}

/** No two runs offer and reach the same numbers. */
function keyOf({ seed, commit, minutes, restMs, figures: { offered, reached } }: RecordedRun): string {
  return JSON.stringify([seed, commit, minutes, restMs, offered, reached]);
}

function groupRecoveries({ recoveries }: Verdict): Record<string, number[]> {
  const byKind: Record<string, number[]> = {};
  for (const { fault, ms } of recoveries) {
    const kind = faultLabel(fault);
    if (ms !== null) (byKind[kind] ??= []).push(ms);
  }
  return byKind;
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
