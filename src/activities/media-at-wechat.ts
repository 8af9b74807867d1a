import type { NeededMedia } from '../domain/messages/outbound';
import type { MediaStore } from '../media/media-store';
import { killPoint } from '../platform/kill-points';
import { TIMED_OUT, withTimeLimit } from '../platform/time-limit';
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
  /** In progress in this process: ask again after `retryAfterMs`, or, if it is null, after the usual pause. */
  | { readonly type: 'uploading'; readonly retryAfterMs: number | null }
  /** Our own copy of the file is missing. */
  | { readonly type: 'missing' }
  | Exclude<UploadAnswer, { type: 'uploaded' }>;

/** WeChat's media ids for the files of a message. */
export type MediaAtWeChat = {
  readonly idsOf: (credentials: WeChatCredentials, needed: readonly NeededMedia[]) => Promise<MediaIds>;
  /**
   * WeChat refused the ids that `idsOf` gave: forgets these, but not ids that have been renewed since. False if this
   * message was refused for its ids before.
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
/** A small file is uploaded within this time, so its message can be sent in the same activity. */
const WAIT_TO_SEND_MS = 1_200;
/** A slower upload is left to a later attempt; the activity has to end within its 7 s. */
const WAIT_MS = 5_000;
const DONE_RETRY_MS = 50;
/** How long a failure is kept for an attempt that may never ask for it. */
const FORGET_AFTER_MS = 60_000;

/**
 * Uploads files to WeChat before their message is sent, once per channel and use, and caches the ids. An upload may take
 * far longer than the sending activity, so it continues in this process while the attempt ends as `notSent` and is
 * repeated. Only the cached id has to be durable: if the process dies before it is written, the file is uploaded again,
 * which does no harm.
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
    // Unlike a store that is unreachable, which throws: a missing file does not come back.
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

  /** One upload at a time per copy; later callers wait for the same one. Null: not finished in time. */
  const uploadOnce = async (
    credentials: WeChatCredentials,
    needed: NeededMedia,
    withinMs: number,
  ): Promise<Outcome | null> => {
    const key = `${needed.attachmentId} ${credentials.channelId} ${needed.use}`;
    const running =
      underWay.get(key) ?? uploadOne(credentials, needed).catch((): Outcome => ({ type: 'unavailable' }));
    // By then a newer upload of the same copy may have replaced it.
    const forget = (): void => {
      if (underWay.get(key) === running) underWay.delete(key);
    };
    if (!underWay.has(key)) {
      underWay.set(key, running);
      void running.then(({ type }) => {
        // The id is now in the cache. If it were kept here too, it would survive its refusal.
        if (type === 'uploaded') forget();
        else setTimeout(forget, FORGET_AFTER_MS).unref();
      });
    }
    const outcome = await withTimeLimit(running, withinMs);
    if (outcome === TIMED_OUT) return null;
    // Removed once it has been seen, so that the next attempt tries a failed upload again.
    forget();
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
        if (outcome === null) return { type: 'uploading', retryAfterMs: null };
        if (outcome.type !== 'uploaded') return outcome;
        ids.set(attachmentId, outcome.mediaId);
      }
      // Uploaded, but too late to send within this attempt.
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
