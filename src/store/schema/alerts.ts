/** What operators are alerted to, and how it reaches their browsers while no page is open (web push). */
import { sql } from 'drizzle-orm';
import { bigint, bigserial, index, integer, pgTable, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { changedAt, createdAt, time } from './columns';
import { conversations } from './conversations';
import { operators } from './people';

/** Written by the function `make_alert`, in the transaction of what causes the alert (migrations 0021 and 0025). */
export const alerts = pgTable(
  'alerts',
  {
    /** Never changes: its pushes refer to it. */
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** Its place in the list. A grouped alert gets a new one with each further message, so it moves to the top. */
    position: bigserial('position', { mode: 'number' }).notNull(),
    operatorId: text('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** The note with the mention or of the transfer; for new messages, the latest. No foreign key: rows are trimmed. */
    messageId: text('message_id'),
    /** Who mentioned the operator or transferred the conversation. */
    fromOperatorId: text('from_operator_id'),
    /** How many new messages it covers. */
    count: integer('count').notNull().default(1),
    createdAt: createdAt(),
    changedAt: changedAt(),
    seenAt: time('seen_at'),
  },
  (table) => [
    index('alerts_position').on(table.operatorId, table.position),
    index('alerts_changed').on(table.operatorId, table.changedAt),
    uniqueIndex('alerts_unseen_messages')
      .on(table.operatorId, table.conversationId)
      .where(sql`${table.kind} = 'new_message' and ${table.seenAt} is null`),
  ],
);

/**
 * Transfers that an operator has asked for, until the projection shows them: who asked, and the note for the receiver.
 * The projection's own transaction takes the row, files the note under its id, and creates the alert.
 */
export const askedTransfers = pgTable(
  'asked_transfers',
  {
    id: text('id').primaryKey(),
    conversationId: text('conversation_id').notNull(),
    fromOperatorId: text('from_operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    /** The operator who gets it, or the group. */
    toId: text('to_operator_id').notNull(),
    note: text('note'),
    /** The version of the conversation that shows it; null: not known whether it was made. */
    madeVersion: integer('made_version'),
    createdAt: createdAt(),
  },
  (table) => [index('asked_transfers_conversation').on(table.conversationId, table.toId)],
);

/** The browsers in which operators want to be alerted. Their endpoints and keys are sealed. */
export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    /** SHA-256 of the endpoint: the same browser again is the same row. */
    id: text('id').primaryKey(),
    operatorId: text('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    /** Endpoint and keys as JSON. Anyone who has them can send alerts to this browser. */
    subscriptionSealed: text('subscription_sealed').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('push_subscriptions_operator').on(table.operatorId)],
);

/**
 * Alerts on their way to a browser. No foreign keys, so that a projection never waits for a change of a subscription; a
 * row whose alert or subscription is gone is dropped when its turn comes.
 */
export const alertPushes = pgTable(
  'alert_pushes',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    alertId: bigint('alert_id', { mode: 'number' }).notNull(),
    subscriptionId: text('subscription_id').notNull(),
    tries: smallint('tries').notNull().default(0),
    /** It is not sent before this instant: it was claimed, or a try has failed. */
    againAt: time('again_at').notNull().default(sql`clock_timestamp()`),
    createdAt: createdAt(),
  },
  (table) => [index('alert_pushes_due').on(table.againAt), index('alert_pushes_alert').on(table.alertId)],
);

/** The key pair by which push services know this desk (VAPID), if none is set in the environment: one row. */
export const vapidKeys = pgTable('vapid_keys', {
  id: text('id').primaryKey(),
  publicKey: text('public_key').notNull(),
  privateKeySealed: text('private_key_sealed').notNull(),
  createdAt: createdAt(),
});
