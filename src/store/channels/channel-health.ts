import { z } from 'zod';
import type { ChannelKind } from '../../domain/channel-kinds';
import type { DeliveryStatus } from '../../domain/conversation/delivery';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs, toMsOrNull } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { channelAccessTokens, channelBotFailures, channels } from '../schema/channels';
import { conversations } from '../schema/conversations';
import { rejectedDeliveries } from '../schema/deliveries';
import { messages } from '../schema/messages';
import { hasSeq, hasStatus, isOutbound } from '../transcript/row-life';
import { type ChannelTrouble, toTrouble } from './channel-troubles';
import { describeFormer, type FormerUse } from './former-secrets';

/** Outbound messages of a period whose outcome is known, or will never be known. */
export type SendCounts = { readonly sent: number; readonly failed: number; readonly unknown: number };

/** The state of a channel. Times are epoch ms; null: never. */
export type ChannelHealth = {
  /** The last message or event. */
  readonly lastInboundAt: number | null;
  readonly lastSentAt: number | null;
  /** The last error of a call to WeChat; `wechatCode` null: WeChat gave no usable answer. */
  readonly lastError: {
    readonly wechatCode: number | null;
    readonly at: number;
    /** WeChat's text, without secrets; empty if there is none. */
    readonly errmsg: string;
  } | null;
  readonly tokenExpiresAt: number | null;
  /** Until when its messages wait because WeChat's call limit is used up. */
  readonly pausedUntil: number | null;
  /** How many turns of its bot have failed in a row, and until when conversations begin without the bot. */
  readonly botFailures: { readonly count: number; readonly pausedUntil: number | null };
  /** WeChat refuses the channel itself; null: it works. */
  readonly trouble: ChannelTrouble | null;
  /** How many conversations have messages that wait for the channel. */
  readonly waitingConversations: number;
  readonly lastHour: SendCounts;
  readonly lastDay: SendCounts;
  /** The previous tokens, keys and modes that deliveries may still use. */
  readonly formerSecrets: readonly FormerUse[];
  /** Deliveries that could not be accepted and are kept for a retry. */
  readonly rejectedDeliveries: number;
};

/** A live channel that WeChat refuses. */
export type ChannelAlarm = {
  readonly channelId: string;
  readonly brandId: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly trouble: ChannelTrouble;
};

export type ChannelHealthStore = {
  /** Channels of these brands that WeChat refuses, those refused for the longest time first. */
  readonly alarms: (brandIds: readonly string[]) => Promise<readonly ChannelAlarm[]>;
  /** Null if there is no such channel. */
  readonly read: (channelId: string) => Promise<ChannelHealth | null>;
};

const errorSchema = z
  .object({ wechatCode: z.number().nullable(), at: z.string(), errmsg: z.string().default('') })
  .nullable();

const MOST_ALARMS = 100;

const botFailures = columnsAs(channelBotFailures, 'bot_failures');
const tokens = columnsAs(channelAccessTokens, 'tokens');

type Row = RowOf<typeof channels, 'lastError' | 'pausedUntil' | 'unhealthySince' | 'trouble'> & {
  readonly last_inbound_at: Date | string | null;
  readonly last_sent_at: Date | string | null;
  readonly token_expires_at: Date | string | null;
  readonly bot_failures: number | null;
  readonly bot_paused_until: Date | string | null;
  readonly rejected: number;
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

/** The health of channels; every query of messages uses the index on channel, direction and time. */
export function createChannelHealth({ db }: Pick<Database, 'db'>): ChannelHealthStore {
  return {
    async alarms(brandIds) {
      if (brandIds.length === 0) return [];
      const rows = await rowsOf<
        RowOf<typeof channels, 'id' | 'brandId' | 'name' | 'kind' | 'unhealthySince' | 'trouble'>
      >(
        db,
        sql`select ${channels.id}, ${channels.brandId}, ${channels.name}, ${channels.kind}, ${channels.unhealthySince},
              ${channels.trouble}
            from ${channels} where ${channels.unhealthySince} is not null and ${channels.status} = 'live'
              and ${channels.brandId} in ${brandIds}
            order by ${channels.unhealthySince}, ${channels.id} limit ${MOST_ALARMS}`,
      );
      return rows.flatMap((row) => {
        const trouble = toTrouble(row);
        return trouble === null
          ? []
          : [{ channelId: row.id, brandId: row.brand_id, name: row.name, kind: row.kind, trouble }];
      });
    },
    async read(channelId) {
      const last = (direction: 'inbound' | 'event') =>
        sql`(select ${messages.createdAt} from ${messages}
             where ${messages.channelId} = ${channelId} and ${messages.direction} = ${direction}
               and ${messages.senderKind} = 'contact' order by ${messages.createdAt} desc limit 1)`;
      const [row] = await rowsOf<Row>(
        db,
        sql`select greatest(${last('inbound')}, ${last('event')}) as last_inbound_at,
              (select ${messages.sentAt} from ${messages}
                where ${messages.channelId} = ${channelId} and ${isOutbound(messages)} and ${hasStatus(messages, 'sent')}
                order by ${messages.createdAt} desc limit 1) as last_sent_at,
              (select count(*)::int from ${rejectedDeliveries}
                where ${rejectedDeliveries.channelId} = ${channelId}) as rejected,
              ${botFailures.count} as bot_failures, ${botFailures.pausedUntil} as bot_paused_until,
              ${channels.lastError}, ${channels.pausedUntil}, ${tokens.expiresAt} as token_expires_at,
              case when ${channels.status} = 'live' then ${channels.unhealthySince} end as unhealthy_since,
              ${channels.trouble}, (select count(*)::int from ${conversations}
                where ${conversations.channelId} = ${channelId} and ${conversations.waitsForChannel}) as waiting
            from ${channels} left join ${channelAccessTokens} tokens
              on ${tokens.channelId} = ${channels.id} and ${tokens.tokenSealed} is not null
              left join ${channelBotFailures} bot_failures on ${botFailures.channelId} = ${channels.id}
            where ${channels.id} = ${channelId}`,
      );
      if (row === undefined) return null;
      const count = (status: DeliveryStatus, hours: number) =>
        sql`count(*) filter (where ${hasStatus(messages, status)}
              and ${messages.createdAt} > statement_timestamp() - ${hours}::int * interval '1 hour')::int`;
      const [counts] = await rowsOf<CountRow>(
        db,
        sql`select ${count('sent', 1)} as sent_hour, ${count('failed', 1)} as failed_hour,
              ${count('unknown', 1)} as unknown_hour, ${count('sent', 24)} as sent_day,
              ${count('failed', 24)} as failed_day, ${count('unknown', 24)} as unknown_day
            from ${messages} where ${messages.channelId} = ${channelId} and ${isOutbound(messages)}
              and ${hasSeq(messages)} and ${messages.createdAt} > statement_timestamp() - interval '24 hours'`,
      );
      const error = errorSchema.parse(row.last_error);
      return {
        lastInboundAt: toMsOrNull(row.last_inbound_at),
        lastSentAt: toMsOrNull(row.last_sent_at),
        lastError: error === null ? null : { ...error, at: toMs(error.at) },
        tokenExpiresAt: toMsOrNull(row.token_expires_at),
        pausedUntil: toMsOrNull(row.paused_until),
        botFailures: { count: row.bot_failures ?? 0, pausedUntil: toMsOrNull(row.bot_paused_until) },
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
