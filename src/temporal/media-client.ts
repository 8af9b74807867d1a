import type { Client } from '@temporalio/client';
import {
  FETCH_MEDIA_WORKFLOW,
  type FetchMediaInput,
  fetchMediaWorkflowId,
} from '../workflows/fetch-media-messages';

/** Hands the fetch of a contact's file to Temporal. Harmless where it runs already, or has run. */
export type StartFetch = (attachmentId: string) => Promise<void>;

/** `client` is connected lazily, so that the API starts while Temporal is away. Throws where the server is away. */
export function createStartFetch(options: {
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
}): StartFetch {
  return async (attachmentId) => {
    const client = await options.client();
    await client.workflow.start(FETCH_MEDIA_WORKFLOW, {
      workflowId: fetchMediaWorkflowId(attachmentId),
      taskQueue: options.taskQueue,
      args: [{ attachmentId } satisfies FetchMediaInput],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `File ${attachmentId} of a contact`,
    });
  };
}
