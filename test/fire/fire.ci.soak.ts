/** A short run of `npm run fire` with a fixed seed: an API process, a worker, Temporal and PostgreSQL die, and no promise is broken. */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../fire/run';

const MINUTES = 0.5;
/** Its first four faults of processes are these kills, and the fifth is the burst. */
const SEED = 8;
const KILLED = ['api-1', 'worker-2', 'temporal', 'postgres'];
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
    only: [
      ...KILLED.map((name) => `kill:${name}`),
      'cut-line',
      'repeat',
      'reorder',
      'burst:writes',
      'cut-answers:bot',
      'down:endpoint',
    ],
    rate: 3,
    contacts: 12,
    stopSeconds: 5,
    operators: 2,
    logFolder,
    loadBefore: loadavg()[0] ?? 0,
    temporalBinary: process.env['DUIHUA_TEST_TEMPORAL_BIN'] ?? '',
    say: () => undefined,
  });
  expect(verdict.violations).toEqual([]);
  // It was a test: there was something to lose, and something was hurt.
  const killed = history.injected.filter(({ kind }) => kind === 'kill').map(({ target }) => target);
  expect(killed).toEqual(expect.arrayContaining(KILLED));
  expect(verdict.figures.acknowledged).toBeGreaterThan(20);
  expect(verdict.figures.reached).toBeGreaterThan(5);
  expect(verdict.figures.questions).toBeGreaterThan(0);
  expect(verdict.figures.events).toBeGreaterThan(verdict.figures.acknowledged);
  // Operators came back to streams that had been cut, and Temporal and the logs were there to be searched.
  const heard = history.heard ?? [];
  expect(heard.map(({ streams }) => streams).every((streams) => streams > 1)).toBe(true);
  expect(heard.flatMap(({ messages }) => Object.keys(messages)).length).toBeGreaterThan(20);
  expect(history.leaks).toEqual([]);
  expect(history.failingWorkflows).toBe(0);
});
