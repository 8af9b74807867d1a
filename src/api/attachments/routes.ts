import { attachmentRoutes } from '../../contracts/conversations/attachment';
import { judgeUpload, uploadKindOf } from '../../domain/messages/attachments';
import { judgeFile } from '../../media/judge-file';
import type { MediaStore } from '../../media/media-store';
import { keepPlayable } from '../../media/playable';
import type { Attachment } from '../../store/files/attachment-rows';
import type { Attachments } from '../../store/files/attachments';
import { ContentGone } from '../../store/privacy/media-to-remove';
import { requestedAttachment, toUploadError } from '../access/attachment-access';
import type { Named } from '../access/conversation-access';
import { presentAttachment } from '../present/present-attachment';
import { ApiError, conflict } from '../problems';
import { implement, type Route } from '../route';
import { receiveUpload, type Upload } from './receive-upload';
import { type Content, serveContent } from './serve-content';

type Deps = {
  readonly attachments: Attachments;
  readonly mediaStore: MediaStore;
  /** This file has to be fetched from WeChat. */
  readonly fetchSoon: (attachmentId: string) => void;
};

const LONGEST_NAME = 200;

/** Uploads, and the files of messages. */
export function createAttachmentRoutes(deps: Deps): readonly Route[] {
  const { attachments, mediaStore, fetchSoon } = deps;
  const requested = (named: Named) => requestedAttachment(attachments, named);

  return implement(attachmentRoutes)({
    async uploadAttachment({ viewer, request, response }) {
      const upload = await receiveUpload(mediaStore, request, response);
      try {
        return presentAttachment(await keep(deps, upload, viewer.operatorId));
      } finally {
        await upload.incoming.drop();
      }
    },
    async getAttachment({ query, request, response, ...named }) {
      const content = contentOf(await requested(named), query.as);
      await serveContent(mediaStore, content, request, response);
    },
    async getAttachmentInfo(named) {
      return presentAttachment(await requested(named));
    },
    async fetchAttachment(named) {
      const { id } = await requested(named);
      if (await attachments.fetchAgain(id)) fetchSoon(id);
      return presentAttachment(await requested(named));
    },
  });
}

/** The requested version of a file; `conflict` if it is not there. */
function contentOf(attachment: Attachment, as: 'original' | 'playable'): Content {
  const { sha256, contentType, size, playable } = attachment;
  if (sha256 === null || contentType === null || size === null) {
    throw conflict(
      'The file is not there: it has not been fetched from WeChat yet, or could not be fetched.',
    );
  }
  const name = attachment.name ?? attachment.kind;
  return as === 'playable' && playable !== null
    ? { ...playable, name: `${name}.wav` }
    : { sha256, contentType, size, name };
}

/** Stores an upload that WeChat would accept; otherwise rejects with 413 or 415. */
async function keep(
  { attachments, mediaStore }: Pick<Deps, 'attachments' | 'mediaStore'>,
  { incoming, name }: Upload,
  uploaderId: string,
): Promise<Attachment> {
  const facts = await judgeFile(incoming.path);
  const kind = facts === null ? null : uploadKindOf(facts.contentType);
  if (facts === null || kind === null) throw toUploadError({ code: 'attachment_type_not_supported' });
  // A file that was cut off has at least one byte more than any kind may have.
  const size = incoming.isCut ? incoming.size + 1 : incoming.size;
  const refusal = judgeUpload({ ...facts, size });
  if (refusal !== null) throw toUploadError(refusal);
  const keepAll = async () => {
    const form = await keepPlayable(mediaStore, incoming.path, facts);
    await mediaStore.keep(incoming);
    return form;
  };
  const playable = await keepAll().catch((cause: unknown) => {
    throw notStored(cause);
  });
  const { contentType, durationMs, picture, extension } = facts;
  const added = attachments.addUpload({
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
  return added.catch((cause: unknown) => {
    throw cause instanceof ContentGone ? notStored(cause) : cause;
  });
}

function notStored(cause: unknown): ApiError {
  const detail = 'The file could not be stored. Try again; if that does not help, tell an administrator.';
  return new ApiError('unavailable', {}, { detail, cause });
}

/** A file's name for display: its last part, without control and formatting characters. */
function toShownName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  // Half of a surrogate pair at the end would not be valid text.
  const short = last
    .replace(/\p{C}/gu, '')
    .slice(0, LONGEST_NAME)
    .replace(/[\uD800-\uDBFF]$/, '');
  return short.trim();
}
