/** A send that is asked for in time, while no worker takes it (docs/rules.md#26). */
import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createProjections } from '../../src/store/conversations/projections';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { TEMPORAL_ADDRESS } from '../support/desk';
import { eventually } from '../support/eventually';
import { describeScenarios, HOUR, LI, SECOND } from '../support/scenario';
import { workflowBundle } from '../support/scenario-replay';

describeScenarios('a send that no worker takes', (scenario) => {
  test('before the window closes is not made later: the message fails, and its place is free again', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(48 * HOUR - 8 * SECOND);
    await customer.rests();
    await desk.stopWorker();
    // It runs the workflow and writes its projections, and takes no other activity.
    const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS() });
    const worker = await Worker.create({
      connection,
      taskQueue: desk.taskQueue,
      workflowBundle: workflowBundle(),
      activities: { projectConversation: createProjections(desk.database) },
      enableNonLocalActivities: false,
    });
    const replied = await worker.runUntil(async () => {
      const reply = await customer.reply('too late');
      await sleep(10 * SECOND);
      return reply;
    });
    await connection.close();
    await desk.startWorker();
    expect(replied.result.type).toBe('accepted');
    const { error } = await customer.settles(replied.messageId, 'failed', 30_000);
    expect(error).toMatchObject({ code: 'window_closed' });
    expect(customer.received()).toEqual([]);
    const { conversation } = await customer.conversation();
    expect(conversation).toMatchObject({ operatorId: LI.operatorId, consecutive: { sent: 0 }, outbound: [] });
  }, 90_000);
});

describeScenarios('while WeChat does not answer', (scenario) => {
  test('an attempt adds at most 12 events to the history, and the pause until the next one grows', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    // Nothing leaves without a token.
    const effect = { type: 'http_status', status: 502 } as const;
    desk.simulator.addFault({ operation: 'stable_token', account: channel.appId, times: 10_000, effect });
    await customer.writes();
    await customer.attend(LI);
    await customer.rests();
    const handle = desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId()));
    const before = (await handle.describe()).historyLength;
    const { messageId } = await customer.reply('hello');
    const attempts = async () =>
      (await customer.view())?.conversation.outbound.find((one) => one.messageId === messageId)?.attempts ??
      0;
    await eventually(async () => (await attempts()) >= 4, 'four attempts', 30_000);
    const events = (await handle.describe()).historyLength - before;
    // The first attempt also carries the reply itself.
    expect(events).toBeLessThanOrEqual(12 * (await attempts()) + 12);
    desk.simulator.clearFaults();
    await customer.settles(messageId, 'sent', 30_000);
  }, 60_000);
});
