/** Files to send, by conversation. Uploads continue while another conversation is open. */
import { useCallback, useSyncExternalStore } from 'react';
import type { AttachmentBody } from '../../../contracts/conversations/attachment';
import { LARGEST_UPLOAD_BYTES } from '../../../domain/messages/attachments';
import { ApiError, isApiError } from '../../shared/api/api-error';
import { uploadFile } from '../../shared/api/upload-file';
import { onSessionEnd } from '../../shared/session/session-end';
import { addressOf } from '../content/attached';

export type Upload = {
  readonly key: string;
  readonly file: Pick<File, 'name' | 'size' | 'type'>;
  /** The address of a picture in this browser. */
  readonly previewUrl: string | null;
  /** 0 to 1. */
  readonly progress: number;
  readonly attachment: AttachmentBody | null;
  readonly error: Error | null;
};

/** `source` is the file being uploaded; null if the server already has it. */
type Entry = Upload & { readonly stop: AbortController; readonly source: File | null };

const NONE: readonly Entry[] = [];
const entries = new Map<string, readonly Entry[]>();
const listeners = new Set<() => void>();
let made = 0;

function put(conversationId: string, next: readonly Entry[]): void {
  if (next.length === 0) entries.delete(conversationId);
  else entries.set(conversationId, next);
  for (const listener of listeners) listener();
}

function change(conversationId: string, key: string, fields: Partial<Upload>): void {
  const list = entries.get(conversationId) ?? NONE;
  put(
    conversationId,
    list.map((one) => (one.key === key ? { ...one, ...fields } : one)),
  );
}

function start(conversationId: string, key: string, file: File, stop: AbortController): void {
  if (file.size > LARGEST_UPLOAD_BYTES) {
    // The API would refuse it too, but only after reading the whole file.
    change(conversationId, key, { error: tooLarge() });
    return;
  }
  uploadFile(file, {
    signal: stop.signal,
    onProgress: (progress) => change(conversationId, key, { progress }),
  }).then(
    (attachment) => change(conversationId, key, { attachment, progress: 1 }),
    (error: Error) => {
      if (!stop.signal.aborted) change(conversationId, key, { error });
    },
  );
}

/** Starts uploading files for a conversation. */
export function addUploads(conversationId: string, files: readonly File[]): void {
  for (const file of files) {
    made += 1;
    const key = `upload-${made}`;
    const stop = new AbortController();
    const previewUrl = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
    const fresh: Entry = {
      key,
      file,
      previewUrl,
      progress: 0,
      attachment: null,
      error: null,
      stop,
      source: file,
    };
    put(conversationId, [...(entries.get(conversationId) ?? NONE), fresh]);
    start(conversationId, key, file, stop);
  }
}

/** Cancels an upload, or removes a file that is uploaded. */
export function removeUpload(conversationId: string, key: string): void {
  const list = entries.get(conversationId) ?? NONE;
  for (const one of list) {
    if (one.key !== key) continue;
    one.stop.abort();
    if (one.previewUrl !== null) URL.revokeObjectURL(one.previewUrl);
  }
  put(
    conversationId,
    list.filter((one) => one.key !== key),
  );
}

/** Tries again to upload a file that failed. */
export function retryUpload(conversationId: string, key: string): void {
  const found = entries.get(conversationId)?.find((one) => one.key === key);
  if (found === undefined || found.source === null) return;
  change(conversationId, key, { error: null, progress: 0 });
  start(conversationId, key, found.source, found.stop);
}

/** The files that one operator chose must not stay for the next. */
onSessionEnd(() => {
  for (const [conversationId, list] of entries) {
    for (const { key } of list) removeUpload(conversationId, key);
  }
});

/** Takes the uploaded files out of the composer, in their order. `putBack` returns one that was not sent. */
export function takeReady(conversationId: string): readonly Upload[] {
  const list = entries.get(conversationId) ?? NONE;
  put(
    conversationId,
    list.filter(({ attachment }) => attachment === null),
  );
  return list.filter(({ attachment }) => attachment !== null);
}

export function putBack(conversationId: string, upload: Upload): void {
  const back: Entry = { ...upload, stop: new AbortController(), source: null };
  put(conversationId, [...(entries.get(conversationId) ?? NONE), back]);
}

/** Puts a file that the server already has into the composer, under the given name. */
export function addStored(conversationId: string, attachment: AttachmentBody, name: string): void {
  made += 1;
  putBack(conversationId, {
    key: `upload-${made}`,
    file: { name, size: attachment.size ?? 0, type: attachment.contentType ?? '' },
    previewUrl: attachment.kind === 'image' ? addressOf(attachment.id) : null,
    progress: 1,
    attachment,
    error: null,
  });
}

/** Releases the preview of a file that has been sent. */
export function forgetPreview({ previewUrl }: Upload): void {
  if (previewUrl !== null) URL.revokeObjectURL(previewUrl);
}

/** The files of a conversation's composer. */
export function useUploads(conversationId: string): readonly Upload[] {
  const read = useCallback(() => entries.get(conversationId) ?? NONE, [conversationId]);
  return useSyncExternalStore(subscribe, read);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether another try may help. */
export function isWorthRetrying(error: Error): boolean {
  return isApiError(error) && (error.status === 0 || error.status === 429 || error.status >= 500);
}

function tooLarge(): ApiError {
  return new ApiError('attachment_too_large', 413, {
    type: 'about:blank',
    title: '',
    status: 413,
    detail: '',
    code: 'attachment_too_large',
    limitBytes: LARGEST_UPLOAD_BYTES,
  });
}
