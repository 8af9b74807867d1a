/** Priority and tags of conversations, set by operators: facts that only the store has and no workflow knows. */
import type { SQL } from 'drizzle-orm';
import { MOST_TAGS } from '../../domain/contact';
import type { Priority } from '../../domain/lists/urgency';
import type { Database } from '../engine/database-types';
import { rowsOf, toTextArray } from '../engine/rows';
import { namesOf, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
import { conversations, conversationViews } from '../schema/conversations';
import { messages } from '../schema/messages';
import { CHANGES_CHANNEL } from '../transcript/changes';
import { hasStatus, isTrouble } from '../transcript/row-life';
import { RESOLVED, settleTrouble } from '../transcript/settle-trouble';

/** Left out: stays as it is. */
type FactsChange = {
  readonly priority?: Priority | undefined;
  readonly tags?: readonly string[] | undefined;
};

export type ConversationFactsStore = {
  /** Changes a conversation; false if there is none, or its contact was erased. */
  readonly change: (conversationId: string, change: FactsChange) => Promise<boolean>;
  /** Adds tags to a conversation; false if it would have too many, if there is no such conversation, or its contact was erased. */
  readonly addTags: (conversationId: string, tags: readonly string[]) => Promise<boolean>;
  /**
   * Records that an operator has seen the messages up to `seq`, or up to the newest one if that is less; a lower number
   * than before changes nothing. The operator's other tabs and devices are told.
   */
  readonly see: (conversationId: string, operatorId: string, seq: number) => Promise<void>;
  /**
   * Records that an operator has seen that a message failed, or may have, and leaves it at that; false if it needs no
   * look.
   */
  readonly note: (messageId: string) => Promise<boolean>;
};

const c = namesOf(conversations);
const view = namesOf(conversationViews);

const BUMP = sql`${c.factsVersion} = ${conversations.factsVersion} + 1, ${c.changedAt} = clock_timestamp()`;

/** Changes facts of conversations, and announces the change in the same statement. */
export function createConversationFacts({ db }: Pick<Database, 'db'>): ConversationFactsStore {
  const didChange = async (update: SQL): Promise<boolean> => (await rowsOf(db, update)).length > 0;
  return {
    change: (conversationId, { priority, tags }) =>
      didChange(
        sql`with changed as (
              update ${conversations} set ${BUMP}
                ${priority === undefined ? sql`` : sql`, ${c.priority} = ${priority}`}
                ${tags === undefined ? sql`` : sql`, ${c.tags} = ${toTextArray(tags)}`}
              where ${conversations.id} = ${conversationId} and not ${conversations.isErased}
              returning ${conversations.id} as id
            ) ${announceConversations(sql`changed`)}`,
      ),
    addTags: (conversationId, tags) => {
      const all = sql`array(select tag from (
          select tag, min(place) as place from unnest(${conversations.tags} || ${toTextArray(tags)})
            with ordinality as one (tag, place) group by tag) as each order by place)`;
      return didChange(
        sql`with changed as (
              update ${conversations} set ${BUMP}, ${c.tags} = ${all}
              where ${conversations.id} = ${conversationId} and not ${conversations.isErased}
                and cardinality(${all}) <= ${MOST_TAGS}
              returning ${conversations.id} as id
            ) ${announceConversations(sql`changed`)}`,
      );
    },
    async see(conversationId, operatorId, seq) {
      await db.execute(
        sql`with seen as (
              insert into ${conversationViews} (${view.conversationId}, ${view.operatorId}, ${view.seq})
              select ${conversations.id}, ${operatorId}, least(${seq}, ${contacts.lastSeq})
              from ${conversations} join ${contacts} on ${contacts.id} = ${conversations.contactId}
              where ${conversations.id} = ${conversationId}
              on conflict (${view.conversationId}, ${view.operatorId})
              do update set ${view.seq} = excluded.${view.seq} where ${conversationViews.seq} < excluded.${view.seq}
              returning ${conversationViews.conversationId} as id
            ) ${announceConversations(sql`seen`)}`,
      );
    },
    note: (messageId) =>
      didChange(
        settleTrouble(
          messageId,
          RESOLVED,
          sql`${isTrouble(messages)} and not ${hasStatus(messages, 'held')}`,
        ),
      ),
  };
}

/** The end of a statement that announces the conversations of a `with` part that returns their `id`, at most 180. */
export function announceConversations(from: SQL): SQL {
  return sql`select pg_notify(${CHANGES_CHANNEL}, json_build_object('c', json_agg(id), 'm', '[]'::json)::text)
    from ${from} having count(*) > 0`;
}
