import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import type { FetchTrouble } from '../domain/messages/attachment-errors';
import { fetchRetryMs, LARGEST_INBOUND_BYTES } from '../domain/messages/attachments';
import type { Incoming } from '../media/incoming';
import type { MediaStore } from '../media/media-store';
import { keepPlayable } from '../media/playable';
import type { Attachments, FetchOrder } from '../store/files/attachments';
import { classifyErrcode } from '../wechat/calls/error-codes';
import { type DownloadAnswer, type DownloadMedia, isMediaId } from '../wechat/media/media-download';
import { hideErrorDetails } from './hide-error-details';
import { ContentFault, judgeIncoming, NotYet } from './judge-incoming';
import type { SendSlots } from './send-slots';
import type { CredentialsOf } from './send-to-wechat';

export type FetchMediaDeps = {
  readonly attachments: Pick<Attachments, 'orderOf' | 'markReady' | 'markFailed' | 'noteTrouble' | 'giveUp'>;
  readonly mediaStore: MediaStore;
  readonly download: DownloadMedia;
  readonly credentialsOf: CredentialsOf;
  /** Limits the fetches of a worker, per channel and in all, so that hanging files leave slots for all others. */
  readonly fetchSlots: SendSlots;
};

export type FetchMediaInput = { readonly attachmentId: string };

/** How often, at least, a waiting file asks for a free slot. */
const LONGEST_SLOT_RETRY_MS = 30_000;
/** Problems are shown with the message only once the fetch is this old, in ms: most are over by then. */
const TOLD_AFTER_MS = 5_000;
/** WeChat's codes for media that it does not have (any more). */
const GONE: ReadonlySet<number> = new Set([40007, 46001]);

/**
 * Fetches a contact's file from WeChat, identifies it by its content, and stores it; a voice message also in a form
 * that browsers can play. A definite refusal by WeChat ends it. Any other answer is not the file yet (no answer, a
 * gateway's page, an address we do not fetch from): the problem is recorded and a retryable failure thrown. Temporal
 * retries for as long as WeChat keeps files; the delay depends only on the age of the order, so waiting for a slot does
 * not count as a failed attempt. Running it again does nothing.
 */
export function createFetchMedia(deps: FetchMediaDeps) {
  const attempt = hideErrorDetails(createAttempt(deps));
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

/** How long ago the fetch was ordered, in ms; the server's clock may be ahead of ours. */
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
      // Spread out, so that the waiting ones do not all ask at once and leave slots empty in between.
      const longestMs = Math.min(fetchRetryMs(ageMs()), LONGEST_SLOT_RETRY_MS);
      const delayMs = Math.round(longestMs * (0.5 + Math.random() / 2));
      throw tryAgain('all slots for fetching files are taken', delayMs);
    }
    try {
      await fetchFile(deps, attachmentId, order);
    } catch (error) {
      if (error instanceof NotYet) {
        if (ageMs() >= TOLD_AFTER_MS || isSeenTwice(error.trouble)) {
          await attachments.noteTrouble(attachmentId, error.trouble);
        }
        throw tryAgain(error.message);
      }
      if (!(error instanceof ContentFault)) throw error;
      await attachments.markFailed(attachmentId, error.code);
    } finally {
      giveSlotBack();
    }
  };
}

/** Gives up after all tries; the message then shows this and the last problem. */
export function createGiveUpMedia({ attachments }: Pick<FetchMediaDeps, 'attachments'>) {
  return ({ attachmentId }: FetchMediaInput): Promise<void> => attachments.giveUp(attachmentId);
}

async function fetchFile(deps: FetchMediaDeps, attachmentId: string, order: FetchOrder): Promise<void> {
  const { channelId, kind, mediaId } = order;
  if (mediaId === null || !isMediaId(mediaId)) throw new ContentFault('no_media');
  const credentials = await deps.credentialsOf(channelId);
  if (credentials === null) throw tryAgain('the channel is off or incomplete');
  const incoming = await received(deps.mediaStore, opened(await deps.download(credentials, mediaId)));
  try {
    const facts = await judgeIncoming(incoming, order);
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

/** The file as a stream. A definite refusal is a fault of the file; everything else may pass. */
function opened(answer: DownloadAnswer): OpenFile {
  switch (answer.type) {
    case 'file':
      return answer;
    case 'refused': {
      if (GONE.has(answer.wechatCode)) throw new ContentFault('gone');
      const { class: wechatClass } = classifyErrcode(answer.wechatCode);
      if (wechatClass === 'permanent') throw new ContentFault('refused');
      // Wrong secrets are fixed by people, and used-up limits pass.
      const trouble = wechatClass === 'transient' ? 'unreachable' : 'refused';
      throw new NotYet(trouble, `WeChat answered ${answer.wechatCode}`);
    }
    case 'untrusted_address':
      throw new NotYet('untrusted_address', 'WeChat returned an address that we do not fetch from');
    case 'unavailable':
      throw new NotYet('unreachable', 'WeChat could not be reached');
    default:
      return answer satisfies never;
  }
}

async function received(store: MediaStore, { body, stop }: OpenFile): Promise<Incoming> {
  try {
    return await store.receive(body, LARGEST_INBOUND_BYTES);
  } catch (error) {
    // The error's name distinguishes a full disk from a broken transfer; its message may contain an address.
    const name = error instanceof Error ? error.name : 'unknown';
    const what = `the file was not received (${name})`;
    throw name === 'MediaStoreFull' ? tryAgain(what) : new NotYet('unreachable', what);
  } finally {
    // If the disk failed before the first piece was read, nothing else ends the exchange.
    stop();
  }
}

/** Problems that the next attempt has to know about. */
function isSeenTwice(trouble: FetchTrouble): boolean {
  return trouble === 'wrong_kind' || trouble === 'too_large';
}

/** Contains nothing personal: it is stored in the workflow's history. */
function tryAgain(message: string, nextRetryDelay?: number): ApplicationFailure {
  return ApplicationFailure.create({ message, type: 'MediaNotFetched', nextRetryDelay });
}
