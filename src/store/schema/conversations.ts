/** Conversations: projections of what their workflows hold. */
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { changedAt, time, xid8 } from './columns';
import { contacts, hasTags } from './contacts';

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
     * The position of the chain that wrote this row. With it, `write_projections` distinguishes the chain that
     * continues from one that was reset and from another chain. Null in rows from before chains had ids.
     */
    chainId: text('chain_id'),
    generation: integer('generation').notNull().default(0),
    historyLength: integer('history_length').notNull().default(0),
    /**
     * The chain's clock (epoch ms) at the step that wrote this row, and whether Temporal had recorded that step before.
     * If a chain does not know a step of the same version, that step was lost with part of its history.
     */
    stepAt: bigint('step_at', { mode: 'number' }),
    isStepRecorded: boolean('is_step_recorded').notNull().default(false),
    /**
     * The newest of WeChat's own times among its rows (whole seconds), and when that row was received: anything older
     * that is filed later came late.
     */
    newestWechatAt: time('newest_wechat_at'),
    newestReceivedAt: time('newest_received_at'),
    /** The workflow's clock minus the wall clock; 0 unless the conversation was fast-forwarded. */
    clockOffsetMs: bigint('clock_offset_ms', { mode: 'number' }).notNull(),
    /** The contact's clock minus the workflow's: 0 unless an earlier chain of the contact was fast-forwarded. */
    clockShiftMs: bigint('clock_shift_ms', { mode: 'number' }).notNull().default(0),
    /** Rises with every activity in any conversation: lists are sorted by it, not by a clock. */
    activityNumber: bigserial('activity_number', { mode: 'number' }).notNull(),
    /** The transaction that assigned this activity number, and with it the place in the lists. */
    placedBy: xid8('placed_by').notNull().default(sql`pg_current_xact_id()`),
    /**
     * Previous places, each with the transaction that assigned it: the first and the latest ones (`remember_place`).
     */
    places: bigint('places', { mode: 'number' }).array().notNull().default(sql`'{}'::bigint[]`),
    /** Some of its messages wait until WeChat accepts calls of the channel again; it may be completed. */
    waitsForChannel: boolean('waits_for_channel').notNull().default(false),
    /** Priority and tags, set by operators. Its workflow knows nothing of them, and no rule depends on them. */
    priority: text('priority').notNull().default('normal'),
    tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
    /**
     * Rises with every change that the workflow's `version` does not count: priority, tags, trouble that is settled.
     */
    factsVersion: integer('facts_version').notNull().default(0),
    // Kept by the trigger `conversations_urgency`.
    /** The contact wrote last, and no message accepted since has answered it. */
    isUnanswered: boolean('is_unanswered').notNull().default(false),
    /** The sort key among open conversations by urgency, the lowest first (`urgency_of`). */
    urgency: bigint('urgency', { mode: 'number' }).notNull().default(0),
    /** As `placedBy` and `places`, for the order by urgency. */
    urgencyBy: xid8('urgency_by').notNull().default(sql`pg_current_xact_id()`),
    urgencies: bigint('urgencies', { mode: 'number' }).array().notNull().default(sql`'{}'::bigint[]`),
    // Kept by the trigger `conversations_queue`.
    /** The group that it waits for; null: all members of the brand. */
    groupId: text('group_id'),
    /** It is waiting or missed, in a brand that offers conversations, and is offered to nobody now. */
    wantsOffer: boolean('wants_offer').notNull().default(false),
    /** Its contact was erased: it is in no list any more. Kept by the trigger `conversations_erased` for new ones. */
    isErased: boolean('is_erased').notNull().default(false),
    startedAt: time('started_at').notNull(),
    changedAt: changedAt(),
    /** When the words of its messages, and their files, were removed (store/privacy); null: they were not. */
    wordsRemovedAt: time('words_removed_at'),
    filesRemovedAt: time('files_removed_at'),
  },
  (table) => [
    index('conversations_activity').on(table.activityNumber),
    index('conversations_state_activity').on(table.state, table.activityNumber),
    // Lists are merged from one sorted run for each state, so that no list reads more rows than it shows.
    index('conversations_operator_state_activity').on(table.operatorId, table.state, table.activityNumber),
    index('conversations_channel_state_activity').on(table.channelId, table.state, table.activityNumber),
    index('conversations_brand_state_activity').on(table.brandId, table.state, table.activityNumber),
    // Only open conversations are listed by urgency: few of many.
    index('conversations_urgency').on(table.state, table.urgency, table.id).where(isOpen(table)),
    index('conversations_operator_urgency')
      .on(table.operatorId, table.state, table.urgency, table.id)
      .where(isOpen(table)),
    index('conversations_brand_urgency')
      .on(table.brandId, table.state, table.urgency, table.id)
      .where(isOpen(table)),
    // Where everyone is rung, most conversations have no group.
    index('conversations_group_state_activity')
      .on(table.groupId, table.state, table.activityNumber)
      .where(hasGroup(table)),
    index('conversations_group_urgency')
      .on(table.groupId, table.state, table.urgency, table.id)
      .where(sql`${hasGroup(table)} and ${isOpen(table)}`),
    index('conversations_tags').using('gin', table.tags),
    // The list of all tags reads only those that have one.
    index('conversations_tagged').on(table.brandId).where(hasTags(table)),
    index('conversations_priority')
      .on(table.priority, table.activityNumber)
      .where(sql`${table.priority} <> 'normal'`),
    index('conversations_contact').on(table.contactId, table.activityNumber),
    index('conversations_changed').on(table.changedAt),
    index('conversations_snoozed')
      .on(table.operatorId, table.activityNumber)
      .where(sql`jsonb_exists(${table.snapshot}, 'snooze')`),
    index('conversations_waiting_for_channel').on(table.channelId).where(sql`${table.waitsForChannel}`),
    index('conversations_open_settings').on(table.channelId, table.settingsVersion).where(isOpen(table)),
    // Those that have to be told if their operator no longer hands over.
    index('conversations_hands_over')
      .on(table.operatorId)
      .where(sql`${table.state} = 'active' and ${handsOver(table)}`),
    // What is due to be removed: those that are over, by their age.
    index('conversations_words_left')
      .on(table.channelId, completedAtOf(table))
      .where(sql`${table.state} = 'completed' and ${table.wordsRemovedAt} is null`),
    index('conversations_files_left')
      .on(table.channelId, completedAtOf(table))
      .where(sql`${table.state} = 'completed' and ${table.filesRemovedAt} is null`),
    // Those that need a run in Temporal, which a process looks for page by page.
    index('conversations_unfinished').on(table.contactId).where(isUnfinished(table)),
    // Those that have to be told if their bot is deleted.
    index('conversations_bot').on(botIdOf(table)).where(mayHaveBot(table)),
  ],
);

/** The newest message that an operator has seen in a conversation. */
export const conversationViews = pgTable(
  'conversation_views',
  {
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    operatorId: text('operator_id').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.conversationId, table.operatorId] })],
);

/** The id of the bot that took part; null: none did. Worded as in the index. */
export function botIdOf({ snapshot }: { readonly snapshot: SQLWrapper }): SQL {
  return sql`(${snapshot} #>> '{bot,botId}')`;
}

/** A bot took part, and it is not known to be deleted; worded as in the partial index. */
export function mayHaveBot({
  state,
  snapshot,
}: {
  readonly state: SQLWrapper;
  readonly snapshot: SQLWrapper;
}): SQL {
  return sql`${isOpen({ state })} and ${snapshot} #>> '{bot,botId}' is not null and ${snapshot} #>> '{bot,isRemoved}' is null`;
}

/** Its operator hands over, and it shows that; worded as in the partial index. */
export function handsOver({ snapshot }: { readonly snapshot: SQLWrapper }): SQL {
  return sql`jsonb_exists(${snapshot}, 'handsOver')`;
}

/** When it was completed, by the wall clock (epoch ms); null: it was not. Worded as in the indexes. */
export function completedAtOf({
  snapshot,
  clockOffsetMs,
}: {
  readonly snapshot: SQLWrapper;
  readonly clockOffsetMs: SQLWrapper;
}): SQL {
  return sql`((${snapshot} ->> 'completedAt')::numeric - ${clockOffsetMs})`;
}

function hasGroup({ groupId }: { readonly groupId: SQLWrapper }): SQL {
  return sql`${groupId} is not null`;
}

/** Open, or some of its messages still have to be sent; worded as in the partial index. */
export function isUnfinished({ state, snapshot }: Record<'state' | 'snapshot', SQLWrapper>): SQL {
  return sql`${state} <> 'completed' or ${snapshot} -> 'outbound' <> '[]'::jsonb`;
}

/** It is not completed; worded as in the partial indexes. */
export function isOpen({ state }: { readonly state: SQLWrapper }): SQL {
  return sql`${state} <> 'completed'`;
}
