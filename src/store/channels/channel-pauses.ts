import { sql } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs } from '../engine/rows';

/** While WeChat's call limit is used up, one message of the channel at a time tries whether it is over. */
export type ChannelPauses = {
  /** Pauses the channel's sends until `until` (epoch ms); the first probe may go out after `probeEveryMs`. */
  readonly pause: (channelId: string, until: number, probeEveryMs: number) => Promise<void>;
  /** Claims the next probe; `retryAfterMs` says when to look again where it is not due or somebody else's. */
  readonly claimProbe: (
    channelId: string,
    probeEveryMs: number,
  ) => Promise<{ readonly mayProbe: true } | { readonly mayProbe: false; readonly retryAfterMs: number }>;
  /** A send went through: the pause is over. */
  readonly resume: (channelId: string) => Promise<void>;
  /**
   * Keeps the last error of a call to WeChat for the channel's health page: an instant and WeChat's code, null where
   * WeChat gave no answer that could be used. `errmsg`: its words, without secrets.
   */
  readonly recordError: (channelId: string, wechatCode: number | null, errmsg?: string) => Promise<void>;
};

/** The pauses of channels whose call limit is used up, shared by all workers. */
export function createChannelPauses({ db }: Database): ChannelPauses {
  const milliseconds = (ms: number) => sql`${ms} * interval '1 millisecond'`;
  return {
    async pause(channelId, until, probeEveryMs) {
      await db.execute(
        sql`update channels set paused_until = ${new Date(until).toISOString()}::timestamptz,
              pause_probe_at = clock_timestamp() + ${milliseconds(probeEveryMs)}
            where id = ${channelId}`,
      );
    },
    async claimProbe(channelId, probeEveryMs) {
      const [claimed] = await rowsOf<{ id: string }>(
        db,
        sql`update channels set pause_probe_at = clock_timestamp() + ${milliseconds(probeEveryMs)}
            where id = ${channelId} and (paused_until is null or paused_until <= clock_timestamp()
              or pause_probe_at <= clock_timestamp()) returning id`,
      );
      if (claimed !== undefined) return { mayProbe: true };
      const [row] = await rowsOf<{ at: Date | string | null; now: Date | string }>(
        db,
        sql`select least(paused_until, pause_probe_at) as at, clock_timestamp() as now
            from channels where id = ${channelId}`,
      );
      const wait = row === undefined || row.at === null ? 0 : toMs(row.at) - toMs(row.now);
      return { mayProbe: false, retryAfterMs: Math.max(1_000, wait) };
    },
    async resume(channelId) {
      await db.execute(
        sql`update channels set paused_until = null, pause_probe_at = null where id = ${channelId}`,
      );
    },
    async recordError(channelId, wechatCode, errmsg = '') {
      const error = JSON.stringify({ wechatCode, at: new Date().toISOString(), errmsg });
      await db.execute(sql`update channels set last_error = ${error}::jsonb where id = ${channelId}`);
    },
  };
}
