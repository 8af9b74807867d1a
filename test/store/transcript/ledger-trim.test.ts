import { sql } from 'drizzle-orm';
import type { Database } from '../../../src/store/engine/database-types';
import { rowsOf } from '../../../src/store/engine/rows';
import { createLedgerTrim } from '../../../src/store/transcript/ledger-trim';
import { createOutbox } from '../../../src/store/transcript/outbox';
import { describeWithDatabase } from '../../support/database';
import { type Begun, beginOne, createPlace } from '../../support/scenario-store';

const DAY_HOURS = 24;

describeWithDatabase('the trim of keys and attempts', (database) => {
  let begun: Begun;
  beforeEach(async () => {
    begun = await beginOne(database(), await createPlace(database()));
  });

  /** A reply with its key and one attempt, all of this age. */
  const reply = async (status: string, ageHours: number): Promise<string> => {
    const { id: conversationId, contactId, channelId } = begun.conversation;
    const content = { type: 'text', text: 'hello' } as const;
    const message = {
      conversationId,
      contactId,
      channelId,
      operatorId: 'li',
      content,
      whenBlocked: 'reject',
    } as const;
    const key = { key: `${status} ${ageHours}`, bodyHash: 'hash' };
    const { messageId = '' } = (await createOutbox(database()).prepare(message, key)) as {
      messageId?: string;
    };
    const { db } = database();
    const at = sql`clock_timestamp() - ${ageHours} * interval '1 hour'`;
    await db.execute(sql`update messages set status = ${status} where id = ${messageId}`);
    await db.execute(sql`update idempotency_keys set created_at = ${at} where message_id = ${messageId}`);
    await db.execute(
      sql`insert into send_attempts (message_id, attempt, started_at) values (${messageId}, 1, ${at})`,
    );
    return messageId;
  };

  it('removes keys after 48 hours and attempts after 30 days, for settled messages only', async () => {
    const ids: Record<string, string> = {};
    for (const status of ['sent', 'failed', 'unknown', 'cancelled', 'queued', 'sending', 'held']) {
      for (const ageHours of [47, 49, 29 * DAY_HOURS, 31 * DAY_HOURS]) {
        ids[`${status} ${ageHours}`] = await reply(status, ageHours);
      }
    }
    expect(await createLedgerTrim(database()).sweep()).toEqual({ keys: 12, attempts: 4 });
    const isOpen = (name: string): boolean => /queued|sending|held/.test(name);
    const left = (maxHours: number): string[] =>
      Object.keys(ids)
        .filter((name) => isOpen(name) || Number(name.split(' ')[1]) < maxHours)
        .map((name) => ids[name] ?? '')
        .sort();
    expect(await messageIdsIn(database(), 'idempotency_keys')).toEqual(left(48));
    expect(await messageIdsIn(database(), 'send_attempts')).toEqual(left(30 * DAY_HOURS));
  });

  it('is done by one process, and not again before an hour has passed', async () => {
    await reply('sent', 49);
    const counts = await Promise.all([1, 2, 3].map(() => createLedgerTrim(database()).sweep()));
    expect(counts.map(({ keys }) => keys).toSorted((one, other) => one - other)).toEqual([0, 0, 1]);
    await reply('sent', 50);
    expect((await createLedgerTrim(database()).sweep()).keys).toBe(0);
    await database().db.execute(sql`update duties set due_at = due_at - interval '1 hour'`);
    expect((await createLedgerTrim(database()).sweep()).keys).toBe(1);
  });

  it('works in batches, past those that stay, and no further than necessary', async () => {
    const { db } = database();
    await db.execute(sql`insert into idempotency_keys (operator_id, conversation_id, key, body_hash, message_id, created_at)
      select 'li', 'c', n::text, 'hash', lpad(n::text, 8, '0'),
        clock_timestamp() - case when n <= 4500 then interval '3 days' else interval '1 day' end
      from generate_series(1, 6000) n`);
    await db.execute(sql`update idempotency_keys set message_id = '00000000' where key = '1'`);
    await reply('queued', 100);
    expect((await createLedgerTrim(database()).sweep()).keys).toBe(4_500);
    expect(await messageIdsIn(database(), 'idempotency_keys')).toHaveLength(1_501);
  });
});

async function messageIdsIn(
  { db }: Database,
  table: 'idempotency_keys' | 'send_attempts',
): Promise<string[]> {
  const rows = await rowsOf<{ message_id: string }>(
    db,
    sql`select message_id from ${sql.identifier(table)} order by message_id`,
  );
  return rows.map((row) => row.message_id).sort();
}
