import type { SQL } from 'drizzle-orm';
import type { AttachmentErrorCode, FetchTrouble } from '../../domain/messages/attachment-errors';
import type { AttachmentKind, AttachmentStatus } from '../../domain/messages/attachments';
import { newId } from '../../platform/ids';
import type { Database, Db } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { type Contents, holdContents, noteToRemove } from '../privacy/media-to-remove';
import { isInNoBot } from '../privacy/remove-files';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { attachments, messageAttachments } from '../schema/files';
import { messages } from '../schema/messages';
import { announce } from '../transcript/changes';
import { ATTACHMENT_COLUMNS, type Attachment, type AttachmentColumns, toAttachment } from './attachment-rows';

/** Who may see a file: its uploader, and the brands of the messages that contain it. */
export type AttachmentSight = Attachment & {
  readonly uploaderId: string | null;
  readonly brandIds: readonly string[];
};

/** What is known about a file once it is in the media store. */
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
  /** For a voice message: `amr` or `speex`. */
  readonly format: string | null;
  /** The problem of the last attempt; null: none, or this is the first attempt. */
  readonly trouble: AttachmentErrorCode | null;
};

/**
 * The version of a file that browsers can play; null: none is needed; `not_playable`: one is needed but there is none.
 */
export type Playable = Attachment['playable'] | Extract<AttachmentErrorCode, 'not_playable'>;

export type Attachments = {
  /** Records a file whose contents are stored. @throws ContentGone if one was deleted since */
  readonly addUpload: (
    file: StoredFile & {
      readonly kind: AttachmentKind;
      /** Null: a bot's picture. */
      readonly uploaderId: string | null;
      readonly playable: Playable;
    },
  ) => Promise<Attachment>;
  /** Null if there is none, or everybody who sent or received it was erased. */
  readonly find: (id: string) => Promise<AttachmentSight | null>;
  readonly orderOf: (id: string) => Promise<FetchOrder | null>;
  /**
   * Records that the file is stored; readers of its message are notified. If the file was removed in the meantime, what was
   * stored is noted to be deleted.
   * @throws ContentGone if a content was deleted since it was stored
   */
  readonly markReady: (id: string, file: StoredFile, playable: Playable) => Promise<void>;
  /** Records that it cannot be fetched. Changes nothing if it is already stored. */
  readonly markFailed: (id: string, code: AttachmentErrorCode) => Promise<void>;
  /** Records that the fetch failed this time and will be tried again; readers of its message are notified. */
  readonly noteTrouble: (id: string, trouble: FetchTrouble) => Promise<void>;
  /** Gives it up: it failed with the last problem, or as unreachable. */
  readonly giveUp: (id: string) => Promise<void>;
  /** Makes it due to be fetched again; false if it has not failed. */
  readonly fetchAgain: (id: string) => Promise<boolean>;
  /**
   * Files that wait to be fetched and have not been handed to Temporal within the last `againAfterMs`; at most `limit`.
   */
  readonly unstarted: (limit: number, againAfterMs: number) => Promise<readonly string[]>;
  readonly markStarted: (id: string) => Promise<void>;
};

type OrderRow = RowOf<typeof messages, 'channelId'> &
  RowOf<typeof attachments, 'kind' | 'status'> & {
    readonly media_id: string | null;
    readonly format: string | null;
    readonly error_code: AttachmentErrorCode | null;
  };

const a = columnsAs(attachments, 'a');
const row = namesOf(attachments);
const message = namesOf(messages);
const isFetching = sql`${row.status} = 'fetching'`;
/** It was not removed by retention or an erasure, which is final. */
const isNotRemoved = sql`${row.errorCode} is distinct from 'removed'`;

/** Uses of the file `a` in messages of contacts who were erased, or were not. */
const usedBy = (isErased: boolean): SQL =>
  sql`exists (select from ${messages} join ${contacts} on ${contacts.id} = ${messages.contactId}
    where ${contacts.erasedAt} is ${sql.raw(isErased ? 'not null' : 'null')} and ${messages.id} in (
      select ${a.messageId} union all select ${messageAttachments.messageId} from ${messageAttachments}
        where ${messageAttachments.attachmentId} = ${a.id}))`;
/** All who received or sent it were erased, and no bot sends it to others. */
const isOfErased = sql`(${usedBy(true)} and not ${usedBy(false)} and ${isInNoBot()})`;

/** Files that operators uploaded and files that contacts sent; `contents`: where their contents are. */
export function createAttachments({ db }: Pick<Database, 'db'>, contents: Contents): Attachments {
  /**
   * Runs a statement that changes rows of `attachments`; their messages count as changed, in the same transaction, which
   * begins with `first`.
   */
  const change = (statement: SQL, first?: (tx: Db) => Promise<void>): Promise<boolean> =>
    db.transaction(async (tx) => {
      await first?.(tx);
      const changed = await rowsOf<RowOf<typeof attachments, 'messageId'>>(tx, statement);
      const messageIds = changed.flatMap((one) => (one.message_id === null ? [] : [one.message_id]));
      if (messageIds.length > 0) {
        const shown = await rowsOf<RowOf<typeof messages, 'id' | 'conversationId'>>(
          tx,
          sql`update ${messages} set ${message.changedAt} = clock_timestamp() where ${messages.id} in (
                select ${messages.id} from ${messages} where ${messages.id} in ${messageIds}
                order by ${messages.id} for no key update)
              returning ${messages.id}, ${messages.conversationId}`,
        );
        const conversationIds = shown.flatMap((one) =>
          one.conversation_id === null ? [] : [one.conversation_id],
        );
        await tx.execute(announce({ conversationIds, messageIds: shown.map(({ id }) => id) }));
      }
      return changed.length > 0;
    });

  return {
    async addUpload(file) {
      const id = newId();
      const { kind, uploaderId, contentType, size, name, sha256, durationMs, width, height } = file;
      const { playable, errorCode } = toForm(file.playable);
      await db.transaction(async (tx) => {
        await holdContents(tx, contents, hashesOf(sha256, playable));
        await tx.execute(
          sql`insert into ${attachments} (${row.id}, ${row.origin}, ${row.kind}, ${row.status}, ${row.uploaderId},
              ${row.contentType}, ${row.size}, ${row.name}, ${row.sha256}, ${row.durationMs}, ${row.width},
              ${row.height}, ${row.playableSha256}, ${row.playableType}, ${row.playableSize}, ${row.errorCode})
            values (${id}, 'upload', ${kind}, 'ready', ${uploaderId}, ${contentType}, ${size}, ${name}, ${sha256},
              ${durationMs}, ${width}, ${height}, ${playable?.sha256 ?? null}, ${playable?.contentType ?? null},
              ${playable?.size ?? null}, ${errorCode})`,
        );
      });
      const shown = { contentType, size, name, sha256, durationMs, width, height };
      return { id, origin: 'upload', kind, status: 'ready', ...shown, playable, errorCode };
    },

    async find(id) {
      const [found] = await rowsOf<
        AttachmentColumns &
          RowOf<typeof attachments, 'uploaderId'> & { readonly brand_ids: readonly string[] }
      >(
        db,
        sql`select ${ATTACHMENT_COLUMNS}, ${a.uploaderId}, array(
              select distinct ${channels.brandId} from ${messages} join ${channels} on ${channels.id} = ${messages.channelId}
              where ${messages.id} in (
                select ${a.messageId}
                union all select ${messageAttachments.messageId} from ${messageAttachments}
                  where ${messageAttachments.attachmentId} = ${a.id})) as brand_ids
            from ${attachments} a where ${a.id} = ${id} and not ${isOfErased}`,
      );
      const attachment = found === undefined ? null : toAttachment(found);
      if (found === undefined || attachment === null) return null;
      return { ...attachment, uploaderId: found.uploader_id, brandIds: found.brand_ids };
    },

    async orderOf(id) {
      const [found] = await rowsOf<OrderRow>(
        db,
        sql`select ${messages.channelId}, ${a.kind}, ${a.status}, ${a.errorCode},
              ${messages.content} ->> 'mediaId' as media_id, ${messages.content} ->> 'format' as format
            from ${attachments} a join ${messages} on ${messages.id} = ${a.messageId} where ${a.id} = ${id}`,
      );
      if (found === undefined) return null;
      const { channel_id: channelId, kind, status, media_id: mediaId, format, error_code: trouble } = found;
      return { channelId, kind, status, mediaId, format, trouble };
    },

    async markReady(id, file, form) {
      const { playable, errorCode } = toForm(form);
      const hashes = hashesOf(file.sha256, playable);
      const isChanged = await change(
        sql`update ${attachments} set ${row.status} = 'ready', ${row.contentType} = ${file.contentType},
              ${row.size} = ${file.size}, ${row.name} = ${file.name}, ${row.sha256} = ${file.sha256},
              ${row.durationMs} = ${file.durationMs}, ${row.width} = ${file.width}, ${row.height} = ${file.height},
              ${row.playableSha256} = ${playable?.sha256 ?? null}, ${row.playableType} = ${playable?.contentType ?? null},
              ${row.playableSize} = ${playable?.size ?? null}, ${row.errorCode} = ${errorCode},
              ${row.changedAt} = clock_timestamp()
            where ${row.id} = ${id} and ${row.status} <> 'ready' and ${isNotRemoved} returning ${row.messageId}`,
        (tx) => holdContents(tx, contents, hashes),
      );
      // Deleted only if no file has it, so that a repeat does no harm.
      if (!isChanged) await db.execute(noteToRemove(hashes));
    },

    async markFailed(id, code) {
      await change(
        sql`update ${attachments} set ${row.status} = 'failed', ${row.errorCode} = ${code},
              ${row.changedAt} = clock_timestamp()
            where ${row.id} = ${id} and ${isFetching} returning ${row.messageId}`,
      );
    },

    async noteTrouble(id, trouble) {
      await change(
        sql`update ${attachments} set ${row.errorCode} = ${trouble}, ${row.changedAt} = clock_timestamp()
            where ${row.id} = ${id} and ${isFetching} and ${row.errorCode} is distinct from ${trouble}
            returning ${row.messageId}`,
      );
    },

    async giveUp(id) {
      await change(
        sql`update ${attachments} set ${row.status} = 'failed',
              ${row.errorCode} = coalesce(${row.errorCode}, 'unreachable'), ${row.changedAt} = clock_timestamp()
            where ${row.id} = ${id} and ${isFetching} returning ${row.messageId}`,
      );
    },

    fetchAgain: (id) =>
      change(
        sql`update ${attachments} set ${row.status} = 'fetching', ${row.errorCode} = null,
              ${row.fetchStartedAt} = null, ${row.changedAt} = clock_timestamp()
            where ${row.id} = ${id} and ${row.origin} = 'wechat' and ${row.status} = 'failed' and ${isNotRemoved}
            returning ${row.messageId}`,
      ),

    async unstarted(limit, againAfterMs) {
      const rows = await rowsOf<RowOf<typeof attachments, 'id'>>(
        db,
        sql`select ${row.id} from ${attachments}
            where ${isFetching} and ${row.createdAt} < statement_timestamp() - interval '1 second'
              and (${row.fetchStartedAt} is null
                or ${row.fetchStartedAt} < statement_timestamp() - ${againAfterMs} * interval '1 millisecond')
            order by ${row.createdAt} limit ${limit}`,
      );
      return rows.map(({ id }) => id);
    },

    async markStarted(id) {
      await db.execute(
        sql`update ${attachments} set ${row.fetchStartedAt} = clock_timestamp()
            where ${row.id} = ${id} and ${isFetching}`,
      );
    },
  };
}

function hashesOf(sha256: string, playable: Attachment['playable']): readonly string[] {
  return playable === null ? [sha256] : [sha256, playable.sha256];
}

function toForm(playable: Playable): Pick<Attachment, 'playable' | 'errorCode'> {
  return playable === 'not_playable'
    ? { playable: null, errorCode: playable }
    : { playable, errorCode: null };
}
