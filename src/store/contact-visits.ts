import { sql } from 'drizzle-orm';
import type { Database } from './database-types';

export type ContactVisits = {
  /**
   * Notes on their contact what a follow, unfollow or scan says: whether they follow the account, and the scene of the
   * QR code by which they came. To be called in the order in which the items came; again does no harm.
   */
  readonly record: (messageId: string) => Promise<void>;
};

/** What contacts' own events tell of them, so that WeChat need not be asked. */
export function createContactVisits({ db }: Pick<Database, 'db'>): ContactVisits {
  return {
    async record(messageId) {
      await db.execute(
        sql`with visit as (
              select contact_id, action, created_at as at, nullif(content ->> 'scene', '') as scene
              from messages where id = ${messageId} and action in ('follow', 'scan', 'unfollow')
            )
            update contacts set
              first_scene = coalesce(contacts.first_scene, visit.scene),
              first_scene_at = case when contacts.first_scene is null and visit.scene is not null then visit.at
                else contacts.first_scene_at end,
              last_scene = coalesce(visit.scene, contacts.last_scene),
              last_scene_at = case when visit.scene is null then contacts.last_scene_at else visit.at end,
              is_subscribed = visit.action <> 'unfollow',
              subscribed_at = case when visit.action = 'follow' then visit.at else contacts.subscribed_at end,
              unsubscribed_at = case when visit.action = 'unfollow' then visit.at end,
              subscription_seen_at = visit.at,
              profile_due_at = case visit.action when 'follow' then clock_timestamp() when 'unfollow' then null
                else contacts.profile_due_at end
            from visit where contacts.id = visit.contact_id
              and (contacts.subscription_seen_at is null or contacts.subscription_seen_at <= visit.at)`,
      );
    },
  };
}
