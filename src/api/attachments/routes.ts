/** `/attachments`: uploads, and the files of messages. */
import { type Request, type Response, Router } from 'express';
import { contentQuerySchema } from '../../contracts/conversations/attachment';
import { judgeUpload, uploadKindOf } from '../../domain/messages/attachments';
import { judgeFile } from '../../media/judge-file';
import type { MediaStore } from '../../media/media-store';
import { keepPlayable } from '../../media/playable';
import type { Attachment } from '../../store/files/attachment-rows';
import type { Attachments } from '../../store/files/attachments';
import { requestedAttachment, toUploadError } from '../access/attachment-access';
import { viewerOf } from '../middleware/viewer';
import { presentAttachment } from '../present/present-attachment';
import { ApiError, parseRequest } from '../problems';
import { receiveUpload, type Upload } from './receive-upload';
import { serveContent } from './serve-content';

export type AttachmentRouterDeps = {
  readonly attachments: Attachments;
  readonly mediaStore: MediaStore;
};

export type AttachmentFactsRouterDeps = {
  readonly attachments: Attachments;
  /** This file waits to be fetched from WeChat. */
  readonly fetchSoon: (attachmentId: string) => void;
};

const LONGEST_NAME = 200;

/** Upload and content. Goes before the body parsers: uploads are streams. */
export function createAttachmentRouter(deps: AttachmentRouterDeps): Router {
  const { attachments, mediaStore } = deps;
  const router = Router();

  router.post('/attachments', async (request, response) => {
    const upload = await receiveUpload(mediaStore, request, response);
    try {
      const { operatorId } = viewerOf(request);
      response.status(201).json(presentAttachment(await keep(deps, upload, operatorId)));
    } finally {
      await upload.incoming.drop();
    }
  });

  router.get('/attachments/:id', async (request, response) => {
    const { as } = parseRequest(contentQuerySchema, request.query);
    await serve(await requestedAttachment(attachments, request), as, request, response);
  });

  const serve = async (
    attachment: Attachment,
    as: 'original' | 'playable',
    request: Request,
    response: Response,
  ): Promise<void> => {
    const { sha256, contentType, size, playable } = attachment;
    if (sha256 === null || contentType === null || size === null) {
      const detail = 'The file is not there: it is still to be fetched from WeChat, or could not be had.';
      throw new ApiError('conflict', {}, { detail });
    }
    const name = attachment.name ?? attachment.kind;
    const content =
      as === 'playable' && playable !== null
        ? { ...playable, name: `${name}.wav` }
        : { sha256, contentType, size, name };
    await serveContent(mediaStore, content, request, response);
  };

  return router;
}

/** What is known of a file, and another try to fetch it. Needs JSON bodies parsed. */
export function createAttachmentFactsRouter(deps: AttachmentFactsRouterDeps): Router {
  const { attachments } = deps;
  const router = Router();

  router.get('/attachments/:id/info', async (request, response) => {
    response.json(presentAttachment(await requestedAttachment(attachments, request)));
  });

  router.post('/attachments/:id/fetch', async (request, response) => {
    const { id } = await requestedAttachment(attachments, request);
    if (await attachments.fetchAgain(id)) deps.fetchSoon(id);
    response.status(202).json(presentAttachment(await requestedAttachment(attachments, request)));
  });

  return router;
}

/** Keeps an upload that WeChat would take; rejects with 413 or 415 otherwise. */
async function keep(
  { attachments, mediaStore }: AttachmentRouterDeps,
  { incoming, name }: Upload,
  uploaderId: string,
): Promise<Attachment> {
  const facts = await judgeFile(incoming.path);
  const kind = facts === null ? null : uploadKindOf(facts.contentType);
  if (facts === null || kind === null) throw toUploadError({ code: 'attachment_type_not_supported' });
  // Of a file that went on, as much is here as any kind may have: it has one byte more at least.
  const size = incoming.isCut ? incoming.size + 1 : incoming.size;
  const refusal = judgeUpload({ ...facts, size });
  if (refusal !== null) throw toUploadError(refusal);
  const keepAll = async () => {
    const form = await keepPlayable(mediaStore, incoming.path, facts);
    await mediaStore.keep(incoming);
    return form;
  };
  const playable = await keepAll().catch((cause: unknown) => {
    const detail = 'The file could not be kept. Try again; if it stays so, tell an administrator.';
    throw new ApiError('unavailable', {}, { detail, cause });
  });
  const { contentType, durationMs, picture, extension } = facts;
  return attachments.addUpload({
    kind,
    uploaderId,
    contentType,
    size,
    durationMs,
    sha256: incoming.sha256,
    name: toShownName(name) || `${kind}.${extension}`,
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    playable,
  });
}

/** A name as people see it: its last part, without control characters and signs that change what they see. */
function toShownName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  // Cut between two halves of a sign, it would be no text any more.
  const short = last
    .replace(/\p{C}/gu, '')
    .slice(0, LONGEST_NAME)
    .replace(/[\uD800-\uDBFF]$/, '');
  return short.trim();
}
