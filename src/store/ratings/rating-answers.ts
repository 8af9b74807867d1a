import type { ChannelKind } from '../../domain/channel-kinds';
import type { RatingAnswer } from '../../domain/rating/rating-life';
import { newId } from '../../platform/ids';
import { parseDeskSettings } from '../channels/channel-settings';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { conversations, isOpen } from '../schema/conversations';
import { messages } from '../schema/messages';
import { hasSeq } from '../transcript/row-life';

/** A tap on a rating's menu, with what decides whether and how it is answered. */
export type AnsweredTap = {
  readonly messageId: string;
  readonly contactId: string;
  readonly channelKind: ChannelKind;
  /** Whether it has its position in the transcript. */
  readonly isFiled: boolean;
  /** How long ago it was received, ms. */
  readonly ageMs: number;
  /** Whether anything may be sent: the channel is live, the contact is not blocked. */
  readonly mayBeTold: boolean;
  readonly isConversationOpen: boolean;
  /** What the channel says; null: nothing. */
  readonly texts: Readonly<Record<RatingAnswer, string | null>>;
};

/** What contacts are told after a tap on a rating's menu, as rows of the transcript. */
export type RatingAnswers = {
  /** Null if there is no such item. */
  readonly tap: (messageId: string) => Promise<AnsweredTap | null>;
  /**
   * Writes an answer into the transcript, outside any conversation, as `queued`, or as `failed` if it is too late; returns
   * its id. A second call returns the id of the first one.
   */
  readonly write: (
    tap: Pick<AnsweredTap, 'contactId' | 'messageId'>,
    answer: RatingAnswer,
    text: string,
    isTooLate: boolean,
  ) => Promise<string>;
};

const m = columnsAs(messages, 'm');
const TOO_LATE = JSON.stringify({ code: 'window_closed', wechatCode: null });

/** The answers in `db`. */
export function createRatingAnswers({ db }: Pick<Database, 'db'>): RatingAnswers {
  return {
    async tap(messageId) {
      const [row] = await rowsOf<
        RowOf<typeof messages, 'contactId'> &
          RowOf<typeof channels, 'settings' | 'kind'> & {
            readonly is_filed: boolean;
            readonly age_ms: number | string;
            readonly may_be_told: boolean;
            readonly is_conversation_open: boolean;
          }
      >(
        db,
        sql`select ${m.contactId}, ${hasSeq(m)} as is_filed, ${channels.settings}, ${channels.kind},
              floor(extract(epoch from clock_timestamp() - ${m.createdAt}) * 1000) as age_ms,
              ${channels.status} = 'live' and ${contacts.blockedAt} is null as may_be_told,
              exists (select 1 from ${conversations} where ${conversations.contactId} = ${m.contactId}
                and ${isOpen(conversations)}) as is_conversation_open
            from ${messages} m join ${contacts} on ${contacts.id} = ${m.contactId}
              join ${channels} on ${channels.id} = ${m.channelId}
            where ${m.id} = ${messageId}`,
      );
      if (row === undefined) return null;
      const { thanks, reasonText } = parseDeskSettings(row.settings).automatic.rating;
      return {
        messageId,
        contactId: row.contact_id,
        channelKind: row.kind,
        isFiled: row.is_filed,
        ageMs: Number(row.age_ms),
        mayBeTold: row.may_be_told,
        isConversationOpen: row.is_conversation_open,
        texts: { thanks, reason: reasonText },
      };
    },

    async write({ contactId, messageId }, answer, text, isTooLate) {
      const [row] = await rowsOf<{ id: string | null }>(
        db,
        sql`select write_greeting(${newId()}, ${contactId}, ${JSON.stringify({ text })}::jsonb,
              ${`rating ${messageId} ${answer}`}, ${isTooLate ? 'failed' : 'queued'}, ${isTooLate ? TOO_LATE : null}::jsonb) as id`,
      );
      if (row === undefined || row.id === null) throw new Error(`There is no contact ${contactId}.`);
      return row.id;
    },
  };
}
