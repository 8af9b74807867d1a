import { setTimeout as sleep } from 'node:timers/promises';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { eventually } from '../support/eventually';
import { describeScenarios, LI, lines } from '../support/scenario';

describeScenarios('the store is unavailable from the worker', (scenario) => {
  test('while the worker cannot reach the store, an accepted reply waits and no history grows; then it is sent', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    await customer.rests();
    const { conversation } = await customer.conversation();
    const aim = { contactId: conversation.contactId, conversationId: conversation.id, by: LI };
    const handle = desk.client.workflow.getHandle(conversationWorkflowId(conversation.contactId));
    const historyLength = async (): Promise<number> => (await handle.fetchHistory()).events?.length ?? 0;
    desk.setWorkersDatabaseAway(true);
    try {
      // A wish that changes only the state, and a message from the contact: both have to be written.
      expect((await desk.conversationClient.transfer(aim, 'wang')).type).toBe('accepted');
      await customer.sends({ type: 'text', text: 'are you there?' });
      await eventually(async () => (await customer.view())?.conversation.unread === 1, 'it is told');
      await sleep(3_000);
      const before = await historyLength();
      await sleep(10_000);
      expect(await historyLength()).toBe(before);
      expect((await customer.conversation()).conversation.operatorId).toBe('li');
    } finally {
      desk.setWorkersDatabaseAway(false);
    }
    await eventually(
      async () => (await customer.conversation()).conversation.operatorId === 'wang',
      'it is written',
      20_000,
    );
    await customer.isFiled();
    expect(lines(await customer.transcript())).toEqual(['> 你好', '> are you there?']);
  });
});
