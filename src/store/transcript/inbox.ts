import { PROFILE_MAX_AGE_MS } from '../../domain/contact';
import { type InboundContent, type InboundItem, mediaKindOf } from '../../domain/messages/inbound';
import { type Batcher, createBatcher } from '../../platform/batcher';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { isDataRefused } from '../engine/errors';
import { asRows, rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { type InboundAttachment, insertInbound } from '../files/attachment-rows';
import { contacts } from '../schema/contacts';
import { messages } from '../schema/messages';
import { announceMessages } from './changes';
import { hasNoSeq, isToBeSignalled, isUnfiled } from './row-life';

/** An item of WeChat's webhook on its way into the inbox. */
export type InboxItem = {
  readonly channelId: string;
  readonly item: InboundItem;
  /** When the webhook received it, epoch ms by this process's clock. */
  readonly receivedAt: number;
  /** Whether to take the contact's turn (inbox-turns.ts) as well, if it is free. */
  readonly takesTurn?: boolean;
};

/** Identifies the contact of an item, even if nothing about them is stored yet. */
export function contactKey({ channelId, item }: InboxItem): string {
  return `${channelId} ${item.openId}`;
}

export type Received = {
  readonly contactId: string;
  readonly messageId: string;
  /** WeChat had delivered it before: nothing was stored. */
  readonly isRepeat: boolean;
  /** The file that came with it and still has to be fetched. */
  readonly attachmentId: string | null;
  /** The contact's turn, if it was taken as well; else null. */
  readonly turn: string | null;
};

export type Inbox = {
  /** Stores an item; resolves when it is committed. A unique key detects repeats. */
  readonly receive: Batcher<InboxItem, Received>;
  /** Contacts with items that have waited longer than `olderThanMs` without being filed; at most `limit`. */
  readonly overdueContacts: (olderThanMs: number, limit: number) => Promise<readonly string[]>;
  /** Files items that belong to no conversation, only under their contact. */
  readonly fileOnContact: (contactId: string, messageIds: readonly string[]) => Promise<void>;
};

const BATCH = 200;
const BATCHES_AT_ONCE = 4;

const c = columnsAs(contacts, 'c');
const contact = namesOf(contacts);
const message = namesOf(messages);

/** Whether the item asks for the turn of its contact `c`, and the turn is free. */
const isFree = sql`excluded.${contact.senderLeaseBy} is not null
  and (${c.senderLeaseUntil} is null or ${c.senderLeaseUntil} < clock_timestamp())`;

/** The inbox half of the transcript. `leaseMs`: how long a turn lasts without being given back. */
export function createInbox({ db }: Pick<Database, 'db'>, { leaseMs }: { readonly leaseMs: number }): Inbox {
  const receive = async (items: readonly InboxItem[]): Promise<readonly Received[]> => {
    const inbound = items.map(({ item }) => {
      const messageId = newId();
      const kind = mediaKindOf(item.content);
      const attachment: InboundAttachment | null =
        kind === null ? null : { attachment_id: newId(), message_id: messageId, kind };
      return { messageId, attachment };
    });
    const attachments = inbound.flatMap(({ attachment }) => (attachment === null ? [] : [attachment]));
    const turn = newId();
    const now = Date.now();
    const rows = items.map(({ channelId, item, receivedAt, takesTurn = false }, index) => ({
      position: index + 1,
      message_id: inbound[index]?.messageId,
      new_contact_id: newId(),
      channel_id: channelId,
      open_id: item.openId,
      direction: item.direction,
      type: item.content.type,
      content: withAttachment(item.content, inbound[index]?.attachment ?? null),
      action: item.action,
      dedup_key: item.dedupKey,
      wechat_message_id: item.wechatMessageId,
      wechat_created_at: item.wechatCreatedAt === null ? null : new Date(item.wechatCreatedAt).toISOString(),
      // A duration, so that all stored times use one clock, the database's.
      age_ms: Math.max(0, now - receivedAt),
      takes_turn: takesTurn,
    }));
    // Contacts are locked in the order of their ids everywhere, so that two batches cannot deadlock; new ones, which have
    // no id yet, follow in the order of their key. Locks last until the commit, so numbers follow the order of commits.
    const stored = await rowsOf<{
      message_id: string;
      contact_id: string;
      position: number;
      is_new: boolean;
      has_turn: boolean;
    }>(
      db,
      sql`with input as (
            select * from ${asRows(
              rows,
              `position int, message_id text, new_contact_id text, channel_id text, open_id text, direction text,
               type text, content jsonb, action text, dedup_key text, wechat_message_id text,
               wechat_created_at timestamptz, age_ms float, takes_turn boolean`,
            )}
          ), locked as (
            select ${contact.id} from ${contacts}
            where (${contact.channelId}, ${contact.openId}) in (select channel_id, open_id from input)
            order by ${contact.id} for no key update
          ), touched as (
            insert into ${contacts} as c (${contact.id}, ${contact.channelId}, ${contact.openId}, ${contact.inboxCount},
              ${contact.senderLeaseUntil}, ${contact.senderLeaseBy})
            select min(new_contact_id), channel_id, open_id, count(*)::int,
              case when bool_or(takes_turn) then clock_timestamp() + ${leaseMs} * interval '1 millisecond' end,
              case when bool_or(takes_turn) then ${turn} end
            from input where (select count(*) from locked) >= 0
            group by channel_id, open_id order by channel_id, open_id
            on conflict (${contact.channelId}, ${contact.openId}) do update set
              ${contact.inboxCount} = ${c.inboxCount} + excluded.${contact.inboxCount},
              ${contact.senderLeaseUntil} =
                case when ${isFree} then excluded.${contact.senderLeaseUntil} else ${c.senderLeaseUntil} end,
              ${contact.senderLeaseBy} =
                case when ${isFree} then excluded.${contact.senderLeaseBy} else ${c.senderLeaseBy} end,
              ${contact.profileDueAt} = case when ${c.profileDueAt} is null and (${c.profileAt} is null
                  or ${c.profileAt} < clock_timestamp() - ${PROFILE_MAX_AGE_MS} * interval '1 millisecond')
                then clock_timestamp() else ${c.profileDueAt} end
            returning ${contact.id} as contact_id, ${contact.channelId} as channel_id, ${contact.openId} as open_id,
              ${contact.inboxCount} as inbox_count, ${contact.senderLeaseBy} as turn
          ), numbered as (
            select input.*, touched.contact_id, touched.turn,
              touched.inbox_count + 1 - row_number() over (
                partition by touched.contact_id order by position desc)::int as inbox_number
            from input join touched using (channel_id, open_id)
          ), inserted as (
            insert into ${messages} (${message.id}, ${message.contactId}, ${message.channelId}, ${message.direction},
              ${message.type}, ${message.content}, ${message.senderKind}, ${message.action}, ${message.dedupKey},
              ${message.inboxNumber}, ${message.wechatMessageId}, ${message.wechatCreatedAt}, ${message.createdAt})
            select message_id, contact_id, channel_id, direction, type, content, 'contact', action,
              dedup_key, inbox_number, wechat_message_id, wechat_created_at,
              clock_timestamp() - age_ms * interval '1 millisecond'
            from numbered order by channel_id, dedup_key
            on conflict (${message.channelId}, ${message.dedupKey}) do nothing
            returning ${message.id} as id
          )${attachments.length === 0 ? sql`` : sql`, attached as (${insertInbound(attachments)})`}
          select numbered.message_id, numbered.contact_id, numbered.position, inserted.id is not null as is_new,
            coalesce(turn = ${turn}, false) as has_turn
          from numbered left join inserted on inserted.id = numbered.message_id
          order by numbered.position`,
    );
    return stored.map(
      (row): Received => ({
        contactId: row.contact_id,
        messageId: row.message_id,
        isRepeat: !row.is_new,
        attachmentId: row.is_new ? (inbound[row.position - 1]?.attachment?.attachment_id ?? null) : null,
        turn: row.has_turn ? turn : null,
      }),
    );
  };

  return {
    receive: createBatcher({
      run: receive,
      maxSize: BATCH,
      concurrency: BATCHES_AT_ONCE,
      // What one contact writes is stored in the order in which it came.
      keyOf: contactKey,
      sharesBatch: true,
      isItsOwn: isDataRefused,
    }),

    async overdueContacts(olderThanMs, limit) {
      const rows = await rowsOf<RowOf<typeof messages, 'contactId'>>(
        db,
        sql`select ${messages.contactId} from ${messages}
            where ${isUnfiled(messages)}
              and ${messages.createdAt} < clock_timestamp() - ${olderThanMs} * interval '1 millisecond'
              and ${isToBeSignalled(messages)}
            group by ${messages.contactId} order by min(${messages.createdAt}) limit ${limit}`,
      );
      return rows.map((row) => row.contact_id);
    },

    async fileOnContact(contactId, messageIds) {
      await db.execute(
        sql`with contact as (
              select ${contact.id} as id, ${contact.lastSeq} as last_seq from ${contacts}
              where ${contact.id} = ${contactId} for no key update
            ), numbered as (
              select ${messages.id} as id, row_number() over (order by ${messages.inboxNumber})::int as position
              from ${messages} where ${messages.id} in ${messageIds} and ${hasNoSeq(messages)}
            ), filed as (
              update ${messages} set ${message.seq} = contact.last_seq + numbered.position,
                ${message.changedAt} = clock_timestamp()
              from numbered, contact where ${messages.id} = numbered.id and ${hasNoSeq(messages)}
              returning ${messages.id} as id, ${messages.seq} as seq
            ), counted as (
              update ${contacts} set ${contact.lastSeq} = (select max(seq) from filed)
              from contact where ${contacts.id} = contact.id and exists (select from filed)
            ) ${announceMessages(sql`filed`)}`,
      );
    },
  };
}

/** The content as it is stored, with the id of its file. */
function withAttachment(content: InboundContent, attachment: InboundAttachment | null): object {
  return attachment === null ? content : { ...content, attachmentId: attachment.attachment_id };
}
