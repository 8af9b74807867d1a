import { setTimeout as sleep } from 'node:timers/promises';
import type { NeededMedia } from '../domain/messages/outbound';
import type { MediaStore } from '../media/media-store';
import { killPoint } from '../platform/kill-points';
import type { Attachments } from '../store/files/attachments';
import type { WeChatMediaCache } from '../store/files/wechat-media';
import type { WeChatCredentials } from '../wechat/calls/stable-token';
import type { UploadAnswer, UploadMedia } from '../wechat/media/media-upload';

export type MediaAtWeChatDeps = {
  readonly attachments: Pick<Attachments, 'find'>;
  readonly cache: WeChatMediaCache;
  readonly mediaStore: Pick<MediaStore, 'has' | 'open'>;
  readonly upload: UploadMedia;
};

export type MediaIds =
  | { readonly type: 'ready'; readonly ids: ReadonlyMap<string, string> }
  /** Under way in this process: look again after `retryAfterMs`. */
  | { readonly type: 'uploading'; readonly retryAfterMs: number }
  /** Our own copy is not there. */
  | { readonly type: 'missing' }
  | Exclude<UploadAnswer, { type: 'uploaded' }>;

/** WeChat's ids of the files of a message. */
export type MediaAtWeChat = {
  readonly idsOf: (credentials: WeChatCredentials, needed: readonly NeededMedia[]) => Promise<MediaIds>;
  /**
   * WeChat refused the ids that `idsOf` gave (only these, not those that others renewed meanwhile); false where it did
   * so for this message before.
   */
  readonly refuse: (
    channelId: string,
    needed: readonly NeededMedia[],
    ids: ReadonlyMap<string, string>,
    messageId: string,
  ) => Promise<boolean>;
};

type Outcome = UploadAnswer | { readonly type: 'missing' };

/** WeChat keeps uploads for three days; an id is not used in its last hour. */
const LIVES_MS = (3 * 24 - 1) * 3_600_000;
/** A small file is there by then, and its message leaves within the same activity. */
const WAIT_TO_SEND_MS = 1_200;
/** What is not there by then leaves with a later attempt; the activity has to end within its 7 s. */
const WAIT_MS = 5_000;
const DONE_RETRY_MS = 50;
const RETRY_MS = 500;
/** A failure that no attempt asked for any more is forgotten. */
const FORGET_AFTER_MS = 60_000;

/**
 * Uploads files to WeChat before their message leaves, once for each channel and use, and remembers the ids. An upload
 * may take far longer than the activity that sends, so it goes on in this process while the attempt ends as "surely
 * not sent" and is made again. The remembered id is all that has to last: whatever dies before it is written is
 * uploaded once more, which harms nobody.
 */
export function createMediaAtWeChat(deps: MediaAtWeChatDeps): MediaAtWeChat {
  const { attachments, cache, mediaStore, upload } = deps;
  const underWay = new Map<string, Promise<Outcome>>();

  const uploadOne = async (
    credentials: WeChatCredentials,
    { attachmentId, use }: NeededMedia,
  ): Promise<Outcome> => {
    const file = await attachments.find(attachmentId);
    if (file === null || file.sha256 === null || file.contentType === null) return { type: 'missing' };
    const { sha256, contentType, size } = file;
    // Told apart from a store that is out of reach, which throws: what is gone does not come back.
    if (!(await mediaStore.has(sha256))) return { type: 'missing' };
    const open = () => mediaStore.open(sha256);
    killPoint('before-upload');
    const answer = await upload(credentials, use, { contentType, size: size ?? 0, open });
    if (answer.type === 'uploaded') {
      killPoint('after-upload');
      const { channelId } = credentials;
      await cache.save({ attachmentId, channelId, use }, answer.mediaId, LIVES_MS);
    }
    return answer;
  };

  /** One upload at a time for each copy; who comes later waits for the same. Null: it is not there in time. */
  const uploadOnce = async (
    credentials: WeChatCredentials,
    needed: NeededMedia,
    withinMs: number,
  ): Promise<Outcome | null> => {
    const key = `${needed.attachmentId} ${credentials.channelId} ${needed.use}`;
    const running =
      underWay.get(key) ?? uploadOne(credentials, needed).catch((): Outcome => ({ type: 'unavailable' }));
    // A newer upload of the same copy may stand in its place by then.
    const forget = (): void => {
      if (underWay.get(key) === running) underWay.delete(key);
    };
    if (!underWay.has(key)) {
      underWay.set(key, running);
      void running.then(({ type }) => {
        // The cache has it; kept here, it would outlive its refusal.
        if (type === 'uploaded') forget();
        else setTimeout(forget, FORGET_AFTER_MS).unref();
      });
    }
    const outcome = await within(running, withinMs);
    // Whoever sees its outcome takes it away, so that a failure is tried again by the next attempt.
    if (outcome !== null) forget();
    return outcome;
  };

  return {
    async idsOf(credentials, needed) {
      const { channelId } = credentials;
      const startedAt = performance.now();
      const outcomes = await Promise.all(
        needed.map(async (one): Promise<Outcome | null> => {
          const mediaId = await cache.find({ ...one, channelId });
          return mediaId === null ? uploadOnce(credentials, one, WAIT_MS) : { type: 'uploaded', mediaId };
        }),
      );
      const ids = new Map<string, string>();
      for (const [index, { attachmentId }] of needed.entries()) {
        const outcome = outcomes[index] ?? null;
        if (outcome === null) return { type: 'uploading', retryAfterMs: RETRY_MS };
        if (outcome.type !== 'uploaded') return outcome;
        ids.set(attachmentId, outcome.mediaId);
      }
      // There, but there is no time left to send within this attempt.
      if (performance.now() - startedAt > WAIT_TO_SEND_MS) {
        return { type: 'uploading', retryAfterMs: DONE_RETRY_MS };
      }
      return { type: 'ready', ids };
    },
    refuse: (channelId, needed, ids, messageId) =>
      cache.refuse(
        needed.flatMap(({ attachmentId, use }) => {
          const mediaId = ids.get(attachmentId);
          return mediaId === undefined ? [] : [{ attachmentId, channelId, use, mediaId }];
        }),
        messageId,
      ),
  };
}

async function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  const ending = new AbortController();
  const late = sleep(ms, null, { signal: ending.signal }).catch(() => null);
  try {
    return await Promise.race([work, late]);
  } finally {
    ending.abort();
  }
}
