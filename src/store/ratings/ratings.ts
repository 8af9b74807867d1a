import { scoreOf } from '../../domain/rating/rating';
import { announceConversations } from '../conversations/conversation-facts';
import type { Database } from '../engine/database-types';
import { rowsOf, toMsOrNull } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { botMenuChoices } from '../schema/bot-turns';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { ratings } from '../schema/ratings';

/** What a contact tapped on the menu of a rating. */
export type TappedRating = {
  readonly conversationId: string;
  readonly score: number;
  readonly askReasonBelow: number | null;
  /** There was a tap before. */
  readonly isRated: boolean;
  /** When the tap was made, by WeChat's clock (epoch ms); null: WeChat did not say. */
  readonly wechatCreatedAt: number | null;
};

/** `isComment`: the text is stored as its comment. */
export type AwaitingRating = { readonly conversationId: string; readonly isComment: boolean };

/** Ratings of conversations. Whether a tap or a text counts is decided by the workflow of the rating. */
export type Ratings = {
  /** The rating to which an event of the contact is a tap; null: it is none. */
  readonly tapped: (messageId: string) => Promise<TappedRating | null>;
  /** The rating whose comment a text of the contact may be, or is; null: none. */
  readonly awaiting: (contactId: string, messageId: string) => Promise<AwaitingRating | null>;
  /** Whether the contact's next text may be the comment; nothing changes once there is one. */
  readonly setAwaiting: (conversationId: string, isAwaiting: boolean) => Promise<void>;
  /** Stores the newest score. */
  readonly record: (rated: {
    readonly conversationId: string;
    readonly score: number;
    readonly awaitsComment: boolean;
  }) => Promise<void>;
  /** Stores the text of a message as the comment, once, and alerts who attended last. */
  readonly comment: (comment: {
    readonly conversationId: string;
    readonly messageId: string;
  }) => Promise<void>;
};

const rating = namesOf(ratings);
const c = namesOf(conversations);

/** The ratings in `db`. */
export function createRatings({ db }: Pick<Database, 'db'>): Ratings {
  return {
    async tapped(messageId) {
      const [row] = await rowsOf<
        RowOf<typeof ratings, 'conversationId' | 'askReasonBelow'> &
          RowOf<typeof botMenuChoices, 'menuId'> &
          RowOf<typeof messages, 'wechatCreatedAt'> & { readonly is_rated: boolean }
      >(
        db,
        sql`select ${ratings.conversationId}, ${ratings.askReasonBelow}, ${botMenuChoices.menuId},
              ${messages.wechatCreatedAt}, ${ratings.ratedAt} is not null as is_rated
            from ${messages} join ${botMenuChoices} on ${botMenuChoices.contactId} = ${messages.contactId}
                and ${botMenuChoices.wireId}::text = ${messages.content} ->> 'menuItemId'
              join ${ratings} on ${ratings.conversationId} = ${botMenuChoices.ratingOf}
            where ${messages.id} = ${messageId} and ${messages.action} = 'menu_message_tap'`,
      );
      if (row === undefined) return null;
      return {
        conversationId: row.conversation_id,
        score: scoreOf(row.menu_id),
        askReasonBelow: row.ask_reason_below,
        isRated: row.is_rated,
        wechatCreatedAt: toMsOrNull(row.wechat_created_at),
      };
    },

    async awaiting(contactId, messageId) {
      const [row] = await rowsOf<RowOf<typeof ratings, 'conversationId'> & { readonly is_comment: boolean }>(
        db,
        sql`select ${ratings.conversationId}, coalesce(${ratings.commentMessageId} = ${messageId}, false) as is_comment
            from ${ratings}
            where ${ratings.contactId} = ${contactId}
              and (${ratings.awaitsComment} or ${ratings.commentMessageId} = ${messageId})
            order by ${ratings.commentMessageId} = ${messageId} desc nulls last, ${ratings.changedAt} desc nulls first
            limit 1`,
      );
      return row === undefined ? null : { conversationId: row.conversation_id, isComment: row.is_comment };
    },

    async setAwaiting(conversationId, isAwaiting) {
      await db.execute(
        sql`update ${ratings} set ${rating.awaitsComment} = ${isAwaiting}
            where ${ratings.conversationId} = ${conversationId} and ${ratings.comment} is null
              and ${ratings.awaitsComment} <> ${isAwaiting}`,
      );
    },

    async record({ conversationId, score, awaitsComment }) {
      await db.execute(
        sql`with rated as (
              update ${ratings} set ${rating.score} = ${score},
                ${rating.label} = (select option ->> 'label' from jsonb_array_elements(${ratings.options}) as option
                  where option ->> 'id' = ${String(score)}),
                ${rating.ratedAt} = coalesce(${ratings.ratedAt}, clock_timestamp()),
                ${rating.changedAt} = clock_timestamp(),
                ${rating.awaitsComment} = ${awaitsComment} and ${ratings.comment} is null
              where ${ratings.conversationId} = ${conversationId} returning ${ratings.conversationId} as id
            ), changed as (
              update ${conversations} set ${c.factsVersion} = ${conversations.factsVersion} + 1,
                ${c.changedAt} = clock_timestamp()
              where ${conversations.id} in (select id from rated) returning ${conversations.id} as id
            ) ${announceConversations(sql`changed`)}`,
      );
    },

    async comment({ conversationId, messageId }) {
      await db.execute(
        sql`with commented as (
              update ${ratings} set ${rating.comment} = ${messages.content} ->> 'text',
                ${rating.commentMessageId} = ${messages.id}, ${rating.changedAt} = clock_timestamp(),
                ${rating.awaitsComment} = false
              from ${messages} where ${messages.id} = ${messageId} and ${ratings.conversationId} = ${conversationId}
                and ${ratings.commentMessageId} is null
              returning ${ratings.conversationId} as id
            ), changed as (
              update ${conversations} set ${c.factsVersion} = ${conversations.factsVersion} + 1,
                ${c.changedAt} = clock_timestamp()
              where ${conversations.id} in (select id from commented) returning ${conversations.id} as id
            ) ${announceConversations(sql`changed`)}`,
      );
    },
  };
}
