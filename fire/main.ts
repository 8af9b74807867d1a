/** `npm run fire`: everything is killed, frozen and cut under load, and a checker says what broke (docs/reliability.md). */
import { loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { commitOf } from '../bench/commit-of';
import { findTemporalServer } from '../src/temporal/dev-server/find-server';
import { judge } from './check/judge';
import { FAULT_NAMES } from './plan';
import { keepRaw, type RawRun, readRaw, readRecorded, record, toRecorded } from './report/recorded-run';
import { toText } from './report/text';
import { writeReport } from './report/write-report';
import { run } from './run';

const ROOT = path.resolve(__dirname, '..');
const RAW = path.join(ROOT, '.cache/fire');
const OPERATORS = 4;

const OPTIONS = {
  minutes: { type: 'string', default: '10' },
  seed: { type: 'string' },
  /** Beginnings of names, with commas: `kill`, `hole:worker`, `postgres`. */
  faults: { type: 'string', default: '' },
  rate: { type: 'string', default: '10' },
  contacts: { type: 'string', default: '40' },
  'stop-seconds': { type: 'string', default: '30' },
  /** Adds the run to docs/reliability.md. */
  record: { type: 'boolean', default: false },
  /** Judges a recorded history again instead of running. */
  judge: { type: 'string' },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const raw = values.judge === undefined ? await runOnce(values) : readRaw(values.judge);
  const verdict = judge(raw.history);
  console.log(toText(raw, verdict));
  if (values.record) writeReport(ROOT, record(ROOT, toRecorded(raw, commitOf(ROOT), verdict)));
  else if (readRecorded(ROOT).length > 0) console.log('Not added to docs/reliability.md: --record does.');
  process.exit(verdict.violations.length === 0 ? 0 : 1);
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

async function runOnce(values: Values): Promise<RawRun> {
  const facts = {
    seed: Number(values.seed ?? Date.now() % 1_000_000),
    minutes: Number(values.minutes),
    only: values.faults.split(',').filter((one) => one !== ''),
    rate: Number(values.rate),
    contacts: Number(values.contacts),
    stopSeconds: Number(values['stop-seconds']),
  };
  for (const one of facts.only) {
    if (!FAULT_NAMES.some((name) => name.startsWith(one) || name.includes(`:${one}`)))
      throw new Error(`No fault begins with ${one}. There are ${FAULT_NAMES.join(', ')}.`);
  }
  const temporal = await findTemporalServer({ cacheDir: path.join(ROOT, '.cache/temporal') });
  console.log(`Seed ${facts.seed}: npm run fire -- --seed ${facts.seed} repeats the plan.`);
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
  console.error(error);
  process.exit(2);
});
