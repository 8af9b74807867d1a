import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { createWebhookActivities } from '../../activities';
import { webhookTaskQueue } from './messages';

type Activities = ReturnType<typeof createWebhookActivities>;

/**
 * Deliveries have a task queue and slots of their own: an endpoint that answers slowly keeps no reply waiting. What fails
 * here is ours or a worker's, and retried forever; the failures of endpoints are results. A worker that dies is noticed by
 * the heartbeat, and the store knows what it has delivered.
 */
export function proxyWebhooks() {
  const taskQueue = webhookTaskQueue(workflowInfo().taskQueue);
  const retry = { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' } as const;
  const { takeEvents } = proxyActivities<Pick<Activities, 'takeEvents'>>({
    taskQueue,
    startToCloseTimeout: '30 s',
    retry,
    summary: 'takes events that have to be delivered',
  });
  const { endPause } = proxyActivities<Pick<Activities, 'endPause'>>({
    taskQueue,
    startToCloseTimeout: '30 s',
    retry,
    summary: 'hands a delivery to the workflow of its endpoint',
  });
  const { deliverEvents } = proxyActivities<Pick<Activities, 'deliverEvents'>>({
    taskQueue,
    startToCloseTimeout: '2 minutes',
    heartbeatTimeout: '10 s',
    retry,
    summary: 'delivers events to an endpoint',
  });
  return { takeEvents, endPause, deliverEvents };
}

/** The next run has to go on: the history of this one is long. */
export function isRunOld(rollAfterEvents: number): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength >= rollAfterEvents;
}
