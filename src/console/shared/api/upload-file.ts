import type { AttachmentBody } from '../../../contracts/conversations/attachment';
import { ApiError } from './api-error';
import { csrfHeader, currentSession, readProblem } from './client';

/**
 * Uploads a file for sending. Not with `fetch`, which does not report progress.
 * @throws {ApiError} for every answer that is not a success, when no answer comes, and when it was cancelled
 */
export function uploadFile(
  file: File,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (part: number) => void },
): Promise<AttachmentBody> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const session = currentSession();
    request.open('POST', '/api/v1/attachments');
    request.setRequestHeader('Accept', 'application/json');
    for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total);
    };
    const noAnswer = (): void => reject(new ApiError('network', 0));
    request.onerror = noAnswer;
    request.onabort = noAnswer;
    request.onload = () => {
      if (request.status === 201) {
        try {
          resolve(JSON.parse(request.responseText) as AttachmentBody);
        } catch (cause) {
          reject(new ApiError('unreadable', request.status, null, { cause }));
        }
        return;
      }
      const type = request.getResponseHeader('content-type') ?? '';
      const answer = new Response(request.responseText, {
        // A status that an answer with a body cannot have is no use to us.
        status: request.status >= 400 && request.status <= 599 ? request.status : 500,
        headers: { 'content-type': type },
      });
      void readProblem(answer, session).then(reject);
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
