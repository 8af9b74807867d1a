import { type SQL, sql } from 'drizzle-orm';
import type { AttachmentErrorCode, FetchTrouble } from '../../domain/messages/attachment-errors';
import type { AttachmentKind, AttachmentStatus } from '../../domain/messages/attachments';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { announce } from '../transcript/changes';
import { ATTACHMENT_COLUMNS, type Attachment, type AttachmentColumns, toAttachment } from './attachment-rows';

/** Who may see a file: its uploader, and the brands of the messages that hold it. */
export type AttachmentSight = Attachment & {
  readonly uploaderId: string | null;
  readonly brandIds: readonly string[];
};

/** What is known of a file that is in the media store now. */
export type StoredFile = {
  readonly contentType: string;
  readonly size: number;
  readonly name: string;
  readonly sha256: string;
  readonly durationMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
};

/** What has to be fetched from WeChat. */
export type FetchOrder = {
  readonly channelId: string;
  readonly kind: AttachmentKind;
  readonly status: AttachmentStatus;
  /** As WeChat's webhook named it, unchecked. */
  readonly mediaId: string | null;
  /** Of a voice: `amr` or `speex`. */
  readonly format: string | null;
  /** The problem of the last attempt; null: none, or this is the first one. */
  readonly trouble: AttachmentErrorCode | null;
};

/** The form of a file that browsers play; null: it needs none; `not_playable`: it would need one and has none. */
export type Playable = Attachment['playable'] | Extract<AttachmentErrorCode, 'not_playable'>;

export type Attachments = {
  readonly addUpload: (
    file: StoredFile & {
      readonly kind: AttachmentKind;
      readonly uploaderId: string;
      readonly playable: Playable;
    },
  ) => Promise<Attachment>;
  readonly find: (id: string) => Promise<AttachmentSight | null>;
  readonly orderOf: (id: string) => Promise<FetchOrder | null>;
  /** The file is there; tells those who look at its message. */
  readonly markReady: (id: string, file: StoredFile, playable: Playable) => Promise<void>;
  /** It cannot be had. Changes nothing where it is there already. */
  readonly markFailed: (id: string, code: AttachmentErrorCode) => Promise<void>;
  /** The fetch failed this time and is tried again; readers of its message are notified. */
  readonly noteTrouble: (id: string, trouble: FetchTrouble) => Promise<void>;
  /** It is given up: failed with the last problem, or as unreachable. */
  readonly giveUp: (id: string) => Promise<void>;
  /** It is to be fetched once more; false where it has not failed. */
  readonly fetchAgain: (id: string) => Promise<boolean>;
  /** Files that wait to be fetched and that nobody has handed to Temporal within `againAfterMs`; at most `limit`. */
  readonly unstarted: (limit: number, againAfterMs: number) => Promise<readonly string[]>;
  readonly markStarted: (id: string) => Promise<void>;
};

/** Files of uploads and of contacts. */
export function createAttachments({ db }: Database): Attachments {
  /** `where` changes rows of `attachments`; whoever looks at their messages is told in the same transaction. */
  const change = (statement: SQL): Promise<boolean> =>
    db.transaction(async (tx) => {
      const changed = await rowsOf<{ message_id: string | null }>(tx, statement);
      const messageIds = changed.flatMap((row) => (row.message_id === null ? [] : [row.message_id]));
      if (messageIds.length > 0) {
        const shown = await rowsOf<{ id: string; conversation_id: string | null }>(
          tx,
          sql`update messages set changed_at = clock_timestamp() where id in (
                select id from messages where id in ${messageIds} order by id for no key update)
              returning id, conversation_id`,
        );
        const conversationIds = shown.flatMap((row) =>
          row.conversation_id === null ? [] : [row.conversation_id],
        );
        await tx.execute(announce({ conversationIds, messageIds: shown.map((row) => row.id) }));
      }
      return changed.length > 0;
    });

  return {
    async addUpload(file) {
      const id = newId();
      const { kind, uploaderId, contentType, size, name, sha256, durationMs, width, height } = file;
      const { playable, errorCode } = toForm(file.playable);
      await db.execute(
        sql`insert into attachments (id, origin, kind, status, uploader_id, content_type, size, name, sha256,
              duration_ms, width, height, playable_sha256, playable_type, playable_size, error_code)
            values (${id}, 'upload', ${kind}, 'ready', ${uploaderId}, ${contentType}, ${size}, ${name}, ${sha256},
              ${durationMs}, ${width}, ${height}, ${playable?.sha256 ?? null}, ${playable?.contentType ?? null},
              ${playable?.size ?? null}, ${errorCode})`,
      );
      const shown = { contentType, size, name, sha256, durationMs, width, height };
      return { id, origin: 'upload', kind, status: 'ready', ...shown, playable, errorCode };
    },

    async find(id) {
      const [row] = await rowsOf<
        AttachmentColumns & { uploader_id: string | null; brand_ids: readonly string[] }
      >(
        db,
        sql`select ${ATTACHMENT_COLUMNS}, a.uploader_id, array(
              select distinct channels.brand_id from messages join channels on channels.id = messages.channel_id
              where messages.id in (
                select a.message_id
                union all select message_id from message_attachments where attachment_id = a.id)) as brand_ids
            from attachments a where a.id = ${id}`,
      );
      const attachment = row === undefined ? null : toAttachment(row);
      if (row === undefined || attachment === null) return null;
      return { ...attachment, uploaderId: row.uploader_id, brandIds: row.brand_ids };
    },

    async orderOf(id) {
      const [row] = await rowsOf<{
        channel_id: string;
        kind: AttachmentKind;
        status: AttachmentStatus;
        media_id: string | null;
        format: string | null;
        error_code: AttachmentErrorCode | null;
      }>(
        db,
        sql`select a.channel_id, a.kind, a.status, a.error_code, messages.content ->> 'mediaId' as media_id,
              messages.content ->> 'format' as format
            from attachments a join messages on messages.id = a.message_id where a.id = ${id}`,
      );
      if (row === undefined) return null;
      const { channel_id: channelId, kind, status, media_id: mediaId, format, error_code: trouble } = row;
      return { channelId, kind, status, mediaId, format, trouble };
    },

    async markReady(id, file, form) {
      const { playable, errorCode } = toForm(form);
      await change(
        sql`update attachments set status = 'ready', content_type = ${file.contentType}, size = ${file.size},
              name = ${file.name}, sha256 = ${file.sha256}, duration_ms = ${file.durationMs}, width = ${file.width},
              height = ${file.height}, playable_sha256 = ${playable?.sha256 ?? null},
              playable_type = ${playable?.contentType ?? null}, playable_size = ${playable?.size ?? null},
              error_code = ${errorCode}, changed_at = clock_timestamp()
            where id = ${id} and status <> 'ready' returning message_id`,
      );
    },

    async markFailed(id, code) {
      await change(
        sql`update attachments set status = 'failed', error_code = ${code}, changed_at = clock_timestamp()
            where id = ${id} and status = 'fetching' returning message_id`,
      );
    },

    async noteTrouble(id, trouble) {
      await change(
        sql`update attachments set error_code = ${trouble}, changed_at = clock_timestamp()
            where id = ${id} and status = 'fetching' and error_code is distinct from ${trouble}
            returning message_id`,
      );
    },

    async giveUp(id) {
      await change(
        sql`update attachments set status = 'failed', error_code = coalesce(error_code, 'unreachable'),
              changed_at = clock_timestamp()
            where id = ${id} and status = 'fetching' returning message_id`,
      );
    },

    fetchAgain: (id) =>
      change(
        sql`update attachments set status = 'fetching', error_code = null, fetch_started_at = null,
              changed_at = clock_timestamp()
            where id = ${id} and origin = 'wechat' and status = 'failed' returning message_id`,
      ),

    async unstarted(limit, againAfterMs) {
      const rows = await rowsOf<{ id: string }>(
        db,
        sql`select id from attachments where status = 'fetching' and created_at < statement_timestamp() - interval '1 second'
              and (fetch_started_at is null or fetch_started_at < statement_timestamp() - ${againAfterMs} * interval '1 millisecond')
            order by created_at limit ${limit}`,
      );
      return rows.map((row) => row.id);
    },

    async markStarted(id) {
      await db.execute(
        sql`update attachments set fetch_started_at = clock_timestamp() where id = ${id} and status = 'fetching'`,
      );
    },
  };
}

function toForm(playable: Playable): Pick<Attachment, 'playable' | 'errorCode'> {
  return playable === 'not_playable'
    ? { playable: null, errorCode: playable }
    : { playable, errorCode: null };
}
