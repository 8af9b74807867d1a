/** Outgoing webhooks: the endpoints, what happened (the outbox), and what became of each delivery. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
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
import { changedAt, createdAt, time, xid8 } from './columns';

/** While there is a row, triggers write the outbox (migration 0032). */
export const webhooks = pgTable('webhooks', {
  id: text('id').primaryKey(),
  url: text('url').notNull(),
  /** Names of events, or `*`. */
  events: text('events').array().notNull(),
  /** Null: those of all brands, or channels. */
  brandIds: text('brand_ids').array(),
  channelIds: text('channel_ids').array(),
  format: text('format').notNull(),
  description: text('description').notNull(),
  /** The secret, and former ones that still sign beside it (platform/secrets/secret-box.ts). */
  secretsSealed: text('secrets_sealed').notNull(),
  /** The key pair of the format `salesiq`. */
  publicKey: text('public_key'),
  privateKeySealed: text('private_key_sealed'),
  disabledAt: time('disabled_at'),
  disabledReason: text('disabled_reason'),
  /** What happened before it was added, or enabled again, it is not told by itself. */
  toldFrom: time('told_from').notNull().default(sql`clock_timestamp()`),
  /** Since when every try has failed; null: the last one succeeded, or there was none. */
  failingSince: time('failing_since'),
  /** The sequence up to which events have become deliveries. */
  cursor: bigint('cursor', { mode: 'number' }).notNull(),
  /** The workflow's chain of runs that took events last, and its last taking: an earlier one that comes late takes none. */
  takenBy: text('taken_by'),
  taking: integer('taking').notNull().default(0),
  /** When its workflow was last woken, and up to which sequence. */
  wokenAt: time('woken_at'),
  wokenTo: bigint('woken_to', { mode: 'number' }).notNull().default(0),
  /** Deliveries wait that its workflow does not know of, and it has not been woken for them: a replay. */
  hasAsked: boolean('has_asked').notNull().default(false),
  createdAt: createdAt(),
});

/**
 * What has just happened, written by triggers in the transaction of the change. Without an index, because the rows are moved to
 * `webhook_events` at once.
 */
export const webhookOutbox = pgTable('webhook_outbox', {
  number: bigserial('number', { mode: 'number' }).notNull(),
  /** The transaction of the change. */
  madeBy: xid8('made_by').notNull().default(sql`pg_current_xact_id()`),
  event: text('event').notNull(),
  channelId: text('channel_id'),
  conversationId: text('conversation_id'),
  contactId: text('contact_id'),
  messageId: text('message_id'),
  /** What must not be told twice; null: anything may. */
  dedupKey: text('dedup_key'),
  at: time('at').notNull().default(sql`clock_timestamp()`),
});

/** Events in the order in which they are told: ids and kinds, no texts. Kept for 30 days. */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    sequence: bigserial('sequence', { mode: 'number' }).primaryKey(),
    /** `webhook-id` of its deliveries, and their id in the API. */
    id: text('id').notNull(),
    event: text('event').notNull(),
    brandId: text('brand_id'),
    channelId: text('channel_id'),
    conversationId: text('conversation_id'),
    contactId: text('contact_id'),
    messageId: text('message_id'),
    dedupKey: text('dedup_key'),
    /** Of a test: the only endpoint that it is for. */
    webhookId: text('webhook_id'),
    at: time('at').notNull(),
  },
  (table) => [
    uniqueIndex('webhook_events_id').on(table.id),
    uniqueIndex('webhook_events_dedup').on(table.dedupKey),
    index('webhook_events_at').using('brin', table.at),
  ],
);

/** An event for one endpoint. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    contactId: text('contact_id'),
    /** In which its event keeps its order. */
    thread: text('thread').notNull().default(''),
    status: text('status', { enum: ['pending', 'succeeded', 'failed', 'dead'] }).notNull(),
    /** Rises when it is sent anew: what was planned before is void. */
    cycle: smallint('cycle').notNull().default(0),
    /** Of this cycle: when it was first tried, and how many pauses of the schedule have been used. */
    firstTryAt: time('first_try_at'),
    step: smallint('step').notNull().default(0),
    /** How many tries in a row were made because `Retry-After` asked for them. */
    asked: smallint('asked').notNull().default(0),
    /** The later ones pass; a workflow of its own waits for its next try. */
    isAlone: boolean('is_alone').notNull().default(false),
    /** That workflow has waited: the one of the endpoint makes the try. */
    isDue: boolean('is_due').notNull().default(false),
    nextAttemptAt: time('next_attempt_at'),
    /** `{at, status, ms, error?}`, the oldest first, 50 at most. */
    attempts: jsonb('attempts').notNull().default([]),
    /** The last request and its answer; null once something of it was deleted. */
    request: jsonb('request'),
    answer: jsonb('answer'),
    /** Rises when something of its contact is deleted: a try that began before leaves no text. */
    forgotten: integer('forgotten').notNull().default(0),
    /** The workflow's chain of runs that knows of it, and in which of its takings it was given; null: none does. */
    takenBy: text('taken_by'),
    taking: integer('taking'),
    createdAt: createdAt(),
    changedAt: changedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.webhookId, table.sequence] }),
    // Open deliveries by what the workflow of their endpoint knows of them: there may be very many of each kind.
    index('webhook_deliveries_to_take')
      .on(table.webhookId, table.sequence)
      .where(
        sql`${table.status} in ('pending', 'failed') and (not ${table.isAlone} or ${table.isDue}) and ${table.takenBy} is null`,
      ),
    index('webhook_deliveries_taken')
      .on(table.webhookId, table.taking)
      .where(
        sql`${table.status} in ('pending', 'failed') and (not ${table.isAlone} or ${table.isDue}) and ${table.takenBy} is not null`,
      ),
    index('webhook_deliveries_alone')
      .on(table.webhookId, table.nextAttemptAt)
      .where(sql`${table.status} in ('pending', 'failed') and ${table.isAlone} and not ${table.isDue}`),
    index('webhook_deliveries_thread')
      .on(table.webhookId, table.thread)
      .where(sql`${table.status} in ('pending', 'failed') and not ${table.isAlone}`),
    index('webhook_deliveries_dead').on(table.webhookId, table.sequence).where(sql`${table.status} = 'dead'`),
    index('webhook_deliveries_contact').on(table.contactId),
  ],
);

/** What an administrator has asked to be sent anew; workflows make deliveries of it, some at a time. Gone when that is done. */
export const webhookReplays = pgTable(
  'webhook_replays',
  {
    number: bigserial('number', { mode: 'number' }).primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    since: time('since').notNull(),
    until: time('until'),
    /** Of the selection; null: all of it. */
    events: text('events').array(),
    /** The first sequence to look at, the last one, and up to which that is done. */
    first: bigint('first', { mode: 'number' }).notNull(),
    last: bigint('last', { mode: 'number' }).notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    /** How many deliveries begin anew. */
    count: integer('count').notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [index('webhook_replays_webhook').on(table.webhookId, table.number)],
);
