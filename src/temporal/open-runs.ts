/** A query for Temporal's lists and counts: the runs of this workflow type that are running now. */
export function openRunsQuery(type: string, taskQueue: string): string {
  return `WorkflowType = '${type}' AND TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`;
}
