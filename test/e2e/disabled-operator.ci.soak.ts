import { createBrandStore } from '../../src/store/people/brands';
import { createOperatorStore } from '../../src/store/people/operators';
import { startDesk } from '../support/desk';
import { createScenario, type Scenario } from '../support/scenario';

describe('an operator who is gone, on the real engine', () => {
  let scenario: Scenario;
  beforeAll(async () => {
    // The regular search would be too late, so the notification has to do it.
    scenario = createScenario(await startDesk({ sweepEveryMs: 10 * 60_000 }));
  }, 60_000);
  afterAll(() => scenario.desk.close());

  test('disabled: their conversations wait again within 2 s, all of them and no one else’s', async () => {
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

  test('removed from a brand: those of that brand wait again within 2 s, and no others', async () => {
    const operators = createOperatorStore(scenario.desk.database);
    const coffee = await createBrandStore(scenario.desk.database).create({ name: 'Coffee' });
    const [li, wang] = [await scenario.operator('Li'), await scenario.operator('Wang')];
    const inBoth = [scenario.desk.brandId, coffee.id];
    await operators.update(li.operatorId, { brandIds: inBoth });
    const [customer, other] = [scenario.customer(), scenario.customer()];
    await customer.writes();
    await customer.attend(li);
    await customer.becomes('active');
    await other.writes();
    await other.attend(wang);
    await other.becomes('active');

    await operators.update(li.operatorId, { brandIds: [scenario.desk.brandId] });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await customer.conversation()).conversation.state).toBe('active');

    const since = Date.now();
    await operators.update(li.operatorId, { brandIds: [coffee.id] });
    expect((await customer.becomes('waiting')).conversation.operatorId).toBeNull();
    expect(Date.now() - since).toBeLessThan(2_000);
    expect((await other.conversation()).conversation).toMatchObject({
      state: 'active',
      operatorId: wang.operatorId,
    });
  });

  test('no longer an administrator: those of brands that they are not a member of wait again', async () => {
    const operators = createOperatorStore(scenario.desk.database);
    const fields = { role: 'administrator', brandIds: [], passwordHash: 'a hash' } as const;
    const [first] = await Promise.all(
      ['sun@example.com', 'zhou@example.com'].map((email) =>
        operators.create({ ...fields, name: 'Sun', email }),
      ),
    );
    if (first === undefined || !('operator' in first)) throw new Error('The administrator was not made.');
    const sun = { operatorId: first.operator.id, isAdministrator: true };
    const customer = scenario.customer();
    await customer.writes();
    await customer.attend(sun);
    await customer.becomes('active');
    await operators.update(sun.operatorId, { name: 'Sun Li' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await customer.conversation()).conversation.state).toBe('active');
    await operators.update(sun.operatorId, { role: 'operator' });
    await customer.becomes('waiting');
  });

  test('an operator who is enabled again does not get them back', async () => {
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
