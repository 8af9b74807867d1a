/** Finds the workflows that are running now, and reads their histories. */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils';
import { CONVERSATION_WORKFLOW, GREETING_WORKFLOW } from '../../workflows/conversation/messages';
import { ENDPOINT_WORKFLOW, LATE_DELIVERY_WORKFLOW } from '../../workflows/endpoint/messages';
import { FETCH_MEDIA_WORKFLOW } from '../../workflows/fetch-media/messages';
import { openRunsQuery } from '../open-runs';

/** The types of all workflows that may be open. */
export const WORKFLOW_TYPES = [
  CONVERSATION_WORKFLOW,
  GREETING_WORKFLOW,
  FETCH_MEDIA_WORKFLOW,
  ENDPOINT_WORKFLOW,
  LATE_DELIVERY_WORKFLOW,
] as const;

export type OpenRun = { readonly workflowId: string; readonly runId: string };

/** A random sample of at most `most` open runs of a type, and how many there are in all. */
export async function sampleOpenRuns(
  client: Client,
  { type, taskQueue, most }: { readonly type: string; readonly taskQueue: string; readonly most: number },
  random: () => number = Math.random,
): Promise<{ readonly runs: readonly OpenRun[]; readonly open: number }> {
  const query = openRunsQuery(type, taskQueue);
  const runs: OpenRun[] = [];
  let open = 0;
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    open += 1;
    const index = runs.length < most ? runs.length : Math.floor(random() * open);
    if (index < most) runs[index] = { workflowId, runId };
  }
  return { runs, open };
}

/**
 * The history of a run up to its last completed task; null if there is none yet, or Temporal no longer knows the run.
 */
export async function settledHistory(
  client: Client,
  { workflowId, runId }: OpenRun,
): Promise<History | null> {
  try {
    return upToLastTask(await client.workflow.getHandle(workflowId, runId).fetchHistory());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/**
 * Cuts a history after the commands of its last completed task. What follows is still in progress: a replay would
 * execute it instead of checking it.
 */
export function upToLastTask({ events }: History): History | null {
  const all = events ?? [];
  const last = all.findLastIndex(
    ({ workflowTaskCompletedEventAttributes: task }) => task !== undefined && task !== null,
  );
  if (last === -1) return null;
  const more = all.slice(last + 1).findIndex((event) => !isOrdered(event));
  return { events: more === -1 ? all : all.slice(0, last + 1 + more) };
}

type HistoryEvent = NonNullable<History['events']>[number];

/** Whether a completed task caused the event: the event names that task or is its answer to an update. */
function isOrdered(event: HistoryEvent): boolean {
  if (event.workflowExecutionUpdateAcceptedEventAttributes) return true;
  if (event.workflowExecutionUpdateCompletedEventAttributes) return true;
  return Object.values(event).some(
    (value: unknown) =>
      typeof value === 'object' &&
      value !== null &&
      Reflect.get(value, 'workflowTaskCompletedEventId') != null,
  );
}
