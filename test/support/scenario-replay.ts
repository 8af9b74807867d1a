/** Histories of test desks: fetched from the server, replayed against the current bundle, written to files. */
import type { History } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import type { Desk } from './desk';

export type RunHistory = { readonly workflowId: string; readonly runId: string; readonly history: History };

/** The workflow bundle of this test run. */
export const workflowBundle = (): { codePath: string } => ({
  codePath: process.env['DUIHUA_TEST_WORKFLOW_BUNDLE'] ?? '',
});

/** The histories of all runs of a chain that are still linked, the oldest first. */
export async function historiesOf(desk: Desk, workflowId: string, runId?: string): Promise<RunHistory[]> {
  const handle = desk.client.workflow.getHandle(workflowId, runId);
  const history = await handle.fetchHistory();
  const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
  const before = started?.continuedExecutionRunId;
  const own = { workflowId, runId: started?.originalExecutionRunId ?? runId ?? '', history };
  return [...(before ? await historiesOf(desk, workflowId, before) : []), own];
}

/** Replays every history that the desk's workflows have made so far. */
export async function replayHistories(desk: Desk): Promise<void> {
  const histories: RunHistory[] = [];
  const query = `TaskQueue = "${desk.taskQueue}"`;
  for await (const { workflowId, runId } of desk.client.workflow.list({ query })) {
    const history = await desk.client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.push({ workflowId, runId, history });
  }
  expect(histories.length).toBeGreaterThan(0);
  await replay(histories);
}

/** Fails at the first history that the current bundle does not replay. */
export async function replay(histories: readonly { readonly workflowId: string; readonly history: unknown }[]) {
  const results = Worker.runReplayHistories(
    { workflowBundle: workflowBundle(), replayName: 'scenarios' },
    histories as { workflowId: string; history: History }[],
  );
  let count = 0;
  for await (const { workflowId, error } of results) {
    if (error !== undefined) throw new Error(`The history of ${workflowId} does not replay`, { cause: error });
    count += 1;
  }
  expect(count).toBe(histories.length);
}
