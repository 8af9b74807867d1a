import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from './database-types';
import { rowsOf, toMs } from './rows';

/** Outbound messages of some time whose outcome is known, or surely never will be. */
export type SendCounts = { readonly sent: number; readonly failed: number; readonly unknown: number };

/** How a channel does. Times are epoch ms; null: never. */
export type ChannelHealth = {
  /** Message or event. */
  readonly lastInboundAt: number | null;
  readonly lastSentAt: number | null;
  /** The last error of a call to WeChat; `wechatCode` null: it gave no answer that could be used. */
  readonly lastError: { readonly wechatCode: number | null; readonly at: number } | null;
  readonly tokenExpiresAt: number | null;
  /** Until when WeChat's call limit holds its messages back. */
  readonly pausedUntil: number | null;
  readonly lastHour: SendCounts;
  readonly lastDay: SendCounts;
};

export type ChannelHealthStore = {
  /** Null where there is no such channel. */
  readonly read: (channelId: string) => Promise<ChannelHealth | null>;
};

const errorSchema = z.object({ wechatCode: z.number().nullable(), at: z.string() }).nullable();

type Row = {
  readonly last_inbound_at: Date | string | null;
  readonly last_sent_at: Date | string | null;
  readonly last_error: unknown;
  readonly token_expires_at: Date | string | null;
  readonly paused_until: Date | string | null;
};

type CountRow = {
  readonly sent_hour: number;
  readonly failed_hour: number;
  readonly unknown_hour: number;
  readonly sent_day: number;
  readonly failed_day: number;
  readonly unknown_day: number;
};

/** The health of channels; every query reads by the index on channel, direction and time. */
export function createChannelHealth({ db }: Pick<Database, 'db'>): ChannelHealthStore {
  return {
    async read(channelId) {
      const last = (direction: 'inbound' | 'event') =>
        sql`(select created_at from messages where channel_id = ${channelId} and direction = ${direction}
             and sender_kind = 'contact' order by created_at desc limit 1)`;
      const [row] = await rowsOf<Row>(
        db,
        sql`select greatest(${last('inbound')}, ${last('event')}) as last_inbound_at,
              (select sent_at from messages where channel_id = ${channelId} and direction = 'outbound'
                and status = 'sent' order by created_at desc limit 1) as last_sent_at,
              channels.last_error, channels.paused_until, tokens.expires_at as token_expires_at
            from channels left join channel_access_tokens tokens
              on tokens.channel_id = channels.id and tokens.token_sealed is not null
            where channels.id = ${channelId}`,
      );
      if (row === undefined) return null;
      const count = (status: string, hours: number) =>
        sql`count(*) filter (where status = ${status}
              and created_at > clock_timestamp() - ${hours}::int * interval '1 hour')::int`;
      const [counts] = await rowsOf<CountRow>(
        db,
        sql`select ${count('sent', 1)} as sent_hour, ${count('failed', 1)} as failed_hour,
              ${count('unknown', 1)} as unknown_hour, ${count('sent', 24)} as sent_day,
              ${count('failed', 24)} as failed_day, ${count('unknown', 24)} as unknown_day
            from messages where channel_id = ${channelId} and direction = 'outbound' and seq is not null
              and created_at > clock_timestamp() - interval '24 hours'`,
      );
      const error = errorSchema.parse(row.last_error);
      return {
        lastInboundAt: toMsOrNull(row.last_inbound_at),
        lastSentAt: toMsOrNull(row.last_sent_at),
        lastError: error === null ? null : { wechatCode: error.wechatCode, at: toMs(error.at) },
        tokenExpiresAt: toMsOrNull(row.token_expires_at),
        pausedUntil: toMsOrNull(row.paused_until),
        lastHour: {
          sent: counts?.sent_hour ?? 0,
          failed: counts?.failed_hour ?? 0,
          unknown: counts?.unknown_hour ?? 0,
        },
        lastDay: {
          sent: counts?.sent_day ?? 0,
          failed: counts?.failed_day ?? 0,
          unknown: counts?.unknown_day ?? 0,
        },
      };
    },
  };
}

function toMsOrNull(value: Date | string | null): number | null {
  return value === null ? null : toMs(value);
}
