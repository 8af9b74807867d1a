import type { SQL } from 'drizzle-orm';
import type { WhenBlocked } from '../../domain/conversation/conversation';
import { filesIn, type OutboundContent } from '../../domain/messages/outbound';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { isCertainlyUndone, isDatabaseAway } from '../engine/errors';
import { rowsOf, toMs } from '../engine/rows';
import { type NotNull, namesOf, type RowOf, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { refusalCounts } from '../schema/deliveries';
import { refusalFacts } from '../schema/facts';
import { messageAttachments } from '../schema/files';
import { idempotencyKeys, messages } from '../schema/messages';
import { announceMessages } from './changes';
import {
  hasNoSeq,
  isKnownAccepted,
  isOutbound,
  isPrepared,
  isQueued,
  isUnknown,
  isUnsure,
  isWaiting,
} from './row-life';
import { settleTrouble } from './settle-trouble';

/** A message that an operator wants to send. */
export type NewMessage = {
  readonly conversationId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly operatorId: string;
  readonly content: OutboundContent;
  readonly whenBlocked: WhenBlocked;
  /** Left out or null: it is sent at once. */
  readonly schedule?: Schedule | null;
};

/** When a scheduled message is sent: by the conversation's clock (epoch ms), and by the contact's (ISO 8601). */
export type Schedule = {
  readonly at: number;
  readonly shownAt: string;
  /** The contact's next message cancels it. */
  readonly cancelsOnReply: boolean;
};

/** The client's name for its request, and a hash of the body: a key must not be used for two bodies. */
export type IdempotencyKey = { readonly key: string; readonly bodyHash: string };

export type Prepared =
  /** It is stored, but the workflow has not accepted it yet. */
  | { readonly type: 'new'; readonly messageId: string }
  /** The key was used before: this is the message that it created. */
  | { readonly type: 'known'; readonly messageId: string }
  | { readonly type: 'keyReused' }
  /** The database failed and its answer is lost: it may be stored as `new`, or not at all. */
  | { readonly type: 'perhapsStored'; readonly messageId: string };

/** A message for which it is not known whether its workflow has accepted it. */
export type UnsureMessage = {
  readonly messageId: string;
  readonly contactId: string;
  readonly conversationId: string;
  readonly operatorId: string;
  readonly kind: string;
  readonly whenBlocked: WhenBlocked;
  /** Epoch ms by the conversation's clock; left out: at once. */
  readonly sendAt?: number;
  readonly cancelsOnReply?: true;
};

export type Outbox = {
  /** Stores a message so that its text is durable before the workflow is asked. */
  readonly prepare: (message: NewMessage, key: IdempotencyKey | null) => Promise<Prepared>;
  /**
   * Removes a message that the rules refused: it is not in the transcript, and its key may be used again. One that its
   * workflow is known to have accepted stays. Returns whether it was removed.
   */
  readonly discard: (messageId: string) => Promise<boolean>;
  /**
   * Gives up a message that may never have been accepted; false if it is known to have been accepted
   * (docs/rules.md#36).
   */
  readonly giveUp: (messageId: string) => Promise<boolean>;
  /** Marks a message as accepted by its workflow, at this version: it is never given up from now on. */
  readonly accept: (messageId: string, version: number) => Promise<void>;
  /**
   * Claims messages that are older than 15 s and still not in the transcript: it is not known whether their workflow
   * has them. Each is claimed again after a pause that doubles, up to a minute. At most `limit`.
   */
  readonly claimUnsure: (limit: number) => Promise<readonly UnsureMessage[]>;
  /**
   * The workflow has said that it does not have the message and will not accept it. The caller may have received it as
   * an answer, so the transcript shows it as `failed`: with `not_accepted` if it was known to have been accepted
   * (docs/rules.md#37), else with `unavailable`.
   */
  readonly settleUnaccepted: (messageId: string) => Promise<void>;
  /** Resolves an `unknown` message as sent; false if it is no longer unknown. */
  readonly resolveAsSent: (messageId: string) => Promise<boolean>;
  /** Counts a refusal of the rules. */
  readonly countRefusal: (channelId: string, code: string) => Promise<void>;
  /**
   * Notes for reports that the window or the limit has refused a reply; a repeat under its idempotency key is not noted again.
   * `lateSeconds`: how long the window had been closed; null: it was open.
   */
  readonly noteRefusal: (
    reply: Pick<NewMessage, 'conversationId' | 'contactId' | 'channelId' | 'operatorId'>,
    refusal: { readonly code: string; readonly lateSeconds: number | null },
    key: string | null,
  ) => Promise<void>;
};

const message = namesOf(messages);
const contact = namesOf(contacts);
const used = namesOf(idempotencyKeys);
const refusal = namesOf(refusalCounts);
const fact = namesOf(refusalFacts);
const link = namesOf(messageAttachments);
const GIVEN_UP = JSON.stringify({ code: 'unavailable', wechatCode: null });
const NOT_ACCEPTED = JSON.stringify({ code: 'not_accepted', wechatCode: null });
/** The API answers within 10 s: after this, no request is waiting for the message any more. */
const ASK_AFTER_MS = 15_000;
/**
 * 15 s grows to a minute. Not longer: an operator is waiting to see what became of the message, and most tries fail
 * only because the engine is down.
 */
const MOST_DOUBLINGS = 2;

/** The outbox half of the transcript. */
export function createOutbox({ db }: Pick<Database, 'db'>): Outbox {
  return {
    async prepare(newMessage, key) {
      const messageId = newId();
      let isCommitting = false;
      try {
        if (key === null) {
          await db.execute(insertMessage(messageId, newMessage));
          return { type: 'new', messageId };
        }
        return await db.transaction(async (tx) => {
          const { operatorId, conversationId } = newMessage;
          const [mine] = await rowsOf<RowOf<typeof idempotencyKeys, 'messageId'>>(
            tx,
            sql`insert into ${idempotencyKeys} (${used.operatorId}, ${used.conversationId}, ${used.key}, ${used.bodyHash},
                  ${used.messageId})
                values (${operatorId}, ${conversationId}, ${key.key}, ${key.bodyHash}, ${messageId})
                on conflict do nothing returning ${used.messageId}`,
          );
          if (mine !== undefined) {
            await tx.execute(insertMessage(messageId, newMessage));
            isCommitting = true;
            return { type: 'new', messageId } as const;
          }
          const [known] = await rowsOf<
            RowOf<typeof idempotencyKeys, 'messageId' | 'bodyHash'> & { readonly is_open: boolean }
          >(
            tx,
            sql`select ${idempotencyKeys.messageId}, ${idempotencyKeys.bodyHash}, ${isUnsure(messages)} as is_open
                from ${idempotencyKeys} join ${messages} on ${messages.id} = ${idempotencyKeys.messageId}
                where ${idempotencyKeys.operatorId} = ${operatorId}
                  and ${idempotencyKeys.conversationId} = ${conversationId} and ${idempotencyKeys.key} = ${key.key}`,
          );
          if (known === undefined || known.body_hash !== key.bodyHash) return { type: 'keyReused' } as const;
          // A request that was cut off before the workflow answered is asked again, under the same id.
          return { type: known.is_open ? 'new' : 'known', messageId: known.message_id } as const;
        });
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
        // If something fails after the commit was sent, it is the rollback, which says nothing about the commit.
        const mayBeStored = isCommitting || (key === null && !isCertainlyUndone(error));
        if (!mayBeStored) throw error;
        return { type: 'perhapsStored', messageId };
      }
    },

    async discard(messageId) {
      await db.execute(
        sql`with gone as (
              delete from ${messages} where ${messages.id} = ${messageId} and ${isUnsure(messages)}
              returning ${messages.id} as id
            ) delete from ${idempotencyKeys} using gone where ${idempotencyKeys.messageId} = gone.id`,
      );
      const kept = await rowsOf(db, sql`select from ${messages} where ${messages.id} = ${messageId}`);
      return kept.length === 0;
    },

    async giveUp(messageId) {
      const given = await rowsOf(
        db,
        sql`with given as (
              update ${messages} set ${message.status} = 'failed', ${message.error} = ${GIVEN_UP}::jsonb,
                ${message.changedAt} = clock_timestamp()
              where ${messages.id} = ${messageId} and ${isUnsure(messages)} returning ${messages.id} as id
            ), forgotten as (
              delete from ${idempotencyKeys} using given where ${idempotencyKeys.messageId} = given.id
            ) select id from given`,
      );
      return given.length > 0;
    },

    async accept(messageId, version) {
      await db.execute(
        sql`update ${messages} set ${message.acceptedVersion} = coalesce(${messages.acceptedVersion}, ${version})
            where ${messages.id} = ${messageId} and ${isWaiting(messages)}`,
      );
    },

    async claimUnsure(limit) {
      const pause = sql`${ASK_AFTER_MS} * power(2, least(${messages.askTries}, ${MOST_DOUBLINGS})) * interval '1 millisecond'`;
      const rows = await rowsOf<UnsureRow>(
        db,
        sql`update ${messages} set ${message.askedAt} = clock_timestamp(),
              ${message.askTries} = ${messages.askTries} + 1
            where ${messages.id} in (
              select ${messages.id} from ${messages}
              where ${isOutbound(messages)} and ${hasNoSeq(messages)} and ${isQueued(messages)}
                and ${messages.wishedConversationId} is not null
                and coalesce(${messages.askedAt}, ${messages.createdAt}) < clock_timestamp() - ${pause}
              order by ${messages.id} limit ${limit} for no key update skip locked
            ) returning ${messages.id}, ${messages.contactId}, ${messages.wishedConversationId}, ${messages.senderId},
              ${messages.type}, ${messages.whenBlocked}, ${messages.sendAt}, ${messages.cancelsOnReply}, (
                select ${conversations.clockShiftMs} from ${conversations}
                where ${conversations.id} = ${messages.wishedConversationId}) as clock_shift_ms`,
      );
      return rows.map((row) => ({
        messageId: row.id,
        contactId: row.contact_id,
        conversationId: row.wished_conversation_id,
        operatorId: row.sender_id,
        kind: row.type,
        whenBlocked: row.when_blocked,
        ...(row.send_at === null ? {} : { sendAt: toMs(row.send_at) - Number(row.clock_shift_ms ?? 0) }),
        ...(row.cancels_on_reply ? { cancelsOnReply: true as const } : {}),
      }));
    },

    async settleUnaccepted(messageId) {
      const isUnaccepted = sql`${messages.id} = ${messageId} and ${isPrepared(messages)}`;
      await db.execute(
        sql`with contact as (
              update ${contacts} set ${contact.lastSeq} = ${contacts.lastSeq} + 1 where ${contacts.id} = (
                select ${messages.contactId} from ${messages} where ${isUnaccepted})
              returning ${contacts.lastSeq} as last_seq
            ), failed as (
              update ${messages} set ${message.status} = 'failed',
                ${message.error} = case when ${isKnownAccepted(messages)} then ${NOT_ACCEPTED}::jsonb
                  else ${GIVEN_UP}::jsonb end,
                ${message.seq} = contact.last_seq, ${message.conversationId} = ${messages.wishedConversationId},
                ${message.changedAt} = clock_timestamp()
              from contact where ${isUnaccepted} returning ${messages.id} as id
            ), forgotten as (
              delete from ${idempotencyKeys} using failed where ${idempotencyKeys.messageId} = failed.id
            ) ${announceMessages(sql`failed`)}`,
      );
    },

    async resolveAsSent(messageId) {
      const resolved = await rowsOf(
        db,
        settleTrouble(messageId, sql`${message.status} = 'sent'`, isUnknown(messages)),
      );
      return resolved.length > 0;
    },

    async noteRefusal({ conversationId, contactId, channelId, operatorId }, { code, lateSeconds }, key) {
      await db.execute(
        sql`insert into ${refusalFacts} (${fact.at}, ${fact.conversationId}, ${fact.channelId}, ${fact.operatorId},
              ${fact.code}, ${fact.lateSeconds}, ${fact.keyHash})
            select at_contact(clock_timestamp(), ${contacts.clockMoves}), ${conversationId}, ${channelId}, ${operatorId},
              ${code}, ${lateSeconds}::int, encode(sha256(convert_to(${key}, 'UTF8')), 'hex')
            from ${contacts} where ${contacts.id} = ${contactId} on conflict do nothing`,
      );
    },

    async countRefusal(channelId, code) {
      await db.execute(
        sql`insert into ${refusalCounts} (${refusal.channelId}, ${refusal.code}, ${refusal.day})
            values (${channelId}, ${code}, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD'))
            on conflict (${refusal.channelId}, ${refusal.code}, ${refusal.day})
            do update set ${refusal.count} = ${refusalCounts.count} + 1`,
      );
    },
  };
}

type UnsureRow = NotNull<
  RowOf<typeof messages, 'id' | 'contactId' | 'wishedConversationId' | 'senderId' | 'type' | 'whenBlocked'>
> &
  RowOf<typeof messages, 'sendAt' | 'cancelsOnReply'> & { readonly clock_shift_ms: number | string | null };

function insertMessage(messageId: string, newMessage: NewMessage): SQL {
  const {
    contactId,
    channelId,
    conversationId,
    operatorId,
    content,
    whenBlocked,
    schedule = null,
  } = newMessage;
  const insert = sql`insert into ${messages} (${message.id}, ${message.contactId}, ${message.channelId},
      ${message.direction}, ${message.type}, ${message.content}, ${message.senderKind}, ${message.senderId},
      ${message.status}, ${message.whenBlocked}, ${message.wishedConversationId}, ${message.sendAt},
      ${message.cancelsOnReply})
    values (${messageId}, ${contactId}, ${channelId}, 'outbound', ${content.type}, ${JSON.stringify(content)}::jsonb,
      'operator', ${operatorId}, 'queued', ${whenBlocked}, ${conversationId},
      ${schedule === null ? null : schedule.shownAt}::timestamptz, ${schedule?.cancelsOnReply ?? false})`;
  const files = filesIn(content);
  if (files.length === 0) return insert;
  return sql`with message as (${insert} returning ${message.id} as id)
    insert into ${messageAttachments} (${link.messageId}, ${link.attachmentId})
    select message.id, file.id from message,
      jsonb_array_elements_text(${JSON.stringify(files)}::jsonb) as file(id)`;
}
