/** `npm run fire`: everything is killed, frozen and cut under load, and a checker says what broke (docs/reliability.md). */
import { loadavg } from 'node:os';
import path from 'node:path';
import { WrongOptions } from '../bench/command-line';
import { commitOf } from '../bench/commit-of';
import { findTemporalServer } from '../src/temporal/dev-server/find-server';
import { judge } from './check/judge';
import { type FireOptions, HELP, readFireOptions, toArguments } from './options';
import { keepRaw, type RawRun, readRaw, readRecorded, record, toRecorded } from './report/recorded-run';
import { toText } from './report/text';
import { writeReport } from './report/write-report';
import { run } from './run';

const ROOT = path.resolve(__dirname, '..');
const RAW = path.join(ROOT, '.cache/fire');
const OPERATORS = 4;

async function main(): Promise<void> {
  const options = readFireOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const raw = options.judge === undefined ? await runOnce(options) : readRaw(options.judge);
  const verdict = judge(raw.history);
  console.log(toText(raw, verdict));
  if (options.record) writeReport(ROOT, record(ROOT, toRecorded(raw, commitOf(ROOT), verdict)));
  else if (readRecorded(ROOT).length > 0) console.log('Not added to docs/reliability.md: --record does.');
  process.exit(verdict.violations.length === 0 ? 0 : 1);
}

async function runOnce(options: FireOptions): Promise<RawRun> {
  const facts = {
    seed: options.seed ?? Date.now() % 1_000_000,
    minutes: options.minutes,
    only: options.faults,
    rate: options.rate,
    contacts: options.contacts,
    stopSeconds: options['stop-seconds'],
  };
  const temporal = await findTemporalServer({ cacheDir: path.join(ROOT, '.cache/temporal') });
  console.log(`Seed ${facts.seed}: npm run fire -- ${toArguments(options, facts.seed)} repeats the plan.`);
  const { history, restMs, left } = await run({
    ...facts,
    operators: OPERATORS,
    logFolder: path.join(RAW, `logs-${facts.seed}`),
    loadBefore: Number(process.env['DUIHUA_LOAD_BEFORE'] ?? loadavg()[0]),
    temporalBinary: temporal.path,
    say: (line) => console.log(line),
  });
  const day = new Date().toISOString().slice(0, 10);
  const raw = { facts: { ...facts, commit: commitOf(ROOT), day, restMs, left }, history };
  console.log(`Recorded in ${path.relative(ROOT, keepRaw(RAW, raw))}`);
  return raw;
}

main().catch((error: unknown) => {
  console.error(error instanceof WrongOptions ? `${error.message}\n\n${HELP}` : error);
  process.exit(2);
});
