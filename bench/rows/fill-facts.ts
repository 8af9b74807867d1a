/** Fills a store with the facts of conversations that ended during 24 months, without the conversations themselves. */
import type { Database, Db } from '../../src/store/engine/database-types';
import { sql } from '../../src/store/engine/sql';

/** The period: 24 months, and the last whole month of it that a report is about. */
export const PERIOD = {
  from: '2024-01-01T00:00:00.000Z',
  to: '2026-01-01T00:00:00.000Z',
  month: { from: '2025-11-01T00:00:00.000Z', to: '2025-12-01T00:00:00.000Z' },
} as const;

/**
 * Fills the store: by the index of a conversation, its start, waiting time and so on differ but are always the same. Each has ten
 * messages, five each way; one in five had a bot, one in ten was missed, one in three is rated.
 */
export async function fillFacts({ db, exclusively }: Database, conversations: number): Promise<void> {
  await exclusively('fill-facts', async (tx) => {
    // No day is counted yet, so none has to be marked as changed.
    await tx.execute(sql`set local session_replication_role = replica`);
    await insertFacts(tx, conversations);
  });
  await db.execute(sql`analyze`);
  await db.execute(sql`vacuum conversation_facts, message_facts, event_facts`);
}

async function insertFacts(db: Db, conversations: number): Promise<void> {
  await db.execute(sql`
    insert into conversation_facts (conversation_id, brand_id, channel_id, operator_id, source, started_at, waiting_since,
      attended_at, attended_by, missed_at, missed_attended_at, first_response_at, first_response_by, completed_at,
      completed_reason, is_bot_only, ended_waiting)
    select 'conversation-' || lpad(n::text, 28, '0'), 'brand-' || n % 4, 'channel-' || n % 4, operator, 'message', start,
      case when not bot then start end, attended, case when attended is not null then operator end,
      case when n % 10 = 3 then start + interval '65 seconds' end, case when n % 10 = 3 then attended end,
      attended + n % 91 * interval '1.37 seconds', case when attended is not null then operator end,
      start + n % 5011 * interval '1 second' + interval '20 minutes',
      (array['operator', 'operator', 'operator', 'idle_timeout', 'missed_timeout'])[1 + n % 5], bot, n % 13 = 0
    from (
      select n, n % 5 = 4 as bot, 'operator-' || lpad((n % 40)::text, 27, '0') as operator,
        ${PERIOD.from}::timestamptz + n * ((${PERIOD.to}::timestamptz - ${PERIOD.from}::timestamptz) / ${conversations}::int) as start
      from generate_series(0, ${conversations - 1}::int) n
    ) as one cross join lateral (select case when not bot then start + n % 1009 * interval '1.013 seconds' end as attended) as two`);
  await db.execute(sql`
    insert into message_facts (conversation_id, slot, direction, operator_id, channel_id, offsets)
    select conversation_id, date_bin('15 minutes', started_at, '2000-01-01 00:00+00') + quarter * interval '15 minutes', way,
      case when way = 'out' then coalesce(operator_id, '') else '' end, channel_id,
      case quarter when 0 then array[1000, 60000, 130000] else array[5000, 400000] end
    from conversation_facts, (values ('in'), ('out')) as ways (way), generate_series(0, 1) as quarter order by started_at`);
  await db.execute(sql`
    insert into event_facts (message_id, kind, at, contact_id, conversation_id, channel_id, label)
    select 'event-' || conversation_id, 'handover', started_at, conversation_id, conversation_id, channel_id, 'keyword'
    from conversation_facts where is_bot_only order by started_at`);
}
