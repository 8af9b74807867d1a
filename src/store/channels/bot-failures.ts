import type { SQL } from 'drizzle-orm';
import type { Database, Db } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, appendAudit, SYSTEM } from '../people/audit-log';
import { channelBotFailures, channels } from '../schema/channels';

/** How often a bot fails in a row before its channel is paused, and for how long (docs/rules.md#65). */
const FAILURES_TO_PAUSE = 3;
const PAUSE = sql`interval '5 minutes'`;

/**
 * Channels whose bot keeps failing. A pause is a fact of the store on the database's clock, as a channel's trouble at
 * WeChat is: it is told to a conversation with the message that begins it, and no rule reads a clock for it.
 */
export type BotFailures = {
  /** A turn failed. Returns whether the channel is paused from now on. */
  readonly record: (channelId: string) => Promise<boolean>;
  /** A turn succeeded: the bot works. Returns whether the channel had been paused. */
  readonly forget: (channelId: string) => Promise<boolean>;
  /**
   * Whether a conversation that begins now begins without the bot. When a pause is over, one conversation is the probe:
   * only the caller that gets it begins with the bot, and the pause runs anew until the bot has answered. `mayProbe`:
   * false where a conversation is open already and seldom begins anew; then no pause is prolonged.
   */
  readonly isPaused: (channelId: string, options: { readonly mayProbe: boolean }) => Promise<boolean>;
};

const failures = namesOf(channelBotFailures);
const f = channelBotFailures;

/** The failures of bots in `db`. */
export function createBotFailures({ db }: Pick<Database, 'db'>): BotFailures {
  return {
    async record(channelId) {
      return db.transaction(async (tx) => {
        const [row] = await rowsOf<RowOf<typeof channelBotFailures, 'count'>>(
          tx,
          sql`insert into ${f} (${failures.channelId}, ${failures.count}) values (${channelId}, 1)
            on conflict (${failures.channelId}) do update set ${failures.count} = ${f.count} + 1,
              ${failures.pausedUntil} = case when ${f.count} + 1 >= ${FAILURES_TO_PAUSE}
                then clock_timestamp() + ${PAUSE} end
            returning ${f.count}`,
        );
        if (row?.count !== FAILURES_TO_PAUSE) return false;
        await appendAudit(tx, SYSTEM, { action: 'channel.bot_paused', target: channelOf(channelId) });
        return true;
      });
    },
    async forget(channelId) {
      // Nearly always there is nothing to forget.
      const known = await rowsOf(db, sql`select from ${f} where ${f.channelId} = ${channelId}`);
      if (known.length === 0) return false;
      return db.transaction((tx) => forgetWhere(tx, sql`${f.channelId} = ${channelId}`, SYSTEM));
    },
    async isPaused(channelId, { mayProbe }) {
      const [row] = await rowsOf<{ is_over: boolean }>(
        db,
        sql`select ${f.pausedUntil} <= clock_timestamp() as is_over from ${f}
            where ${f.channelId} = ${channelId} and ${f.pausedUntil} is not null`,
      );
      if (row === undefined) return false;
      if (!row.is_over) return true;
      if (!mayProbe) return false;
      const probe = await rowsOf(
        db,
        sql`update ${f} set ${failures.pausedUntil} = clock_timestamp() + ${PAUSE}
            where ${f.channelId} = ${channelId} and ${f.pausedUntil} <= clock_timestamp() returning ${f.channelId}`,
      );
      return probe.length === 0;
    },
  };
}

/** The channel has another bot: what the one before it did says nothing of it. */
export async function forgetFailuresOfChannel(tx: Db, channelId: string, by: AuditActor): Promise<void> {
  await forgetWhere(tx, sql`${f.channelId} = ${channelId}`, by);
}

/** The bot was changed: it may have been repaired, so its channels ask it at once. */
export async function forgetFailuresOfBot(tx: Db, botId: string, by: AuditActor): Promise<void> {
  const ofBot = sql`select ${channels.id} from ${channels} where ${channels.settings} #>> '{bot,botId}' = ${botId}`;
  await forgetWhere(tx, sql`${f.channelId} in (${ofBot})`, by);
}

/** Returns whether a channel had been paused. Locks the end of the audit log, as `appendAudit` says. */
async function forgetWhere(tx: Db, condition: SQL, by: AuditActor): Promise<boolean> {
  const forgotten = await rowsOf<RowOf<typeof channelBotFailures, 'channelId'> & { was_paused: boolean }>(
    tx,
    sql`delete from ${f} where ${condition} returning ${f.channelId}, ${f.pausedUntil} is not null as was_paused`,
  );
  const paused = forgotten.filter(({ was_paused }) => was_paused);
  for (const { channel_id } of paused) {
    await appendAudit(tx, by, { action: 'channel.bot_resumed', target: channelOf(channel_id) });
  }
  return paused.length > 0;
}

function channelOf(id: string): { readonly type: 'channel'; readonly id: string } {
  return { type: 'channel', id };
}
