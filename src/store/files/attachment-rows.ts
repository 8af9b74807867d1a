/** Rows of files, as several stores read and write them. */
import type { SQL } from 'drizzle-orm';
import type { AttachmentErrorCode } from '../../domain/messages/attachment-errors';
import type { AttachmentKind, AttachmentStatus } from '../../domain/messages/attachments';
import { asRows } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { attachments } from '../schema/files';

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

const a = columnsAs(attachments, 'a');
const attachment = namesOf(attachments);

/** The columns of a file, for statements that join it as `a`. */
export const ATTACHMENT_COLUMNS = sql`${a.id} as attachment_id, ${a.origin} as attachment_origin,
  ${a.kind} as attachment_kind, ${a.status} as attachment_status, ${a.contentType}, ${a.size} as attachment_size,
  ${a.name} as attachment_name, ${a.sha256}, ${a.playableSha256}, ${a.playableType}, ${a.playableSize},
  ${a.durationMs}, ${a.width}, ${a.height}, ${a.errorCode}`;

export type AttachmentColumns = RowOf<
  typeof attachments,
  | 'contentType'
  | 'sha256'
  | 'playableSha256'
  | 'playableType'
  | 'playableSize'
  | 'durationMs'
  | 'width'
  | 'height'
> & {
  readonly attachment_id: string | null;
  readonly attachment_origin: Attachment['origin'] | null;
  readonly attachment_kind: AttachmentKind | null;
  readonly attachment_status: AttachmentStatus | null;
  /** The driver returns a bigint as text or as a number. */
  readonly attachment_size: string | number | null;
  readonly attachment_name: string | null;
  readonly error_code: AttachmentErrorCode | null;
};

/** Null if the join found none. */
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

/** Part of the inbox's statement: inserts the files whose message was `inserted`, with fields from `numbered`. */
export function insertInbound(rows: readonly InboundAttachment[]): SQL {
  return sql`insert into ${attachments} (${attachment.id}, ${attachment.origin}, ${attachment.kind}, ${attachment.status},
      ${attachment.channelId}, ${attachment.contactId}, ${attachment.messageId})
    select input.attachment_id, 'wechat', input.kind, 'fetching', numbered.channel_id, numbered.contact_id,
      numbered.message_id
    from ${asRows(rows, 'attachment_id text, message_id text, kind text')}
      join inserted on inserted.id = input.message_id join numbered on numbered.message_id = input.message_id`;
}
