import type { MediaUse } from '../../domain/messages/outbound';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { wechatMedia } from '../schema/files';

/** Which copy of a file at WeChat: one for each channel and use. */
export type MediaCopy = { readonly attachmentId: string; readonly channelId: string; readonly use: MediaUse };

/** A copy, and its id that WeChat refused. */
export type RefusedCopy = MediaCopy & { readonly mediaId: string };

/** Remembers WeChat's `media_id` of files that were uploaded there. */
export type WeChatMediaCache = {
  /** Null: there is none, or it has expired or was refused by WeChat. */
  readonly find: (copy: MediaCopy) => Promise<string | null>;
  readonly save: (copy: MediaCopy, mediaId: string, livesMs: number) => Promise<void>;
  /**
   * Records that WeChat refused the ids of these copies when this message was sent: they are not used again, unless
   * they have been renewed meanwhile. Returns false and changes nothing if that has happened to this message before: a
   * message renews a copy at most once, whatever other messages with the same file do.
   */
  readonly refuse: (copies: readonly RefusedCopy[], messageId: string) => Promise<boolean>;
};

/** Far more than can be under way with the same file at once; the oldest are forgotten first. */
const REMEMBERED_MESSAGES = 500;

const row = namesOf(wechatMedia);

/** The cache of uploads, shared by all processes. */
export function createWeChatMediaCache({ db }: Database): WeChatMediaCache {
  return {
    async find({ attachmentId, channelId, use }) {
      const [found] = await rowsOf<RowOf<typeof wechatMedia, 'mediaId'>>(
        db,
        sql`select ${row.mediaId} from ${wechatMedia} where ${row.attachmentId} = ${attachmentId}
              and ${row.channelId} = ${channelId} and ${row.use} = ${use}
              and ${row.mediaId} is not null and ${row.expiresAt} > clock_timestamp()`,
      );
      return found?.media_id ?? null;
    },
    async save({ attachmentId, channelId, use }, mediaId, livesMs) {
      await db.execute(
        sql`insert into ${wechatMedia} (${row.attachmentId}, ${row.channelId}, ${row.use}, ${row.mediaId},
              ${row.expiresAt})
            values (${attachmentId}, ${channelId}, ${use}, ${mediaId},
              clock_timestamp() + ${livesMs} * interval '1 millisecond')
            on conflict (${row.attachmentId}, ${row.channelId}, ${row.use})
            do update set ${row.mediaId} = excluded.${row.mediaId}, ${row.expiresAt} = excluded.${row.expiresAt}`,
      );
    },
    refuse: (copies, messageId) =>
      db.transaction(async (tx) => {
        let mayRenew = true;
        for (const { attachmentId, channelId, use, mediaId } of copies) {
          const isIt = sql`${row.attachmentId} = ${attachmentId} and ${row.channelId} = ${channelId} and ${row.use} = ${use}`;
          const [found] = await rowsOf<RowOf<typeof wechatMedia, 'renewedFor'>>(
            tx,
            sql`select ${row.renewedFor} from ${wechatMedia} where ${isIt} for update`,
          );
          const known = found?.renewed_for?.split(' ') ?? [];
          if (found === undefined || known.includes(messageId)) {
            mayRenew = false;
            continue;
          }
          const renewedFor = [...known, messageId].slice(-REMEMBERED_MESSAGES).join(' ');
          await tx.execute(
            sql`update ${wechatMedia} set ${row.renewedFor} = ${renewedFor},
                  ${row.mediaId} = nullif(${wechatMedia.mediaId}, ${mediaId})
                where ${isIt}`,
          );
        }
        return mayRenew;
      }),
  };
}
