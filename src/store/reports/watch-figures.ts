import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { channels } from '../schema/channels';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { webhooks } from '../schema/webhooks';
import { hasStatus, isTrouble } from '../transcript/row-life';

/** How many, by a label of few different values. */
export type Figures = ReadonlyMap<string, number>;

/**
 * Figures of the whole desk that alarms are made of (docs/operations.md#what-to-watch). Each reads a small table or a partial
 * index, and is asked for by every scrape of every process.
 */
export type WatchFigures = {
  /** Open conversations by state; a state without any is 0. */
  readonly openConversations: () => Promise<Figures>;
  /** Messages that failed within the last hour and that nobody has settled, by the code of their error. */
  readonly failedWithinHour: () => Promise<Figures>;
  /** Messages that are held because the window or the limit blocks them. */
  readonly held: () => Promise<number>;
  /** Channels whose calls WeChat refuses, by its code. */
  readonly refusedChannels: () => Promise<Figures>;
  /** Outgoing webhooks: `failing` (every try fails for now), and what the desk has switched off itself: `gone`, `gave_up`. */
  readonly troubledWebhooks: () => Promise<Figures>;
};

const OPEN_STATES = ['bot', 'waiting', 'missed', 'active'] as const;
const m = columnsAs(messages, 'm');
const c = columnsAs(conversations, 'c');

type Row = { readonly label: string | null; readonly count: number };

const toFigures = (rows: readonly Row[], labels: readonly string[] = []): Figures =>
  new Map([
    ...labels.map((label) => [label, 0] as const),
    ...rows.map(({ label, count }) => [label ?? 'none', count] as const),
  ]);

/** Reads them. */
export function createWatchFigures({ db }: Pick<Database, 'db'>): WatchFigures {
  return {
    async openConversations() {
      const rows = await rowsOf<Row>(
        db,
        sql`select ${c.state} as label, count(*)::int as count from ${conversations} c
            where ${c.state} in ${[...OPEN_STATES]} and not ${c.isErased} group by ${c.state}`,
      );
      return toFigures(rows, OPEN_STATES);
    },
    async failedWithinHour() {
      const rows = await rowsOf<Row>(
        db,
        sql`select ${m.error} ->> 'code' as label, count(*)::int as count from ${messages} m
            where ${isTrouble(m)} and ${hasStatus(m, 'failed')}
              and ${m.changedAt} > clock_timestamp() - interval '1 hour'
            group by 1`,
      );
      return toFigures(rows);
    },
    async held() {
      const [row] = await rowsOf<{ count: number }>(
        db,
        sql`select count(*)::int as count from ${messages} m where ${isTrouble(m)} and ${hasStatus(m, 'held')}`,
      );
      return row?.count ?? 0;
    },
    async refusedChannels() {
      const rows = await rowsOf<Row>(
        db,
        sql`select coalesce(${channels.trouble} ->> 'wechatCode', 'none') as label, count(*)::int as count
            from ${channels} where ${channels.unhealthySince} is not null and ${channels.status} = 'live' group by 1`,
      );
      return toFigures(rows);
    },
    async troubledWebhooks() {
      const rows = await rowsOf<Row>(
        db,
        sql`select case when ${webhooks.disabledAt} is null then 'failing'
                when ${webhooks.disabledReason} = 'failing' then 'gave_up' else ${webhooks.disabledReason} end as label,
              count(*)::int as count
            from ${webhooks}
            where (${webhooks.disabledAt} is null and ${webhooks.failingSince} is not null)
              or ${webhooks.disabledReason} in ('gone', 'failing')
            group by 1`,
      );
      return toFigures(rows, ['failing', 'gave_up', 'gone']);
    },
  };
}
