/**
 * Who works here and on what: operators, brands, channels, and the ways to sign in. Rows stay inside `store`.
 * Secrets are sealed text (platform/secrets/secret-box.ts) or SHA-256 fingerprints; never clear.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core';

const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const createdAt = () => time('created_at').notNull().defaultNow();

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

export const channels = pgTable(
  'channels',
  {
    id: text('id').primaryKey(),
    brandId: text('brand_id')
      .notNull()
      .references(() => brands.id),
    name: text('name').notNull(),
    status: text('status', { enum: ['draft', 'live', 'disabled', 'deleted'] }).notNull(),
    originalId: text('original_id'),
    appId: text('app_id'),
    encryption: text('encryption', { enum: ['plain', 'compatible', 'safe'] }).notNull(),
    appSecretSealed: text('app_secret_sealed'),
    tokenSealed: text('token_sealed'),
    encodingAesKeySealed: text('encoding_aes_key_sealed'),
    settings: jsonb('settings').notNull(),
    /** Rises with every change of `settings`; a conversation never goes back to an older one. */
    settingsVersion: integer('settings_version').notNull().default(1),
    ipAllowlistConfirmed: boolean('ip_allowlist_confirmed').notNull().default(false),
    /** When WeChat's verification request last came with a right signature. */
    verifiedAt: time('verified_at'),
    /** Sends wait until then because WeChat's quota is used up; the next probe may go out at `pauseProbeAt`. */
    pausedUntil: time('paused_until'),
    pauseProbeAt: time('pause_probe_at'),
    lastError: jsonb('last_error'),
    /** Since when WeChat refuses the channel itself, whatever is asked; null: it works. */
    unhealthySince: time('unhealthy_since'),
    /** WeChat's last refusal of that kind. */
    trouble: jsonb('trouble'),
    /** When the next probe is due; moved on by whoever claims it, so that one probe is made for all processes. */
    probeAt: time('probe_at'),
    /** One message may try. */
    isProbeOpen: boolean('is_probe_open').notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [index('channels_brand').on(table.brandId, table.id)],
);

/**
 * Former credentials: WeChat goes on using a token, key or mode for a while, so for a day deliveries that use it
 * are accepted as well. A row holds one of the three, and is deleted when it expires.
 */
export const channelFormerSecrets = pgTable(
  'channel_former_secrets',
  {
    id: text('id').primaryKey(),
    channelId: text('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    /** As they were sealed in the channel's row: bound to the channel's id. */
    tokenSealed: text('token_sealed'),
    encodingAesKeySealed: text('encoding_aes_key_sealed'),
    encryption: text('encryption', { enum: ['plain', 'compatible', 'safe'] }),
    replacedAt: time('replaced_at').notNull().default(sql`clock_timestamp()`),
    acceptedUntil: time('accepted_until').notNull().default(sql`clock_timestamp() + interval '24 hours'`),
    /** When a delivery last used it; null: never. */
    lastUsedAt: time('last_used_at'),
  },
  (table) => [
    index('channel_former_secrets_channel').on(table.channelId, table.replacedAt),
    index('channel_former_secrets_over').on(table.acceptedUntil),
  ],
);

/** WeChat's access token of a channel, shared by all processes. */
export const channelAccessTokens = pgTable('channel_access_tokens', {
  channelId: text('channel_id')
    .primaryKey()
    .references(() => channels.id, { onDelete: 'cascade' }),
  tokenSealed: text('token_sealed'),
  expiresAt: time('expires_at'),
  /** Rises with every token that is saved: a slower refresh cannot overwrite a newer one. */
  version: integer('version').notNull().default(0),
  refreshLeaseUntil: time('refresh_lease_until'),
  forcedAt: time('forced_at'),
});

export const apiTokens = pgTable(
  'api_tokens',
  {
    id: text('id').primaryKey(),
    operatorId: text('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    secretHash: text('secret_hash').notNull(),
    scope: text('scope', { enum: ['read', 'write'] }).notNull(),
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
    createdAt: createdAt(),
    lastUsedAt: time('last_used_at').notNull().defaultNow(),
  },
  (table) => [index('sessions_operator').on(table.operatorId), index('sessions_created').on(table.createdAt)],
);

/**
 * Tries to sign in, counted by account, by address and by both (a SHA-256 of them): shared by all processes, so that
 * guessing is slowed down wherever it arrives.
 */
export const signInGuards = pgTable(
  'sign_in_guards',
  {
    key: text('key').primaryKey(),
    failures: integer('failures').notNull().default(0),
    blockedUntil: time('blocked_until'),
    lastTriedAt: time('last_tried_at').notNull().default(sql`clock_timestamp()`),
    /** The account has signed in from this address lately: what others do to the account does not count there. */
    trustedUntil: time('trusted_until'),
  },
  (table) => [index('sign_in_guards_tried').on(table.lastTriedAt)],
);

/**
 * Requests of the current minute, by limit and place or operator (a fingerprint), for all processes together. The
 * columns are those of the library that counts (store/channels/rate-counts.ts). Unlogged: what a crash loses is a minute's
 * count.
 */
export const rateCounts = pgTable('rate_counts', {
  key: varchar('key', { length: 255 }).primaryKey(),
  points: integer('points').notNull().default(0),
  /** The end of the minute, epoch ms. */
  expire: bigint('expire', { mode: 'number' }),
});

/** Who did what to the desk. Triggers refuse to change a row, and to delete one within its 190 days. */
export const auditLog = pgTable(
  'audit_log',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    at: time('at').notNull(),
    action: text('action').notNull(),
    /** Who did it; null: nobody who is known, or the program itself. */
    operatorId: text('operator_id'),
    via: text('via', { enum: ['session', 'token', 'none', 'system'] }).notNull(),
    address: text('address'),
    targetType: text('target_type'),
    targetId: text('target_id'),
    details: jsonb('details').notNull(),
    previousHash: text('previous_hash').notNull(),
    /** SHA-256 over `previousHash` and all of this row: a row that is changed or missing breaks the chain. */
    hash: text('hash').notNull(),
  },
  (table) => [
    index('audit_log_operator').on(table.operatorId, table.seq),
    index('audit_log_target').on(table.targetType, table.targetId, table.seq),
    index('audit_log_action').on(table.action, table.seq),
    index('audit_log_at').on(table.at),
  ],
);

/** The end of the audit log: one row, locked by who appends. */
export const auditHead = pgTable('audit_head', {
  id: integer('id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
});
