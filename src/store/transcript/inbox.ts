import { sql } from 'drizzle-orm';
import { PROFILE_MAX_AGE_MS } from '../../domain/contact';
import { type InboundContent, type InboundItem, mediaKindOf } from '../../domain/messages/inbound';
import { type Batcher, createBatcher } from '../../platform/batcher';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { isDataRefused } from '../engine/errors';
import { asRows, rowsOf } from '../engine/rows';
import { type InboundAttachment, insertInbound } from '../files/attachment-rows';
import { announceMessages } from './changes';
import { IS_DUE } from './inbox-turns';

/** An item of WeChat's webhook on its way into the inbox. */
export type InboxItem = {
  readonly channelId: string;
  readonly item: InboundItem;
  /** When the webhook received it, epoch ms by this process's clock. */
  readonly receivedAt: number;
  /** Whether the contact's turn (inbox-turns.ts) is taken along, where it is free. */
  readonly takesTurn?: boolean;
};

/** Names the contact of an item, also where nothing of them is stored yet. */
export function contactKey({ channelId, item }: InboxItem): string {
  return `${channelId} ${item.openId}`;
}

export type Received = {
  readonly contactId: string;
  readonly messageId: string;
  /** WeChat had delivered it before: nothing was stored. */
  readonly isRepeat: boolean;
  /** The file that came with it and is still to be fetched. */
  readonly attachmentId: string | null;
  /** The contact's turn, where it was taken along; else null. */
  readonly turn: string | null;
};

export type Inbox = {
  /** Stores an item; resolves when it is committed. The unique key decides repeats. */
  readonly receive: Batcher<InboxItem, Received>;
  /** Contacts with items that have waited longer than `olderThanMs` without being filed; at most `limit`. */
  readonly overdueContacts: (olderThanMs: number, limit: number) => Promise<readonly string[]>;
  /** Files events on their contact alone: no conversation was open for them. */
  readonly fileOnContact: (contactId: string, messageIds: readonly string[]) => Promise<void>;
};

const BATCH = 200;
const BATCHES_AT_ONCE = 4;

/** Whether nobody has the turn of a contact `c`, who is asked for one. */
const isFree = sql`excluded.sender_lease_by is not null
  and (c.sender_lease_until is null or c.sender_lease_until < clock_timestamp())`;

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
      // A duration: what is stored has one clock, the database's.
      age_ms: Math.max(0, now - receivedAt),
      takes_turn: takesTurn,
    }));
    // Contacts are locked by id everywhere, so that two batches cannot wait for each other; new ones, which have no id
    // yet, follow in the order of their key. The lock is held until the commit: numbers are the order of the commits.
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
            select id from contacts where (channel_id, open_id) in (select channel_id, open_id from input)
            order by id for no key update
          ), touched as (
            insert into contacts as c (id, channel_id, open_id, inbox_count, sender_lease_until, sender_lease_by)
            select min(new_contact_id), channel_id, open_id, count(*)::int,
              case when bool_or(takes_turn) then clock_timestamp() + ${leaseMs} * interval '1 millisecond' end,
              case when bool_or(takes_turn) then ${turn} end
            from input where (select count(*) from locked) >= 0
            group by channel_id, open_id order by channel_id, open_id
            on conflict (channel_id, open_id) do update set inbox_count = c.inbox_count + excluded.inbox_count,
              sender_lease_until = case when ${isFree} then excluded.sender_lease_until else c.sender_lease_until end,
              sender_lease_by = case when ${isFree} then excluded.sender_lease_by else c.sender_lease_by end,
              profile_due_at = case when c.profile_due_at is null and (c.profile_at is null
                  or c.profile_at < clock_timestamp() - ${PROFILE_MAX_AGE_MS} * interval '1 millisecond')
                then clock_timestamp() else c.profile_due_at end
            returning id, channel_id, open_id, inbox_count, sender_lease_by
          ), numbered as (
            select input.*, touched.id as contact_id, sender_lease_by,
              touched.inbox_count + 1 - row_number() over (
                partition by touched.id order by position desc)::int as inbox_number
            from input join touched using (channel_id, open_id)
          ), inserted as (
            insert into messages (id, contact_id, channel_id, direction, type, content, sender_kind, action,
              dedup_key, inbox_number, wechat_message_id, wechat_created_at, created_at)
            select message_id, contact_id, channel_id, direction, type, content, 'contact', action,
              dedup_key, inbox_number, wechat_message_id, wechat_created_at,
              clock_timestamp() - age_ms * interval '1 millisecond'
            from numbered order by channel_id, dedup_key
            on conflict (channel_id, dedup_key) do nothing
            returning id
          )${attachments.length === 0 ? sql`` : sql`, attached as (${insertInbound(attachments)})`}
          select numbered.message_id, numbered.contact_id, numbered.position, inserted.id is not null as is_new,
            coalesce(sender_lease_by = ${turn}, false) as has_turn
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
      const rows = await rowsOf<{ contact_id: string }>(
        db,
        sql`select contact_id from messages item
            where inbox_number is not null and seq is null
              and created_at < clock_timestamp() - ${olderThanMs} * interval '1 millisecond' and ${IS_DUE}
            group by contact_id order by min(created_at) limit ${limit}`,
      );
      return rows.map((row) => row.contact_id);
    },

    async fileOnContact(contactId, messageIds) {
      await db.execute(
        sql`with contact as (
              select id, last_seq from contacts where id = ${contactId} for no key update
            ), numbered as (
              select id, row_number() over (order by inbox_number)::int as position
              from messages where id in ${messageIds} and seq is null
            ), filed as (
              update messages set seq = contact.last_seq + numbered.position, changed_at = clock_timestamp()
              from numbered, contact where messages.id = numbered.id and messages.seq is null
              returning messages.id, messages.seq
            ), counted as (
              update contacts set last_seq = (select max(seq) from filed)
              from contact where contacts.id = contact.id and exists (select from filed)
            ) ${announceMessages(sql`filed`)}`,
      );
    },
  };
}

/** The content as it is kept: with our own name of the file that belongs to it. */
function withAttachment(content: InboundContent, attachment: InboundAttachment | null): object {
  return attachment === null ? content : { ...content, attachmentId: attachment.attachment_id };
}
