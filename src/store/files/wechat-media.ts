import { sql } from 'drizzle-orm';
import type { MediaUse } from '../../domain/messages/outbound';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';

/** Which copy of a file at WeChat: one for each channel and use. */
export type MediaCopy = { readonly attachmentId: string; readonly channelId: string; readonly use: MediaUse };

/** A copy, and the id of it that WeChat refused. */
export type RefusedCopy = MediaCopy & { readonly mediaId: string };

/** Remembers WeChat's `media_id` of files that were uploaded there. */
export type WeChatMediaCache = {
  /** Null: not there, expired, or refused by WeChat. */
  readonly find: (copy: MediaCopy) => Promise<string | null>;
  readonly save: (copy: MediaCopy, mediaId: string, livesMs: number) => Promise<void>;
  /**
   * WeChat refused the ids of these copies when this message was sent: they are not used again, but one that has
   * been renewed meanwhile is. False, and nothing changes, where that has happened to this message before: a message
   * renews a copy once at most, whatever other messages with the same file do.
   */
  readonly refuse: (copies: readonly RefusedCopy[], messageId: string) => Promise<boolean>;
};

/** Far more than are on their way with the same file at one time; the oldest are forgotten first. */
const REMEMBERED_MESSAGES = 500;

/** The cache of uploads, shared by all processes. */
export function createWeChatMediaCache({ db }: Database): WeChatMediaCache {
  return {
    async find({ attachmentId, channelId, use }) {
      const [row] = await rowsOf<{ media_id: string }>(
        db,
        sql`select media_id from wechat_media where attachment_id = ${attachmentId} and channel_id = ${channelId}
              and use = ${use} and media_id is not null and expires_at > clock_timestamp()`,
      );
      return row?.media_id ?? null;
    },
    async save({ attachmentId, channelId, use }, mediaId, livesMs) {
      await db.execute(
        sql`insert into wechat_media (attachment_id, channel_id, use, media_id, expires_at)
            values (${attachmentId}, ${channelId}, ${use}, ${mediaId},
              clock_timestamp() + ${livesMs} * interval '1 millisecond')
            on conflict (attachment_id, channel_id, use)
            do update set media_id = excluded.media_id, expires_at = excluded.expires_at`,
      );
    },
    refuse: (copies, messageId) =>
      db.transaction(async (tx) => {
        let mayRenew = true;
        for (const { attachmentId, channelId, use, mediaId } of copies) {
          const isIt = sql`attachment_id = ${attachmentId} and channel_id = ${channelId} and use = ${use}`;
          const [row] = await rowsOf<{ renewed_for: string | null }>(
            tx,
            sql`select renewed_for from wechat_media where ${isIt} for update`,
          );
          const known = row?.renewed_for?.split(' ') ?? [];
          if (row === undefined || known.includes(messageId)) {
            mayRenew = false;
            continue;
          }
          const renewedFor = [...known, messageId].slice(-REMEMBERED_MESSAGES).join(' ');
          await tx.execute(
            sql`update wechat_media set renewed_for = ${renewedFor}, media_id = nullif(media_id, ${mediaId})
                where ${isIt}`,
          );
        }
        return mayRenew;
      }),
  };
}
