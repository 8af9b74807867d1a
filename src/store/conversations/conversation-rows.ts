/** A conversation's row, and what it becomes outside this folder. */
import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Conversation } from '../../domain/conversation/conversation';
import type { Trouble } from '../../domain/lists/trouble';
import { PRIORITIES, type Priority } from '../../domain/lists/urgency';
import type { ReopenObstacle } from '../../domain/refusals';
import { atContact, readClockMoves } from '../contacts/contact-clock';
import { toMs } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { wordOf } from '../engine/stored-words';
import { bots } from '../schema/bots';
import { contacts } from '../schema/contacts';
import { conversations, conversationViews } from '../schema/conversations';
import { operators } from '../schema/people';
import { ratings } from '../schema/ratings';
import { groups } from '../schema/routing';
import { conversationSchema } from './conversation-schema';
import { TROUBLE_OF } from './conversation-trouble';
import { REOPEN_OBSTACLE } from './reopen-obstacle';

const c = columnsAs(conversations, 'c');

/** A conversation as it was last projected. */
export type StoredConversation = {
  readonly conversation: Conversation;
  readonly version: number;
  /** The conversation's clock minus the wall clock, ms. */
  readonly clockOffsetMs: number;
  /** The contact's clock minus the conversation's, ms: times are shown this much later than the rules use them. */
  readonly clockShiftMs: number;
  readonly runId: string;
  readonly contact: {
    readonly id: string;
    readonly openId: string;
    readonly name: string | null;
    readonly remark: string | null;
  };
  readonly operatorName: string | null;
  /** The group that it is for; null: none, or it was deleted. */
  readonly groupName: string | null;
  /** The name of the operator to whom it is offered. */
  readonly offeredName: string | null;
  /** The bot that took part; null: none did, or it was deleted. */
  readonly bot: { readonly name: string; readonly kind: string } | null;
  /** The name of the operator who completed it. */
  readonly completedByName: string | null;
  /**
   * Why it cannot be reopened although it was completed recently, as far as other rows show; null: no reason found. A
   * `newer_conversation` is found however it was completed.
   */
  readonly reopenObstacle: ReopenObstacle | null;
  readonly facts: ConversationFacts;
  /** Its contact was erased: nobody but who knows its id is shown it, and no word of it. */
  readonly isErased: boolean;
  /** What the contact thinks of it; null: they have not rated it. */
  readonly rating: StoredRating | null;
  readonly activityNumber: number;
  /** Epoch ms by the wall clock. */
  readonly changedAt: number;
};

/** What only the store knows about a conversation. */
type ConversationFacts = {
  /** Rises with every change of `priority` and `tags`, and when trouble is settled. */
  readonly version: number;
  readonly priority: Priority;
  readonly tags: readonly string[];
  readonly isUnanswered: boolean;
  readonly trouble: Trouble;
  /** The newest message that each operator has seen, by their ids. */
  readonly seenBy: Readonly<Record<string, number>>;
};

/** A rating of a conversation; `at`: of the first tap, epoch ms by the contact's clock. */
export type StoredRating = {
  readonly score: number;
  readonly label: string;
  readonly comment: string | null;
  readonly at: number;
};

const prioritySchema = wordOf(PRIORITIES);
const troubleSchema = z.object({ failed: z.number(), unknown: z.number(), held: z.number() });
const seenBySchema = z.record(z.string(), z.number());

export type StoredRow = RowOf<
  typeof conversations,
  | 'id'
  | 'snapshot'
  | 'version'
  | 'clockOffsetMs'
  | 'clockShiftMs'
  | 'runId'
  | 'activityNumber'
  | 'changedAt'
  | 'contactId'
  | 'priority'
  | 'tags'
  | 'factsVersion'
  | 'isUnanswered'
  | 'isErased'
> &
  RowOf<typeof contacts, 'openId'> & {
    readonly contact_name: string | null;
    readonly contact_remark: string | null;
    readonly operator_name: string | null;
    readonly group_name: string | null;
    readonly offered_name: string | null;
    readonly bot_name: string | null;
    readonly bot_kind: string | null;
    readonly completed_by_name: string | null;
    readonly reopen_obstacle: ReopenObstacle | null;
    readonly rating: Rated | null;
    readonly clock_moves: unknown;
    readonly trouble: unknown;
    readonly seen_by: unknown;
  };

type Rated = Pick<StoredRating, 'score' | 'label' | 'comment'> & { readonly at: string };

const RATING = sql`(
  select jsonb_build_object('score', ${ratings.score}, 'label', ${ratings.label}, 'comment', ${ratings.comment},
    'at', ${ratings.ratedAt})
  from ${ratings} where ${ratings.conversationId} = ${c.id} and ${ratings.score} is not null)`;

const SEEN_BY = sql`(
  select coalesce(json_object_agg(${conversationViews.operatorId}, ${conversationViews.seq}), '{}')
  from ${conversationViews} where ${conversationViews.conversationId} = ${c.id})`;

/** Selects conversations `c` in the form that {@link toStored} reads. `tail` follows the joins, `more` adds columns. */
export const selectStored = (tail: SQL, more = sql``): SQL => sql`
  select ${more} ${c.id}, ${c.snapshot}, ${c.version}, ${c.clockOffsetMs}, ${c.clockShiftMs}, ${c.runId},
    ${c.activityNumber}, ${c.changedAt}, ${contacts.id} as contact_id, ${contacts.openId},
    ${contacts.name} as contact_name, ${contacts.remark} as contact_remark, ${operators.name} as operator_name,
    ${groups.name} as group_name,
    ${bots.name} as bot_name, ${bots.kind} as bot_kind,
    ${c.priority}, ${c.tags}, ${c.factsVersion}, ${c.isUnanswered}, ${c.isErased}, ${TROUBLE_OF} as trouble, ${SEEN_BY} as seen_by,
    ${RATING} as rating, ${contacts.clockMoves},
    (select ${operators.name} from ${operators} where ${operators.id} = ${c.snapshot} ->> 'completedBy') as completed_by_name,
    (select ${operators.name} from ${operators}
      where ${operators.id} = ${c.snapshot} #>> '{offering,offer,operatorId}') as offered_name,
    ${REOPEN_OBSTACLE} as reopen_obstacle
  from ${conversations} c join ${contacts} on ${contacts.id} = ${c.contactId}
    left join ${operators} on ${operators.id} = ${c.operatorId}
    left join ${groups} on ${groups.id} = ${c.groupId}
    left join ${bots} on ${bots.id} = ${c.snapshot} #>> '{bot,botId}' ${tail}`;

/** The row as a {@link StoredConversation}; throws if it cannot be read. */
export function toStored(row: StoredRow): StoredConversation {
  return {
    conversation: conversationSchema.parse(row.snapshot),
    version: row.version,
    clockOffsetMs: Number(row.clock_offset_ms),
    clockShiftMs: Number(row.clock_shift_ms),
    runId: row.run_id,
    contact: { id: row.contact_id, openId: row.open_id, name: row.contact_name, remark: row.contact_remark },
    operatorName: row.operator_name,
    groupName: row.group_name,
    offeredName: row.offered_name,
    bot: row.bot_name === null || row.bot_kind === null ? null : { name: row.bot_name, kind: row.bot_kind },
    completedByName: row.completed_by_name,
    reopenObstacle: row.reopen_obstacle,
    facts: {
      version: row.facts_version,
      priority: prioritySchema.parse(row.priority),
      tags: row.tags,
      isUnanswered: row.is_unanswered,
      trouble: troubleSchema.parse(row.trouble),
      seenBy: seenBySchema.parse(row.seen_by),
    },
    isErased: row.is_erased,
    rating: toRating(row),
    activityNumber: Number(row.activity_number),
    changedAt: toMs(row.changed_at),
  };
}

function toRating({ rating, clock_moves: moves }: StoredRow): StoredRating | null {
  return rating === null ? null : { ...rating, at: atContact(Date.parse(rating.at), readClockMoves(moves)) };
}
