import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import { HOLD_REASONS, type HoldReason } from '../../domain/conversation/conversation';
import {
  DELIVERY_ERROR_CODES,
  DELIVERY_STATUSES,
  type DeliveryError,
  type DeliveryStatus,
} from '../../domain/conversation/delivery';
import { NOT_THE_LAST_MESSAGE } from '../../domain/messages/conversation-event';
import { newId } from '../../platform/ids';
import { atContact, readClockMoves } from '../contacts/contact-clock';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs, toTextArray, toTimestamp } from '../engine/rows';
import { holds } from '../engine/search-words';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { wordOf } from '../engine/stored-words';
import {
  ATTACHMENT_COLUMNS,
  type Attachment,
  type AttachmentColumns,
  toAttachment,
} from '../files/attachment-rows';
import { bots } from '../schema/bots';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { attachments } from '../schema/files';
import { messages } from '../schema/messages';
import { operators } from '../schema/people';
import { announceMessages } from './changes';
import { messageWords } from './message-words';
import { hasSeq } from './row-life';

/**
 * One row of the transcript. Times are epoch ms: `createdAt` and `sentAt` by the contact's clock, the others by the
 * wall clock.
 */
export type TranscriptMessage = {
  readonly id: string;
  readonly contactId: string;
  readonly conversationId: string | null;
  readonly brandId: string | null;
  readonly seq: number | null;
  readonly direction: 'inbound' | 'outbound' | 'event' | 'note';
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** The file that was received or sent. */
  readonly attachment: Attachment | null;
  readonly sender: {
    readonly kind: 'contact' | 'operator' | 'bot' | 'system';
    readonly id: string | null;
    readonly name: string | null;
  };
  readonly status: DeliveryStatus | null;
  /** Why it failed or is waiting. */
  readonly error: DeliveryError | null;
  /** The text of WeChat's refusal, without secrets; empty if there is none. The rules never see it. */
  readonly errmsg: string;
  readonly whenBlocked: 'reject' | 'hold' | null;
  /** What it waits for while it is held; null: the window or the limit. */
  readonly holdReason: HoldReason | null;
  /** Not to be sent before this instant, by the contact's clock; null: at once. */
  readonly sendAt: number | null;
  /** Of a scheduled one: the contact's next message cancels it. */
  readonly cancelsOnReply: boolean;
  /** An operator has decided about it; it stays `failed` or `unknown`. */
  readonly isResolved: boolean;
  /** It was filed after something that is newer by WeChat's own time. */
  readonly isLate: boolean;
  readonly wechatCreatedAt: number | null;
  readonly createdAt: number;
  readonly sentAt: number | null;
  readonly changedAt: number;
};

/** The last message of a conversation. */
export type LastMessage = TranscriptMessage & {
  /** If an operator wrote it: the `seq` of the newest one that somebody else wrote; null: there is none. */
  readonly othersSeq: number | null;
};

export type Transcript = {
  /** One message, whether or not it has a position in the transcript; null: there is none. */
  readonly message: (messageId: string) => Promise<TranscriptMessage | null>;
  readonly messages: (messageIds: readonly string[]) => Promise<readonly TranscriptMessage[]>;
  /** The messages of a conversation after `afterSeq`, oldest first; with `search` only those that have these words. */
  readonly ofConversation: (
    conversationId: string,
    page: { readonly afterSeq: number; readonly limit: number; readonly search?: string | undefined },
  ) => Promise<readonly TranscriptMessage[]>;
  /** All of a contact's rows, in and outside conversations, oldest first. */
  readonly ofContact: (
    contactId: string,
    page: { readonly afterSeq: number; readonly limit: number },
  ) => Promise<readonly TranscriptMessage[]>;
  /** The last message of each conversation, as lists show it. */
  readonly lastOf: (conversationIds: readonly string[]) => Promise<ReadonlyMap<string, LastMessage>>;
  /** Messages of these brands (null: all) changed since `since` (epoch ms), oldest change first; at most `limit`. */
  readonly changedSince: (
    since: number,
    limit: number,
    brandIds: readonly string[] | null,
  ) => Promise<readonly TranscriptMessage[]>;
  /**
   * Adds a note that only operators see, also to a completed conversation, and alerts those whom it mentions. Returns
   * its id.
   */
  readonly addNote: (note: {
    readonly conversationId: string;
    readonly contactId: string;
    readonly channelId: string;
    readonly operatorId: string;
    readonly text: string;
    /** Ids of operators, without duplicates. */
    readonly mentions: readonly string[];
    /** The note's id; by default a new one. */
    readonly id?: string | undefined;
  }) => Promise<string>;
};

// A row is shown as far as it is understood: a row from a newer release must not hide the others.
const errorSchema = z
  .object({
    code: wordOf(DELIVERY_ERROR_CODES),
    wechatCode: z.number().nullable().default(null),
    errmsg: z.string().default(''),
  })
  .nullable()
  .catch(null);
const contentSchema = z.record(z.string(), z.unknown()).catch({});
const statusSchema = wordOf(DELIVERY_STATUSES).nullable();
const holdReasonSchema = wordOf(HOLD_REASONS).nullable();

const m = columnsAs(messages, 'm');
const a = columnsAs(attachments, 'a');
const message = namesOf(messages);
const contact = namesOf(contacts);

type Row = AttachmentColumns &
  RowOf<
    typeof messages,
    | 'id'
    | 'contactId'
    | 'conversationId'
    | 'seq'
    | 'direction'
    | 'type'
    | 'content'
    | 'senderKind'
    | 'senderId'
    | 'status'
    | 'error'
    | 'whenBlocked'
    | 'holdReason'
    | 'sendAt'
    | 'cancelsOnReply'
    | 'resolvedAt'
    | 'isLate'
    | 'wechatCreatedAt'
    | 'createdAt'
    | 'sentAt'
    | 'changedAt'
  > &
  RowOf<typeof contacts, 'clockMoves'> & {
    readonly brand_id: string | null;
    readonly sender_name: string | null;
    readonly is_erased: boolean;
  };

const select = (tail: SQL, more = sql``): SQL => sql`
  select ${more} ${m.id}, ${m.contactId}, ${m.conversationId}, ${channels.brandId}, ${m.seq}, ${m.direction}, ${m.type},
    ${m.content}, ${m.senderKind}, ${m.senderId}, case ${m.senderKind} when 'bot' then (select ${bots.name} from ${bots} where ${bots.id} = ${m.senderId})
      else ${operators.name} end as sender_name, ${m.status}, ${m.error},
    ${m.whenBlocked}, ${m.holdReason}, ${m.sendAt}, ${m.cancelsOnReply}, ${m.resolvedAt}, ${m.isLate}, ${m.wechatCreatedAt}, ${m.createdAt}, ${m.sentAt}, ${m.changedAt},
    ${ATTACHMENT_COLUMNS},
    -- Not a join, for which the planner may choose to read all contacts.
    (select ${contacts.clockMoves} from ${contacts} where ${contacts.id} = ${m.contactId}) as clock_moves,
    (select ${contacts.erasedAt} is not null from ${contacts} where ${contacts.id} = ${m.contactId}) as is_erased
  from ${messages} m left join ${operators} on ${operators.id} = ${m.senderId}
    left join ${channels} on ${channels.id} = ${m.channelId}
    left join ${attachments} a on ${a.id} = ${m.content} ->> 'attachmentId' ${tail}`;

const other = columnsAs(messages, 'other');
/** Looked up only behind an operator's own messages, of which few stand in a row. */
const OTHERS_SEQ = sql`case when ${m.senderId} is not null then (
    select ${other.seq} from ${messages} other
    where ${other.conversationId} = ${m.conversationId} and ${hasSeq(other)}
      and ${other.type} not in ${NOT_THE_LAST_MESSAGE} and ${other.senderId} is distinct from ${m.senderId}
    order by ${other.seq} desc limit 1) end as others_seq,`;

/** The transcript as people read it. */
export function createTranscript({ db }: Database): Transcript {
  const read = async (tail: SQL): Promise<readonly TranscriptMessage[]> =>
    (await rowsOf<Row>(db, select(tail))).filter(isShown).map(toMessage);

  return {
    async message(messageId) {
      return (await read(sql`where ${m.id} = ${messageId}`))[0] ?? null;
    },
    messages: async (ids) => (ids.length === 0 ? [] : read(sql`where ${m.id} in ${ids} and ${hasSeq(m)}`)),
    ofConversation: (conversationId, { afterSeq, limit, search }) => {
      const isFound =
        search === undefined
          ? sql``
          : sql`and ${m.direction} <> 'event' and ${holds(messageWords(m), search)}`;
      return read(
        sql`where ${m.conversationId} = ${conversationId} and ${m.seq} > ${afterSeq} ${isFound}
            order by ${m.seq} limit ${limit}`,
      );
    },
    ofContact: (contactId, { afterSeq, limit }) =>
      read(
        sql`where ${m.contactId} = ${contactId} and ${m.seq} > ${afterSeq} order by ${m.seq} limit ${limit}`,
      ),
    async lastOf(conversationIds) {
      if (conversationIds.length === 0) return new Map();
      const tail = sql`where ${m.id} in (
              select last.id from unnest(array[${sql.join(
                conversationIds.map((id) => sql`${id}::text`),
                sql`, `,
              )}]) as wanted(id)
              cross join lateral (select ${messages.id} as id from ${messages}
                where ${messages.conversationId} = wanted.id and ${hasSeq(messages)}
                  and ${messages.type} not in ${NOT_THE_LAST_MESSAGE}
                order by ${messages.seq} desc limit 1) as last)`;
      const rows = await rowsOf<Row & { readonly others_seq: number | null }>(db, select(tail, OTHERS_SEQ));
      const found = rows
        .filter(isShown)
        .map((row): LastMessage => ({ ...toMessage(row), othersSeq: row.others_seq }));
      return new Map(
        found.flatMap((one) => (one.conversationId === null ? [] : [[one.conversationId, one]])),
      );
    },
    async changedSince(since, limit, brandIds) {
      if (brandIds?.length === 0) return [];
      const ofBrands = brandIds === null ? sql`` : sql`and ${channels.brandId} in ${brandIds}`;
      return read(
        sql`where ${m.changedAt} >= ${toTimestamp(since)} and ${hasSeq(m)} ${ofBrands}
            order by ${m.changedAt} limit ${limit}`,
      );
    },
    async addNote({ conversationId, contactId, channelId, operatorId, text, mentions, id = newId() }) {
      const content = { text, ...(mentions.length === 0 ? {} : { mentions }) };
      const alerted = mentions.filter((one) => one !== operatorId);
      const added = await rowsOf(
        db,
        sql`with contact as (
              update ${contacts} set ${contact.lastSeq} = ${contacts.lastSeq} + 1
              where ${contacts.id} = ${contactId} returning ${contacts.lastSeq} as last_seq
            ), note as (
              insert into ${messages} (${message.id}, ${message.contactId}, ${message.channelId},
                ${message.conversationId}, ${message.direction}, ${message.type}, ${message.content}, ${message.seq},
                ${message.senderKind}, ${message.senderId})
              select ${id}, ${contactId}, ${channelId}, ${conversationId}, 'note', 'note',
                ${JSON.stringify(content)}::jsonb, last_seq, 'operator', ${operatorId} from contact
              returning ${messages.id} as id
            ), kept as (
              -- Its words were removed before: those of the note are due as well.
              update ${conversations} set ${namesOf(conversations).wordsRemovedAt} = null
              where ${conversations.id} = ${conversationId} and ${conversations.wordsRemovedAt} is not null
            ), alerted as (
              select make_alert(mentioned, 'mention', ${conversationId}, note.id, ${operatorId}) as is_made
              from note, unnest(${toTextArray(alerted)}) as mentioned
            ) ${announceMessages(sql`note, (select count(is_made) from alerted) as alerts`)}`,
      );
      if (added.length === 0) throw new Error(`There is no contact ${contactId}.`);
      return id;
    },
  };
}

/** Messages of a contact who was erased are shown to nobody, also while their words are still being removed. */
const isShown = (row: Row): boolean => !row.is_erased;

function toMessage(row: Row): TranscriptMessage {
  const error = errorSchema.parse(row.error);
  const moves = readClockMoves(row.clock_moves);
  return {
    id: row.id,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    brandId: row.brand_id,
    seq: row.seq,
    direction: row.direction,
    type: row.type,
    content: contentSchema.parse(row.content),
    attachment: toAttachment(row),
    sender: { kind: row.sender_kind, id: row.sender_id, name: row.sender_name },
    status: statusSchema.parse(row.status),
    error: error === null ? null : { code: error.code, wechatCode: error.wechatCode },
    errmsg: error?.errmsg ?? '',
    whenBlocked: row.when_blocked,
    holdReason: holdReasonSchema.parse(row.hold_reason),
    sendAt: row.send_at === null ? null : toMs(row.send_at),
    cancelsOnReply: row.cancels_on_reply,
    isResolved: row.resolved_at !== null,
    isLate: row.is_late,
    wechatCreatedAt: row.wechat_created_at === null ? null : toMs(row.wechat_created_at),
    createdAt: atContact(toMs(row.created_at), moves),
    sentAt: row.sent_at === null ? null : atContact(toMs(row.sent_at), moves),
    changedAt: toMs(row.changed_at),
  };
}
