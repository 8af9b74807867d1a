import { createOperatorStore } from '../../src/store/operators';
import { startDesk } from '../support/desk';
import { createScenario, type Scenario } from '../support/scenario';

describe('an operator who is disabled, on the real engine', () => {
  let scenario: Scenario;
  beforeAll(async () => {
    // Nothing is found by looking around in time: the notice has to do it.
    scenario = createScenario(await startDesk({ sweepEveryMs: 10 * 60_000 }));
  }, 60_000);
  afterAll(() => scenario.desk.close());

  test('their conversations wait again within 2 s, all of them and nobody else’s', async () => {
    const [li, wang] = [await scenario.operator('Li'), await scenario.operator('Wang')];
    const [first, second, other] = [scenario.customer(), scenario.customer(), scenario.customer()];
    for (const [customer, operator] of [
      [first, li],
      [second, li],
      [other, wang],
    ] as const) {
      await customer.writes();
      await customer.attend(operator);
      await customer.becomes('active');
    }
    const since = Date.now();
    await scenario.disableOperator(li);
    for (const customer of [first, second]) {
      const { conversation } = await customer.becomes('waiting');
      expect(conversation.operatorId).toBeNull();
    }
    expect(Date.now() - since).toBeLessThan(2_000);
    expect((await other.conversation()).conversation).toMatchObject({
      state: 'active',
      operatorId: wang.operatorId,
    });
    expect(await first.attend(wang)).toMatchObject({ type: 'accepted' });
  });

  test('one that is enabled again does not get them back', async () => {
    const zhao = await scenario.operator('Zhao');
    const customer = scenario.customer();
    await customer.writes();
    await customer.attend(zhao);
    await customer.becomes('active');
    await scenario.disableOperator(zhao);
    await customer.becomes('waiting');
    await createOperatorStore(scenario.desk.database).update(zhao.operatorId, { isDisabled: false });
    expect((await customer.conversation()).conversation).toMatchObject({
      state: 'waiting',
      operatorId: null,
    });
  });
});
