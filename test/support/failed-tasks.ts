import { temporal } from '@temporalio/proto';
import type { ProcessDesk } from './process-desk';

const { WorkflowTaskFailedCause: Cause, EventType, TimeoutType } = temporal.api.enums.v1;
type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** The histories of all runs of all workflows of a desk. */
async function* historiesOf(
  desk: ProcessDesk,
): AsyncGenerator<{ readonly workflowId: string; readonly events: readonly HistoryEvent[] }> {
  for await (const { workflowId, runId } of desk.temporal.workflow.list()) {
    const { events } = await desk.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
    yield { workflowId, events: events ?? [] };
  }
}

/**
 * The workflow tasks of a desk that have failed, a line each, in the histories of all its workflows: code that does not fit a
 * history. A task that timed out because its worker was killed is none.
 */
export async function failedTasksOf(desk: ProcessDesk): Promise<readonly string[]> {
  const failed: string[] = [];
  for await (const { workflowId, events } of historiesOf(desk)) {
    for (const { workflowTaskFailedEventAttributes: task } of events) {
      // The server lets a task run again when something arrived just as it ended: nothing is wrong with it.
      if (task && task.cause !== Cause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND)
        failed.push(`${workflowId}: ${task.failure?.message ?? task.cause}`);
    }
  }
  return failed;
}

/** How often Temporal took a workflow task away from a worker of the desk that had not finished it in time. */
export async function countTasksOutOfTime(desk: ProcessDesk): Promise<number> {
  let count = 0;
  for await (const { events } of historiesOf(desk)) {
    count += events.filter(
      ({ eventType, workflowTaskTimedOutEventAttributes: attributes }) =>
        eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT &&
        attributes?.timeoutType === TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE,
    ).length;
  }
  return count;
}
