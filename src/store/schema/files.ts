/** Files: what contacts sent and what operators uploaded, and where WeChat keeps copies of the latter. */
import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { changedAt, time } from './columns';
import { messages } from './messages';

export const attachments = pgTable(
  'attachments',
  {
    id: text('id').primaryKey(),
    origin: text('origin', { enum: ['upload', 'wechat'] }).notNull(),
    kind: text('kind', { enum: ['image', 'voice', 'video', 'file'] }).notNull(),
    status: text('status', { enum: ['fetching', 'ready', 'failed'] }).notNull(),
    // Where it came from: a contact's message, or an operator.
    channelId: text('channel_id'),
    contactId: text('contact_id'),
    messageId: text('message_id'),
    uploaderId: text('uploader_id'),
    /** Recognized from the content; null until the content is there. */
    contentType: text('content_type'),
    size: bigint('size', { mode: 'number' }),
    /** Only shown, never used as a path. */
    name: text('name'),
    /** Of the content; the media store finds the file by it. */
    sha256: text('sha256'),
    /** The version of a voice message that browsers can play, if that is not the original. */
    playableSha256: text('playable_sha256'),
    playableType: text('playable_type'),
    playableSize: bigint('playable_size', { mode: 'number' }),
    durationMs: integer('duration_ms'),
    width: integer('width'),
    height: integer('height'),
    errorCode: text('error_code'),
    /** When its fetch was last handed to Temporal; null: not yet. */
    fetchStartedAt: time('fetch_started_at'),
    createdAt: time('created_at').notNull().default(sql`clock_timestamp()`),
    changedAt: changedAt(),
  },
  (table) => [
    uniqueIndex('attachments_message_unique').on(table.messageId),
    index('attachments_fetching').on(table.createdAt).where(sql`${table.status} = 'fetching'`),
    // Who else has the same content, before it is deleted.
    index('attachments_sha256').on(table.sha256).where(sql`${table.sha256} is not null`),
    index('attachments_playable').on(table.playableSha256).where(sql`${table.playableSha256} is not null`),
  ],
);

/** Which messages contain an upload: anyone who may see one of them may see the file. */
export const messageAttachments = pgTable(
  'message_attachments',
  {
    messageId: text('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    attachmentId: text('attachment_id')
      .notNull()
      .references(() => attachments.id),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.attachmentId] }),
    index('message_attachments_attachment').on(table.attachmentId),
  ],
);

/** Copies at WeChat: one for each channel and use, for three days. */
export const wechatMedia = pgTable(
  'wechat_media',
  {
    attachmentId: text('attachment_id')
      .notNull()
      .references(() => attachments.id, { onDelete: 'cascade' }),
    channelId: text('channel_id').notNull(),
    use: text('use', { enum: ['image', 'voice', 'video', 'thumb'] }).notNull(),
    /** Null: WeChat refused the last one. */
    mediaId: text('media_id'),
    expiresAt: time('expires_at'),
    /** The messages for which WeChat refused an earlier copy: a second refusal is final. */
    renewedFor: text('renewed_for'),
  },
  (table) => [primaryKey({ columns: [table.attachmentId, table.channelId, table.use] })],
);

/** Contents of removed files, until they are deleted from the file store (store/privacy/media-sweep.ts). */
export const mediaToRemove = pgTable('media_to_remove', { sha256: text('sha256').primaryKey() });
