import { sql } from 'drizzle-orm';
import type { MediaUse } from '../domain/outbound';
import type { Database } from './database-types';
import { rowsOf } from './rows';

/** Which copy of a file at WeChat: one for each channel and use. */
export type MediaCopy = { readonly attachmentId: string; readonly channelId: string; readonly use: MediaUse };

/** Remembers WeChat's `media_id` of files that were uploaded there. */
export type WeChatMediaCache = {
  /** Null: not there, expired, or refused by WeChat. */
  readonly find: (copy: MediaCopy) => Promise<string | null>;
  readonly save: (copy: MediaCopy, mediaId: string, livesMs: number) => Promise<void>;
  /**
   * WeChat refused the ids of these copies when this message was sent: they are not used again. False where that has
   * happened to this message before.
   */
  readonly refuse: (copies: readonly MediaCopy[], messageId: string) => Promise<boolean>;
};

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
        let isFirst = true;
        for (const { attachmentId, channelId, use } of copies) {
          const [row] = await rowsOf<{ is_first: boolean }>(
            tx,
            sql`with before as (
                  select renewed_for from wechat_media where attachment_id = ${attachmentId}
                    and channel_id = ${channelId} and use = ${use} for update
                )
                update wechat_media set media_id = null, renewed_for = ${messageId} from before
                where attachment_id = ${attachmentId} and channel_id = ${channelId} and use = ${use}
                returning before.renewed_for is distinct from ${messageId} as is_first`,
          );
          isFirst &&= row?.is_first ?? true;
        }
        return isFirst;
      }),
  };
}
