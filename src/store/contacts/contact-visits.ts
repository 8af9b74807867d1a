import { sql } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { IS_OVERTAKEN } from '../transcript/overtaken';

export type ContactVisits = {
  /**
   * Notes on their contact what a follow, unfollow or scan says: whether they follow the account, and the scene of the
   * QR code by which they came. An event that was overtaken by something newer changes nothing but the scenes. In any
   * order and any number of times.
   */
  readonly record: (messageId: string) => Promise<void>;
  /** Somebody who is known to have left has written: WeChat is to be asked whether they are back. */
  readonly doubtAbsence: (contactId: string) => Promise<void>;
};

/** What contacts' own events tell of them, so that WeChat need not be asked. */
export function createContactVisits({ db }: Pick<Database, 'db'>): ContactVisits {
  const isLastScene = sql`visit.scene is not null
    and (contacts.last_scene_at is null or contacts.last_scene_at <= visit.at)`;
  return {
    async record(messageId) {
      await db.execute(
        sql`with visit as (
              select contact_id, action, created_at as at, nullif(content ->> 'scene', '') as scene,
                not ${IS_OVERTAKEN} as holds
              from messages item where id = ${messageId} and action in ('follow', 'scan', 'unfollow')
            )
            update contacts set
              first_scene = coalesce(contacts.first_scene, visit.scene),
              first_scene_at = case when contacts.first_scene is null and visit.scene is not null then visit.at
                else contacts.first_scene_at end,
              last_scene = case when ${isLastScene} then visit.scene else contacts.last_scene end,
              last_scene_at = case when ${isLastScene} then visit.at else contacts.last_scene_at end,
              is_subscribed = case when holds then visit.action <> 'unfollow'
                else coalesce(contacts.is_subscribed, visit.action = 'unfollow') end,
              subscribed_at = case when holds and visit.action = 'follow' then visit.at
                else contacts.subscribed_at end,
              unsubscribed_at = case when not holds then contacts.unsubscribed_at
                when visit.action = 'unfollow' then visit.at end,
              subscription_seen_at = case when holds then greatest(contacts.subscription_seen_at, visit.at)
                else contacts.subscription_seen_at end,
              profile_due_at = case when holds and visit.action = 'follow' then clock_timestamp()
                when holds and visit.action = 'unfollow' then null else contacts.profile_due_at end
            from visit where contacts.id = visit.contact_id`,
      );
    },
    async doubtAbsence(contactId) {
      await db.execute(
        sql`update contacts set profile_due_at = clock_timestamp() where id = ${contactId} and is_subscribed is false`,
      );
    },
  };
}
