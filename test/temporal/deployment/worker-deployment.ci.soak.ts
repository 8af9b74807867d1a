/** Builds of a deployment on a real server: which gets work, which is promoted automatically, and what is refused. */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { newId } from '../../../src/platform/ids';
import { keepCurrentBuild } from '../../../src/temporal/deployment/current-build';
import { promoteBuild } from '../../../src/temporal/deployment/promote-build';
import {
  type DeploymentPlace,
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

const newPlace = (): DeploymentPlace => ({
  client,
  deploymentName: `test-${newId()}`,
  taskQueue: `test-${newId()}`,
});
const logger = { info: () => undefined, warn: () => undefined };

/** A worker of a build; null: without a version. */
async function work({ deploymentName, taskQueue }: DeploymentPlace, buildId: string | null): Promise<Worker> {
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: workflowBundle(),
    ...(buildId === null ? {} : { workerDeploymentOptions: versionedAs(buildId, deploymentName) }),
  });
  running.push({ worker, done: worker.run() });
  return worker;
}

const current = async (place: DeploymentPlace): Promise<string | null | undefined> =>
  (await readDeployment(place))?.current;

/** Resolves once the server has seen the build's worker. */
const promoted = (place: DeploymentPlace, buildId: string, percentage?: number): Promise<string> =>
  eventually(async () => {
    const { isDone, sentence } = await promoteBuild(place, buildId, percentage);
    return isDone && sentence;
  }, `${buildId} is promoted`);

it('the first build becomes current by itself; the second one waits until it is promoted', async () => {
  const place = newPlace();
  expect(await readDeployment(place)).toBeNull();
  await work(place, '1.0.0');
  const first = keepCurrentBuild({ place, buildId: '1.0.0', logger, everyMs: 100 });
  first.look();
  await eventually(async () => (await current(place)) === '1.0.0', 'the first one is current');
  await work(place, '1.1.0');
  const said: string[] = [];
  const second = keepCurrentBuild({
    place,
    buildId: '1.1.0',
    logger: { ...logger, info: (_, message) => said.push(message) },
    everyMs: 100,
  });
  second.look();
  await eventually(() => said.length > 0, 'the second one has looked');
  expect(said).toEqual([expect.stringContaining('npm run deploy:promote')]);
  expect(await current(place)).toBe('1.0.0');

  expect(await promoted(place, '1.1.0')).toMatch(/^Build 1\.1\.0 is current now; it was build 1\.0\.0\./);
  expect(await current(place)).toBe('1.1.0');
  expect(await promoted(place, '1.1.0')).toBe('Build 1.1.0 is already current.');
  await Promise.all([first.close(), second.close()]);
});

it('of two builds that find none current at the same time, one becomes current and stays so', async () => {
  const place = newPlace();
  const builds = ['a', 'b'];
  await Promise.all(builds.map((buildId) => work(place, buildId)));
  const keepers = builds.map((buildId) => keepCurrentBuild({ place, buildId, logger, everyMs: 100 }));
  for (const keeper of keepers) keeper.look();
  const found = await eventually(() => current(place), 'one is current');
  for (const keeper of keepers) keeper.look();
  await Promise.all(keepers.map((keeper) => keeper.close()));
  expect(await current(place)).toBe(found);
});

it('while workers without a version run, no build becomes current by itself; people promote it', async () => {
  const place = newPlace();
  await work(place, null);
  await work(place, '2.0.0');
  await eventually(async () => (await readDeployment(place)) !== null, 'the build is known');
  const keeper = keepCurrentBuild({ place, buildId: '2.0.0', logger, everyMs: 50 });
  keeper.look();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await current(place)).toBeNull();
  expect(await promoted(place, '2.0.0')).toContain('it was workers without a build id');
  await keeper.close();
});

it('workers without a version take over again when told to, if they are running', async () => {
  const place = newPlace();
  expect((await promoteBuild(place, null)).sentence).toBe('There is already no current build.');
  await work(place, '2.0.0');
  await promoted(place, '2.0.0');
  expect(await promoteBuild(place, null)).toEqual({
    isDone: false,
    sentence: expect.stringMatching(/^No worker without a build id is running/),
  });
  await work(place, null);
  await eventually(async () => (await promoteBuild(place, null)).isDone, 'they take over');
  expect(await current(place)).toBeNull();
});

it('a build without a polling worker is refused', async () => {
  const place = newPlace();
  expect(await promoteBuild(place, '3.0.0')).toEqual({
    isDone: false,
    sentence: expect.stringMatching(
      /^No worker of build 3\.0\.0 is running.*WORKER_BUILD_ID=3\.0\.0.*No worker/,
    ),
  });
  await work(place, '2.9.0');
  await promoted(place, '2.9.0');
  const { isDone, sentence } = await promoteBuild(place, '3.0.0');
  expect([isDone, sentence]).toEqual([false, expect.stringContaining('Running: build 2.9.0.')]);
  expect(await current(place)).toBe('2.9.0');
});

it('a percentage of the conversations may run on a build first, and this can be undone', async () => {
  const place = newPlace();
  await work(place, 'old');
  await promoted(place, 'old');
  await work(place, 'new');
  expect(await promoted(place, 'new', 20)).toBe(
    '20 % of the conversations run on build new now, the others on build old.',
  );
  expect(await readDeployment(place)).toMatchObject({
    current: 'old',
    ramping: { buildId: 'new', percentage: 20 },
  });
  expect((await promoteBuild(place, 'new', 0)).sentence).toContain('build old again');
  expect(await readDeployment(place)).toMatchObject({ current: 'old', ramping: null });
  expect((await promoteBuild(place, 'new', 0)).sentence).toBe('No conversation runs on build new.');
  expect((await promoteBuild(place, 'old', 0)).isDone).toBe(false);
  await promoted(place, 'new', 50);
  await promoted(place, 'new');
  expect(await readDeployment(place)).toMatchObject({ current: 'new', ramping: null });
});
