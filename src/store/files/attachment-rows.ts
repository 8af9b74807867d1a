/** Rows of files, as the statements of several aggregates read and write them. */
import { type SQL, sql } from 'drizzle-orm';
import type { AttachmentErrorCode } from '../../domain/messages/attachment-errors';
import type { AttachmentKind, AttachmentStatus } from '../../domain/messages/attachments';
import { asRows } from '../engine/rows';

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
