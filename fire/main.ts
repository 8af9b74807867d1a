/** `npm run fire`: everything is killed, frozen and cut under load, and a checker says what broke (docs/reliability.md). */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findTemporalServer } from '../src/temporal/dev-server/find-server';
import { FAULT_NAMES } from './plan';
import { run } from './run';

const ROOT = path.resolve(__dirname, '..');
const RAW = path.join(ROOT, '.cache/fire');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string' },
      faults: { type: 'string', default: '' },
      rate: { type: 'string', default: '10' },
      contacts: { type: 'string', default: '40' },
      'stop-seconds': { type: 'string', default: '30' },
      record: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const only = values.faults.split(',').filter((one) => one !== '');
  for (const one of only) {
    if (!FAULT_NAMES.some((name) => name.startsWith(one) || name.includes(`:${one}`)))
      throw new Error(`No fault begins with ${one}: ${FAULT_NAMES.join(', ')}.`);
  }
  const temporal = await findTemporalServer({ cacheDir: path.join(ROOT, '.cache/temporal') });
  console.log(`Seed ${seed}: npm run fire -- --seed ${seed} repeats the plan.`);
  const { history, verdict, restMs, left } = await run({
    seed,
    minutes: Number(values.minutes),
    only,
    rate: Number(values.rate),
    contacts: Number(values.contacts),
    stopSeconds: Number(values['stop-seconds']),
    operators: 4,
    logFolder: path.join(RAW, `logs-${seed}`),
    temporalBinary: temporal.path,
    say: (line) => console.log(line),
  });
  mkdirSync(RAW, { recursive: true });
  const file = path.join(RAW, `seed-${seed}-${Date.now()}.json`);
  writeFileSync(file, JSON.stringify(history));
  console.log(JSON.stringify(verdict.figures, null, 1), `rest after ${restMs} ms`, left);
  for (const { kind, text } of verdict.violations) console.log(`${kind}: ${text}`);
  console.log(`${verdict.violations.length} violations; ${history.injected.length} faults; ${file}`);
  process.exit(verdict.violations.length === 0 ? 0 : 1);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(2);
});
