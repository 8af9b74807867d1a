import type { Client } from '@temporalio/client';
import {
  ENDPOINT_WORKFLOW,
  type EndpointInput,
  endpointWorkflowId,
  wakeSignal,
} from '../workflows/endpoint/messages';

/** Tells the workflow of an endpoint that there is something to deliver; starts it if it does not run. */
export type WakeEndpoint = (webhookId: string) => Promise<void>;

/**
 * `client` is connected lazily, so that the API starts while Temporal is unavailable. The function throws in that case.
 */
export function createWakeEndpoint(options: {
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  /** How long the server may take, in ms. */
  readonly withinMs: number;
  readonly rollAfterEvents?: number;
}): WakeEndpoint {
  const { taskQueue, withinMs, rollAfterEvents } = options;
  return async (webhookId) => {
    const client = await options.client();
    const input: EndpointInput = { webhookId, ...(rollAfterEvents === undefined ? {} : { rollAfterEvents }) };
    const start = {
      workflowId: endpointWorkflowId(webhookId),
      taskQueue,
      args: [input] as [EndpointInput],
      signal: wakeSignal,
      staticSummary: `Outgoing webhook ${webhookId}`,
    };
    await client.withDeadline(Date.now() + withinMs, () =>
      client.workflow.signalWithStart(ENDPOINT_WORKFLOW, start),
    );
  };
}
