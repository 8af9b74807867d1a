import { sql } from 'drizzle-orm';
import { PROFILE_MAX_AGE_MS } from '../domain/contact';
import { type ContactAction, type InboundContent, type InboundItem, mediaKindOf } from '../domain/inbound';
import { type Batcher, createBatcher } from '../platform/batcher';
import { newId } from '../platform/ids';
import { type InboundAttachment, insertInbound } from './attachment-rows';
import { announce } from './changes';
import type { Database } from './database-types';
import { isUnfinished } from './open-conversations';
import { WAS_OVERTAKEN } from './overtaken';
import { asRows, rowsOf, toMs } from './rows';

/** An item of WeChat's webhook on its way into the inbox. */
export type InboxItem = {
  readonly channelId: string;
  readonly item: InboundItem;
  /** When the webhook received it, epoch ms by the wall clock. */
  readonly receivedAt: number;
};

export type Received = {
  readonly contactId: string;
  readonly messageId: string;
  /** WeChat had delivered it before: nothing was stored. */
  readonly isRepeat: boolean;
  /** The file that came with it and is still to be fetched. */
  readonly attachmentId: string | null;
};

/** A stored item that is not filed yet. */
export type UnfiledItem = {
  readonly messageId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly action: ContactAction;
  readonly receivedAt: number;
  /** A blocked contact's items are kept, and start nothing. */
  readonly isContactBlocked: boolean;
  /** The contact is known to have left. */
  readonly isContactGone: boolean;
  /** A follow, scan or unfollow that came after something newer that says the opposite: shown, and without effect. */
  readonly isOvertaken: boolean;
  /** Whether a run should host the contact's conversation, as far as the store knows. */
  readonly isHosted: boolean;
};

export type Inbox = {
  /** Stores an item; resolves when it is committed. The unique key decides repeats. */
  readonly receive: Batcher<InboxItem, Received>;
  /** Claims the right to signal a contact's items for `leaseMs`; false where another process has it. */
  readonly claim: Batcher<string, boolean>;
  /** The items of a contact that are neither signalled lately nor filed, in the order of their commits. */
  readonly unsignalled: Batcher<string, readonly UnfiledItem[]>;
  /** Records that an item was signalled. */
  readonly markSignalled: Batcher<string, void>;
  /** Gives the right to signal back. */
  readonly release: Batcher<string, void>;
  /** Contacts with items that have waited longer than `olderThanMs` without being filed; at most `limit`. */
  readonly overdueContacts: (olderThanMs: number, limit: number) => Promise<readonly string[]>;
  /** Files events on their contact alone: no conversation was open for them. */
  readonly fileOnContact: (contactId: string, messageIds: readonly string[]) => Promise<void>;
};

const BATCH = 200;
const BATCHES_AT_ONCE = 4;
/**
 * A signalled item that is still not filed after this time is signalled again. Long, because an overloaded engine is
 * slow, and a second signal would only add to its load.
 */
const SIGNAL_AGAIN_AFTER_MS = 120_000;

/** The inbox half of the transcript. `leaseMs`: how long a claim lasts without being given back. */
export function createInbox(database: Database, options: { readonly leaseMs: number }): Inbox {
  const { db } = database;
  const batched = <Item, Result>(run: (items: readonly Item[]) => Promise<readonly Result[]>) =>
    createBatcher<Item, Result>({ run, maxSize: BATCH, concurrency: BATCHES_AT_ONCE });

  return {
    receive: batched(async (items: readonly InboxItem[]) => {
      const inbound = items.map(({ item }) => {
        const messageId = newId();
        const kind = mediaKindOf(item.content);
        const attachment: InboundAttachment | null =
          kind === null ? null : { attachment_id: newId(), message_id: messageId, kind };
        return { messageId, attachment };
      });
      const attachments = inbound.flatMap(({ attachment }) => (attachment === null ? [] : [attachment]));
      const rows = items.map(({ channelId, item, receivedAt }, index) => ({
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
        wechat_created_at:
          item.wechatCreatedAt === null ? null : new Date(item.wechatCreatedAt).toISOString(),
        received_at: new Date(receivedAt).toISOString(),
      }));
      // Contacts are locked by id everywhere, so that two batches cannot wait for each other; new ones, which have no id
      // yet, follow in the order of their key. The lock is held until the commit: numbers are the order of the commits.
      const stored = await rowsOf<{
        message_id: string;
        contact_id: string;
        position: number;
        is_new: boolean;
      }>(
        db,
        sql`with input as (
              select * from ${asRows(
                rows,
                `position int, message_id text, new_contact_id text, channel_id text, open_id text, direction text,
                 type text, content jsonb, action text, dedup_key text, wechat_message_id text,
                 wechat_created_at timestamptz, received_at timestamptz`,
              )}
            ), locked as (
              select id from contacts where (channel_id, open_id) in (select channel_id, open_id from input)
              order by id for no key update
            ), touched as (
              insert into contacts as c (id, channel_id, open_id, inbox_count)
              select min(new_contact_id), channel_id, open_id, count(*)::int from input
              where (select count(*) from locked) >= 0
              group by channel_id, open_id order by channel_id, open_id
              on conflict (channel_id, open_id) do update set inbox_count = c.inbox_count + excluded.inbox_count,
                profile_due_at = case when c.profile_due_at is null and (c.profile_at is null
                    or c.profile_at < clock_timestamp() - ${PROFILE_MAX_AGE_MS} * interval '1 millisecond')
                  then clock_timestamp() else c.profile_due_at end
              returning id, channel_id, open_id, inbox_count
            ), numbered as (
              select input.*, touched.id as contact_id,
                touched.inbox_count + 1 - row_number() over (
                  partition by touched.id order by position desc)::int as inbox_number
              from input join touched using (channel_id, open_id)
            ), inserted as (
              insert into messages (id, contact_id, channel_id, direction, type, content, sender_kind, action,
                dedup_key, inbox_number, wechat_message_id, wechat_created_at, created_at)
              select message_id, contact_id, channel_id, direction, type, content, 'contact', action,
                dedup_key, inbox_number, wechat_message_id, wechat_created_at, received_at
              from numbered order by channel_id, dedup_key
              on conflict (channel_id, dedup_key) do nothing
              returning id
            )${attachments.length === 0 ? sql`` : sql`, attached as (${insertInbound(attachments)})`}
            select numbered.message_id, numbered.contact_id, numbered.position, inserted.id is not null as is_new
            from numbered left join inserted on inserted.id = numbered.message_id
            order by numbered.position`,
      );
      return stored.map(
        (row): Received => ({
          contactId: row.contact_id,
          messageId: row.message_id,
          isRepeat: !row.is_new,
          attachmentId: row.is_new ? (inbound[row.position - 1]?.attachment?.attachment_id ?? null) : null,
        }),
      );
    }),

    claim: batched(async (contactIds: readonly string[]) => {
      const claimed = await rowsOf<{ id: string }>(
        db,
        sql`update contacts set sender_lease_until = clock_timestamp() + ${options.leaseMs} * interval '1 millisecond'
            where id in (
              select id from contacts where id in ${contactIds}
                and (sender_lease_until is null or sender_lease_until < clock_timestamp())
              order by id for no key update
            ) returning id`,
      );
      const ids = new Set(claimed.map((row) => row.id));
      return contactIds.map((id) => ids.has(id));
    }),

    unsignalled: batched(async (contactIds: readonly string[]) => {
      const rows = await rowsOf<{
        id: string;
        contact_id: string;
        channel_id: string;
        action: ContactAction;
        created_at: Date | string;
        is_blocked: boolean;
        is_gone: boolean;
        is_overtaken: boolean;
        is_hosted: boolean;
      }>(
        db,
        sql`select item.id, contact_id, item.channel_id, action, item.created_at,
              contacts.blocked_at is not null as is_blocked, contacts.is_subscribed is false as is_gone,
              case when action in ('follow', 'scan', 'unfollow') then ${WAS_OVERTAKEN} else false end as is_overtaken,
              coalesce((select ${isUnfinished} from conversations c where c.contact_id = contacts.id
                order by c.activity_number desc limit 1), false) as is_hosted
            from messages item join contacts on contacts.id = contact_id
            where contact_id in ${contactIds} and inbox_number is not null and seq is null
              and (signalled_at is null
                or signalled_at < clock_timestamp() - ${SIGNAL_AGAIN_AFTER_MS} * interval '1 millisecond')
            order by contact_id, inbox_number`,
      );
      const byContact = new Map<string, UnfiledItem[]>();
      for (const row of rows) {
        const list = byContact.get(row.contact_id) ?? [];
        list.push({
          messageId: row.id,
          contactId: row.contact_id,
          channelId: row.channel_id,
          action: row.action,
          receivedAt: toMs(row.created_at),
          isContactBlocked: row.is_blocked,
          isContactGone: row.is_gone,
          isOvertaken: row.is_overtaken,
          isHosted: row.is_hosted,
        });
        byContact.set(row.contact_id, list);
      }
      return contactIds.map((id) => byContact.get(id) ?? []);
    }),

    markSignalled: batched(async (messageIds: readonly string[]) => {
      await db.execute(
        sql`update messages set signalled_at = clock_timestamp() where id in (
              select id from messages where id in ${messageIds} order by id for no key update)`,
      );
      return messageIds.map(() => undefined);
    }),

    release: batched(async (contactIds: readonly string[]) => {
      await db.execute(
        sql`update contacts set sender_lease_until = null where id in (
              select id from contacts where id in ${contactIds} order by id for no key update)`,
      );
      return contactIds.map(() => undefined);
    }),

    async overdueContacts(olderThanMs, limit) {
      const rows = await rowsOf<{ contact_id: string }>(
        db,
        sql`select contact_id from messages
            where inbox_number is not null and seq is null
              and created_at < clock_timestamp() - ${olderThanMs} * interval '1 millisecond'
              and (signalled_at is null
                or signalled_at < clock_timestamp() - ${SIGNAL_AGAIN_AFTER_MS} * interval '1 millisecond')
            group by contact_id order by min(created_at) limit ${limit}`,
      );
      return rows.map((row) => row.contact_id);
    },

    async fileOnContact(contactId, messageIds) {
      await db.transaction(async (tx) => {
        const [contact] = await rowsOf<{ last_seq: number }>(
          tx,
          sql`select last_seq from contacts where id = ${contactId} for no key update`,
        );
        if (contact === undefined) return;
        const filed = await rowsOf<{ id: string }>(
          tx,
          sql`update messages set seq = ${contact.last_seq} + numbered.position, changed_at = clock_timestamp()
              from (select id, row_number() over (order by inbox_number)::int as position
                from messages where id in ${messageIds} and seq is null) as numbered
              where messages.id = numbered.id returning messages.id`,
        );
        await tx.execute(
          sql`update contacts set last_seq = last_seq + ${filed.length} where id = ${contactId}`,
        );
        await tx.execute(announce({ conversationIds: [], messageIds: filed.map((row) => row.id) }));
      });
    },
  };
}

/** The content as it is kept: with our own name of the file that belongs to it. */
function withAttachment(content: InboundContent, attachment: InboundAttachment | null): object {
  return attachment === null ? content : { ...content, attachmentId: attachment.attachment_id };
}
