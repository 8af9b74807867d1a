/** Who may see a file, and which files a message may contain: for the routes of files and of messages. */
import { judgeUse, type UploadRefusal } from '../../domain/messages/attachments';
import { type MediaUse, mediaIn, type OutboundContent } from '../../domain/messages/outbound';
import type { AttachmentSight, Attachments } from '../../store/files/attachments';
import type { Viewer } from '../middleware/viewer';
import { ApiError, invalidField } from '../problems';
import { maySee, type Named } from './conversation-access';

/** The file named in the path; `not_found` also if the viewer may not see it. */
export async function requestedAttachment(
  attachments: Pick<Attachments, 'find'>,
  { params, viewer }: Named,
): Promise<AttachmentSight> {
  const found = await attachments.find(params.id);
  if (found === null || !maySeeAttachment(viewer, found)) throw new ApiError('not_found');
  return found;
}

function maySeeAttachment(viewer: Viewer, attachment: AttachmentSight): boolean {
  // A file that belongs to no message and no brand is visible to its uploader and to administrators.
  return isOwn(viewer, attachment) || maySee(viewer, null) || isOfBrands(viewer, attachment);
}

type Uploader = Pick<Viewer, 'operatorId' | 'role' | 'brandIds' | 'isLimited'>;

/** Whether the viewer has uploaded the file; with a token that is limited to brands, if it was not sent in others only. */
function isOwn(viewer: Uploader, attachment: AttachmentSight): boolean {
  if (attachment.uploaderId !== viewer.operatorId) return false;
  return viewer.isLimited !== true || attachment.brandIds.length === 0 || isOfBrands(viewer, attachment);
}

function isOfBrands(viewer: Uploader, { brandIds }: AttachmentSight): boolean {
  return brandIds.some((brandId) => maySee(viewer, brandId));
}

/**
 * Makes sure that this operator can send the files of a message in a conversation of this brand: they must be the
 * operator's own uploads or files of the brand's messages. Throws `invalid_request`, or the error that uploading such a
 * file would throw.
 */
export async function checkAttachments(
  attachments: Pick<Attachments, 'find'>,
  content: OutboundContent,
  { viewer, brandId }: { readonly viewer: Uploader; readonly brandId: string },
): Promise<void> {
  for (const { attachmentId, use, field } of mediaIn(content)) {
    const found = await attachments.find(attachmentId);
    const isTheirs = found !== null && (isOwn(viewer, found) || found.brandIds.includes(brandId));
    if (!isTheirs) throw invalidField(field, 'is not an attachment that you may send here');
    const { status, contentType, size, durationMs } = found;
    if (status !== 'ready' || contentType === null || size === null) {
      throw invalidField(field, 'is not there yet: its file has not been fetched');
    }
    const refusal = judgeUse(use, { contentType, size, durationMs });
    if (refusal !== null) throw toUploadError(refusal, use);
  }
}

const TAKEN_TYPES = 'WeChat accepts images as jpeg or png, voice messages as mp3 or amr, videos as mp4.';
const TAKEN_THUMBS = 'WeChat accepts the cover of a video or of music as jpeg.';

/** The answer to a file that WeChat would not accept; `use`: the part of a message it was meant for. */
export function toUploadError(refusal: UploadRefusal, use?: MediaUse): ApiError {
  const { code, ...facts } = refusal;
  if (code === 'attachment_type_not_supported') {
    return new ApiError(code, {}, { detail: use === 'thumb' ? TAKEN_THUMBS : TAKEN_TYPES });
  }
  const detail =
    'maxSeconds' in refusal
      ? `A voice message may last at most ${refusal.maxSeconds} s.`
      : `A file of this kind must be at most ${refusal.limitBytes} bytes.`;
  return new ApiError(code, facts, { detail });
}
