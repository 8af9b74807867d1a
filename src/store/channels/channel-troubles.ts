import { z } from 'zod';
import { forgetChannelResumed } from '../conversations/change-claims';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { channels } from '../schema/channels';
import { conversations } from '../schema/conversations';
import { CHANNELS_NOTICE } from './channels';

/** Why WeChat refuses the channel itself: its code, and its text without secrets. */
export type ChannelRefusal = { readonly wechatCode: number; readonly errmsg: string };

/** A channel that WeChat refuses. `since`: epoch ms. */
export type ChannelTrouble = ChannelRefusal & { readonly since: number };

/**
 * A probe that this process has claimed. `contactId`: the contact whose message is the probe; null: no message is
 * waiting.
 */
export type ClaimedProbe = { readonly channelId: string; readonly contactId: string | null };

export type ChannelTroubles = {
  /** Records that WeChat refused the channel itself. A channel that is not live has no trouble. */
  readonly report: (channelId: string, refusal: ChannelRefusal) => Promise<void>;
  /** Records that WeChat accepts the channel's calls again: conversations that wait for it are signalled. */
  readonly recover: (channelId: string) => Promise<void>;
  /** Claims the probes that are due, each for one process; from then on one message of each channel may be sent. */
  readonly claimProbes: () => Promise<readonly ClaimedProbe[]>;
  /** Whether this message is the probe. True once for each probe. */
  readonly takeProbe: (channelId: string) => Promise<boolean>;
};

export const troubleSchema = z.object({ wechatCode: z.number(), errmsg: z.string() });

/** How often a channel is probed, by all processes together. */
const CHANNEL_PROBE_EVERY_MS = 60_000;

const channel = namesOf(channels);
const before = columnsAs(channels, 'before');

/** The troubles of channels, shared by all processes. Times are by the wall clock. */
export function createChannelTroubles({ db }: Pick<Database, 'db'>): ChannelTroubles {
  const later = sql`clock_timestamp() + ${CHANNEL_PROBE_EVERY_MS} * interval '1 millisecond'`;
  const waitsForChannel = sql`${conversations.channelId} = ${channels.id} and ${conversations.waitsForChannel}`;
  const notify = (channelId: string) => sql`select pg_notify(${CHANNELS_NOTICE}, ${channelId})`;
  return {
    async report(channelId, { wechatCode, errmsg }) {
      const trouble = JSON.stringify({ wechatCode, errmsg });
      const changed = await rowsOf<RowOf<typeof channels, 'id'>>(
        db,
        sql`with before as (
              select ${channels.id}, ${channels.unhealthySince}, ${channels.trouble} from ${channels}
              where ${channels.id} = ${channelId} and ${channels.status} = 'live' for no key update
            )
            update ${channels} set ${channel.trouble} = ${trouble}::jsonb,
              ${channel.unhealthySince} = coalesce(${before.unhealthySince}, clock_timestamp()),
              ${channel.probeAt} = case when ${before.unhealthySince} is null then ${later} else ${channels.probeAt} end,
              ${channel.isProbeOpen} = ${channels.isProbeOpen} and ${before.unhealthySince} is not null
            from before where ${channels.id} = ${before.id}
              and (${before.unhealthySince} is null or ${before.trouble} ->> 'wechatCode' <> ${String(wechatCode)})
            returning ${channels.id}`,
      );
      if (changed.length > 0) await db.execute(notify(channelId));
    },
    async recover(channelId) {
      const changed = await rowsOf<RowOf<typeof channels, 'id'>>(
        db,
        sql`update ${channels} set ${channel.unhealthySince} = null, ${channel.trouble} = null,
              ${channel.probeAt} = null, ${channel.isProbeOpen} = false
            where ${channels.id} = ${channelId} and ${channels.unhealthySince} is not null returning ${channels.id}`,
      );
      if (changed.length === 0) return;
      await forgetChannelResumed(db, channelId);
      await db.execute(notify(channelId));
    },
    async claimProbes() {
      const rows = await rowsOf<RowOf<typeof channels, 'id'> & { readonly contact_id: string | null }>(
        db,
        sql`update ${channels} set ${channel.probeAt} = ${later}, ${channel.isProbeOpen} = exists (
                select from ${conversations} where ${waitsForChannel})
            where ${channels.id} in (select ${channels.id} from ${channels}
                where ${channels.unhealthySince} is not null and ${channels.status} = 'live'
                  and ${channels.probeAt} <= clock_timestamp()
                order by ${channels.id} for no key update skip locked)
            returning ${channels.id}, (select ${conversations.contactId} from ${conversations} where ${waitsForChannel}
                order by ${conversations.activityNumber} limit 1) as contact_id`,
      );
      return rows.map((row) => ({ channelId: row.id, contactId: row.contact_id }));
    },
    async takeProbe(channelId) {
      const taken = await rowsOf<RowOf<typeof channels, 'id'>>(
        db,
        sql`update ${channels} set ${channel.isProbeOpen} = false, ${channel.probeAt} = ${later}
            where ${channels.id} = ${channelId} and ${channels.isProbeOpen} returning ${channels.id}`,
      );
      return taken.length > 0;
    },
  };
}

/** The trouble in a channel's row; null: it works. */
export function toTrouble(row: RowOf<typeof channels, 'unhealthySince' | 'trouble'>): ChannelTrouble | null {
  if (row.unhealthy_since === null) return null;
  return { since: toMs(row.unhealthy_since), ...troubleSchema.parse(row.trouble) };
}
