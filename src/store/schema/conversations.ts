/**
 * Contacts, conversations and the transcript. A transcript row is the inbox (what a contact sent), the outbox (what
 * we send) and the archive in one; conversations are projections of what their workflows hold.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { channels } from './administration';

const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });
const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
/** The server's clock at the change itself, not at the begin of the transaction: event streams resume from it. */
const changedAt = () => time('changed_at').notNull().default(sql`clock_timestamp()`);

export const contacts = pgTable(
  'contacts',
  {
    id: text('id').primaryKey(),
    channelId: text('channel_id')
      .notNull()
      .references(() => channels.id),
    openId: text('open_id').notNull(),
    /** What operators call them; null: a name is made (domain/contact.ts). */
    name: text('name'),
    /** The remark that WeChat keeps of a contact too. What was written here and not there yet is `pending`. */
    remark: text('remark'),
    remarkSync: text('remark_sync', { enum: ['synced', 'pending', 'failed'] }),
    /** WeChat's code where it refused the remark last; null where it was out of reach. */
    remarkErrorCode: integer('remark_error_code'),
    /** When the remark is to be written back; null: nothing is to be done. */
    remarkDueAt: time('remark_due_at'),
    /** Failed attempts to write the remark to WeChat: the pauses grow with it. */
    remarkTries: integer('remark_tries').notNull().default(0),
    tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
    /** Whether they follow the account; null: nobody knows yet. */
    isSubscribed: boolean('is_subscribed'),
    subscribedAt: time('subscribed_at'),
    /** The follow, unfollow or scan that told so last: what WeChat was asked before it is older news. */
    subscriptionSeenAt: time('subscription_seen_at'),
    /** WeChat's words for how they came, e.g. `ADD_SCENE_QR_CODE`, and the scene of the code. */
    subscribeScene: text('subscribe_scene'),
    wechatQrScene: text('wechat_qr_scene'),
    wechatTagIds: integer('wechat_tag_ids').array().notNull().default(sql`'{}'::integer[]`),
    language: text('language'),
    /** When WeChat was asked for the profile last, and when it is to be asked next; null: not before they act. */
    profileAt: time('profile_at'),
    profileDueAt: time('profile_due_at').defaultNow(),
    /** Failed attempts to fetch the profile: the pauses grow with it. */
    profileTries: integer('profile_tries').notNull().default(0),
    /** The QR codes' scenes by which they came first and last. */
    firstScene: text('first_scene'),
    firstSceneAt: time('first_scene_at'),
    lastScene: text('last_scene'),
    lastSceneAt: time('last_scene_at'),
    blockedAt: time('blocked_at'),
    blockedBy: text('blocked_by'),
    blockedReason: text('blocked_reason'),
    /** The last `seq` given in this contact's transcript. */
    lastSeq: integer('last_seq').notNull().default(0),
    /** How many inbox rows there are: numbers them in the order of their commits. */
    inboxCount: integer('inbox_count').notNull().default(0),
    /** One process at a time signals the inbox of a contact: until when, and who. */
    senderLeaseUntil: time('sender_lease_until'),
    senderLeaseBy: text('sender_lease_by'),
    unsubscribedAt: time('unsubscribed_at'),
    /** How the demo has moved the contact's clock (store/contacts/contact-clock.ts); null: never. */
    clockMoves: jsonb('clock_moves'),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('contacts_open_id_unique').on(table.channelId, table.openId),
    index('contacts_tags').using('gin', table.tags),
    index('contacts_first_scene')
      .on(table.channelId, table.firstScene)
      .where(sql`${table.firstScene} is not null`),
    // What is to be asked of WeChat, or told to it, and who is blocked: few of many.
    index('contacts_profile_due')
      .on(table.channelId, table.profileDueAt)
      .where(sql`${table.profileDueAt} is not null`),
    index('contacts_remark_due')
      .on(table.channelId, table.remarkDueAt)
      .where(sql`${table.remarkDueAt} is not null`),
    index('contacts_blocked').on(table.id).where(sql`${table.blockedAt} is not null`),
  ],
);

export const conversations = pgTable(
  'conversations',
  {
    id: text('id').primaryKey(),
    contactId: text('contact_id')
      .notNull()
      .references(() => contacts.id),
    channelId: text('channel_id').notNull(),
    brandId: text('brand_id').notNull(),
    state: text('state').notNull(),
    operatorId: text('operator_id'),
    /** Rises with every step of the workflow; an older projection never overwrites a newer one. */
    version: integer('version').notNull(),
    settingsVersion: integer('settings_version').notNull(),
    /** The domain's Conversation at `version`. */
    snapshot: jsonb('snapshot').notNull(),
    runId: text('run_id').notNull(),
    /**
     * Where in its life the chain was that wrote this: tells a chain that was set back, or another one, from the chain
     * that goes on (`write_projections`). Null in rows from before there was a chain id.
     */
    chainId: text('chain_id'),
    generation: integer('generation').notNull().default(0),
    historyLength: integer('history_length').notNull().default(0),
    /** The newest of WeChat's own times among its rows: what is filed after it and is older came late. */
    newestWechatAt: time('newest_wechat_at'),
    /** The workflow's clock minus the wall clock; 0 unless the conversation was fast-forwarded. */
    clockOffsetMs: bigint('clock_offset_ms', { mode: 'number' }).notNull(),
    /** The contact's clock minus the workflow's: 0 unless an earlier chain of the contact was fast-forwarded. */
    clockShiftMs: bigint('clock_shift_ms', { mode: 'number' }).notNull().default(0),
    /** Rises with every activity in any conversation: lists are sorted by it, not by a clock. */
    activityNumber: bigserial('activity_number', { mode: 'number' }).notNull(),
    /** The transaction that gave it this activity number, and so this place in the lists. */
    placedBy: xid8('placed_by').notNull().default(sql`pg_current_xact_id()`),
    /** Its places before, each with the transaction that gave it: the first and the latest (`remember_place`). */
    places: bigint('places', { mode: 'number' }).array().notNull().default(sql`'{}'::bigint[]`),
    /** Messages of it wait until WeChat takes calls of the channel again; also where it is completed. */
    waitsForChannel: boolean('waits_for_channel').notNull().default(false),
    startedAt: time('started_at').notNull(),
    changedAt: changedAt(),
  },
  (table) => [
    index('conversations_activity').on(table.activityNumber),
    index('conversations_state_activity').on(table.state, table.activityNumber),
    // Lists are merged from one sorted run for each state, so that no list reads more rows than it shows.
    index('conversations_operator_state_activity').on(table.operatorId, table.state, table.activityNumber),
    index('conversations_channel_state_activity').on(table.channelId, table.state, table.activityNumber),
    index('conversations_brand_state_activity').on(table.brandId, table.state, table.activityNumber),
    index('conversations_contact').on(table.contactId, table.activityNumber),
    index('conversations_changed').on(table.changedAt),
    index('conversations_waiting_for_channel').on(table.channelId).where(sql`${table.waitsForChannel}`),
    index('conversations_open_settings')
      .on(table.channelId, table.settingsVersion)
      .where(sql`${table.state} <> 'completed'`),
  ],
);

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
    /** When the conversation was told of it last, and how often: the pauses between grow with it. */
    signalledAt: time('signalled_at'),
    signalTries: smallint('signal_tries').notNull().default(0),
    /** The version of the workflow at which it was filed: tells a second run of a step from a second signal. */
    filedVersion: integer('filed_version'),
    wechatMessageId: text('wechat_message_id'),
    /** WeChat's CreateTime: shown, never used for a rule. */
    wechatCreatedAt: time('wechat_created_at'),
    /** It was filed after something that is newer by WeChat's own time. */
    isLate: boolean('is_late').notNull().default(false),
    // The outbox: what we send.
    status: text('status'),
    /** The conversation for which an operator wrote it. */
    wishedConversationId: text('wished_conversation_id'),
    /** The version at which the workflow is known to have accepted it; null: nobody knows yet whether it has. */
    acceptedVersion: integer('accepted_version'),
    /** When the workflow was last asked whether it has it, and how often: the pauses between grow with it. */
    askedAt: time('asked_at'),
    askTries: smallint('ask_tries').notNull().default(0),
    whenBlocked: text('when_blocked', { enum: ['reject', 'hold'] }),
    error: jsonb('error'),
    sentAt: time('sent_at'),
    /** When somebody sent a message again of which nobody knew whether it had arrived; it stays `unknown` itself. */
    resolvedAt: time('resolved_at'),
    /** The version of the workflow that last gave it a status. */
    statusVersion: integer('status_version').notNull().default(0),
  },
  (table) => [
    uniqueIndex('messages_dedup_unique').on(table.channelId, table.dedupKey),
    uniqueIndex('messages_contact_seq_unique').on(table.contactId, table.seq),
    index('messages_conversation_seq').on(table.conversationId, table.seq),
    index('messages_unfiled')
      .on(table.contactId, table.inboxNumber)
      .where(sql`${table.inboxNumber} is not null and ${table.seq} is null`),
    index('messages_unaccepted')
      .on(table.createdAt)
      .where(sql`${table.direction} = 'outbound' and ${table.seq} is null`),
    // What a workflow should know of: settled where it does not.
    index('messages_on_their_way')
      .on(table.contactId)
      .where(sql`${table.direction} = 'outbound' and ${table.status} in ('queued', 'held')`),
    index('messages_changed').on(table.changedAt),
    index('messages_unknown')
      .on(table.createdAt)
      .where(sql`${table.status} = 'unknown' and ${table.resolvedAt} is null`),
    // The health of a channel: what came last, what was sent in the last hour and day.
    index('messages_channel_direction').on(table.channelId, table.direction, table.createdAt),
  ],
);

/** The send ledger: a row stands here before the first byte of an attempt leaves. */
export const sendAttempts = pgTable(
  'send_attempts',
  {
    messageId: text('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    attempt: integer('attempt').notNull(),
    startedAt: time('started_at').notNull().default(sql`clock_timestamp()`),
    endedAt: time('ended_at'),
    /** The domain's SendOutcome; null while nobody knows. */
    outcome: jsonb('outcome'),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.attempt] })],
);

/** Maps what a client called a request to the message that it made. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    operatorId: text('operator_id').notNull(),
    conversationId: text('conversation_id').notNull(),
    key: text('key').notNull(),
    bodyHash: text('body_hash').notNull(),
    messageId: text('message_id').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.operatorId, table.conversationId, table.key] }),
    // A message takes its key along when it goes; and ids rise with time, so that what is old is found from the front.
    index('idempotency_keys_message').on(table.messageId),
  ],
);

/**
 * Deliveries that could not be taken, kept sealed and bounded, so that nothing is lost without a trace. All of
 * them had a valid signature when they came: a retry need not check it again, whatever the token is then.
 */
export const rejectedDeliveries = pgTable(
  'rejected_deliveries',
  {
    id: text('id').primaryKey(),
    channelId: text('channel_id').notNull(),
    reason: text('reason').notNull(),
    /** The decrypted body; where decryption failed, the body as it came. */
    bodySealed: text('body_sealed').notNull(),
    /** Whether the body was decrypted; null in rows from before retries existed. */
    isOpened: boolean('is_opened'),
    /** The query as it came, which names the person and the encryption; null in older rows. */
    querySealed: text('query_sealed'),
    /** Bytes of the body; null in older rows. */
    size: integer('size'),
    /** SHA-256 of the body: WeChat delivers three times what is not answered with `success`. */
    bodyHash: text('body_hash'),
    deliveries: integer('deliveries').notNull().default(1),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('rejected_deliveries_channel').on(table.channelId, table.createdAt),
    uniqueIndex('rejected_deliveries_body_unique').on(table.channelId, table.bodyHash),
  ],
);

/** How often the rules refused what, by day: refusals leave no trace in a workflow's history. */
export const refusalCounts = pgTable(
  'refusal_counts',
  {
    channelId: text('channel_id').notNull(),
    code: text('code').notNull(),
    day: text('day').notNull(),
    count: integer('count').notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.channelId, table.code, table.day] })],
);
