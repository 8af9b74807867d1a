import type { AttachmentBody } from '../../contracts/conversations/attachment';
import { sentenceOf } from '../../domain/messages/attachment-errors';
import { mayShowInline } from '../../domain/messages/attachments';
import type { Attachment } from '../../store/files/attachment-rows';

/** A file as the API shows it, without its content. */
export function presentAttachment(attachment: Attachment): AttachmentBody {
  const { id, kind, status, contentType, size, name, durationMs, width, height, errorCode } = attachment;
  const playable = playableTypeOf(attachment);
  return {
    id,
    kind,
    status,
    contentType,
    size,
    name,
    ...(durationMs === null ? {} : { durationMs }),
    ...(width === null ? {} : { width }),
    ...(height === null ? {} : { height }),
    ...(playable === null ? {} : { playable: { contentType: playable } }),
    ...(errorCode === null ? {} : { error: { code: errorCode, detail: sentenceOf(status, errorCode) } }),
  };
}

/** The content type that a browser can play: of the converted file, or of the original. */
function playableTypeOf({ kind, status, contentType, playable }: Attachment): string | null {
  if (playable !== null) return playable.contentType;
  const isOwn = kind === 'voice' && status === 'ready' && contentType !== null && mayShowInline(contentType);
  return isOwn ? contentType : null;
}
