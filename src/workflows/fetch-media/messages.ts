import { defineSignal } from '@temporalio/workflow';

/** The messages of the workflow that fetches a contact's file. Names are an API: they are never renamed, only added. */

/** Type name of the workflow. */
export const FETCH_MEDIA_WORKFLOW = 'fetchMedia';

/** One workflow id per file, so no two runs fetch the same file at once. */
export function fetchMediaWorkflowId(attachmentId: string): string {
  return `fetch-media-${attachmentId}`;
}

export type FetchMediaInput = { readonly attachmentId: string };

/** Asks for the file to be fetched (again). A signal, so that a request that arrives while a run ends is not lost. */
export const fetchSignal = defineSignal('fetch');
