import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { CONVERSATION_WORKFLOW, conversationWorkflowId } from '../workflows/conversation/messages';
import { openRunsQuery } from './open-runs';

/** Throws while Temporal is unavailable. */
export type RunLookup = {
  /** Returns those of these contacts (at most 100) whose chain has no running workflow. */
  readonly findUnhosted: (contactIds: readonly string[]) => Promise<readonly string[]>;
  /** How many conversations have a running workflow; slightly behind. */
  readonly countRunning: () => Promise<number>;
};

/** `withinMs`: how long the server may take for each call. */
export function createRunLookup(options: {
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  readonly withinMs: number;
}): RunLookup {
  const inTime = async <T>(call: (client: Client) => Promise<T>): Promise<T> => {
    const client = await options.client();
    return client.withDeadline(Date.now() + options.withinMs, () => call(client));
  };

  const isRunning = async (contactId: string): Promise<boolean> => {
    try {
      const workflowId = conversationWorkflowId(contactId);
      const { status } = await inTime((client) => client.workflow.getHandle(workflowId).describe());
      return status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };

  const findUnhosted: RunLookup['findUnhosted'] = async (contactIds) => {
    if (contactIds.length === 0) return [];
    const ids = contactIds.map((id) => `'${conversationWorkflowId(id)}'`).join(', ');
    const query = `ExecutionStatus = 'Running' AND WorkflowId IN (${ids})`;
    const running = new Set<string>();
    await inTime(async (client) => {
      for await (const { workflowId } of client.workflow.list({ query })) running.add(workflowId);
    });
    const missing = contactIds.filter((id) => !running.has(conversationWorkflowId(id)));
    // The list is slightly behind; describing a single run is not.
    const unhosted: string[] = [];
    for (const contactId of missing) if (!(await isRunning(contactId))) unhosted.push(contactId);
    return unhosted;
  };
  return {
    findUnhosted,
    async countRunning() {
      const query = openRunsQuery(CONVERSATION_WORKFLOW, options.taskQueue);
      return (await inTime((client) => client.workflow.count(query))).count;
    },
  };
}
