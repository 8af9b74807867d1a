/** Builds of a deployment on a real server: which gets work, which is promoted automatically, and what is refused. */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { newId } from '../../../src/platform/ids';
import { keepCurrentBuild } from '../../../src/temporal/deployment/current-build';
import { promoteBuild } from '../../../src/temporal/deployment/promote-build';
import {
  type DeploymentTarget,
  readDeployment,
  versionedAs,
} from '../../../src/temporal/deployment/worker-deployment';
import { TEMPORAL_ADDRESS } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { workflowBundle } from '../../support/scenario-replay';
import { quietRuntime } from '../../support/scenario-runtime';

let connection: NativeConnection;
let client: Client;
beforeAll(async () => {
  quietRuntime();
  connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS() });
  client = new Client({ connection: await Connection.connect({ address: TEMPORAL_ADDRESS() }) });
});
afterAll(async () => {
  await client.connection.close();
  await connection.close();
});

const running: { readonly worker: Worker; readonly done: Promise<void> }[] = [];
afterEach(async () => {
  for (const { worker, done } of running.splice(0)) {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await done;
  }
});

const newTarget = (): DeploymentTarget => ({
  client,
  deploymentName: `test-${newId()}`,
  taskQueue: `test-${newId()}`,
});
const logger = { info: () => undefined, warn: () => undefined };

/** A worker of a build; null: without a version. */
async function work(
  { deploymentName, taskQueue }: DeploymentTarget,
  buildId: string | null,
): Promise<Worker> {
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: workflowBundle(),
    ...(buildId === null ? {} : { workerDeploymentOptions: versionedAs(buildId, deploymentName) }),
  });
  running.push({ worker, done: worker.run() });
  return worker;
}

const current = async (target: DeploymentTarget): Promise<string | null | undefined> =>
  (await readDeployment(target))?.current;

/** Resolves once the server has seen the build's worker. */
const promoted = (target: DeploymentTarget, buildId: string, percentage?: number): Promise<string> =>
  eventually(async () => {
    const { isDone, sentence } = await promoteBuild(target, buildId, percentage);
    return isDone && sentence;
  }, `${buildId} is promoted`);

it('the first build becomes current on its own; the second one waits until it is promoted', async () => {
  const target = newTarget();
  expect(await readDeployment(target)).toBeNull();
  await work(target, '1.0.0');
  const first = keepCurrentBuild({ target, buildId: '1.0.0', logger, everyMs: 100 });
  first.look();
  await eventually(async () => (await current(target)) === '1.0.0', 'the first one is current');
  await work(target, '1.1.0');
  const said: string[] = [];
  const second = keepCurrentBuild({
    target,
    buildId: '1.1.0',
    logger: { ...logger, info: (_, message) => said.push(message) },
    everyMs: 100,
  });
  second.look();
  await eventually(() => said.length > 0, 'the second one has looked');
  expect(said).toEqual([expect.stringContaining('npm run deploy:promote')]);
  expect(await current(target)).toBe('1.0.0');

  expect(await promoted(target, '1.1.0')).toMatch(/^Build 1\.1\.0 is current now; it was build 1\.0\.0\./);
  expect(await current(target)).toBe('1.1.0');
  expect(await promoted(target, '1.1.0')).toBe('Build 1.1.0 is already current.');
  await Promise.all([first.close(), second.close()]);
});

it('of two builds that find none current at the same time, one becomes current and stays so', async () => {
  const target = newTarget();
  const builds = ['a', 'b'];
  await Promise.all(builds.map((buildId) => work(target, buildId)));
  const keepers = builds.map((buildId) => keepCurrentBuild({ target, buildId, logger, everyMs: 100 }));
  for (const keeper of keepers) keeper.look();
  const found = await eventually(() => current(target), 'one is current');
  for (const keeper of keepers) keeper.look();
  await Promise.all(keepers.map((keeper) => keeper.close()));
  expect(await current(target)).toBe(found);
});

it('while workers without a version run, no build becomes current on its own; people promote it', async () => {
  const target = newTarget();
  await work(target, null);
  await work(target, '2.0.0');
  await eventually(async () => (await readDeployment(target)) !== null, 'the build is known');
  const keeper = keepCurrentBuild({ target, buildId: '2.0.0', logger, everyMs: 50 });
  keeper.look();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await current(target)).toBeNull();
  expect(await promoted(target, '2.0.0')).toContain('it was workers without a build id');
  await keeper.close();
});

it('workers without a version take over again when told to, if they are running', async () => {
  const target = newTarget();
  expect((await promoteBuild(target, null)).sentence).toBe('There is already no current build.');
  await work(target, '2.0.0');
  await promoted(target, '2.0.0');
  expect(await promoteBuild(target, null)).toEqual({
    isDone: false,
    sentence: expect.stringMatching(/^No worker without a build id is running/),
  });
  await work(target, null);
  await eventually(async () => (await promoteBuild(target, null)).isDone, 'they take over');
  expect(await current(target)).toBeNull();
});

it('a build without a polling worker is refused', async () => {
  const target = newTarget();
  expect(await promoteBuild(target, '3.0.0')).toEqual({
    isDone: false,
    sentence: expect.stringMatching(
      /^No worker of build 3\.0\.0 is running.*WORKER_BUILD_ID=3\.0\.0.*No worker/,
    ),
  });
  await work(target, '2.9.0');
  await promoted(target, '2.9.0');
  const { isDone, sentence } = await promoteBuild(target, '3.0.0');
  expect([isDone, sentence]).toEqual([false, expect.stringContaining('Running: build 2.9.0.')]);
  expect(await current(target)).toBe('2.9.0');
});

it('a percentage of the conversations may run on a build first, and this can be undone', async () => {
  const target = newTarget();
  await work(target, 'old');
  await promoted(target, 'old');
  await work(target, 'new');
  expect(await promoted(target, 'new', 20)).toBe(
    '20 % of the conversations now run on build new, the others on build old.',
  );
  expect(await readDeployment(target)).toMatchObject({
    current: 'old',
    ramping: { buildId: 'new', percentage: 20 },
  });
  expect((await promoteBuild(target, 'new', 0)).sentence).toContain('build old again');
  expect(await readDeployment(target)).toMatchObject({ current: 'old', ramping: null });
  expect((await promoteBuild(target, 'new', 0)).sentence).toBe('No conversation runs on build new.');
  expect((await promoteBuild(target, 'old', 0)).isDone).toBe(false);
  await promoted(target, 'new', 50);
  await promoted(target, 'new');
  expect(await readDeployment(target)).toMatchObject({ current: 'new', ramping: null });
});

it('the current build gets all conversations back when it is promoted again, or another one is', async () => {
  const target = newTarget();
  for (const buildId of ['3.0.0', '3.1.0', '3.2.0']) await work(target, buildId);
  await promoted(target, '3.0.0');
  await promoted(target, '3.1.0', 50);
  expect(await promoted(target, '3.0.0')).toBe(
    'All conversations run on build 3.0.0 again from their next step on.',
  );
  expect(await readDeployment(target)).toMatchObject({ current: '3.0.0', ramping: null });
  await promoted(target, '3.1.0', 50);
  await promoted(target, '3.2.0');
  expect(await readDeployment(target)).toMatchObject({ current: '3.2.0', ramping: null });
});
