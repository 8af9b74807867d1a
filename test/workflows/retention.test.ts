import { WorkflowFailedError } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import { createRemoveDue } from '../../src/activities/remove-due';
import { newId } from '../../src/platform/ids';
import { NOTHING_REMOVED } from '../../src/store/privacy/retention';
import { createRetentionClient, type RetentionClient } from '../../src/temporal/retention-client';
import { RETENTION_SCHEDULE, RETENTION_WORKFLOW } from '../../src/workflows/retention/messages';
import { type Desk, startDesk } from '../support/desk';
import { eventually } from '../support/eventually';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('the workflow of retention', () => {
  let ahead: Desk;
  let retention: RetentionClient;
  beforeAll(async () => {
    ahead = await startDesk({ mayRetentionLookAhead: true });
    await ahead.startWorker();
    const { client, taskQueue } = ahead;
    retention = createRetentionClient({ client: async () => client, taskQueue, withinMs: 10_000 });
  }, 90_000);
  afterAll(async () => {
    await ahead.client.schedule
      .getHandle(RETENTION_SCHEDULE)
      .delete()
      .catch(() => undefined);
    await ahead.close();
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
    const removeSome = jest.fn(async () => ({ ...NOTHING_REMOVED, isDone: true }));
    const removeDue = createRemoveDue({ retention: { removeSome }, mayLookAhead: false });
    await expect(removeDue({ asOf: after(1) })).rejects.toMatchObject({
      type: 'invalid_as_of',
      nonRetryable: true,
    });
    await expect(run(ahead, 'tomorrow')).rejects.toThrow(WorkflowFailedError);
    expect(removeSome).not.toHaveBeenCalled();
    await removeDue({ asOf: after(-1) });
    expect(removeSome).toHaveBeenCalledTimes(1);
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
    // It looks for more until it finds nothing, and would take what the next run is to find.
    const hasEnded = async () => (await handle.describe()).info.runningActions.length === 0;
    await eventually(hasEnded, 'the schedule’s run has ended', 20_000);
    const second = await write(ahead, 'due');
    await ahead.database.db.execute(sql`update messages set created_at = now() - interval '31 days'`);
    expect(await retention.runNow(20_000)).toEqual({ conversations: 0, messages: 1, files: 0 });
    expect(await second()).toBeNull();
  }, 90_000);
});
