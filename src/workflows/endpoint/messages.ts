import { defineSignal } from '@temporalio/workflow';
import type { LanesState } from '../../domain/webhooks/lanes';

/**
 * The messages of the workflows of outgoing webhooks. Names are an API: they are never renamed, only added. They hold ids and
 * numbers only.
 */

/** Type name of the workflow of an endpoint. */
export const ENDPOINT_WORKFLOW = 'endpoint';

/** One workflow id per endpoint, so that its events are delivered by one run. */
export function endpointWorkflowId(webhookId: string): string {
  return `webhook-${webhookId}`;
}

/** The task queue of deliveries, named after that of the conversations. */
export function webhookTaskQueue(taskQueue: string): string {
  return `${taskQueue}-webhooks`;
}

/** The next run takes what is left; a worker that takes the workflow over has to replay the run. */
export const LONGEST_HISTORY = 2_000;

export type EndpointInput = {
  readonly webhookId: string;
  /** What the previous run left. */
  readonly state?: { readonly queue: LanesState; readonly taking: number };
  /** Continues as new after so many history events, instead of `LONGEST_HISTORY`. For tests. */
  readonly rollAfterEvents?: number;
};

/** There is something to deliver. */
export const wakeSignal = defineSignal('wake');

/** Type name of the workflow that waits for the next try of a delivery that goes on alone. */
export const LATE_DELIVERY_WORKFLOW = 'lateDelivery';

export type LateDeliveryInput = {
  readonly webhookId: string;
  readonly sequence: number;
  readonly cycle: number;
  /** When it is tried next, epoch ms. */
  readonly at: number;
};

/** One for each try. */
export function lateDeliveryWorkflowId({ webhookId, sequence, at }: LateDeliveryInput): string {
  return `${endpointWorkflowId(webhookId)}-${sequence}-${at}`;
}
