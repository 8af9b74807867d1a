import type { SQL, SQLWrapper } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { rowsOf, toTextArray } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { bots } from '../schema/bots';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { attachments, messageAttachments, wechatMedia } from '../schema/files';
import { messages } from '../schema/messages';
import { announce } from '../transcript/changes';
import { noteToRemove } from './media-to-remove';
import { isMeant, type MessageScope, notHeld } from './message-scope';

/** Files of one transaction. */
export const FILES_AT_ONCE = 200;
/** Where a message that was received says what its file is and where WeChat has it. */
const ADDRESSES = ['mediaId', 'thumbMediaId', 'pictureUrl', 'thumbUrl', 'fileKey', 'md5'] as const;

const a = columnsAs(attachments, 'a');
const m = columnsAs(messages, 'm');
const use = columnsAs(messageAttachments, 'use');
const other = columnsAs(messages, 'other');
const attachment = namesOf(attachments);
const message = namesOf(messages);

/**
 * Removes the files of the messages that `scope` means: their rows keep kind and size, and say that the file was removed;
 * name, hash and copies at WeChat are gone. A file that another message uses stays, unless the files of that message's
 * conversation were removed before; so does one that a bot says. The content is deleted afterwards, by `MediaSweep`. At
 * most {@link FILES_AT_ONCE} files; returns how many, so that a caller repeats it until it returns 0.
 */
export async function removeFiles(
  { db }: Pick<Database, 'db'>,
  scope: MessageScope,
  limit = FILES_AT_ONCE,
): Promise<number> {
  return db.transaction(async (tx) => {
    const isFree = await notHeld(tx, scope);
    const removed = await rowsOf<RowOf<typeof attachments, 'id' | 'sha256' | 'playableSha256'>>(
      tx,
      sql`select ${a.id}, ${a.sha256}, ${a.playableSha256} from ${attachments} a
          where ${isToRemove(scope, isFree)} and ${isUsedNowhereElse(scope)} and ${isInNoBot()}
          order by ${a.id} limit ${limit} for no key update`,
    );
    if (removed.length === 0) return 0;
    const ids = toTextArray(removed.map(({ id }) => id));
    const hashes = removed.flatMap((one) => [one.sha256, one.playable_sha256]).filter((one) => one !== null);
    await tx.execute(
      sql`update ${attachments} set ${attachment.status} = 'failed', ${attachment.errorCode} = 'removed',
            ${attachment.name} = null, ${attachment.sha256} = null, ${attachment.playableSha256} = null,
            ${attachment.playableType} = null, ${attachment.playableSize} = null, ${attachment.changedAt} = clock_timestamp()
          where ${attachments.id} = any(${ids})`,
    );
    await tx.execute(sql`delete from ${wechatMedia} where ${wechatMedia.attachmentId} = any(${ids})`);
    await tx.execute(noteToRemove(hashes));
    const shown = await rowsOf<RowOf<typeof messages, 'id' | 'conversationId'>>(
      tx,
      sql`with shown as materialized (
            select ${m.id} from ${messages} m where ${m.id} in (
              select ${a.messageId} from ${attachments} a where ${a.id} = any(${ids})
              union select ${use.messageId} from ${messageAttachments} use where ${use.attachmentId} = any(${ids}))
            order by ${m.id} for no key update)
          update ${messages} m set ${message.changedAt} = clock_timestamp(),
            ${message.content} = case ${m.direction} when 'outbound' then ${m.content}
              else ${m.content} - ${toTextArray(ADDRESSES)} end
          from shown where ${m.id} = shown.id returning ${m.id}, ${m.conversationId}`,
    );
    await tx.execute(
      announce({
        conversationIds: [...new Set(shown.flatMap((one) => one.conversation_id ?? []))],
        messageIds: shown.map(({ id }) => id),
      }),
    );
    return removed.length;
  });
}

/** It is of a meant message, and was not removed before. */
function isToRemove(scope: MessageScope, isFree: (contactId: SQLWrapper) => SQL): SQL {
  const meant = sql`select ${m.id} from ${messages} m where ${isMeant(m, scope)} and ${isFree(m.contactId)}`;
  return sql`${a.errorCode} is distinct from 'removed' and (${a.messageId} in (${meant})
    or ${a.id} in (select ${use.attachmentId} from ${messageAttachments} use where ${use.messageId} in (${meant})))`;
}

function isUsedNowhereElse(scope: MessageScope): SQL {
  const isOver = sql`exists (select from ${conversations} over
    where over.id = ${other.conversationId} and over.files_removed_at is not null)`;
  return sql`not exists (select from ${messages} other
    where (${other.id} = ${a.messageId} or ${other.id} in (
        select ${use.messageId} from ${messageAttachments} use where ${use.attachmentId} = ${a.id}))
      and not ${isMeant(other, scope)} and not ${isOver}
      and not exists (select from ${contacts} gone where gone.id = ${other.contactId} and gone.erased_at is not null))`;
}

/** The file `a` is none that the rules of bots name. */
export function isInNoBot(): SQL {
  return sql`not exists (select from ${bots} where jsonb_path_exists(${bots.fields},
    '$.**.attachmentId ? (@ == $id)', jsonb_build_object('id', ${a.id})))`;
}
