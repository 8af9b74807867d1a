/**
 * What a worker process reports over HTTP about itself and the desk, while its database is down and a workflow is
 * stuck.
 */
import { TASK_QUEUE } from '../../src/runtime/worker';
import { eventually } from '../support/eventually';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server';
import type { DuihuaProcess } from '../support/process';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

// The server marks a workflow after five failures of its task, about a minute after the first.
jest.setTimeout(240_000);

type Readiness = {
  readonly status: string | number;
  readonly detail?: string;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail?: string }[];
};

describe('a worker process', () => {
  let postgres: PostgresServer;
  let desk: ProcessDesk;
  let worker: DuihuaProcess;
  let url: string;

  beforeAll(async () => {
    postgres = await startPostgresServer();
    desk = await createProcessDesk({ databaseUrl: await postgres.createDatabase() });
    worker = desk.launch('worker', { LOG_LEVEL: 'info' });
    const [, port] = await worker.prints(/"watchPort":(\d+)/, 120_000);
    url = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    await desk?.close();
    await postgres?.stop();
  });

  const readiness = async () => {
    const response = await fetch(`${url}/readyz`);
    return { httpStatus: response.status, ...((await response.json()) as Readiness) };
  };
  const figure = async (name: string): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };

  test('is alive and ready, and has metrics of itself and of the desk', async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const { httpStatus, status, checks } = await eventually(async () => {
      const now = await readiness();
      return now.httpStatus === 200 && now;
    }, 'it is ready');
    expect([httpStatus, status]).toEqual([200, 'ready']);
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['database', 'temporal', 'namespace', 'worker', 'inbox', 'news', 'workflows']),
    );
    expect(await figure('duihua_worker_polling')).toBe(1);
    expect(await figure('duihua_temporal_ready')).toBe(1);
    expect(await figure('duihua_workflows_failing')).toBe(0);
    expect(await figure('process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  test('is not ready while its database is down', async () => {
    await postgres.goAway();
    const away = await eventually(async () => {
      const now = await readiness();
      return now.httpStatus === 503 && now;
    }, 'it is not ready');
    expect(away.detail).toMatch(/Out of reach: .*database/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await postgres.comeBack();
    await eventually(async () => (await readiness()).httpStatus === 200, 'it is ready again', 30_000);
  });

  test('reports stuck workflows for as long as they are stuck', async () => {
    const bad = await desk.temporal.workflow.start('aWorkflowOfAnotherRelease', {
      taskQueue: TASK_QUEUE,
      workflowId: 'stands-still',
    });
    const { status, checks } = await eventually(
      async () => {
        const now = await readiness();
        return now.status === 'degraded' && now;
      },
      'it is degraded',
      150_000,
    );
    expect(status).toBe('degraded');
    expect(checks.find(({ name }) => name === 'workflows')?.detail).toMatch(/^1 workflows are stuck/);
    expect(await figure('duihua_workflows_failing')).toBe(1);
    await bad.terminate();
    await eventually(async () => (await readiness()).status === 'ready', 'it is ready again', 30_000);
  });

  test('is not ready while it stops', async () => {
    const ended = worker.end('SIGTERM');
    const states: number[] = [];
    // The connection is refused at the end.
    const ask = async (): Promise<number | null> => (await readiness().catch(() => null))?.httpStatus ?? null;
    for (let state = await ask(); state !== null; state = await ask()) states.push(state);
    expect(states.slice(1).every((state) => state === 503)).toBe(true);
    expect(await ended).toMatchObject({ code: 0 });
  });
});
