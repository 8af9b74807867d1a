/** One path for each way that the workflow of retention goes; their histories are recorded (`test/replay`). */
import { sql } from 'drizzle-orm';
import { newId } from '../../src/platform/ids';
import { RETENTION_WORKFLOW, type RetentionInput } from '../../src/workflows/retention/messages';
import type { Desk } from './desk';

/** Gives the id of the workflow, which has ended. Needs a desk with `mayRetentionLookAhead`. */
export type RetentionPath = (desk: Desk) => Promise<string>;

const DAY_MS = 24 * 60 * 60 * 1_000;
const LONGER_THAN_A_TRY_MS = 1_500;

const after = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

/** A message that its channel keeps for 30 days. */
async function write({ database, channelId }: Desk): Promise<void> {
  const id = newId();
  await database.db.execute(
    sql`insert into contacts (id, channel_id, open_id) values (${id}, ${channelId}, ${id})`,
  );
  await database.db.execute(
    sql`insert into messages (id, contact_id, channel_id, direction, type, content, seq, sender_kind)
        values (${id}, ${id}, ${channelId}, 'inbound', 'text', '{"type": "text", "text": "old"}'::jsonb, 1, 'contact')`,
  );
  await database.db.execute(
    sql`update channels set settings = settings || '{"retention": {"messagesDays": 30}}' where id = ${channelId}`,
  );
}

async function start({ client, taskQueue }: Desk, input: RetentionInput) {
  const workflowId = `retention-${newId()}`;
  return client.workflow.start(RETENTION_WORKFLOW, { workflowId, taskQueue, args: [input] });
}

export const RETENTION_PATHS: Readonly<Record<string, RetentionPath>> = {
  /** As the schedule starts it: there is nothing that is old enough. */
  async 'retention-finds-nothing'(desk) {
    const run = await start(desk, {});
    expect(await run.result()).toEqual({ conversations: 0, messages: 0, files: 0 });
    return run.workflowId;
  },
  /** The second run of a chain, and the store is away for some seconds. */
  async 'retention-goes-on-when-the-store-is-back'(desk) {
    await write(desk);
    desk.setWorkersDatabaseAway(true);
    const run = await start(desk, { asOf: after(31), removed: { conversations: 1, messages: 2, files: 3 } });
    await new Promise((resolve) => setTimeout(resolve, LONGER_THAN_A_TRY_MS));
    desk.setWorkersDatabaseAway(false);
    expect(await run.result()).toEqual({ conversations: 1, messages: 3, files: 3 });
    return run.workflowId;
  },
  /** Ages cannot be measured: it fails, and is not tried again. */
  async 'retention-refused'(desk) {
    const run = await start(desk, { asOf: 'tomorrow' });
    await expect(run.result()).rejects.toThrow('failed');
    return run.workflowId;
  },
};
