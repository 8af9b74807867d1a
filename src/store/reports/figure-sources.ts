/** Where each figure of a report comes from: its table, its own time, and whose it is (docs/reports.md). */
import type { SQL } from 'drizzle-orm';
import { sql } from '../engine/sql';
import { msBetween, type ReportFilter } from './report-filter';

type Table =
  | 'conversation_facts'
  | 'message_facts'
  | 'event_facts'
  | 'loss_facts'
  | 'refusal_facts'
  | 'ratings';

/** Columns are those of row `f`. */
export type FigureSource = {
  readonly table: Table;
  /** When it counts. */
  readonly at: SQL;
  readonly condition?: SQL;
  /** Whose it is; left out: that of whoever attends the conversation, or attended it last. */
  readonly operator?: SQL;
  /** The word by which it is divided. */
  readonly label?: SQL;
  /** A number of each, e.g. a duration in ms; null counts as none. */
  readonly value?: (filter: Pick<ReportFilter, 'openTimes'>) => SQL;
  /** The number is a duration, in ms, that ended at the figure’s own time. */
  readonly isDuration?: true;
};

/** Messages are kept by quarters of an hour, ms. */
export const QUARTER_MS = 15 * 60_000;
/** When a message was, `ms` being its offset in the quarter `f`. */
export const MESSAGE_AT = sql`f.slot + ms * interval '1 millisecond'`;

/** When each fact `f` of a source was, and what has to be joined to `f` for that: a quarter has many messages. */
export function eachFactOf({ table, at }: FigureSource): { readonly at: SQL; readonly joined: SQL } {
  if (table !== 'message_facts') return { at, joined: sql`` };
  return { at: MESSAGE_AT, joined: sql`cross join unnest(f.offsets) as ms` };
}

const column = (name: string): SQL => sql.raw(`f.${name}`);
const between = (since: string, until: string): Required<Pick<FigureSource, 'value' | 'isDuration'>> => ({
  value: (filter) => msBetween(column(since), column(until), filter),
  isDuration: true,
});

const conversation = { table: 'conversation_facts' } as const;
const event = { table: 'event_facts', at: column('at') } as const;
const loss = { table: 'loss_facts', operator: column('operator_id') } as const;

export const FIGURE_SOURCES = {
  started: { ...conversation, at: column('started_at') },
  attended: {
    ...conversation,
    at: column('attended_at'),
    operator: column('attended_by'),
    ...between('waiting_since', 'attended_at'),
  },
  missed: { ...conversation, at: column('missed_at') },
  missedThenAttended: { ...conversation, at: column('missed_attended_at') },
  completed: {
    ...conversation,
    at: column('completed_at'),
    label: column('completed_reason'),
    ...between('attended_at', 'completed_at'),
  },
  botOnly: { ...conversation, at: column('completed_at'), condition: column('is_bot_only') },
  firstResponse: {
    ...conversation,
    at: column('first_response_at'),
    operator: column('first_response_by'),
    condition: sql`f.waiting_since is not null`,
    ...between('waiting_since', 'first_response_at'),
  },
  /** Those of `attended` and of `completed` that a duration counts. */
  waiting: {
    ...conversation,
    at: column('attended_at'),
    operator: column('attended_by'),
    condition: sql`f.waiting_since is not null`,
  },
  handling: { ...conversation, at: column('completed_at'), condition: sql`f.attended_at is not null` },
  endedWaiting: { ...conversation, at: column('completed_at'), condition: column('ended_waiting') },
  messagesIn: { table: 'message_facts', at: column('slot'), condition: sql`f.direction = 'in'` },
  messagesOut: {
    table: 'message_facts',
    at: column('slot'),
    condition: sql`f.direction = 'out'`,
    operator: sql`nullif(f.operator_id, '')`,
  },
  handovers: { ...event, condition: sql`f.kind = 'handover'`, label: column('label') },
  returned: { ...event, condition: sql`f.kind = 'returned'`, operator: column('operator_id') },
  followed: { ...event, condition: sql`f.kind = 'follow'` },
  unfollowed: { ...event, condition: sql`f.kind = 'unfollow'` },
  /** A follow by a QR code is a scan as well. */
  scans: {
    ...event,
    condition: sql`f.kind in ('scan', 'follow') and f.label is not null`,
    label: column('label'),
  },
  startedBySource: { ...conversation, at: column('started_at'), label: column('source') },
  rated: {
    table: 'ratings',
    at: column('rated_at'),
    condition: sql`f.score is not null`,
    operator: column('operator_id'),
    value: () => column('score'),
  },
  refused: {
    table: 'refusal_facts',
    at: column('at'),
    operator: column('operator_id'),
    label: column('code'),
    value: () => sql`f.late_seconds * 1000`,
  },
  held: { ...loss, at: column('held_at') },
  released: { ...loss, at: column('released_at'), ...between('held_at', 'released_at') },
  expired: { ...loss, at: column('expired_at') },
  failed: { ...loss, at: column('failed_at'), label: column('failed_code') },
  unknown: { ...loss, at: column('unknown_at'), label: column('resolution') },
} as const satisfies Readonly<Record<string, FigureSource>>;

export type FigureName = keyof typeof FIGURE_SOURCES;

/** Whose it is, of row `f`; null: nobody’s. */
export function operatorOf(source: FigureSource): SQL {
  return source.operator ?? ofConversation(source, 'operator_id');
}

/** The group for which the conversation of row `f` is. */
export function groupOf(source: FigureSource): SQL {
  return ofConversation(source, 'group_id');
}

function ofConversation({ table }: FigureSource, name: string): SQL {
  if (table === 'conversation_facts') return column(name);
  return sql`(select g.${sql.raw(name)} from conversation_facts g where g.conversation_id = f.conversation_id)`;
}
