/** What Temporal does with a workflow task whose workers die one after the other. Found by `npm run fire` (seed 101). */
import { Client, Connection } from '@temporalio/client';
import { type DevServer, startDevServer } from '../../../src/temporal/dev-server/dev-server';

jest.setTimeout(240_000);

/** By then the limit of Temporal's own would be 36 s, and doubling. */
const DEATHS = 7;
const BLOCKED_AT_MOST_MS = 20_000;

let server: DevServer;
let connection: Connection;
beforeAll(async () => {
  server = await startDevServer({
    binary: process.env['DUIHUA_TEST_TEMPORAL_BIN'] ?? '',
    port: 0,
    namespace: 'default',
    canSkipTime: false,
    logLevel: 'never',
  });
  connection = await Connection.connect({ address: server.address });
});
afterAll(async () => {
  await connection?.close();
  await server?.stop();
});

/** Takes the next attempt at the task and never answers, like a worker that dies with it. */
async function takeAndDie(taskQueue: string): Promise<number> {
  const { workflowService } = connection;
  for (;;) {
    const task = await connection.withDeadline(Date.now() + 70_000, () =>
      workflowService.pollWorkflowTaskQueue({
        namespace: 'default',
        taskQueue: { name: taskQueue },
        identity: 'test',
      }),
    );
    if (task.taskToken.length > 0) return task.attempt;
  }
}

test('a conversation whose workers die one after the other is blocked for seconds, however often it happens', async () => {
  const client = new Client({ connection, namespace: 'default' });
  await client.workflow.start('conversation', {
    workflowId: 'w',
    taskQueue: 'q',
    workflowTaskTimeout: 1_000,
  });
  for (let attempt = await takeAndDie('q'); attempt < DEATHS; ) attempt = await takeAndDie('q');
  const diedAt = Date.now();
  expect(await takeAndDie('q')).toBeGreaterThan(DEATHS);
  expect(Date.now() - diedAt).toBeLessThan(BLOCKED_AT_MOST_MS);
});
