import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
import { messages } from '../schema/messages';
import { IS_OVERTAKEN } from '../transcript/overtaken';
import { GROUP_OF_LAST_CODE } from './last-code';

export type ContactVisits = {
  /**
   * Records on the contact what a follow, unfollow or scan says: whether they follow the account, and the scene of the
   * QR code that brought them. An event that was overtaken by a newer one changes only the scenes. May be called in any
   * order and any number of times. Resolves with the group of the QR code that they scanned last; null: none.
   */
  readonly record: (messageId: string) => Promise<string | null>;
  /**
   * A contact who was known to have left has written: makes their profile due, so that WeChat is asked whether they
   * follow again.
   */
  readonly doubtAbsence: (contactId: string) => Promise<void>;
};

const item = columnsAs(messages, 'item');
const contact = namesOf(contacts);

/** What contacts' own events say about them, without asking WeChat. */
export function createContactVisits({ db }: Pick<Database, 'db'>): ContactVisits {
  const isLastScene = sql`visit.scene is not null
    and (${contacts.lastSceneAt} is null or ${contacts.lastSceneAt} <= visit.at)`;
  return {
    async record(messageId) {
      const [row] = await rowsOf<{ readonly group_id: string | null }>(
        db,
        sql`with visit as (
              select ${item.contactId} as contact_id, ${item.action} as action, ${item.createdAt} as at,
                nullif(${item.content} ->> 'scene', '') as scene, not ${IS_OVERTAKEN} as holds
              from ${messages} item
              where ${item.id} = ${messageId} and ${item.action} in ('follow', 'scan', 'unfollow')
            )
            update ${contacts} set
              ${contact.firstScene} = coalesce(${contacts.firstScene}, visit.scene),
              ${contact.firstSceneAt} = case when ${contacts.firstScene} is null and visit.scene is not null then visit.at
                else ${contacts.firstSceneAt} end,
              ${contact.lastScene} = case when ${isLastScene} then visit.scene else ${contacts.lastScene} end,
              ${contact.lastSceneAt} = case when ${isLastScene} then visit.at else ${contacts.lastSceneAt} end,
              ${contact.isSubscribed} = case when holds then visit.action <> 'unfollow'
                else coalesce(${contacts.isSubscribed}, visit.action = 'unfollow') end,
              ${contact.subscribedAt} = case when holds and visit.action = 'follow' then visit.at
                else ${contacts.subscribedAt} end,
              ${contact.unsubscribedAt} = case when not holds then ${contacts.unsubscribedAt}
                when visit.action = 'unfollow' then visit.at end,
              ${contact.subscriptionSeenAt} = case when holds then greatest(${contacts.subscriptionSeenAt}, visit.at)
                else ${contacts.subscriptionSeenAt} end,
              ${contact.profileDueAt} = case when holds and visit.action = 'follow' then clock_timestamp()
                when holds and visit.action = 'unfollow' then null else ${contacts.profileDueAt} end
            from visit where ${contacts.id} = visit.contact_id
            returning ${GROUP_OF_LAST_CODE} as group_id`,
      );
      return row?.group_id ?? null;
    },
    async doubtAbsence(contactId) {
      await db.execute(
        sql`update ${contacts} set ${contact.profileDueAt} = clock_timestamp()
            where ${contacts.id} = ${contactId} and ${contacts.isSubscribed} is false`,
      );
    },
  };
}
