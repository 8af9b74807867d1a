import { WorkflowFailedError } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import { newId } from '../../src/platform/ids';
import { createRetentionClient, type RetentionClient } from '../../src/temporal/retention-client';
import { RETENTION_SCHEDULE, RETENTION_WORKFLOW } from '../../src/workflows/retention/messages';
import { type Desk, startDesk } from '../support/desk';
import { eventually } from '../support/eventually';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('the workflow of retention', () => {
  let desk: Desk;
  let ahead: Desk;
  let retention: RetentionClient;
  beforeAll(async () => {
    desk = await startDesk();
    ahead = await startDesk({ mayRetentionLookAhead: true });
    for (const one of [desk, ahead]) await one.startWorker();
    const { client, taskQueue } = ahead;
    retention = createRetentionClient({ client: async () => client, taskQueue, withinMs: 10_000 });
  }, 90_000);
  afterAll(async () => {
    await ahead.client.schedule
      .getHandle(RETENTION_SCHEDULE)
      .delete()
      .catch(() => undefined);
    await Promise.all([desk.close(), ahead.close()]);
  }, 60_000);

  const run = (on: Desk, asOf?: string) =>
    on.client.workflow.execute(RETENTION_WORKFLOW, {
      workflowId: `retention-${newId()}`,
      taskQueue: on.taskQueue,
      args: [asOf === undefined ? {} : { asOf }],
    });
  const after = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

  /** A contact with a message that belongs to no conversation. */
  const write = async (on: Desk, text: string) => {
    const contactId = newId();
    await on.database.db.execute(
      sql`insert into contacts (id, channel_id, open_id) values (${contactId}, ${on.channelId}, ${contactId})`,
    );
    await on.database.db.execute(
      sql`insert into messages (id, contact_id, channel_id, direction, type, content, seq, sender_kind)
          values (${contactId}, ${contactId}, ${on.channelId}, 'inbound', 'text',
            ${JSON.stringify({ type: 'text', text })}::jsonb, 1, 'contact')`,
    );
    await on.database.db.execute(
      sql`update channels set settings = settings || '{"retention": {"messagesDays": 30}}' where id = ${on.channelId}`,
    );
    return async () => {
      const { rows } = await on.database.db.execute<{ text: string | null }>(
        sql`select content ->> 'text' as text from messages where id = ${contactId}`,
      );
      return rows[0]?.text;
    };
  };

  test('measures ages at a later instant only where that is allowed', async () => {
    const textOf = await write(desk, 'still young');
    await expect(run(desk, after(31))).rejects.toThrow(WorkflowFailedError);
    await expect(run(desk, 'tomorrow')).rejects.toThrow(WorkflowFailedError);
    expect(await run(desk)).toEqual({ conversations: 0, messages: 0, files: 0 });
    expect(await textOf()).toBe('still young');
  }, 60_000);

  test('removes what is due, and goes on when the store is back', async () => {
    const textOf = await write(ahead, 'old by then');
    expect(await run(ahead, after(29))).toMatchObject({ messages: 0 });
    ahead.setWorkersDatabaseAway(true);
    const running = run(ahead, after(31));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await textOf()).toBe('old by then');
    ahead.setWorkersDatabaseAway(false);
    expect(await running).toMatchObject({ messages: 1 });
    expect(await textOf()).toBeNull();
  }, 60_000);

  test('has one schedule, which is made again when it is gone, and runs when it is asked to', async () => {
    await retention.keepSchedule();
    expect(await retention.keepSchedule()).toBe('there');
    const handle = ahead.client.schedule.getHandle(RETENTION_SCHEDULE);
    await handle.delete();
    await eventually(async () => (await retention.keepSchedule()) === 'made', 'the schedule is made again');
    const textOf = await write(ahead, 'due');
    await ahead.database.db.execute(sql`update messages set created_at = now() - interval '31 days'`);
    await handle.trigger();
    await eventually(async () => (await textOf()) === null, 'the schedule’s run', 20_000);
    const second = await write(ahead, 'due');
    await ahead.database.db.execute(sql`update messages set created_at = now() - interval '31 days'`);
    expect(await retention.runNow(20_000)).toEqual({ conversations: 0, messages: 1, files: 0 });
    expect(await second()).toBeNull();
  }, 90_000);
});
