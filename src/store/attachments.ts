import { type SQL, sql } from 'drizzle-orm';
import type { AttachmentErrorCode, AttachmentKind, AttachmentStatus } from '../domain/attachments';
import { newId } from '../platform/ids';
import { announce } from './changes';
import type { Database } from './database-types';
import { asRows, rowsOf } from './rows';

/** A file, wherever it came from. */
export type Attachment = {
  readonly id: string;
  readonly origin: 'upload' | 'wechat';
  readonly kind: AttachmentKind;
  readonly status: AttachmentStatus;
  readonly contentType: string | null;
  readonly size: number | null;
  readonly name: string | null;
  readonly sha256: string | null;
  readonly playable: { readonly sha256: string; readonly contentType: string; readonly size: number } | null;
  readonly durationMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly errorCode: AttachmentErrorCode | null;
};

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
};

export type Attachments = {
  readonly addUpload: (
    file: StoredFile & { readonly kind: AttachmentKind; readonly uploaderId: string },
  ) => Promise<Attachment>;
  readonly find: (id: string) => Promise<AttachmentSight | null>;
  readonly orderOf: (id: string) => Promise<FetchOrder | null>;
  /** The file is there; tells those who look at its message. */
  readonly markReady: (
    id: string,
    file: StoredFile,
    playable: Attachment['playable'],
    errorCode: AttachmentErrorCode | null,
  ) => Promise<void>;
  /** It cannot be had. Changes nothing where it is there already. */
  readonly markFailed: (id: string, code: AttachmentErrorCode) => Promise<void>;
  /** It is to be fetched once more; false where it has not failed. */
  readonly fetchAgain: (id: string) => Promise<boolean>;
  /** Files that wait to be fetched and that nobody has handed to Temporal within `againAfterMs`; at most `limit`. */
  readonly unstarted: (limit: number, againAfterMs: number) => Promise<readonly string[]>;
  readonly markStarted: (id: string) => Promise<void>;
};

/** What a row of a file has, for statements that join it as `a`. */
export const ATTACHMENT_COLUMNS = sql`a.id as attachment_id, a.origin as attachment_origin, a.kind as attachment_kind,
  a.status as attachment_status, a.content_type, a.size as attachment_size, a.name as attachment_name, a.sha256,
  a.playable_sha256, a.playable_type, a.playable_size, a.duration_ms, a.width, a.height, a.error_code`;

export type AttachmentColumns = {
  readonly attachment_id: string | null;
  readonly attachment_origin: Attachment['origin'] | null;
  readonly attachment_kind: AttachmentKind | null;
  readonly attachment_status: AttachmentStatus | null;
  readonly content_type: string | null;
  /** The drivers give a bigint as text or as a number. */
  readonly attachment_size: string | number | null;
  readonly attachment_name: string | null;
  readonly sha256: string | null;
  readonly playable_sha256: string | null;
  readonly playable_type: string | null;
  readonly playable_size: string | number | null;
  readonly duration_ms: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly error_code: AttachmentErrorCode | null;
};

/** Null where the join found none. */
export function toAttachment(row: AttachmentColumns): Attachment | null {
  const { attachment_id: id, attachment_origin: origin, attachment_kind: kind } = row;
  const { attachment_status: status, playable_sha256: playable, playable_type: playableType } = row;
  if (id === null || origin === null || kind === null || status === null) return null;
  return {
    id,
    origin,
    kind,
    status,
    contentType: row.content_type,
    size: row.attachment_size === null ? null : Number(row.attachment_size),
    name: row.attachment_name,
    sha256: row.sha256,
    playable:
      playable === null || playableType === null
        ? null
        : { sha256: playable, contentType: playableType, size: Number(row.playable_size) },
    durationMs: row.duration_ms,
    width: row.width,
    height: row.height,
    errorCode: row.error_code,
  };
}

/** Rows of files that arrive with messages; written by the inbox, in its own statement. */
export type InboundAttachment = {
  readonly attachment_id: string;
  readonly message_id: string;
  readonly kind: AttachmentKind;
};

/** A part of a statement: makes the rows of those whose message is in `inserted`, of the rows in `numbered`. */
export function insertInbound(rows: readonly InboundAttachment[]): SQL {
  return sql`insert into attachments (id, origin, kind, status, channel_id, contact_id, message_id)
    select input.attachment_id, 'wechat', input.kind, 'fetching', numbered.channel_id, numbered.contact_id,
      numbered.message_id
    from ${asRows(rows, 'attachment_id text, message_id text, kind text')}
      join inserted on inserted.id = input.message_id join numbered on numbered.message_id = input.message_id`;
}

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
          sql`update messages set changed_at = clock_timestamp() where id in ${messageIds}
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
      await db.execute(
        sql`insert into attachments (id, origin, kind, status, uploader_id, content_type, size, name, sha256,
              duration_ms, width, height)
            values (${id}, 'upload', ${kind}, 'ready', ${uploaderId}, ${contentType}, ${size}, ${name}, ${sha256},
              ${durationMs}, ${width}, ${height})`,
      );
      const shown = { contentType, size, name, sha256, durationMs, width, height };
      return { id, origin: 'upload', kind, status: 'ready', ...shown, playable: null, errorCode: null };
    },

    async find(id) {
      const [row] = await rowsOf<
        AttachmentColumns & { uploader_id: string | null; brand_ids: readonly string[] }
      >(
        db,
        sql`select ${ATTACHMENT_COLUMNS}, a.uploader_id, array(
              select distinct channels.brand_id from messages join channels on channels.id = messages.channel_id
              where messages.id = a.message_id or messages.id in (
                select message_id from message_attachments where attachment_id = a.id)) as brand_ids
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
      }>(
        db,
        sql`select a.channel_id, a.kind, a.status, messages.content ->> 'mediaId' as media_id,
              messages.content ->> 'format' as format
            from attachments a join messages on messages.id = a.message_id where a.id = ${id}`,
      );
      if (row === undefined) return null;
      const { channel_id: channelId, kind, status, media_id: mediaId, format } = row;
      return { channelId, kind, status, mediaId, format };
    },

    async markReady(id, file, playable, errorCode) {
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

    fetchAgain: (id) =>
      change(
        sql`update attachments set status = 'fetching', error_code = null, fetch_started_at = null,
              changed_at = clock_timestamp()
            where id = ${id} and origin = 'wechat' and status = 'failed' returning message_id`,
      ),

    async unstarted(limit, againAfterMs) {
      const rows = await rowsOf<{ id: string }>(
        db,
        sql`select id from attachments where status = 'fetching' and created_at < clock_timestamp() - interval '1 second'
              and (fetch_started_at is null or fetch_started_at < clock_timestamp() - ${againAfterMs} * interval '1 millisecond')
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
