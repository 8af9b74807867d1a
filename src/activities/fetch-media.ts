import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ApplicationFailure } from '@temporalio/common';
import {
  type AttachmentErrorCode,
  type AttachmentKind,
  isInboundType,
  LARGEST_INBOUND_BYTES,
} from '../domain/attachments';
import { decodeVoice } from '../media/decode-voice';
import type { Incoming } from '../media/incoming';
import { type FileFacts, judgeFile } from '../media/judge-file';
import type { MediaStore } from '../media/media-store';
import type { Attachment } from '../store/attachment-rows';
import type { Attachments, FetchOrder } from '../store/attachments';
import { classifyErrcode } from '../wechat/error-codes';
import { type DownloadAnswer, type DownloadMedia, isMediaId } from '../wechat/media-download';
import type { CredentialsOf } from './deliver-message';
import type { SendSlots } from './send-slots';

export type FetchMediaDeps = {
  readonly attachments: Pick<Attachments, 'orderOf' | 'markReady' | 'markFailed'>;
  readonly mediaStore: MediaStore;
  readonly download: DownloadMedia;
  readonly credentialsOf: CredentialsOf;
  /** Caps the fetches of a worker, under one name for all: files that hang leave its other slots to messages. */
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

/** The longest voice that is decoded; WeChat's own last 60 s and take 0.1 MB. */
const LARGEST_DECODED_BYTES = 2 * 1_048_576;
const SLOT_RETRY_MS = 1_000;
/** Media that WeChat does not have (any more), by its own words. */
const GONE: ReadonlySet<number> = new Set([40007, 46001]);

/**
 * Fetches a contact's file from WeChat, judges it by its content, and keeps it; a voice also in the form that browsers
 * play. A fault of the file itself is written down and ends it; where WeChat or our own disk cannot at the moment, it
 * throws, and the platform tries again. Run twice, the second run finds nothing to do.
 */
export function createFetchMedia(deps: FetchMediaDeps) {
  const { attachments } = deps;
  return async ({ attachmentId }: FetchMediaInput): Promise<void> => {
    const order = await attachments.orderOf(attachmentId);
    if (order === null || order.status !== 'fetching') return;
    const giveSlotBack = deps.fetchSlots.take('files');
    if (giveSlotBack === null) {
      const nextRetryDelay = SLOT_RETRY_MS;
      throw ApplicationFailure.create({
        message: 'as many files as may be are being fetched',
        nextRetryDelay,
      });
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
  const body = opened(await deps.download(credentials, mediaId));
  const incoming = await received(deps.mediaStore, body);
  try {
    const facts = judged(await judgeFile(incoming.path), incoming, kind, format);
    const playable = await playableOf(deps.mediaStore, incoming, kind, facts);
    await deps.mediaStore.keep(incoming);
    const { contentType, size, durationMs, extension, picture } = facts;
    const name = `${kind}.${extension}`;
    const { sha256 } = incoming;
    const [width, height] = [picture?.width ?? null, picture?.height ?? null];
    const file = { contentType, size, durationMs, name, sha256, width, height };
    const isSilent = playable === 'not_playable';
    await deps.attachments.markReady(
      attachmentId,
      file,
      isSilent ? null : playable,
      isSilent ? 'not_playable' : null,
    );
  } finally {
    await incoming.drop();
  }
}

/** The body of a file; a definite refusal is a fault of the file, all else may pass. */
function opened(answer: DownloadAnswer): AsyncIterable<Buffer> {
  switch (answer.type) {
    case 'file':
      return answer.body;
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

async function received(store: MediaStore, body: AsyncIterable<Buffer>): Promise<Incoming> {
  try {
    return await store.receive(body, LARGEST_INBOUND_BYTES);
  } catch (error) {
    // Its name tells a full disk from a transfer that broke off; its text may hold an address.
    throw tryAgain(`the file was not received (${error instanceof Error ? error.name : 'unknown'})`);
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
  return facts;
}

/** The playable form of a voice that browsers do not play themselves; null: it needs none. */
async function playableOf(
  store: MediaStore,
  incoming: Incoming,
  kind: AttachmentKind,
  { contentType, durationMs }: FileFacts,
): Promise<Attachment['playable'] | 'not_playable'> {
  const needsOne = kind === 'voice' && /^audio\/(?:amr|amr-wb|speex)$/.test(contentType);
  if (!needsOne) return null;
  // Where the frames make no sense, the codec would give noise.
  const isDecodable = contentType === 'audio/amr' && durationMs !== null;
  if (!isDecodable || incoming.size > LARGEST_DECODED_BYTES) return 'not_playable';
  const wav = await decodeVoice(await readFile(incoming.path));
  if (wav === null) return 'not_playable';
  const written = await store.receive(Readable.from([wav]), wav.length);
  await store.keep(written);
  return { sha256: written.sha256, contentType: 'audio/wav', size: wav.length };
}

/** Nothing personal in it: it stands in the workflow's history. */
function tryAgain(message: string): ApplicationFailure {
  return ApplicationFailure.retryable(message, 'MediaNotFetched');
}
