/** Offers while the store does not answer (docs/architecture.md#the-life-of-an-offer). */
import { setTimeout as sleep } from 'node:timers/promises';
import { conversationWorkflowId } from '../../../src/workflows/conversation/messages';
import { addRoutedBrand, isOfferedTo } from '../../support/routed-brand';
import { describeScenarios, SECOND } from '../../support/scenario';

describeScenarios('a conversation that is offered', (scenario) => {
  test('is not offered while the store is away, and adds nothing to the history', async () => {
    const { desk } = scenario();
    const routing = { mode: 'offer', offerSeconds: 1 } as const;
    const brand = await addRoutedBrand(scenario(), { routing, settings: { ringTimeSeconds: 3600 } });
    const operator = await brand.operator();
    const customer = brand.customer();
    await customer.writes();
    await isOfferedTo(customer, operator);
    const handle = desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId()));
    const lengthNow = async () => (await handle.describe()).historyLength;
    desk.setWorkersDatabaseAway(true);
    try {
      const before = await lengthNow();
      await sleep(5 * SECOND);
      const length = await lengthNow();
      // The offer has run out, and a claim was tried.
      expect(length).toBeGreaterThan(before);
      await sleep(4 * SECOND);
      expect(await lengthNow()).toBe(length);
    } finally {
      desk.setWorkersDatabaseAway(false);
    }
    await isOfferedTo(customer, operator);
    await customer.attend(operator);
  }, 60_000);
});
