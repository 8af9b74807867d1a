/**
 * The transcript, and the tables for sending. A transcript row is the inbox (what a contact sent), the outbox (what we
 * send) and the archive in one; `transcript/row-life.ts` names the states of a row.
 */
import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import {
  hasNoSeq,
  isOnContact,
  isOutbound,
  isTrouble,
  isUndecided,
  isUnfiled,
  isWaiting,
} from '../transcript/row-life';
import { changedAt, createdAt, time } from './columns';
import { contacts } from './contacts';

export const messages = pgTable(
  'messages',
  {
    id: text('id').primaryKey(),
    contactId: text('contact_id')
      .notNull()
      .references(() => contacts.id),
    channelId: text('channel_id').notNull(),
    /** Null until it is filed, and for events that no conversation was open for. */
    conversationId: text('conversation_id'),
    direction: text('direction', { enum: ['inbound', 'outbound', 'event', 'note'] }).notNull(),
    type: text('type').notNull(),
    /** Place in the contact's transcript, given when the workflow files or accepts the row; null: not in it. */
    seq: integer('seq'),
    content: jsonb('content').notNull(),
    senderKind: text('sender_kind', { enum: ['contact', 'operator', 'bot', 'system'] }).notNull(),
    senderId: text('sender_id'),
    createdAt: time('created_at').notNull().default(sql`clock_timestamp()`),
    changedAt: changedAt(),
    // The inbox: what a contact did.
    action: text('action'),
    dedupKey: text('dedup_key'),
    inboxNumber: integer('inbox_number'),
    /** When the conversation was last signalled, and how often: the pauses grow with it. */
    signalledAt: time('signalled_at'),
    signalTries: smallint('signal_tries').notNull().default(0),
    /** The workflow's version when it was filed: distinguishes a second run of a step from a second signal. */
    filedVersion: integer('filed_version'),
    wechatMessageId: text('wechat_message_id'),
    /** WeChat's CreateTime. It orders follows and unfollows and marks late items; no deadline uses it. */
    wechatCreatedAt: time('wechat_created_at'),
    /** It was filed after something that is newer by WeChat's own time. */
    isLate: boolean('is_late').notNull().default(false),
    // The outbox: what we send.
    status: text('status'),
    /** The conversation for which an operator wrote it. */
    wishedConversationId: text('wished_conversation_id'),
    /** The version at which the workflow is known to have accepted it; null: not known yet. */
    acceptedVersion: integer('accepted_version'),
    /** When the workflow was last asked whether it has the message, and how often: the pauses grow with it. */
    askedAt: time('asked_at'),
    askTries: smallint('ask_tries').notNull().default(0),
    whenBlocked: text('when_blocked', { enum: ['reject', 'hold'] }),
    /** Not to be sent before this instant, by the contact's clock; null: at once. */
    sendAt: time('send_at'),
    /** The contact's next message cancels it. */
    cancelsOnReply: boolean('cancels_on_reply').notNull().default(false),
    /** What it waits for while it is held, if it is not the window or the limit that blocks it. */
    holdReason: text('hold_reason'),
    error: jsonb('error'),
    sentAt: time('sent_at'),
    // Kept by the trigger `messages_note_times`, for reports.
    /** Since when it was held first, because the window or the limit blocked it. */
    heldAt: time('held_at'),
    /** When it failed, became unknown or was cancelled. */
    endedAt: time('ended_at'),
    /** When an operator sent it again because it was `unknown`. */
    resentAt: time('resent_at'),
    /** When an operator sent an `unknown` message again, or noted that it or a `failed` one needs nothing more. */
    resolvedAt: time('resolved_at'),
    /** The workflow's version when it last gave the message a status. */
    statusVersion: integer('status_version').notNull().default(0),
  },
  (table) => [
    uniqueIndex('messages_dedup_unique').on(table.channelId, table.dedupKey),
    uniqueIndex('messages_contact_seq_unique').on(table.contactId, table.seq),
    index('messages_conversation_seq').on(table.conversationId, table.seq),
    index('messages_unfiled').on(table.contactId, table.inboxNumber).where(isUnfiled(table)),
    // What a contact wrote while no conversation could begin: few of many.
    index('messages_on_contact').on(table.contactId, table.createdAt).where(isOnContact(table)),
    // What belongs to no conversation and still has its words, by age.
    index('messages_outside')
      .on(table.channelId, table.createdAt)
      .where(sql`${table.conversationId} is null and not jsonb_exists(${table.content}, 'wordsRemoved')`),
    index('messages_outside_files')
      .on(table.channelId, table.createdAt)
      .where(sql`${table.conversationId} is null and jsonb_exists(${table.content}, 'attachmentId')`),
    index('messages_unaccepted')
      .on(table.createdAt)
      .where(sql`${isOutbound(table)} and ${hasNoSeq(table)}`),
    // Messages that their workflow should have: `write_projections` settles those it does not have.
    index('messages_on_their_way')
      .on(table.contactId)
      .where(sql`${isOutbound(table)} and ${isWaiting(table)}`),
    index('messages_changed').on(table.changedAt),
    // What needs a look, by conversation and by when it happened.
    index('messages_trouble').on(table.conversationId, table.changedAt).where(isTrouble(table)),
    index('messages_trouble_changed').on(table.changedAt).where(isTrouble(table)),
    index('messages_unknown').on(table.createdAt).where(isUndecided(table)),
    // The health of a channel: the last messages both ways, and what was sent in the last hour and day.
    index('messages_channel_direction').on(table.channelId, table.direction, table.createdAt),
  ],
);

/** The send ledger: an attempt has a row here before its first byte leaves. */
export const sendAttempts = pgTable(
  'send_attempts',
  {
    messageId: text('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    attempt: integer('attempt').notNull(),
    startedAt: time('started_at').notNull().default(sql`clock_timestamp()`),
    endedAt: time('ended_at'),
    /** The domain's SendOutcome; null while it is not known. */
    outcome: jsonb('outcome'),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.attempt] })],
);

/** Maps a client's key for a request to the message that the request created. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    operatorId: text('operator_id').notNull(),
    conversationId: text('conversation_id').notNull(),
    key: text('key').notNull(),
    bodyHash: text('body_hash').notNull(),
    messageId: text('message_id').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.operatorId, table.conversationId, table.key] }),
    // For deleting the key with its message. Ids rise with time, so this also finds old keys first.
    index('idempotency_keys_message').on(table.messageId),
  ],
);
