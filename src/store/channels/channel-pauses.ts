import type { Database } from '../engine/database-types';
import { rowsOf, toMs, toTimestamp } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { channels } from '../schema/channels';

const channel = namesOf(channels);

/** While WeChat's call limit is used up, one message of the channel at a time tests whether that is over. */
export type ChannelPauses = {
  /** Pauses the channel's sends until `until` (epoch ms); the first probe may go out after `probeEveryMs`. */
  readonly pause: (channelId: string, until: number, probeEveryMs: number) => Promise<void>;
  /**
   * Claims the next probe; `retryAfterMs`: when to try again if it is not due yet, or another process has claimed it.
   */
  readonly claimProbe: (
    channelId: string,
    probeEveryMs: number,
  ) => Promise<{ readonly mayProbe: true } | { readonly mayProbe: false; readonly retryAfterMs: number }>;
  /** Ends the pause: a send succeeded. */
  readonly end: (channelId: string) => Promise<void>;
  /**
   * Keeps the last error of a call to WeChat for the channel's health page: when it happened and WeChat's code, null if
   * WeChat gave no usable answer. `errmsg`: WeChat's text, without secrets.
   */
  readonly recordError: (channelId: string, wechatCode: number | null, errmsg?: string) => Promise<void>;
};

/** The pauses of channels whose call limit is used up, shared by all workers. */
export function createChannelPauses({ db }: Database): ChannelPauses {
  const milliseconds = (ms: number) => sql`${ms} * interval '1 millisecond'`;
  return {
    async pause(channelId, until, probeEveryMs) {
      await db.execute(
        sql`update ${channels} set ${channel.pausedUntil} = ${toTimestamp(until)},
              ${channel.pauseProbeAt} = clock_timestamp() + ${milliseconds(probeEveryMs)}
            where ${channels.id} = ${channelId}`,
      );
    },
    async claimProbe(channelId, probeEveryMs) {
      const [claimed] = await rowsOf<RowOf<typeof channels, 'id'>>(
        db,
        sql`update ${channels} set ${channel.pauseProbeAt} = clock_timestamp() + ${milliseconds(probeEveryMs)}
            where ${channels.id} = ${channelId} and (${channels.pausedUntil} is null
              or ${channels.pausedUntil} <= clock_timestamp() or ${channels.pauseProbeAt} <= clock_timestamp())
            returning ${channels.id}`,
      );
      if (claimed !== undefined) return { mayProbe: true };
      const [row] = await rowsOf<{ at: Date | string | null; now: Date | string }>(
        db,
        sql`select least(${channels.pausedUntil}, ${channels.pauseProbeAt}) as at, clock_timestamp() as now
            from ${channels} where ${channels.id} = ${channelId}`,
      );
      const wait = row === undefined || row.at === null ? 0 : toMs(row.at) - toMs(row.now);
      return { mayProbe: false, retryAfterMs: Math.max(1_000, wait) };
    },
    async end(channelId) {
      await db.execute(
        sql`update ${channels} set ${channel.pausedUntil} = null, ${channel.pauseProbeAt} = null
            where ${channels.id} = ${channelId}`,
      );
    },
    async recordError(channelId, wechatCode, errmsg = '') {
      const error = JSON.stringify({ wechatCode, at: new Date().toISOString(), errmsg });
      await db.execute(
        sql`update ${channels} set ${channel.lastError} = ${error}::jsonb where ${channels.id} = ${channelId}`,
      );
    },
  };
}
