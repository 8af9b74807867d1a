/**
 * Who works here: operators, the brands that they are members of, and the ways to sign in. Secrets are SHA-256
 * or argon2id hashes, never plain text.
 */
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { SIGN_IN_METHODS } from '../../domain/sign-in/sign-in-methods';
import { createdAt, time } from './columns';

export const operators = pgTable(
  'operators',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    role: text('role', { enum: ['operator', 'administrator'] }).notNull(),
    /** argon2id with its parameters; null until an invitation is accepted. */
    passwordHash: text('password_hash'),
    mustChangePassword: boolean('must_change_password').notNull().default(false),
    invitationHash: text('invitation_hash'),
    invitationExpiresAt: time('invitation_expires_at'),
    disabledAt: time('disabled_at'),
    /** How many conversations they are offered at the same time; null: the brand's default. */
    capacity: integer('capacity'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('operators_email_unique').on(sql`lower(${table.email})`),
    uniqueIndex('operators_invitation_unique').on(table.invitationHash),
  ],
);

export const brands = pgTable('brands', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** Who is rung for its conversations (domain/routing); null: everyone. */
  routing: jsonb('routing'),
  /** Its opening hours (domain/hours); null: always open. */
  hours: jsonb('hours'),
  createdAt: createdAt(),
});

export const brandMembers = pgTable(
  'brand_members',
  {
    brandId: text('brand_id')
      .notNull()
      .references(() => brands.id, { onDelete: 'cascade' }),
    operatorId: text('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.brandId, table.operatorId] }),
    index('brand_members_operator').on(table.operatorId),
  ],
);

export const apiTokens = pgTable(
  'api_tokens',
  {
    id: text('id').primaryKey(),
    operatorId: text('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    secretHash: text('secret_hash').notNull(),
    /** For the release before scopes, while it still runs; `scopes` decides. */
    scope: text('scope', { enum: ['read', 'write'] }).notNull(),
    /** null: as `scope` says (read only, or all that its operator may). */
    scopes: text('scopes').array(),
    /** The brands that it is limited to; null: those of its operator. */
    brandIds: text('brand_ids').array(),
    expiresAt: time('expires_at'),
    lastUsedAt: time('last_used_at'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('api_tokens_secret_unique').on(table.secretHash),
    index('api_tokens_operator').on(table.operatorId, table.id),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    /** SHA-256 of the cookie: what is stored here cannot be used to sign in. */
    idHash: text('id_hash').primaryKey(),
    operatorId: text('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    /** How they signed in. */
    method: text('method', { enum: SIGN_IN_METHODS }).notNull().default('password'),
    /** The provider's proof of a single sign-on, for the sign-out there. */
    idTokenSealed: text('id_token_sealed'),
    createdAt: createdAt(),
    lastUsedAt: time('last_used_at').notNull().defaultNow(),
  },
  (table) => [index('sessions_operator').on(table.operatorId), index('sessions_created').on(table.createdAt)],
);

/**
 * Attempts to sign in, counted by account, by address and by both (a SHA-256 of them); shared by all processes, so that
 * guessing is slowed down whichever process it reaches.
 */
export const signInGuards = pgTable(
  'sign_in_guards',
  {
    key: text('key').primaryKey(),
    failures: integer('failures').notNull().default(0),
    blockedUntil: time('blocked_until'),
    lastTriedAt: time('last_tried_at').notNull().default(sql`clock_timestamp()`),
    /** The account has signed in from this address recently: failures from elsewhere do not count here. */
    trustedUntil: time('trusted_until'),
  },
  (table) => [index('sign_in_guards_tried').on(table.lastTriedAt)],
);
