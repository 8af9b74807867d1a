import { sql } from 'drizzle-orm';
import type { Db } from '../../../src/store/engine/database-types';
import type { ReportFilter } from '../../../src/store/reports/report-filter';
import { createReports } from '../../../src/store/reports/reports';
import { describeWithDatabase } from '../../support/database';
import { countDays, statesOfDays } from '../../support/settle-days';

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Ten days ago, at noon of UTC. */
const NOON = (Math.floor(Date.now() / DAY) - 10) * DAY + DAY / 2;

describeWithDatabase('the figures of settled days', (database) => {
  const add = (id: string, at: number, db: Db = database().db) =>
    db.execute(sql`insert into conversation_facts (conversation_id, brand_id, channel_id, operator_id, source, started_at,
        waiting_since, attended_at, attended_by, completed_at, completed_reason)
      select ${id}::text, 'brand', 'channel', 'anna', 'message', at, at, at + interval '90 seconds', 'anna',
        at + interval '5 minutes', 'operator' from (select to_timestamp(${at / 1000}::float8) as at) as one`);
  const say = (id: string, at: number) =>
    database().db.execute(sql`insert into message_facts (conversation_id, slot, direction, operator_id, channel_id, offsets)
      values (${id}, to_timestamp(${at / 1000}::float8), 'in', '', 'channel', '{1,2000}')`);
  const ask = async (more: Partial<ReportFilter> = {}) => {
    const from = NOON - 3 * DAY;
    const filter = {
      from,
      to: NOON + 3 * DAY,
      starts: [from],
      timeZone: 'UTC',
      channelIds: null,
      openTimes: null,
    };
    const counted = await createReports(database()).count(
      { ...filter, groupId: undefined, operatorId: undefined, ...more },
      ['started', 'attended', 'messagesIn'],
      ['entry'],
    );
    const of = (figure: string) => counted.filter((one) => one.figure === figure);
    const sum = (figure: string) => of(figure).reduce((all, { count }) => all + count, 0);
    return {
      started: sum('started'),
      messagesIn: sum('messagesIn'),
      waited: of('attended')
        .flatMap(({ values }) => values)
        .sort((one, other) => one - other),
    };
  };

  it('are those of their facts, which are not read any more', async () => {
    await add('one', NOON);
    await add('two', NOON + DAY);
    await say('one', NOON);
    const read = await ask();
    expect(read).toEqual({ started: 2, messagesIn: 2, waited: [90_000, 90_000] });
    expect(await countDays(database())).toBe(2);
    expect(await ask()).toEqual(read);
    await database().db.execute(sql`set session_replication_role = replica; delete from conversation_facts;
      set session_replication_role = origin`);
    expect(await ask()).toEqual(read);
  });

  it('leave the days that have not settled to their facts', async () => {
    await add('now', Date.now());
    await add('yesterday', Date.now() - DAY);
    expect(await countDays(database())).toBe(0);
    expect(await statesOfDays(database())).toEqual({ counted: 0, changed: 0 });
  });

  it('do not count once a fact of the day has changed, until they are counted again', async () => {
    await add('one', NOON);
    await countDays(database());
    await add('late', NOON + 5 * MINUTE);
    expect(await statesOfDays(database())).toEqual({ counted: 1, changed: 1 });
    expect(await ask()).toMatchObject({ started: 2 });
    await database().db.execute(
      sql`update conversation_facts set waiting_since = waiting_since - interval '1 minute' where conversation_id = 'late'`,
    );
    expect((await ask()).waited).toEqual([90_000, 150_000]);
    expect(await countDays(database())).toBe(1);
    expect(await statesOfDays(database())).toEqual({ counted: 1, changed: 0 });
    expect(await ask()).toMatchObject({ started: 2, waited: [90_000, 150_000] });
    await say('late', NOON);
    expect(await ask()).toMatchObject({ messagesIn: 2 });
    await database().db.execute(sql`delete from message_facts`);
    expect(await ask()).toMatchObject({ messagesIn: 0 });
  });

  it('do not count once a conversation of the day is somebody else’s, because its messages are too', async () => {
    await add('one', NOON);
    await say('one', NOON - DAY);
    await countDays(database());
    expect(await ask({ operatorId: 'anna' })).toMatchObject({ started: 1, messagesIn: 2 });
    await database().db.execute(sql`update conversation_facts set operator_id = 'ben', group_id = 'tea'`);
    expect(await statesOfDays(database())).toEqual({ counted: 2, changed: 2 });
    await countDays(database());
    expect(await ask({ operatorId: 'anna' })).toMatchObject({ started: 0, messagesIn: 0, waited: [90_000] });
    expect(await ask({ operatorId: 'ben', groupId: 'tea' })).toMatchObject({
      started: 1,
      messagesIn: 2,
      waited: [],
    });
    expect(await ask({ groupId: 'coffee' })).toEqual({ started: 0, messagesIn: 0, waited: [] });
  });

  it('do not count after a change that was not committed while they were counted', async () => {
    await add('one', NOON);
    await countDays(database());
    let commit = (): void => undefined;
    const isToCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let isMade = (): void => undefined;
    const made = new Promise<void>((resolve) => {
      isMade = resolve;
    });
    const slow = database().db.transaction(async (tx) => {
      await add('slow', NOON + MINUTE, tx);
      isMade();
      await isToCommit;
    });
    await made;
    // A mark of its own does not wait for the other one’s, nor does the count.
    await add('quick', NOON + 2 * MINUTE);
    expect(await countDays(database())).toBe(1);
    expect(await statesOfDays(database())).toEqual({ counted: 1, changed: 0 });
    expect(await ask()).toMatchObject({ started: 2 });
    commit();
    await slow;
    expect(await statesOfDays(database())).toEqual({ counted: 1, changed: 1 });
    expect(await ask()).toMatchObject({ started: 3 });
    await countDays(database());
    expect(await ask()).toMatchObject({ started: 3 });
  });

  it('are counted once by two processes at the same time', async () => {
    await add('one', NOON);
    await add('two', NOON + DAY);
    await Promise.all([countDays(database()), countDays(database())]);
    expect(await ask()).toMatchObject({ started: 2 });
    expect(await statesOfDays(database())).toEqual({ counted: 2, changed: 0 });
  });

  it('are taken back if the clock was ahead when they were counted', async () => {
    await database().db.execute(
      sql`insert into counted_days (day) values (current_date), (current_date - 10)`,
    );
    await add('now', Date.now());
    const now = { from: Date.now() - MINUTE, to: Date.now() + MINUTE, starts: [Date.now() - MINUTE] };
    expect(await ask(now)).toMatchObject({ started: 1 });
    await countDays(database());
    const { rows } = await database().db.execute(sql`select from counted_days where day = current_date`);
    expect(rows).toEqual([]);
  });
});
