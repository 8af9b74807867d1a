/**
 * Connected accounts and their credentials. Secrets are sealed text (platform/secrets/secret-box.ts), never
 * plain text.
 */
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { CHANNEL_KINDS } from '../../domain/channel-kinds';
import { createdAt, time } from './columns';
import { brands } from './people';
import { groups } from './routing';

export const channels = pgTable(
  'channels',
  {
    id: text('id').primaryKey(),
    brandId: text('brand_id')
      .notNull()
      .references(() => brands.id),
    name: text('name').notNull(),
    /** Chosen when it is added, and never changed. */
    kind: text('kind', { enum: CHANNEL_KINDS }).notNull().default('official_account'),
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
    /** Whose conversations are for this group; null: for all members of the brand. */
    groupId: text('group_id').references(() => groups.id, { onDelete: 'set null' }),
    /**
     * A copy of the brand's routing, so that a channel is read without its brand: written in the transaction that
     * changes it.
     */
    routing: jsonb('routing'),
    /** Opening hours of its own; null: the brand's. */
    hours: jsonb('hours'),
    /** It has opening hours, of its own or the brand's: kept like the copy of the routing. */
    hasHours: boolean('has_hours').notNull().default(false),
    ipAllowlistConfirmed: boolean('ip_allowlist_confirmed').notNull().default(false),
    /** When WeChat's verification request last came with a valid signature. */
    verifiedAt: time('verified_at'),
    /** Sends wait until then because WeChat's quota is used up; the next probe may go out at `pauseProbeAt`. */
    pausedUntil: time('paused_until'),
    pauseProbeAt: time('pause_probe_at'),
    lastError: jsonb('last_error'),
    /** Since when WeChat refuses every call of the channel; null: it works. */
    unhealthySince: time('unhealthy_since'),
    /** WeChat's last refusal of that kind. */
    trouble: jsonb('trouble'),
    /** When the next probe is due. A claim moves it forward, so that each probe is made by one process. */
    probeAt: time('probe_at'),
    /** One message may be sent as a probe. */
    isProbeOpen: boolean('is_probe_open').notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [index('channels_brand').on(table.brandId, table.id)],
);

/**
 * Previous credentials: WeChat keeps using an old token, key or mode for a while, so deliveries that use it are
 * accepted for another day. A row holds one of the three, and is deleted when it expires.
 */
export const channelFormerSecrets = pgTable(
  'channel_former_secrets',
  {
    id: text('id').primaryKey(),
    channelId: text('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    /** Sealed as in the channel's row: bound to the channel's id. */
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

/** Bots that keep failing on a channel (docs/rules.md#65); a success deletes the row. */
export const channelBotFailures = pgTable('channel_bot_failures', {
  channelId: text('channel_id')
    .primaryKey()
    .references(() => channels.id, { onDelete: 'cascade' }),
  /** How many turns have failed in a row. */
  count: integer('count').notNull(),
  /** Until then conversations begin without the bot; after it, the first one to begin is the probe. Null: not paused. */
  pausedUntil: time('paused_until'),
});
