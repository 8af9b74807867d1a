import type { Client } from '@temporalio/client';
import {
  FETCH_MEDIA_WORKFLOW,
  type FetchMediaInput,
  fetchMediaWorkflowId,
  fetchSignal,
} from '../workflows/fetch-media/messages';

/** Hands the fetch of a contact's file to Temporal. Where it runs already, it looks once more at its end. */
export type StartFetch = (attachmentId: string) => Promise<void>;

/** `client` is connected lazily, so that the API starts while Temporal is away. Throws where the server is away. */
export function createStartFetch(options: {
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  /** How long the server may take, in ms: a call on a dying connection would hold up its file for ever. */
  readonly withinMs: number;
}): StartFetch {
  return async (attachmentId) => {
    const client = await options.client();
    const start = {
      workflowId: fetchMediaWorkflowId(attachmentId),
      taskQueue: options.taskQueue,
      args: [{ attachmentId }] as [FetchMediaInput],
      signal: fetchSignal,
      staticSummary: `File ${attachmentId} of a contact`,
    };
    await client.withDeadline(Date.now() + options.withinMs, () =>
      client.workflow.signalWithStart(FETCH_MEDIA_WORKFLOW, start),
    );
  };
}
