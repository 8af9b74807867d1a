/**
 * The facts of reports (docs/reports.md): what happened, when, and in which conversation. No words, no names, no openids, and no
 * reference to other tables, because facts stay when a contact is erased. Triggers keep them in the transaction that stores
 * what they are about (migration 0038); `npm run facts:rebuild` makes the same rows from the transcripts.
 */
import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { time } from './columns';

/** One row for each conversation. Times are shown ones: those of the contact's clock. */
export const conversationFacts = pgTable(
  'conversation_facts',
  {
    conversationId: text('conversation_id').primaryKey(),
    brandId: text('brand_id').notNull(),
    channelId: text('channel_id').notNull(),
    /** The group that it is or was for last. */
    groupId: text('group_id'),
    /** Who attends it, or attended it last. */
    operatorId: text('operator_id'),
    /** What the contact had done just before it (docs/reports.md). */
    source: text('source').notNull(),
    startedAt: time('started_at').notNull(),
    /** Since when the contact has waited for people; null: never, or it was reopened by an operator. */
    waitingSince: time('waiting_since'),
    /** When somebody attended it first, and who. */
    attendedAt: time('attended_at'),
    attendedBy: text('attended_by'),
    missedAt: time('missed_at'),
    /** When somebody attended it first after it was missed. */
    missedAttendedAt: time('missed_attended_at'),
    /** When the first message of a person was sent, and whose it was. */
    firstResponseAt: time('first_response_at'),
    firstResponseBy: text('first_response_by'),
    completedAt: time('completed_at'),
    completedReason: text('completed_reason'),
    /** It is completed, a bot had it, and it never went to people. */
    isBotOnly: boolean('is_bot_only').notNull().default(false),
    /** It is completed, not by an operator, and the last message is the contact's. */
    endedWaiting: boolean('ended_waiting').notNull().default(false),
  },
  (table) => [
    // Each figure counts at its own time, so a report reads only the span that it is about.
    index('conversation_facts_started').on(table.startedAt),
    index('conversation_facts_attended').on(table.attendedAt).where(sql`${table.attendedAt} is not null`),
    index('conversation_facts_missed').on(table.missedAt).where(sql`${table.missedAt} is not null`),
    index('conversation_facts_missed_attended')
      .on(table.missedAttendedAt)
      .where(sql`${table.missedAttendedAt} is not null`),
    index('conversation_facts_responded')
      .on(table.firstResponseAt)
      .where(sql`${table.firstResponseAt} is not null`),
    index('conversation_facts_completed').on(table.completedAt).where(sql`${table.completedAt} is not null`),
  ],
);

/** From when until when operators attended a conversation. */
export const attendingFacts = pgTable(
  'attending_facts',
  {
    conversationId: text('conversation_id').notNull(),
    /** Which of the conversation's it is, from 1. */
    place: integer('place').notNull(),
    operatorId: text('operator_id').notNull(),
    channelId: text('channel_id').notNull(),
    since: time('since').notNull(),
    /** Null: they still do. */
    until: time('until'),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.place] }),
    index('attending_facts_until').on(table.until).where(sql`${table.until} is not null`),
    index('attending_facts_open').on(table.since).where(sql`${table.until} is null`),
  ],
);

/**
 * The messages of a conversation in a quarter of an hour: a report reads far fewer rows than there are messages. Every time
 * zone begins its hours at a quarter, and the offsets count exactly where a span ends within one.
 */
export const messageFacts = pgTable(
  'message_facts',
  {
    conversationId: text('conversation_id').notNull(),
    slot: time('slot').notNull(),
    /** The contact's messages, or ours that were sent. */
    direction: text('direction', { enum: ['in', 'out'] }).notNull(),
    /** Who sent them; empty: the contact, a bot, or the desk itself. */
    operatorId: text('operator_id').notNull(),
    channelId: text('channel_id').notNull(),
    /** Milliseconds since the slot began, in order. */
    offsets: integer('offsets').array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.slot, table.direction, table.operatorId] }),
    index('message_facts_slot').on(table.slot),
  ],
);

/** Rows of the timeline that reports count: `handover`, `returned`, and what contacts do besides writing. */
export const eventFacts = pgTable(
  'event_facts',
  {
    messageId: text('message_id').primaryKey(),
    kind: text('kind').notNull(),
    at: time('at').notNull(),
    contactId: text('contact_id').notNull(),
    conversationId: text('conversation_id'),
    channelId: text('channel_id').notNull(),
    /** From whom it was taken back, or who took it from the bot. */
    operatorId: text('operator_id'),
    /** The reason, or the scene of the QR code. */
    label: text('label'),
  },
  (table) => [
    index('event_facts_at').on(table.at),
    index('event_facts_visits')
      .on(table.contactId, table.at)
      .where(sql`${table.kind} not in ('handover', 'returned', 'unfollow')`),
  ],
);

/** Our messages that were held, failed, or may have failed. */
export const lossFacts = pgTable(
  'loss_facts',
  {
    messageId: text('message_id').primaryKey(),
    conversationId: text('conversation_id').notNull(),
    channelId: text('channel_id').notNull(),
    /** Who wrote it; null: a bot, or the desk itself. */
    operatorId: text('operator_id'),
    /** Since when it was held first because of the window or the limit. */
    heldAt: time('held_at'),
    /** When it was sent after all. */
    releasedAt: time('released_at'),
    /** When it was given up, because its conversation or its window was over. */
    expiredAt: time('expired_at'),
    failedAt: time('failed_at'),
    /** WeChat's code, or the desk's own. */
    failedCode: text('failed_code'),
    unknownAt: time('unknown_at'),
    /** How that was resolved: `sent`, `resent`; null: not (yet). */
    resolution: text('resolution'),
  },
  (table) => [
    index('loss_facts_held').on(table.heldAt).where(sql`${table.heldAt} is not null`),
    index('loss_facts_released').on(table.releasedAt).where(sql`${table.releasedAt} is not null`),
    index('loss_facts_expired').on(table.expiredAt).where(sql`${table.expiredAt} is not null`),
    index('loss_facts_failed').on(table.failedAt).where(sql`${table.failedAt} is not null`),
    index('loss_facts_unknown').on(table.unknownAt).where(sql`${table.unknownAt} is not null`),
  ],
);

/** Replies that the window or the limit refused. They are in no transcript, so nothing can rebuild them. */
export const refusalFacts = pgTable(
  'refusal_facts',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: time('at').notNull(),
    conversationId: text('conversation_id').notNull(),
    channelId: text('channel_id').notNull(),
    operatorId: text('operator_id').notNull(),
    code: text('code').notNull(),
    /** How long the window had been closed, seconds; null: the limit refused it, or it was scheduled for later than the window. */
    lateSeconds: integer('late_seconds'),
    /** A hash of the request's idempotency key: a repeat is not counted again. Null: it had none. */
    keyHash: text('key_hash'),
  },
  (table) => [
    index('refusal_facts_at').on(table.at),
    uniqueIndex('refusal_facts_key').on(table.operatorId, table.conversationId, table.keyHash),
  ],
);
