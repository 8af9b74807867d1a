import { defineSignal } from '@temporalio/workflow';

/** What starts the fetch of a contact's file. Names are an API: never renamed, only added. */

/** Type name of the workflow. */
export const FETCH_MEDIA_WORKFLOW = 'fetchMedia';

/** One workflow id per file: it is fetched once at a time, whoever asks. */
export function fetchMediaWorkflowId(attachmentId: string): string {
  return `fetch-media-${attachmentId}`;
}

export type FetchMediaInput = { readonly attachmentId: string };

/** It is to be fetched (again). A signal, so that a wish that comes while a run is ending is not lost. */
export const fetchSignal = defineSignal('fetch');
