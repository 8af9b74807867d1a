/**
 * `npm run fire` for a while with a seed of its own each time, which the name of the test tells: all faults.
 *   DUIHUA_TEST_SEED, DUIHUA_FIRE_MINUTES (10)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../fire/run';

const MINUTES = Number(process.env['DUIHUA_FIRE_MINUTES'] ?? 10);
const SEED = Number(process.env['DUIHUA_TEST_SEED'] ?? Date.now() % 1_000_000);
jest.setTimeout(MINUTES * 60_000 + 900_000);

let logFolder: string;
beforeAll(() => {
  logFolder = mkdtempSync(path.join(tmpdir(), 'duihua-fire-logs-'));
});
afterAll(() => rmSync(logFolder, { recursive: true, force: true }));

test(`${MINUTES} minutes under fire (seed ${SEED}): no promise is broken`, async () => {
  const { history, verdict } = await run({
    seed: SEED,
    minutes: MINUTES,
    only: [],
    rate: 10,
    contacts: 40,
    stopSeconds: 30,
    operators: 4,
    logFolder,
    loadBefore: loadavg()[0] ?? 0,
    temporalBinary: process.env['DUIHUA_TEST_TEMPORAL_BIN'] ?? '',
    say: (line) => process.stdout.write(`${line}\n`),
  });
  expect(verdict.violations).toEqual([]);
  expect(history.injected.length).toBeGreaterThan(MINUTES * 2);
});
