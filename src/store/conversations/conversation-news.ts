import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { type ClaimedNews, claimNews, forgetShownNews, giveBackNews } from './told-news';

/** News of what an administrator has changed, which an open conversation does not show yet. */
export type UntoldConversation = ClaimedNews &
  (
    | { readonly news: 'settings' }
    | { readonly news: 'channel_disabled' | 'channel_deleted' | 'contact_blocked' }
    | { readonly news: 'operator_gone' }
  );

/** Conversations that do not show yet what they were, or are to be, told. */
export type Untold = {
  readonly count: number;
  /** For how long the oldest of them is being told, ms; 0 where there are none. */
  readonly oldestAgeMs: number;
};

/**
 * What open conversations have to be told. The changed rows themselves are the durable message: a conversation is
 * claimed again and again, ever more seldom (told-news.ts), until its projection shows the change.
 */
export type ConversationNews = {
  /**
   * Conversations whose channel has newer settings, was disabled or deleted, whose operator is gone, or whose contact
   * was blocked.
   */
  readonly claimUntold: (limit: number) => Promise<readonly UntoldConversation[]>;
  /** Conversations whose messages wait although their channel works again. */
  readonly claimReleased: (limit: number) => Promise<readonly ClaimedNews[]>;
  /** What could not be told, because Temporal is away: it may be claimed again at once. */
  readonly giveBack: (claimed: readonly ClaimedNews[]) => Promise<void>;
  readonly read: () => Promise<Untold>;
};

/** Who attends was disabled, or may not see the brand any more: removed from it, or administrator no longer. */
const IS_OPERATOR_GONE = sql`(c.state = 'active' and (operators.disabled_at is not null
  or (operators.role = 'operator' and not exists (select from brand_members members
    where members.operator_id = c.operator_id and members.brand_id = c.brand_id))))`;

const UNTOLD = sql`select c.contact_id, c.channel_id, kind.news, case kind.news
      when 'settings' then channels.settings_version::text
      when 'operator_gone' then c.operator_id
      when 'contact_blocked' then extract(epoch from blocked.blocked_at)::text
      else '' end as change
    from conversations c join channels on channels.id = c.channel_id
      left join operators on operators.id = c.operator_id
      left join contacts as blocked on blocked.id = c.contact_id and blocked.blocked_at is not null
      cross join lateral (select case
        when channels.status = 'disabled' then 'channel_disabled'
        when channels.status = 'deleted' then 'channel_deleted'
        when blocked.id is not null then 'contact_blocked'
        when ${IS_OPERATOR_GONE} then 'operator_gone'
        when c.settings_version < channels.settings_version then 'settings' end as news) as kind
    where c.state <> 'completed' and kind.news is not null`;
const UNTOLD_KINDS = sql`'settings', 'channel_disabled', 'channel_deleted', 'contact_blocked', 'operator_gone'`;

const RELEASED = sql`select c.contact_id, c.channel_id, 'channel_resumed' as news, '' as change
    from conversations c join channels on channels.id = c.channel_id
    where c.waits_for_channel and channels.unhealthy_since is null and channels.status = 'live'`;
const RELEASED_KINDS = sql`'channel_resumed'`;

export function createConversationNews(database: Pick<Database, 'db'>): ConversationNews {
  const claim = async (current: SQL, kinds: SQL, limit: number): Promise<readonly ClaimedNews[]> => {
    await forgetShownNews(database, current, kinds);
    return claimNews(database, current, limit);
  };
  return {
    claimUntold: async (limit) => (await claim(UNTOLD, UNTOLD_KINDS, limit)) as readonly UntoldConversation[],
    claimReleased: (limit) => claim(RELEASED, RELEASED_KINDS, limit),
    giveBack: (claimed) => giveBackNews(database, claimed),
    async read() {
      const [row] = await rowsOf<{ count: number; oldest_ms: number | string | null }>(
        database.db,
        sql`select count(distinct contact_id)::int as count,
              extract(epoch from clock_timestamp() - min(told.since)) * 1000 as oldest_ms
            from (${UNTOLD} union all ${RELEASED}) as untold left join told_news told using (contact_id, news)`,
      );
      return { count: row?.count ?? 0, oldestAgeMs: Math.max(0, Number(row?.oldest_ms ?? 0)) };
    },
  };
}
