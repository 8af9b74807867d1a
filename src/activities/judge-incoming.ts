/** Whether what arrived is a contact's file and, if not, whether another try can help. */
import type { AttachmentErrorCode, FetchTrouble } from '../domain/messages/attachment-errors';
import { isInboundType, isTooMuchToShow } from '../domain/messages/attachments';
import type { Incoming } from '../media/incoming';
import { type FileFacts, isText, judgeFile } from '../media/judge-file';
import type { FetchOrder } from '../store/files/attachments';

/** Final: a definite answer by WeChat, or a fault that another try would not change. */
export class ContentFault extends Error {
  override readonly name = 'ContentFault';
  constructor(readonly code: AttachmentErrorCode) {
    super(`the file was rejected: ${code}`);
  }
}

/** What arrived is not the file, but the next answer may be. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  /** `message`: nothing personal, because it is stored in the workflow's history. */
  constructor(
    readonly trouble: FetchTrouble,
    message: string,
  ) {
    super(message);
  }
}

/** Describes a complete file of the right kind; throws ContentFault or NotYet for anything else. */
export async function judgeIncoming(
  incoming: Incoming,
  { kind, format, trouble }: FetchOrder,
): Promise<FileFacts> {
  if (incoming.size === 0) throw new NotYet('empty', 'the answer was empty');
  if (incoming.isCut) throw notTheFile('too_large', trouble);
  const facts = await judgeFile(incoming.path);
  if (facts === null || !/^(?:image|audio|video)\//.test(facts.contentType)) {
    if (await isText(incoming.path)) throw new NotYet('unreachable', 'the answer was text');
    // Bare speex has no signature of its own; only WeChat's `Format` identifies it.
    const isSpeex = facts === null && kind === 'voice' && format?.toLowerCase() === 'speex';
    if (!isSpeex) throw new NotYet('wrong_kind', 'the answer was not a known file type');
    const { size } = incoming;
    return { contentType: 'audio/speex', size, durationMs: null, extension: 'speex', picture: null };
  }
  if (kind === 'file' || !isInboundType(kind, facts.contentType)) throw notTheFile('wrong_kind', trouble);
  // Stored for download; the console never opens it on its own.
  return isTooMuchToShow(facts) ? { ...facts, contentType: 'application/octet-stream' } : facts;
}

/** A single mismatch may be transient; two in a row are final. */
function notTheFile(code: SeenTwice, previous: AttachmentErrorCode | null): ContentFault | NotYet {
  return previous === code ? new ContentFault(code) : new NotYet(code, `the file was rejected: ${code}`);
}

type SeenTwice = 'wrong_kind' | 'too_large';
