/** Lets time pass for one contact's chain only, on the real server: deadlines fire in turn, each at its instant. */
import type { Client } from '@temporalio/client';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';

export { fastForward } from '../../src/temporal/virtual-time';

/** Requests it and returns at once: without a worker it would never finish. */
export async function beginFastForward(client: Client, contactId: string, ms: number): Promise<void> {
  const id = `test-${Date.now()}-${Math.random()}`;
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace: 'default',
    workflowExecution: { workflowId: conversationWorkflowId(contactId) },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        fastForwardConfig: { id, duration: { seconds: Math.floor(ms / 1000) } },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  } as never);
}
