import { callbackify } from 'node:util';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { LARGEST_UPLOAD_BYTES } from '../../domain/messages/attachments';
import type { Incoming } from '../../media/incoming';
import type { MediaStore } from '../../media/media-store';
import { toUploadError } from '../access/attachment-access';
import { ApiError, invalidField } from '../problems';

/** A file that was received; `name` as given by the browser, only for display. */
export type Upload = { readonly incoming: Incoming; readonly name: string };

/** Allowance for the rest of the form: headers, boundaries, a name. */
const FORM_BYTES = 16 * 1024;
const FIELD = 'file';

/**
 * Reads the one file of a multipart form into the media store's temporary folder, a piece at a time. Rejects with
 * `invalid_request` if there is no file or it is empty, and with `attachment_too_large`, without reading it, if its
 * declared length is too large for any kind. A file that is too long and has no declared length is cut off at the
 * limit.
 */
export async function receiveUpload(
  mediaStore: Pick<MediaStore, 'receive'>,
  request: Request,
  response: Response,
): Promise<Upload> {
  const refuse = (error: ApiError): ApiError => {
    // The rest is not read, so the start of the next request could not be found.
    if (!request.complete) response.setHeader('Connection', 'close');
    return error;
  };
  if (request.is('multipart/form-data') === false) {
    throw refuse(
      new ApiError('unsupported_media_type', {}, { detail: `Send a form with the field "${FIELD}".` }),
    );
  }
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_UPLOAD_BYTES + FORM_BYTES) {
    throw refuse(toUploadError({ code: 'attachment_too_large', limitBytes: LARGEST_UPLOAD_BYTES }));
  }
  let upload: Upload | undefined;
  const take = async ({ stream, originalname: name }: Express.Multer.File): Promise<{ size: number }> => {
    const pieces = stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    try {
      const incoming = await mediaStore.receive(pieces, LARGEST_UPLOAD_BYTES);
      upload = { incoming, name };
      return { size: incoming.size };
    } finally {
      // The rest is read and discarded, so that the form ends.
      stream.resume();
    }
  };
  const drop = async (): Promise<void> => {
    await upload?.incoming.drop();
  };
  const form = multer({
    defParamCharset: 'utf8',
    limits: { files: 1, fields: 0, parts: 1, headerPairs: 20 },
    storage: {
      _handleFile: (_request, file, done) => callbackify(take)(file, done),
      _removeFile: (_request, _file, done) => callbackify(drop)(done),
    },
  }).single(FIELD);
  try {
    await new Promise<void>((resolve, reject) => {
      form(request, response, (error: unknown) => (error === undefined ? resolve() : reject(error)));
    });
  } catch (error) {
    await drop();
    throw refuse(toFormError(error));
  }
  if (upload === undefined) throw invalidField(FIELD, 'is missing: send the file in this field of the form');
  if (upload.incoming.size > 0) return upload;
  await drop();
  throw invalidField(FIELD, 'is empty');
}

function toFormError(error: unknown): ApiError {
  if (error instanceof MulterError) {
    return invalidField(FIELD, 'must be a single file and the only part of the form');
  }
  if (isFull(error)) {
    const detail = 'There is no room left for files. Tell an administrator; nothing was stored.';
    return new ApiError('unavailable', {}, { detail, cause: error });
  }
  if (error instanceof ApiError) return error;
  // Busboy's own errors: a form that is cut off, or malformed.
  return new ApiError(
    'invalid_request',
    {},
    { detail: 'The form is not well-formed.', errors: [], cause: error },
  );
}

function isFull(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'MediaStoreFull';
}
