/** The people who write to our channels. */
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { channels } from './channels';
import { createdAt, time } from './columns';

export const contacts = pgTable(
  'contacts',
  {
    id: text('id').primaryKey(),
    channelId: text('channel_id')
      .notNull()
      .references(() => channels.id),
    openId: text('open_id').notNull(),
    /** The name that operators gave them; null: a name is generated (domain/contact.ts). */
    name: text('name'),
    /** The remark, which WeChat has as well. It is `pending` if it was set here but not yet written to WeChat. */
    remark: text('remark'),
    remarkSync: text('remark_sync', { enum: ['synced', 'pending', 'failed'] }),
    /** WeChat's code if it refused the last remark; null if it could not be reached. */
    remarkErrorCode: integer('remark_error_code'),
    /** When the remark is due to be written to WeChat; null: nothing to do. */
    remarkDueAt: time('remark_due_at'),
    /** Failed attempts to write the remark to WeChat: the pauses grow with it. */
    remarkTries: integer('remark_tries').notNull().default(0),
    tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
    /** Whether they follow the account; null: not known yet. */
    isSubscribed: boolean('is_subscribed'),
    subscribedAt: time('subscribed_at'),
    /** When a follow, unfollow or scan last said so; WeChat's answer to an earlier question is out of date. */
    subscriptionSeenAt: time('subscription_seen_at'),
    /** WeChat's code for how they found the account, e.g. `ADD_SCENE_QR_CODE`, and the scene of the QR code. */
    subscribeScene: text('subscribe_scene'),
    wechatQrScene: text('wechat_qr_scene'),
    wechatTagIds: integer('wechat_tag_ids').array().notNull().default(sql`'{}'::integer[]`),
    language: text('language'),
    /** When WeChat was last asked for the profile, and when it is due to be asked next; null: not before they act. */
    profileAt: time('profile_at'),
    profileDueAt: time('profile_due_at').defaultNow(),
    /** Failed attempts to fetch the profile: the pauses grow with it. */
    profileTries: integer('profile_tries').notNull().default(0),
    /** The scenes of the QR codes that brought them the first and the last time. */
    firstScene: text('first_scene'),
    firstSceneAt: time('first_scene_at'),
    lastScene: text('last_scene'),
    lastSceneAt: time('last_scene_at'),
    blockedAt: time('blocked_at'),
    blockedBy: text('blocked_by'),
    blockedReason: text('blocked_reason'),
    /** The last `seq` given in this contact's transcript. */
    lastSeq: integer('last_seq').notNull().default(0),
    /** The number of inbox rows; it numbers them in the order of their commits. */
    inboxCount: integer('inbox_count').notNull().default(0),
    /** One process at a time signals the inbox of a contact: until when, and the id of its turn. */
    senderLeaseUntil: time('sender_lease_until'),
    senderLeaseBy: text('sender_lease_by'),
    unsubscribedAt: time('unsubscribed_at'),
    /** How the demo has moved the contact's clock (store/contacts/contact-clock.ts); null: never. */
    clockMoves: jsonb('clock_moves'),
    /** Nothing of theirs is erased or removed by retention (docs/privacy.md). */
    legalHold: boolean('legal_hold').notNull().default(false),
    /** When everything about them was erased: the row is left for counts, and `open_id` is free again; null: it was not. */
    erasedAt: time('erased_at'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('contacts_open_id_unique').on(table.channelId, table.openId),
    index('contacts_tags').using('gin', table.tags),
    // The list of all tags reads only those that have one.
    index('contacts_tagged').on(table.channelId).where(hasTags(table)),
    index('contacts_first_scene')
      .on(table.channelId, table.firstScene)
      .where(sql`${table.firstScene} is not null`),
    // Profiles to fetch, remarks to write, blocked contacts: few of many.
    index('contacts_profile_due')
      .on(table.channelId, table.profileDueAt)
      .where(sql`${table.profileDueAt} is not null`),
    index('contacts_remark_due')
      .on(table.channelId, table.remarkDueAt)
      .where(sql`${table.remarkDueAt} is not null`),
    // A contact without a name is shown under a name made from the end of its id; search uses this index to find it.
    index('contacts_mark')
      .on(sql`right(${table.id}, 4)`)
      .where(sql`coalesce(${table.name}, '') = '' and coalesce(${table.remark}, '') = ''`),
    index('contacts_unsubscribed').on(table.id).where(sql`${table.isSubscribed} = false`),
    // Reports count them.
    index('contacts_subscribed').on(table.channelId).where(sql`${table.isSubscribed}`),
    index('contacts_blocked').on(table.id).where(sql`${table.blockedAt} is not null`),
  ],
);

/** Contacts that are being erased, or were (store/privacy/erasures.ts); their words are gone since the row exists. */
export const erasures = pgTable(
  'erasures',
  {
    contactId: text('contact_id')
      .primaryKey()
      .references(() => contacts.id),
    askedAt: time('asked_at').notNull().default(sql`clock_timestamp()`),
    /** When somebody looks at it again: it was claimed, or something is still under way. */
    againAt: time('again_at').notNull().default(sql`clock_timestamp()`),
    tries: integer('tries').notNull().default(0),
    /** Nothing is left to do; null: something is. */
    finishedAt: time('finished_at'),
  },
  (table) => [index('erasures_due').on(table.againAt).where(sql`${table.finishedAt} is null`)],
);

/** The contact or conversation has a tag; worded as in the partial indexes. */
export function hasTags({ tags }: { readonly tags: SQLWrapper }): SQL {
  return sql`${tags} <> '{}'`;
}
