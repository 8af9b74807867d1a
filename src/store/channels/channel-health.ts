import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs } from '../engine/rows';
import { type ChannelTrouble, toTrouble } from './channel-troubles';
import { describeFormer, type FormerUse } from './former-secrets';

/** Outbound messages of some time whose outcome is known, or surely never will be. */
export type SendCounts = { readonly sent: number; readonly failed: number; readonly unknown: number };

/** How a channel does. Times are epoch ms; null: never. */
export type ChannelHealth = {
  /** Message or event. */
  readonly lastInboundAt: number | null;
  readonly lastSentAt: number | null;
  /** The last error of a call to WeChat; `wechatCode` null: it gave no answer that could be used. */
  readonly lastError: {
    readonly wechatCode: number | null;
    readonly at: number;
    /** WeChat's text, without secrets; empty where there is none. */
    readonly errmsg: string;
  } | null;
  readonly tokenExpiresAt: number | null;
  /** Until when WeChat's call limit holds its messages back. */
  readonly pausedUntil: number | null;
  /** WeChat refuses the channel itself; null: it works. */
  readonly trouble: ChannelTrouble | null;
  /** How many conversations have messages that wait for it. */
  readonly waitingConversations: number;
  readonly lastHour: SendCounts;
  readonly lastDay: SendCounts;
  /** The former tokens, keys and modes by which deliveries are still accepted. */
  readonly formerSecrets: readonly FormerUse[];
  /** Deliveries that could not be taken and are kept aside. */
  readonly rejectedDeliveries: number;
};

/** A live channel that WeChat refuses. */
export type ChannelAlarm = {
  readonly channelId: string;
  readonly brandId: string;
  readonly name: string;
  readonly trouble: ChannelTrouble;
};

export type ChannelHealthStore = {
  /** Channels of these brands that WeChat refuses, the longest first. */
  readonly alarms: (brandIds: readonly string[]) => Promise<readonly ChannelAlarm[]>;
  /** Null where there is no such channel. */
  readonly read: (channelId: string) => Promise<ChannelHealth | null>;
};

const errorSchema = z
  .object({ wechatCode: z.number().nullable(), at: z.string(), errmsg: z.string().default('') })
  .nullable();

const MOST_ALARMS = 100;

type Row = {
  readonly last_inbound_at: Date | string | null;
  readonly last_sent_at: Date | string | null;
  readonly last_error: unknown;
  readonly token_expires_at: Date | string | null;
  readonly paused_until: Date | string | null;
  readonly rejected: number;
  readonly unhealthy_since: Date | string | null;
  readonly trouble: unknown;
  readonly waiting: number;
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
    async alarms(brandIds) {
      if (brandIds.length === 0) return [];
      const rows = await rowsOf<{
        id: string;
        brand_id: string;
        name: string;
        unhealthy_since: Date | string;
        trouble: unknown;
      }>(
        db,
        sql`select id, brand_id, name, unhealthy_since, trouble from channels
            where unhealthy_since is not null and status = 'live' and brand_id in ${brandIds}
            order by unhealthy_since, id limit ${MOST_ALARMS}`,
      );
      return rows.flatMap((row) => {
        const trouble = toTrouble(row);
        return trouble === null
          ? []
          : [{ channelId: row.id, brandId: row.brand_id, name: row.name, trouble }];
      });
    },
    async read(channelId) {
      const last = (direction: 'inbound' | 'event') =>
        sql`(select created_at from messages where channel_id = ${channelId} and direction = ${direction}
             and sender_kind = 'contact' order by created_at desc limit 1)`;
      const [row] = await rowsOf<Row>(
        db,
        sql`select greatest(${last('inbound')}, ${last('event')}) as last_inbound_at,
              (select sent_at from messages where channel_id = ${channelId} and direction = 'outbound'
                and status = 'sent' order by created_at desc limit 1) as last_sent_at,
              (select count(*)::int from rejected_deliveries where channel_id = ${channelId}) as rejected,
              channels.last_error, channels.paused_until, tokens.expires_at as token_expires_at,
              case when channels.status = 'live' then channels.unhealthy_since end as unhealthy_since,
              channels.trouble, (select count(*)::int from conversations
                where channel_id = ${channelId} and waits_for_channel) as waiting
            from channels left join channel_access_tokens tokens
              on tokens.channel_id = channels.id and tokens.token_sealed is not null
            where channels.id = ${channelId}`,
      );
      if (row === undefined) return null;
      const count = (status: string, hours: number) =>
        sql`count(*) filter (where status = ${status}
              and created_at > statement_timestamp() - ${hours}::int * interval '1 hour')::int`;
      const [counts] = await rowsOf<CountRow>(
        db,
        sql`select ${count('sent', 1)} as sent_hour, ${count('failed', 1)} as failed_hour,
              ${count('unknown', 1)} as unknown_hour, ${count('sent', 24)} as sent_day,
              ${count('failed', 24)} as failed_day, ${count('unknown', 24)} as unknown_day
            from messages where channel_id = ${channelId} and direction = 'outbound' and seq is not null
              and created_at > statement_timestamp() - interval '24 hours'`,
      );
      const error = errorSchema.parse(row.last_error);
      return {
        lastInboundAt: toMsOrNull(row.last_inbound_at),
        lastSentAt: toMsOrNull(row.last_sent_at),
        lastError: error === null ? null : { ...error, at: toMs(error.at) },
        tokenExpiresAt: toMsOrNull(row.token_expires_at),
        pausedUntil: toMsOrNull(row.paused_until),
        trouble: toTrouble(row),
        waitingConversations: row.waiting,
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
        formerSecrets: await describeFormer(db, channelId),
        rejectedDeliveries: row.rejected,
      };
    },
  };
}

function toMsOrNull(value: Date | string | null): number | null {
  return value === null ? null : toMs(value);
}
