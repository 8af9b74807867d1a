import type { Client } from '@temporalio/client';
import { conversationWorkflowId, factsSignal } from '../../src/workflows/messages';

/**
 * Moves the clock of one contact's chain forward on the real server: deadlines on the way fire in order, each at its
 * own instant. Resolves when the time has passed.
 */
export async function fastForward(client: Client, contactId: string, ms: number): Promise<void> {
  const workflowExecution = { workflowId: conversationWorkflowId(contactId) };
  const namespace = 'default';
  const id = `test-${Date.now()}-${Math.random()}`;
  const seconds = Math.floor(ms / 1000);
  const nanos = Math.round((ms % 1000) * 1e6);
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution,
    workflowExecutionOptions: {
      timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration: { seconds, nanos } } },
    },
    updateMask: { paths: ['time_skipping_config'] },
  } as never);
  await client.workflowService.pollWorkflowExecutionTimeSkipping({
    namespace,
    workflowExecution,
    fastForwardId: id,
  } as never);
  await client.workflow
    .getHandle(conversationWorkflowId(contactId))
    .signal(factsSignal, { facts: [{ type: 'clockMoved' }] })
    .catch(() => undefined);
}
