/** Conversations that go back to the queue (docs/rules.md#76, #77), and groups. */

import { conversationWorkflowId } from '../../../src/workflows/conversation/messages';
import { DuihuaGroupId } from '../../../src/workflows/conversation/search-attribute-keys';
import { addRoutedBrand, isOfferedTo } from '../../support/routed-brand';
import { type Customer, describeScenarios, HOUR, lines, MINUTE, SECOND } from '../../support/scenario';

describeScenarios('a conversation that goes back to the queue', (scenario) => {
  const eventsOf = async (customer: Customer) =>
    (await customer.transcript())
      .filter(({ direction }) => direction === 'event')
      .map(({ type, content, sender }) => ({ type, ...content, by: sender.id }));

  test('was not answered in time: the silent one is asked after all others', async () => {
    const routing = { mode: 'offer', returnAfterSeconds: 300 } as const;
    const brand = await addRoutedBrand(scenario(), { routing });
    const operators = [await brand.operator(), await brand.operator()];
    const customer = brand.customer();
    await customer.writes();
    const silent = await isOfferedTo(customer, ...operators);
    await customer.attend(silent);
    await customer.waits(4 * MINUTE);
    expect((await customer.conversation()).conversation.state).toBe('active');
    await customer.waits(MINUTE + SECOND);
    const next = await isOfferedTo(customer, ...operators);
    expect(next).not.toBe(silent);
    const { conversation } = await customer.conversation();
    expect(conversation).toMatchObject({ state: 'waiting', operatorId: null });
    expect(conversation.offering?.lastAsked).toBe(silent.operatorId);
    expect(await eventsOf(customer)).toEqual([{ type: 'returned', reason: 'silent', by: silent.operatorId }]);
  });

  test('was answered in time and stays; only the next unanswered message counts', async () => {
    const routing = { mode: 'ring_all', returnAfterSeconds: 300 } as const;
    const brand = await addRoutedBrand(scenario(), { routing });
    const operator = await brand.operator();
    const customer = brand.customer();
    await customer.writes();
    await customer.attend(operator);
    await customer.isAnswered('hello', { by: operator });
    await customer.waits(HOUR);
    expect((await customer.conversation()).conversation.state).toBe('active');
    await customer.writes();
    await customer.waits(6 * MINUTE);
    expect(lines(await customer.transcript())).toEqual(['> 你好', 'sent hello', '> 你好', '* returned']);
  });

  test('counts open time only', async () => {
    const routing = { mode: 'ring_all', returnAfterSeconds: 7200 } as const;
    const brand = await addRoutedBrand(scenario(), { routing, hours: [0, 2] });
    const operator = await brand.operator();
    const customer = brand.customer();
    await customer.writes();
    await customer.attend(operator);
    await customer.rests();
    const { hours } = (await customer.conversation()).conversation;
    const { from = 0, at } = hours?.returnsAt ?? {};
    // The channel closes within two hours, and opens the next day.
    expect((at ?? 0) - from).toBeGreaterThan(22 * HOUR);
    await customer.waits(4 * HOUR);
    expect((await customer.conversation()).conversation.state).toBe('active');
  });

  test('is given back by its operator: at once where the contact waits, else when they write', async () => {
    const brand = await addRoutedBrand(scenario(), { routing: { mode: 'ring_all' } });
    const operator = await brand.operator();
    const [waiting, answered] = [brand.customer(), brand.customer()];
    for (const customer of [waiting, answered]) {
      await customer.writes();
      await customer.attend(operator);
    }
    await answered.isAnswered('hello', { by: operator });
    await brand.chooses(operator, 'handing_over');
    await waiting.becomes('waiting');
    expect(await eventsOf(waiting)).toEqual([
      { type: 'returned', reason: 'handing_over', by: operator.operatorId },
    ]);
    await answered.rests();
    await answered.writes();
    await answered.becomes('waiting');
  });

  test('was attended by an operator who is disabled: the timeline says so', async () => {
    const brand = await addRoutedBrand(scenario());
    const operator = await brand.operator();
    const customer = brand.customer();
    await customer.writes();
    await customer.attend(operator);
    await scenario().disableOperator(operator);
    await customer.becomes('waiting');
    expect(await eventsOf(customer)).toEqual([
      { type: 'returned', reason: 'operator_disabled', by: operator.operatorId },
    ]);
  });
});

describeScenarios('a conversation that is transferred to a group', (scenario) => {
  const groupOf = async (customer: Customer) => {
    const id = conversationWorkflowId(await customer.contactId());
    const { typedSearchAttributes } = await scenario().desk.client.workflow.getHandle(id).describe();
    return typedSearchAttributes.get(DuihuaGroupId);
  };

  test('waits again, and is offered to its members only', async () => {
    const brand = await addRoutedBrand(scenario(), { routing: { mode: 'offer' } });
    const [anna, ben] = [await brand.operator(), await brand.operator()];
    const group = await brand.group(ben);
    const customer = brand.customer();
    await customer.writes();
    await customer.attend(anna);
    expect(await customer.transferToGroup(ben, group)).toMatchObject({
      refusal: { code: 'attended_by_other' },
    });
    expect(await customer.transferToGroup(anna, group)).toMatchObject({ type: 'accepted' });
    await isOfferedTo(customer, ben);
    const { conversation } = await customer.conversation();
    expect(conversation).toMatchObject({ state: 'waiting', groupId: group, operatorId: null });
    await customer.rests();
    expect(await groupOf(customer)).toBe(group);
  });
});
