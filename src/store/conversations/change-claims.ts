import type { SQL } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { asRows, rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { changeClaims } from '../schema/coordination';

/** A change that the open conversation of a contact does not show yet; this process signals it now. */
export type ClaimedChange = {
  readonly contactId: string;
  readonly channelId: string;
  /** What kind of change, e.g. `settings`. */
  readonly news: string;
  /** Which change of this kind: a different one is signalled at once. */
  readonly change: string;
};

/** A conversation gets this long to show a change; then twice as long, and so on. */
const FIRST_PAUSE_SECONDS = 15;
const LONGEST_PAUSE_SECONDS = 60 * 60;
/** How often the pause doubles: 15 s × 2^8 are longer than an hour. */
const DOUBLINGS = 8;

const claims = namesOf(changeClaims);
const told = columnsAs(changeClaims, 'told');
const before = columnsAs(changeClaims, 'before');
/** The columns of a query of pending changes have the names of those of the claims. */
const pending = columnsAs(changeClaims, 'c');

/**
 * Claims changes that are to be signalled now, at most `limit`: each for one process, and again only after a pause that
 * grows from 15 s to an hour, for all processes together, until `current` no longer returns it.
 * @param current a query of what conversations do not show yet: `contact_id`, `channel_id`, `news`, `change`
 */
export async function claimChanges(
  { db }: Pick<Database, 'db'>,
  current: SQL,
  limit: number,
): Promise<readonly ClaimedChange[]> {
  const pauseAfter = (times: SQL) =>
    sql`clock_timestamp() + interval '1 second'
      * least(${FIRST_PAUSE_SECONDS} * 2 ^ least(${times}, ${DOUBLINGS}), ${LONGEST_PAUSE_SECONDS})`;
  const isSame = sql`${told.change} = excluded.${claims.change}`;
  const rows = await rowsOf<RowOf<typeof changeClaims, 'contactId' | 'channelId' | 'news' | 'change'>>(
    db,
    // What is current is selected separately first: few conversations are open, although the order and the limit
    // suggest otherwise to the planner. Sorted, so that two processes that claim at once cannot deadlock.
    sql`with current as materialized (${current})
        insert into ${changeClaims} as told (${claims.contactId}, ${claims.news}, ${claims.channelId}, ${claims.change},
          ${claims.times}, ${claims.since}, ${claims.againAt})
        select distinct on (${pending.contactId}, ${pending.news}) ${pending.contactId}, ${pending.news},
          ${pending.channelId}, ${pending.change}, 1, clock_timestamp(), ${pauseAfter(sql`0`)}
        from current c left join ${changeClaims} before
          on ${before.contactId} = ${pending.contactId} and ${before.news} = ${pending.news}
        where ${before.news} is null or ${before.change} <> ${pending.change} or ${before.againAt} <= clock_timestamp()
        order by ${pending.contactId}, ${pending.news} limit ${limit}
        on conflict (${claims.contactId}, ${claims.news}) do update set ${claims.change} = excluded.${claims.change},
          ${claims.channelId} = excluded.${claims.channelId},
          ${claims.times} = case when ${isSame} then ${told.times} + 1 else 1 end,
          ${claims.since} = case when ${isSame} then ${told.since} else excluded.${claims.since} end,
          ${claims.againAt} =
            case when ${isSame} then ${pauseAfter(sql`${told.times}`)} else excluded.${claims.againAt} end
        where ${told.change} <> excluded.${claims.change} or ${told.againAt} <= clock_timestamp()
        returning ${claims.contactId}, ${claims.channelId}, ${claims.news}, ${claims.change}`,
  );
  return rows.map(({ contact_id, channel_id, ...row }) => ({
    ...row,
    contactId: contact_id,
    channelId: channel_id,
  }));
}

/**
 * Gives back claims whose change could not be signalled because Temporal was down: they may be claimed again at once.
 */
export async function giveBackClaims(
  { db }: Pick<Database, 'db'>,
  claimed: readonly ClaimedChange[],
): Promise<void> {
  if (claimed.length === 0) return;
  const keys = asRows(claimed, '"contactId" text, news text, change text');
  await db.execute(
    sql`update ${changeClaims} set ${claims.againAt} = clock_timestamp(),
          ${claims.times} = greatest(${changeClaims.times} - 1, 0)
        where (${changeClaims.contactId}, ${changeClaims.news}) in (
          select ${told.contactId}, ${told.news} from ${keys} join ${changeClaims} told
            on ${told.contactId} = input."contactId" and ${told.news} = input.news and ${told.change} = input.change
          order by ${told.contactId}, ${told.news} for update of told)`,
  );
}

/**
 * Forgets changes that conversations show by now, so that the next change of the same kind is signalled at once, and
 * then again after short pauses.
 */
export async function forgetShownChanges(
  { db }: Pick<Database, 'db'>,
  current: SQL,
  kinds: SQL,
): Promise<void> {
  // Usually there is none; then `current`, which is asked of all open conversations, need not be known.
  const [some] = await rowsOf(
    db,
    sql`select 1 as one from ${changeClaims} where ${changeClaims.news} in (${kinds}) limit 1`,
  );
  if (some === undefined) return;
  await db.execute(
    // Skips locked rows, so that it never delays a claim.
    sql`delete from ${changeClaims} where (${changeClaims.contactId}, ${changeClaims.news}) in (
          select ${told.contactId}, ${told.news} from ${changeClaims} told where ${told.news} in (${kinds})
            and not exists (select from (${current}) c
              where ${pending.contactId} = ${told.contactId} and ${pending.news} = ${told.news})
          for update skip locked)`,
  );
}

/** A channel works again: conversations that were signalled the last time it did are signalled again. */
export async function forgetChannelResumed(db: Database['db'], channelId: string): Promise<void> {
  await db.execute(
    sql`delete from ${changeClaims} where (${changeClaims.contactId}, ${changeClaims.news}) in (
          select ${changeClaims.contactId}, ${changeClaims.news} from ${changeClaims}
          where ${changeClaims.channelId} = ${channelId} and ${changeClaims.news} = 'channel_resumed'
          order by ${changeClaims.contactId}, ${changeClaims.news} for update)`,
  );
}
