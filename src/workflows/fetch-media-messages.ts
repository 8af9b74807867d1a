/** What starts the fetch of a contact's file. Names are an API: never renamed, only added. */

/** Type name of the workflow. */
export const FETCH_MEDIA_WORKFLOW = 'fetchMedia';

/** One workflow id per file: it is fetched once at a time, whoever asks. */
export function fetchMediaWorkflowId(attachmentId: string): string {
  return `fetch-media-${attachmentId}`;
}

export type FetchMediaInput = { readonly attachmentId: string };
