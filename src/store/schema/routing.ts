/** Who is there for conversations: groups of operators, who is available, and what is offered to whom. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns';
import { brands, operators } from './people';

/** Departments of a brand. */
export const groups = pgTable(
  'groups',
  {
    id: text('id').primaryKey(),
    brandId: text('brand_id')
      .notNull()
      .references(() => brands.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('groups_name_unique').on(table.brandId, sql`lower(${table.name})`),
    index('groups_brand').on(table.brandId, table.id),
  ],
);

export const groupMembers = pgTable(
  'group_members',
  {
    groupId: text('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    operatorId: text('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.operatorId] }),
    index('group_members_operator').on(table.operatorId),
  ],
);

/**
 * What an operator has chosen. One without a row is `online` and was never offered anything. The row is also the lock under which
 * their last place is given away.
 */
export const operatorAvailability = pgTable('operator_availability', {
  operatorId: text('operator_id')
    .primaryKey()
    .references(() => operators.id, { onDelete: 'cascade' }),
  status: text('status').notNull().default('online'),
  /** Since when; kept by the trigger `operator_availability_status`. */
  statusSince: time('status_since').notNull().default(sql`clock_timestamp()`),
  /** When they last got an offer; null: never. */
  lastOfferedAt: time('last_offered_at'),
});

/** Which operators have an event stream open, by process: every process sees all of them. */
export const operatorStreams = pgTable(
  'operator_streams',
  {
    processId: text('process_id').notNull(),
    operatorId: text('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    /** Moved forward while a stream is open; past it, the operator is not connected by this process. */
    connectedUntil: time('connected_until').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.processId, table.operatorId] }),
    index('operator_streams_operator').on(table.operatorId, table.connectedUntil),
  ],
);

/**
 * Places that are given away by an offer, one for each conversation at most: made by the claim, and deleted when the conversation shows
 * that the offer is over. There is no foreign key, so that a claim never waits for a locked conversation.
 */
export const offers = pgTable(
  'offers',
  {
    conversationId: text('conversation_id').primaryKey(),
    /** Which offer of the conversation it is: the same one is not claimed twice. */
    number: integer('number').notNull(),
    operatorId: text('operator_id').notNull(),
    claimedAt: time('claimed_at').notNull().default(sql`clock_timestamp()`),
    /** By the wall clock: a claim that no conversation shows by then is deleted. */
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [index('offers_operator').on(table.operatorId), index('offers_expires').on(table.expiresAt)],
);

/**
 * What is counted for `/metrics`, written by triggers in the transaction in which it happens: rows of their own, so that no two
 * conversations wait for the same counter. Now and then they are added to `routing_totals`.
 */
export const routingEvents = pgTable('routing_events', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  /** `offer`, `attended` or `returned`. */
  kind: text('kind').notNull(),
  /** How an offer went on, or why a conversation was returned. */
  label: text('label').notNull().default(''),
  /** From whom it was returned. */
  operatorId: text('operator_id').notNull().default(''),
  /** For how long the contact had waited. */
  waitedMs: bigint('waited_ms', { mode: 'number' }),
});

export const routingTotals = pgTable(
  'routing_totals',
  {
    kind: text('kind').notNull(),
    label: text('label').notNull(),
    operatorId: text('operator_id').notNull(),
    /** Only of those with at most so many seconds, and more than the next lower bound; infinite: of the others. */
    atMost: doublePrecision('at_most').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    /** In seconds. */
    sum: doublePrecision('sum').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.label, table.operatorId, table.atMost] })],
);
