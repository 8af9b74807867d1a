import { temporal } from '@temporalio/proto';
import type { ProcessDesk } from './process-desk';

const { WorkflowTaskFailedCause: Cause } = temporal.api.enums.v1;

/**
 * The workflow tasks of a desk that have failed, a line each, in the histories of all its workflows: code that does not fit a
 * history. A task that timed out because its worker was killed is none.
 */
export async function failedTasksOf(desk: ProcessDesk): Promise<readonly string[]> {
  const failed: string[] = [];
  for await (const { workflowId, runId } of desk.temporal.workflow.list()) {
    const { events } = await desk.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
    for (const { workflowTaskFailedEventAttributes: task } of events ?? []) {
      // The server lets a task run again when something arrived just as it ended: nothing is wrong with it.
      if (task && task.cause !== Cause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND)
        failed.push(`${workflowId}: ${task.failure?.message ?? task.cause}`);
    }
  }
  return failed;
}
