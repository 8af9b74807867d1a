import type { SQL } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, sql } from '../engine/sql';
import { bots } from '../schema/bots';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { botIdOf, conversations, handsOver, isOpen, mayHaveBot } from '../schema/conversations';
import { changeClaims } from '../schema/coordination';
import { brandMembers, operators } from '../schema/people';
import { groups, offers, operatorAvailability } from '../schema/routing';
import { type ClaimedChange, claimChanges, forgetShownChanges, giveBackClaims } from './change-claims';

/** Something that an administrator has changed and that an open conversation does not show yet. */
export type PendingChange = ClaimedChange &
  (
    | { readonly news: 'settings' }
    | { readonly news: 'channel_disabled' | 'channel_deleted' | 'contact_blocked' | 'contact_erased' }
    | { readonly news: 'operator_gone' | 'bot_removed' | 'group_gone' }
    | { readonly news: 'operator_hands_over' | 'operator_stays' }
  );

/** How many conversations have changes pending. */
export type PendingCount = {
  readonly count: number;
  /** How long ago the oldest of the changes was first signalled, ms; 0 if there are none. */
  readonly oldestAgeMs: number;
};

/**
 * Changes that open conversations do not show yet. The changed rows themselves are the durable message: a change is
 * claimed again and again, after growing pauses (change-claims.ts), until the conversation's projection shows it.
 */
export type PendingChanges = {
  /**
   * Conversations whose channel has newer settings, was disabled or deleted, whose operator, bot or group is gone, which
   * are offered to somebody who is gone, whose operator hands over or no longer does, or whose contact was blocked or erased.
   */
  readonly claimPending: (limit: number) => Promise<readonly PendingChange[]>;
  /** Conversations whose messages wait although their channel works again. */
  readonly claimReleased: (limit: number) => Promise<readonly ClaimedChange[]>;
  /**
   * Gives back claims whose change could not be signalled because Temporal was down: they may be claimed again at once.
   */
  readonly giveBack: (claimed: readonly ClaimedChange[]) => Promise<void>;
  readonly read: () => Promise<PendingCount>;
};

const c = columnsAs(conversations, 'c');
const members = columnsAs(brandMembers, 'members');
const blocked = columnsAs(contacts, 'blocked');
const told = columnsAs(changeClaims, 'told');
const there = columnsAs(operatorAvailability, 'there');
const f = columnsAs(offers, 'f');
const claims = namesOf(changeClaims);

/**
 * The operator who attends the conversation was disabled, or may no longer see the brand: they are not a member of it,
 * or no longer an administrator.
 */
const IS_OPERATOR_GONE = sql`(${c.state} = 'active' and (${operators.disabledAt} is not null
  or (${operators.role} = 'operator' and not exists (select from ${brandMembers} members
    where ${members.operatorId} = ${c.operatorId} and ${members.brandId} = ${c.brandId}))))`;

/**
 * Bots that are deleted and have open conversations. The index is read from one bot to the next, so this costs as much
 * as there are bots, not as they have conversations. No state of a conversation without a bot is read.
 */
const NEXT_BOT = (after: SQL): SQL =>
  sql`select ${botIdOf(c)} from ${conversations} c where ${mayHaveBot(c)} ${after} order by ${botIdOf(c)} limit 1`;
const GONE_BOTS = sql`with recursive named (bot_id) as (
      (${NEXT_BOT(sql``)})
      union all select (${NEXT_BOT(sql`and ${botIdOf(c)} > named.bot_id`)}) from named where named.bot_id is not null
    ) select bot_id from named where bot_id is not null
      and not exists (select from ${bots} where ${bots.id} = named.bot_id)`;

/** Read from the few operators who hand over, and the few conversations that were told so. */
const HANDS_OVER = sql`select ${c.contactId}, ${c.channelId}, 'operator_hands_over',
      there.operator_id || ' ' || floor(extract(epoch from ${there.statusSince}) * 1000)
    from ${operatorAvailability} there cross join lateral (
        select ${c.contactId}, ${c.channelId} from ${conversations} c
        where ${c.operatorId} = ${there.operatorId} and ${c.state} = 'active' and not ${handsOver(c)}
        union all select ${c.contactId}, ${c.channelId} from ${offers} f join ${conversations} c on ${c.id} = ${f.conversationId}
        where ${f.operatorId} = ${there.operatorId} and ${c.snapshot} #>> '{offering,offer,operatorId}' = ${there.operatorId}
      ) as c
    where ${there.status} = 'handing_over'
    union all select ${c.contactId}, ${c.channelId}, 'operator_stays', ${c.operatorId} from ${conversations} c
    where ${c.state} = 'active' and ${handsOver(c)} and not exists (select from ${operatorAvailability} there
      where ${there.operatorId} = ${c.operatorId} and ${there.status} = 'handing_over')`;

/** An operator to whom it is offered was disabled or is no member of the brand any more. Read from the few offers. */
const OFFERED_TO_GONE = sql`select ${c.contactId}, ${c.channelId}, 'operator_gone', ${f.operatorId}
    from ${offers} f join ${conversations} c on ${c.id} = ${f.conversationId}
    where ${c.snapshot} #>> '{offering,offer,operatorId}' = ${f.operatorId}
      and not exists (select from ${operators} join ${brandMembers} members on ${members.operatorId} = ${operators.id}
        where ${operators.id} = ${f.operatorId} and ${operators.disabledAt} is null and ${members.brandId} = ${c.brandId})`;

const PENDING = sql`select ${c.contactId}, ${c.channelId}, kind.news as ${claims.news}, case kind.news
      when 'settings' then ${channels.settingsVersion}::text
      when 'operator_gone' then ${c.operatorId}
      when 'contact_blocked' then extract(epoch from ${blocked.blockedAt})::text
      else '' end as ${claims.change}
    from ${conversations} c join ${channels} on ${channels.id} = ${c.channelId}
      left join ${operators} on ${operators.id} = ${c.operatorId}
      left join ${contacts} as blocked on ${blocked.id} = ${c.contactId} and ${blocked.blockedAt} is not null
      cross join lateral (select case
        when ${c.isErased} then 'contact_erased'
        when ${channels.status} = 'disabled' then 'channel_disabled'
        when ${channels.status} = 'deleted' then 'channel_deleted'
        when ${blocked.id} is not null then 'contact_blocked'
        when ${IS_OPERATOR_GONE} then 'operator_gone'
        when ${c.settingsVersion} < ${channels.settingsVersion} then 'settings' end as news) as kind
    where ${isOpen(c)} and kind.news is not null
    union all select ${c.contactId}, ${c.channelId}, 'bot_removed', gone.bot_id
    from (${GONE_BOTS}) as gone join ${conversations} c on ${botIdOf(c)} = gone.bot_id where ${mayHaveBot(c)}
    union all select ${c.contactId}, ${c.channelId}, 'group_gone', ${c.groupId} from ${conversations} c
    where ${isOpen(c)} and ${c.groupId} is not null
      and not exists (select from ${groups} where ${groups.id} = ${c.groupId})
    union all ${HANDS_OVER} union all ${OFFERED_TO_GONE}`;
const PENDING_KINDS = sql`'settings', 'channel_disabled', 'channel_deleted', 'contact_blocked', 'contact_erased', 'operator_gone', 'bot_removed',
    'group_gone', 'operator_hands_over', 'operator_stays'`;

const RELEASED = sql`select ${c.contactId}, ${c.channelId}, 'channel_resumed' as ${claims.news}, '' as ${claims.change}
    from ${conversations} c join ${channels} on ${channels.id} = ${c.channelId}
    where ${c.waitsForChannel} and ${channels.unhealthySince} is null and ${channels.status} = 'live'`;
const RELEASED_KINDS = sql`'channel_resumed'`;

/** The pending changes in `database`. */
export function createPendingChanges(database: Pick<Database, 'db'>): PendingChanges {
  const claim = async (current: SQL, kinds: SQL, limit: number): Promise<readonly ClaimedChange[]> => {
    await forgetShownChanges(database, current, kinds);
    return claimChanges(database, current, limit);
  };
  return {
    claimPending: async (limit) => (await claim(PENDING, PENDING_KINDS, limit)) as readonly PendingChange[],
    claimReleased: (limit) => claim(RELEASED, RELEASED_KINDS, limit),
    giveBack: (claimed) => giveBackClaims(database, claimed),
    async read() {
      const [row] = await rowsOf<{ count: number; oldest_ms: number | string | null }>(
        database.db,
        sql`select count(distinct ${claims.contactId})::int as count,
              extract(epoch from clock_timestamp() - min(${told.since})) * 1000 as oldest_ms
            from (${PENDING} union all ${RELEASED}) as pending
              left join ${changeClaims} told using (${claims.contactId}, ${claims.news})`,
      );
      return { count: row?.count ?? 0, oldestAgeMs: Math.max(0, Number(row?.oldest_ms ?? 0)) };
    },
  };
}
