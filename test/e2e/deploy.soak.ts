/**
 * A new build of the workers is rolled out with real processes: it gets no work before it is promoted and all of it
 * afterwards, conversations that were opened before continue, and Temporal may be emptied in between.
 */
import { type BareTemporal, startBareTemporal } from '../support/bare-temporal';
import { eventually } from '../support/eventually';
import { findLastingPort } from '../support/lasting-port';
import type { DuihuaProcess, Program } from '../support/process';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

jest.setTimeout(180_000);

const OLD = '1.0.0';
const NEW = '1.1.0';
const PATIENCE_MS = 90_000;

describe('a new build of the workers', () => {
  let temporal: BareTemporal;
  let temporalPort: number;
  let desk: ProcessDesk;
  let former: DuihuaProcess;

  beforeAll(async () => {
    temporalPort = await findLastingPort();
    temporal = await startBareTemporal(temporalPort);
    desk = await createProcessDesk({ temporalAddress: temporal.address });
    const api = desk.launch('api');
    former = await worker(OLD);
    await eventually(
      () =>
        fetch(`${desk.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      'the API is ready',
      PATIENCE_MS,
    );
    expect(api.output()).not.toContain('Error');
    await desk.connect();
  }, 180_000);
  afterAll(async () => {
    await desk?.close();
    await temporal?.stop();
  });

  const worker = async (buildId: string): Promise<DuihuaProcess> => {
    const started = desk.launch('worker', { WORKER_BUILD_ID: buildId });
    await started.prints(/the worker runs/);
    return started;
  };
  const run = async (program: Program, ...args: readonly string[]) => {
    const launched = desk.launch(program, {}, args);
    const { code } = await launched.ended;
    return { code, output: launched.output() };
  };
  const answers = async (openId: string, text: string): Promise<void> => {
    let tries = 0;
    const sent = await eventually(
      async () => {
        tries += 1;
        // Refused replies must not be there, so each attempt has its own text.
        const answer = await desk.replies(openId, `${text}, ${tries}`);
        return answer?.status === 503 ? null : answer;
      },
      'the reply is answered',
      PATIENCE_MS,
    );
    expect(sent).toMatchObject({ status: 201, body: { status: 'sent' } });
  };
  /** The builds that have run the contact's conversation, in order, and the id of its run. */
  const builds = async (openId: string) => {
    const { workflow } = await desk.conversation(openId);
    const { events } = await desk.temporal.workflow.getHandle(workflow.workflowId).fetchHistory();
    const all = (events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: task }) =>
      task ? [task.deploymentVersion?.buildId ?? null] : [],
    );
    return { runId: workflow.runId, builds: all.filter((build, index) => build !== all[index - 1]) };
  };

  it('the first one works without any command', async () => {
    await desk.writes('oBefore', 'before');
    await answers('oBefore', 'one');
    expect((await builds('oBefore')).builds).toEqual([OLD]);
  });

  it('gets no work before it is promoted', async () => {
    await worker(NEW);
    for (const text of ['two', 'three']) await answers('oBefore', text);
    await desk.writes('oBefore', 'still');
    await desk.writes('oMeanwhile', 'somebody new');
    await answers('oMeanwhile', 'hello');
    expect((await builds('oBefore')).builds).toEqual([OLD]);
    expect((await builds('oMeanwhile')).builds).toEqual([OLD]);
  });

  it('is checked by a replay, and promoted by a command that refuses a build without workers', async () => {
    const replayed = await run('replay', '--most', '10');
    expect(replayed).toEqual({ code: 0, output: expect.stringContaining('All 2 replay') });
    const wrong = await run('promote', '1.0.5');
    expect(wrong).toEqual({
      code: 1,
      output: expect.stringMatching(/^No worker of build 1\.0\.5 is running/),
    });
    expect((await run('promote')).output).toContain('Which build?');
    expect((await run('promote', NEW, '--percent', '100')).code).toBe(1);
    const promoted = await run('promote', NEW);
    expect(promoted).toEqual({
      code: 0,
      output: expect.stringMatching(/^Build 1\.1\.0 is current now; it was build 1\.0\.0\./),
    });
  });

  it('then gets all work, and conversations that were opened before continue on it', async () => {
    const before = await builds('oBefore');
    await desk.writes('oBefore', 'after');
    await answers('oBefore', 'four');
    await desk.writes('oAfter', 'somebody new');
    await answers('oAfter', 'hello');
    expect(await builds('oBefore')).toEqual({ runId: before.runId, builds: [OLD, NEW] });
    expect((await builds('oAfter')).builds).toEqual([NEW]);
    expect(await former.end('SIGTERM')).toEqual({ code: 0, signal: null });
    await answers('oMeanwhile', 'after the former ones have ended');
    expect((await builds('oMeanwhile')).builds).toEqual([OLD, NEW]);
  });

  it('becomes current again automatically after Temporal was emptied', async () => {
    await temporal.stop();
    temporal = await startBareTemporal(temporalPort);
    await answers('oBefore', 'after the reset');
    expect((await builds('oBefore')).builds).toEqual([NEW]);
    // A worker that starts later finds the same.
    await worker(NEW);
    await answers('oAfter', 'after the reset');
    expect(await desk.violations({ withinMs: PATIENCE_MS })).toEqual([]);
  });
});
