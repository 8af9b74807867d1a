/** A short run of `npm run fire` with a fixed seed: every kind of process dies once, and no promise is broken. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../fire/run';

const MINUTES = 0.5;
const SEED = 18;
jest.setTimeout(900_000);

let logFolder: string;
beforeAll(() => {
  logFolder = mkdtempSync(path.join(tmpdir(), 'duihua-fire-logs-'));
});
afterAll(() => rmSync(logFolder, { recursive: true, force: true }));

test(`half a minute under fire (seed ${SEED}): no promise is broken`, async () => {
  const { history, verdict } = await run({
    seed: SEED,
    minutes: MINUTES,
    only: ['kill', 'cut-line', 'repeat', 'reorder', 'burst:writes', 'cut-answers:bot', 'down:endpoint'],
    rate: 3,
    contacts: 12,
    stopSeconds: 5,
    operators: 2,
    logFolder,
    temporalBinary: process.env['DUIHUA_TEST_TEMPORAL_BIN'] ?? '',
    say: () => undefined,
  });
  expect(verdict.violations).toEqual([]);
  // It was a test: there was something to lose, and something was hurt.
  expect(history.injected.filter(({ kind }) => kind === 'kill').length).toBeGreaterThan(0);
  expect(verdict.figures.acknowledged).toBeGreaterThan(20);
  expect(verdict.figures.reached).toBeGreaterThan(5);
  expect(verdict.figures.questions).toBeGreaterThan(0);
  expect(verdict.figures.events).toBeGreaterThan(verdict.figures.acknowledged);
});
