/** Histories of test desks: fetched from the server, replayed against the current bundle, written to files. */
import type { History } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import type { Desk } from './desk';
import { eventually } from './eventually';

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
    const history = await historyAtRest(desk, workflowId, runId);
    histories.push({ workflowId, runId, history });
  }
  expect(histories.length).toBeGreaterThan(0);
  await replay(histories);
}

/** A history whose last task has been completed: a task in the middle would be carried out by the replay. */
export async function historyAtRest(desk: Desk, workflowId: string, runId?: string): Promise<History> {
  const handle = desk.client.workflow.getHandle(workflowId, runId);
  return eventually(async () => {
    const history = await handle.fetchHistory();
    const events = history.events ?? [];
    const lastScheduled = events.findLastIndex((event) => event.workflowTaskScheduledEventAttributes);
    const lastCompleted = events.findLastIndex((event) => event.workflowTaskCompletedEventAttributes);
    return lastScheduled < lastCompleted && history;
  }, 'the workflow is at rest');
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
