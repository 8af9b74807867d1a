import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import {
  type AttachmentErrorCode,
  type AttachmentKind,
  fetchRetryMs,
  isInboundType,
  isTooMuchToShow,
  LARGEST_INBOUND_BYTES,
} from '../domain/attachments';
import type { Incoming } from '../media/incoming';
import { type FileFacts, judgeFile } from '../media/judge-file';
import type { MediaStore } from '../media/media-store';
import { keepPlayable } from '../media/playable';
import type { Attachments, FetchOrder } from '../store/attachments';
import { classifyErrcode } from '../wechat/error-codes';
import { type DownloadAnswer, type DownloadMedia, isMediaId } from '../wechat/media-download';
import type { CredentialsOf } from './deliver-message';
import type { SendSlots } from './send-slots';
import { withoutWords } from './without-words';

export type FetchMediaDeps = {
  readonly attachments: Pick<Attachments, 'orderOf' | 'markReady' | 'markFailed'>;
  readonly mediaStore: MediaStore;
  readonly download: DownloadMedia;
  readonly credentialsOf: CredentialsOf;
  /** Caps the fetches of a worker, of each channel and of all: files that hang leave slots to everybody else. */
  readonly fetchSlots: SendSlots;
};

export type FetchMediaInput = { readonly attachmentId: string };

/** What is wrong with the file itself: asking again gives the same. */
class ContentFault extends Error {
  override readonly name = 'ContentFault';
  constructor(readonly code: AttachmentErrorCode) {
    super(`the file is ${code}`);
  }
}

/** A file asks for a free slot at least so often. */
const LONGEST_SLOT_RETRY_MS = 30_000;
/** Media that WeChat does not have (any more), by its own words. */
const GONE: ReadonlySet<number> = new Set([40007, 46001]);

/**
 * Fetches a contact's file from WeChat, judges it by its content, and keeps it; a voice also in the form that browsers
 * play. A fault of the file itself is written down and ends it; where WeChat or our own disk cannot at the moment, it
 * throws, and the platform tries again after a time that only the age of the order decides: waiting for a slot is no
 * failed attempt. Run twice, the second run finds nothing to do.
 */
export function createFetchMedia(deps: FetchMediaDeps) {
  const attempt = withoutWords(createAttempt(deps));
  return async (input: FetchMediaInput): Promise<void> => {
    try {
      await attempt(input);
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
      const nextRetryDelay = error.nextRetryDelay ?? fetchRetryMs(ageMs());
      throw ApplicationFailure.fromError(error, { nextRetryDelay });
    }
  };
}

/** How long ago the fetch was ordered; the clock of the server may be ahead of ours. */
function ageMs(): number {
  return Math.max(0, Date.now() - activityInfo().scheduledTimestampMs);
}

function createAttempt(deps: FetchMediaDeps) {
  const { attachments } = deps;
  return async ({ attachmentId }: FetchMediaInput): Promise<void> => {
    const order = await attachments.orderOf(attachmentId);
    if (order === null || order.status !== 'fetching') return;
    const giveSlotBack = deps.fetchSlots.take(order.channelId);
    if (giveSlotBack === null) {
      // Spread, so that those who wait do not all ask at once and leave the slots empty in between.
      const longestMs = Math.min(fetchRetryMs(ageMs()), LONGEST_SLOT_RETRY_MS);
      const delayMs = Math.round(longestMs * (0.5 + Math.random() / 2));
      throw tryAgain('as many files as may be are being fetched', delayMs);
    }
    try {
      await fetchFile(deps, attachmentId, order);
    } catch (error) {
      if (!(error instanceof ContentFault)) throw error;
      await attachments.markFailed(attachmentId, error.code);
    } finally {
      giveSlotBack();
    }
  };
}

/** Gives up after all tries: the message says so. */
export function createGiveUpMedia({ attachments }: Pick<FetchMediaDeps, 'attachments'>) {
  return ({ attachmentId }: FetchMediaInput): Promise<void> =>
    attachments.markFailed(attachmentId, 'unreachable');
}

async function fetchFile(deps: FetchMediaDeps, attachmentId: string, order: FetchOrder): Promise<void> {
  const { channelId, kind, mediaId, format } = order;
  if (mediaId === null || !isMediaId(mediaId)) throw new ContentFault('no_media');
  const credentials = await deps.credentialsOf(channelId);
  if (credentials === null) throw tryAgain('the channel is off or incomplete');
  const incoming = await received(deps.mediaStore, opened(await deps.download(credentials, mediaId)));
  try {
    const facts = judged(await judgeFile(incoming.path), incoming, kind, format);
    const playable = await keepPlayable(deps.mediaStore, incoming.path, facts);
    await deps.mediaStore.keep(incoming);
    const { contentType, size, durationMs, extension, picture } = facts;
    const [name, sha256] = [`${kind}.${extension}`, incoming.sha256];
    const { width, height } = picture ?? { width: null, height: null };
    const stored = { contentType, size, durationMs, name, sha256, width, height };
    await deps.attachments.markReady(attachmentId, stored, playable);
  } finally {
    await incoming.drop();
  }
}

type OpenFile = Extract<DownloadAnswer, { type: 'file' }>;

/** A file that is on its way; a definite refusal is a fault of the file, all else may pass. */
function opened(answer: DownloadAnswer): OpenFile {
  switch (answer.type) {
    case 'file':
      return answer;
    case 'refused': {
      if (GONE.has(answer.wechatCode)) throw new ContentFault('gone');
      // Wrong secrets and used-up limits are put right by people and by time.
      if (classifyErrcode(answer.wechatCode).class === 'permanent') throw new ContentFault('refused');
      throw tryAgain(`WeChat answered ${answer.wechatCode}`);
    }
    case 'untrusted_address':
      throw new ContentFault('refused');
    case 'unavailable':
      throw tryAgain('WeChat was not reached');
    default:
      return answer satisfies never;
  }
}

async function received(store: MediaStore, { body, stop }: OpenFile): Promise<Incoming> {
  try {
    return await store.receive(body, LARGEST_INBOUND_BYTES);
  } catch (error) {
    // Its name tells a full disk from a transfer that broke off; its text may hold an address.
    throw tryAgain(`the file was not received (${error instanceof Error ? error.name : 'unknown'})`);
  } finally {
    // Where the disk failed before the first piece was read, nobody else ends the exchange.
    stop();
  }
}

function judged(
  facts: FileFacts | null,
  incoming: Incoming,
  kind: AttachmentKind,
  format: string | null,
): FileFacts {
  if (incoming.size === 0) throw new ContentFault('empty');
  if (incoming.isCut) throw new ContentFault('too_large');
  if (facts === null) {
    // Bare speex has no mark of its own: WeChat's word is all there is.
    if (kind !== 'voice' || format?.toLowerCase() !== 'speex') throw new ContentFault('wrong_kind');
    const { size } = incoming;
    return { contentType: 'audio/speex', size, durationMs: null, extension: 'speex', picture: null };
  }
  if (kind === 'file' || !isInboundType(kind, facts.contentType)) throw new ContentFault('wrong_kind');
  // Kept for a download, and never opened by the console on its own.
  return isTooMuchToShow(facts) ? { ...facts, contentType: 'application/octet-stream' } : facts;
}

/** Nothing personal in it: it stands in the workflow's history. */
function tryAgain(message: string, nextRetryDelay?: number): ApplicationFailure {
  return ApplicationFailure.create({ message, type: 'MediaNotFetched', nextRetryDelay });
}
