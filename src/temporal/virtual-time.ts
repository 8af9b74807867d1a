import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { conversationWorkflowId, factsSignal } from '../workflows/conversation/messages';

/**
 * Moves the clock of one contact's chain forward by `ms`, on a server started with
 * `frontend.WorkflowTimeSkippingEnabled` (never in production). Deadlines in between fire in order, each at its own
 * instant. Resolves once the time has passed and the conversation has been signalled to look again.
 */
export async function fastForward(client: Client, contactId: string, ms: number): Promise<void> {
  const workflowId = conversationWorkflowId(contactId);
  await fastForwardWorkflow(client, workflowId, ms);
  await client.workflow
    .getHandle(workflowId)
    .signal(factsSignal, { facts: [{ type: 'clockMoved' }] })
    // It may have completed in between.
    .catch(() => undefined);
}

/** Moves the clock of one running workflow forward by `ms`. Resolves once the time has passed. */
export async function fastForwardWorkflow(client: Client, workflowId: string, ms: number): Promise<void> {
  const { namespace } = client.options;
  const workflowExecution = { workflowId };
  const id = randomUUID();
  const duration = msToTs(ms);
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution,
    workflowExecutionOptions: { timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration } } },
    updateMask: { paths: ['time_skipping_config'] },
  });
  await client.workflowService.pollWorkflowExecutionTimeSkipping({
    namespace,
    workflowExecution,
    fastForwardId: id,
  });
}
