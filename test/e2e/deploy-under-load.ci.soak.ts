/**
 * Two builds of the workers, as real processes, while contacts write and are answered: half of the work, then all of it
 * goes to the new build, the former workers end, and the way back is the same. Nothing is lost or sent twice on the way.
 */
import { createTestDatabaseUrl } from '../support/database';
import { type DeskLoad, startLoad } from '../support/desk-load';
import { failedTasksOf } from '../support/failed-tasks';
import type { DuihuaProcess } from '../support/process';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

jest.setTimeout(400_000);

const OLD = '2.0.0';
const NEW = '2.1.0';
const TURNS = 20;
/** On a busy machine. */
const NOTICED_WITHIN_MS = 150_000;
const CONTACTS = Array.from({ length: 12 }, (_, index) => `oLoad${index + 1}`);

let desk: ProcessDesk;
let load: DeskLoad;
let former: DuihuaProcess;
let latter: DuihuaProcess;

const startWorker = async (buildId: string): Promise<DuihuaProcess> => {
  const started = desk.launch('worker', { WORKER_BUILD_ID: buildId });
  await started.prints(/the worker runs/);
  return started;
};

const promote = async (...args: readonly string[]): Promise<void> => {
  const launched = desk.launch('promote', {}, args);
  const { code } = await launched.ended;
  expect([code, launched.output()]).toEqual([0, expect.any(String)]);
};

/** How many workflow tasks each build has completed. */
async function tasksByBuild(): Promise<ReadonlyMap<string | undefined, number>> {
  const counts = new Map<string | undefined, number>();
  for (const openId of CONTACTS) {
    const { workflow } = await desk.conversation(openId);
    const { events } = await desk.temporal.workflow.getHandle(workflow.workflowId).fetchHistory();
    for (const { workflowTaskCompletedEventAttributes: task } of events ?? []) {
      if (!task) continue;
      const build = task.deploymentVersion?.buildId ?? undefined;
      counts.set(build, (counts.get(build) ?? 0) + 1);
    }
  }
  return counts;
}

beforeAll(async () => {
  desk = await createProcessDesk({ databaseUrl: await createTestDatabaseUrl() });
  const api = desk.launch('api');
  former = await startWorker(OLD);
  await api.prints(/the API listens/);
  await desk.connect();
  load = startLoad(desk, { contacts: CONTACTS, pauseMs: 200 });
  await load.passes(TURNS);
}, 180_000);
afterAll(() => desk?.close());

it('the new build first gets a part of the work, then all of it; the former workers end', async () => {
  latter = await startWorker(NEW);
  expect((await tasksByBuild()).get(NEW)).toBeUndefined();
  await promote(NEW, '--percent', '50');
  await load.passes(2 * TURNS);
  // A conversation moves with its next step after the server has noticed.
  const until = Date.now() + NOTICED_WITHIN_MS;
  while (!(await tasksByBuild()).has(NEW) && Date.now() < until) await load.passes(TURNS);
  const shared = await tasksByBuild();
  expect(shared.get(NEW)).toBeGreaterThan(0);
  expect(shared.get(OLD)).toBeGreaterThan(0);
  await promote(NEW);
  // As soon as it is promoted: what the former workers are doing is finished or handed over.
  expect(await former.end('SIGTERM')).toEqual({ code: 0, signal: null });
  await load.passes(TURNS);
});

it('the way back is the same, also from workers that are killed', async () => {
  former = await startWorker(OLD);
  await promote(OLD);
  await latter.end('SIGKILL');
  await load.passes(TURNS);
});

it('nothing is lost, sent twice or out of order, and no workflow task has failed', async () => {
  const statuses = await load.stop();
  // 503 is allowed while workers change: nothing was accepted. An answer that is lost is not.
  expect([...statuses.keys()].filter((status) => ![201, 503].includes(status))).toEqual([]);
  expect(statuses.get(201)).toBeGreaterThan(5 * TURNS - 1);
  expect(await desk.violations()).toEqual([]);
  expect(await failedTasksOf(desk)).toEqual([]);
});
