import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { asRows, rowsOf } from '../engine/rows';

/** A piece of news for the open conversation of a contact, claimed by this process: it is the one that tells it now. */
export type ClaimedNews = {
  readonly contactId: string;
  readonly channelId: string;
  /** What kind of change, e.g. `settings`. */
  readonly news: string;
  /** Which change of its kind: another one is told at once. */
  readonly change: string;
};

/** A conversation that was told is given this long to show it; then twice as long, and so on. */
const FIRST_PAUSE_SECONDS = 15;
const LONGEST_PAUSE_SECONDS = 60 * 60;
/** Up to here the pause doubles: 15 s × 2^8 are longer than an hour. */
const DOUBLINGS = 8;

/**
 * Claims news that is to be told now, at most `limit`: each by one process, and again only after a pause that grows from
 * 15 s to an hour, for all processes together, until `current` does not hold it any more.
 * @param current a query of what conversations do not show yet: `contact_id`, `channel_id`, `news`, `change`
 */
export async function claimNews(
  { db }: Pick<Database, 'db'>,
  current: SQL,
  limit: number,
): Promise<readonly ClaimedNews[]> {
  const tells = (times: SQL) =>
    sql`clock_timestamp() + interval '1 second'
      * least(${FIRST_PAUSE_SECONDS} * 2 ^ least(${times}, ${DOUBLINGS}), ${LONGEST_PAUSE_SECONDS})`;
  const rows = await rowsOf<{ contact_id: string; channel_id: string; news: string; change: string }>(
    db,
    // What is current is found by itself first: few conversations are open, whatever the order and the limit suggest
    // to the planner. In one order, so that two processes that claim at once wait for each other and not for ever.
    sql`with current as materialized (${current})
        insert into told_news as told (contact_id, news, channel_id, change, times, since, again_at)
        select distinct on (c.contact_id, c.news) c.contact_id, c.news, c.channel_id, c.change, 1, clock_timestamp(),
          ${tells(sql`0`)}
        from current c left join told_news before on before.contact_id = c.contact_id and before.news = c.news
        where before.news is null or before.change <> c.change or before.again_at <= clock_timestamp()
        order by c.contact_id, c.news limit ${limit}
        on conflict (contact_id, news) do update set change = excluded.change, channel_id = excluded.channel_id,
          times = case when told.change = excluded.change then told.times + 1 else 1 end,
          since = case when told.change = excluded.change then told.since else excluded.since end,
          again_at = case when told.change = excluded.change then ${tells(sql`told.times`)} else excluded.again_at end
        where told.change <> excluded.change or told.again_at <= clock_timestamp()
        returning contact_id, channel_id, news, change`,
  );
  return rows.map(({ contact_id, channel_id, ...row }) => ({
    ...row,
    contactId: contact_id,
    channelId: channel_id,
  }));
}

/** Gives back what was claimed and could not be told, because Temporal is away: it may be told at once again. */
export async function giveBackNews(
  { db }: Pick<Database, 'db'>,
  claimed: readonly ClaimedNews[],
): Promise<void> {
  if (claimed.length === 0) return;
  const keys = asRows(claimed, '"contactId" text, news text, change text');
  await db.execute(
    sql`update told_news set again_at = clock_timestamp(), times = greatest(times - 1, 0)
        where (contact_id, news) in (
          select told.contact_id, told.news from ${keys} join told_news told
            on told.contact_id = input."contactId" and told.news = input.news and told.change = input.change
          order by told.contact_id, told.news for update of told)`,
  );
}

/** Forgets what conversations have shown, so that the next change of the same kind is told at once, and in short pauses. */
export async function forgetShownNews({ db }: Pick<Database, 'db'>, current: SQL, kinds: SQL): Promise<void> {
  await db.execute(
    // It waits for nobody, so that it is never in the way of a claim.
    sql`delete from told_news where (contact_id, news) in (
          select contact_id, news from told_news told where news in (${kinds})
            and not exists (select from (${current}) c where c.contact_id = told.contact_id and c.news = told.news)
          for update skip locked)`,
  );
}

/** A channel works again, once more: those who were told so the last time are told anew. */
export async function forgetTold(db: Database['db'], channelId: string): Promise<void> {
  await db.execute(
    sql`delete from told_news where (contact_id, news) in (
          select contact_id, news from told_news where channel_id = ${channelId} and news = 'channel_resumed'
          order by contact_id, news for update)`,
  );
}
