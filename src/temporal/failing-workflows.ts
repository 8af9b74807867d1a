import type { Client } from '@temporalio/client';
import { isUnprepared } from './wish-failure';

export type FailingWorkflowsOptions = {
  readonly client: Client;
  readonly taskQueue: string;
  readonly withinMs: number;
};

/**
 * Creates a function that counts the workflows of a task queue whose workflow task fails or times out repeatedly: they
 * make no progress until the workers' code fits them. The server marks them after the fifth failure in a row, about a
 * minute, and removes the mark on its own. Resolves with null if it does not know the mark (before Temporal 1.30);
 * rejects if it is unavailable.
 *
 * The SDK's own counter (`temporal_workflow_task_execution_failed`) knows neither which workflows fail nor whether they
 * still do, and costs more: 19 buffered events for each workflow task, 0.2 to 0.4 ms of CPU, or a separate listener.
 */
export function createFailingWorkflows({ client, taskQueue, withinMs }: FailingWorkflowsOptions) {
  const query =
    `TaskQueue = '${taskQueue}' and ExecutionStatus = 'Running' and ` +
    "TemporalReportedProblems in ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')";
  return async (): Promise<number | null> => {
    try {
      const { count } = await client.withDeadline(Date.now() + withinMs, () => client.workflow.count(query));
      return count;
    } catch (error) {
      if (isUnprepared(error)) return null;
      throw error;
    }
  };
}
