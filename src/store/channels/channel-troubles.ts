import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { forgetTold } from '../conversations/told-news';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs } from '../engine/rows';
import { CHANNELS_NOTICE } from './channels';

/** Why WeChat refuses the channel itself: its code, and its words without secrets. */
export type ChannelRefusal = { readonly wechatCode: number; readonly errmsg: string };

/** A channel that WeChat refuses. `since`: epoch ms. */
export type ChannelTrouble = ChannelRefusal & { readonly since: number };

/** A probe that this process has claimed. `contactId`: whose message is to try; null: none waits. */
export type ClaimedProbe = { readonly channelId: string; readonly contactId: string | null };

export type ChannelTroubles = {
  /** WeChat refused the channel, not what was asked. A channel that is not live has no trouble. */
  readonly report: (channelId: string, refusal: ChannelRefusal) => Promise<void>;
  /** WeChat takes what the channel asks: whoever waits is told. */
  readonly recover: (channelId: string) => Promise<void>;
  /** Claims the probes that are due, each for one process and time; from now on one message of the channel may try. */
  readonly claimProbes: () => Promise<readonly ClaimedProbe[]>;
  /** Whether this message is the one that tries. True once for each probe. */
  readonly takeProbe: (channelId: string) => Promise<boolean>;
};

export const troubleSchema = z.object({ wechatCode: z.number(), errmsg: z.string() });

/** One probe in this time for a channel, whoever makes it. */
const PROBE_EVERY_MS = 60_000;

/** The troubles of channels, shared by all processes and kept by the wall clock. */
export function createChannelTroubles({ db }: Pick<Database, 'db'>): ChannelTroubles {
  const later = sql`clock_timestamp() + ${PROBE_EVERY_MS} * interval '1 millisecond'`;
  const notify = (channelId: string) => sql`select pg_notify(${CHANNELS_NOTICE}, ${channelId})`;
  return {
    async report(channelId, { wechatCode, errmsg }) {
      const trouble = JSON.stringify({ wechatCode, errmsg });
      const changed = await rowsOf<{ id: string }>(
        db,
        sql`with before as (
              select id, unhealthy_since, trouble from channels
              where id = ${channelId} and status = 'live' for no key update
            )
            update channels set trouble = ${trouble}::jsonb,
              unhealthy_since = coalesce(before.unhealthy_since, clock_timestamp()),
              probe_at = case when before.unhealthy_since is null then ${later} else channels.probe_at end,
              is_probe_open = channels.is_probe_open and before.unhealthy_since is not null
            from before where channels.id = before.id
              and (before.unhealthy_since is null or before.trouble ->> 'wechatCode' <> ${String(wechatCode)})
            returning channels.id`,
      );
      if (changed.length > 0) await db.execute(notify(channelId));
    },
    async recover(channelId) {
      const changed = await rowsOf<{ id: string }>(
        db,
        sql`update channels set unhealthy_since = null, trouble = null, probe_at = null, is_probe_open = false
            where id = ${channelId} and unhealthy_since is not null returning id`,
      );
      if (changed.length === 0) return;
      await forgetTold(db, channelId);
      await db.execute(notify(channelId));
    },
    async claimProbes() {
      const rows = await rowsOf<{ id: string; contact_id: string | null }>(
        db,
        sql`update channels set probe_at = ${later}, is_probe_open = exists (select from conversations
                where channel_id = channels.id and waits_for_channel)
            where id in (select id from channels
                where unhealthy_since is not null and status = 'live' and probe_at <= clock_timestamp()
                order by id for no key update skip locked)
            returning id, (select contact_id from conversations
                where channel_id = channels.id and waits_for_channel order by activity_number limit 1) as contact_id`,
      );
      return rows.map((row) => ({ channelId: row.id, contactId: row.contact_id }));
    },
    async takeProbe(channelId) {
      const taken = await rowsOf<{ id: string }>(
        db,
        sql`update channels set is_probe_open = false, probe_at = ${later}
            where id = ${channelId} and is_probe_open returning id`,
      );
      return taken.length > 0;
    },
  };
}

/** The trouble in a channel's row; null: it works. */
export function toTrouble(row: {
  readonly unhealthy_since: Date | string | null;
  readonly trouble: unknown;
}): ChannelTrouble | null {
  if (row.unhealthy_since === null) return null;
  return { since: toMs(row.unhealthy_since), ...troubleSchema.parse(row.trouble) };
}
