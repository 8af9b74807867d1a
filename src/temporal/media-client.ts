import type { Client } from '@temporalio/client';
import {
  FETCH_MEDIA_WORKFLOW,
  type FetchMediaInput,
  fetchMediaWorkflowId,
  fetchSignal,
} from '../workflows/fetch-media/messages';

/** Starts the workflow that fetches a contact's file. If it is already running, it checks once more at its end. */
export type StartFetch = (attachmentId: string) => Promise<void>;

/**
 * `client` is connected lazily, so that the API starts while Temporal is unavailable. The function throws in that case.
 */
export function createStartFetch(options: {
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  /** How long the server may take, in ms: a call on a broken connection would otherwise block its file forever. */
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
