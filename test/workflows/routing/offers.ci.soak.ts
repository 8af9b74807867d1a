/** A conversation is offered to one operator after the other (docs/rules.md#74, #75). */
import { setTimeout as sleep } from 'node:timers/promises';
import { conversationWorkflowId } from '../../../src/workflows/conversation/messages';
import { eventually } from '../../support/eventually';
import { addRoutedBrand, isIdle, isOfferedTo } from '../../support/routed-brand';
import { type Customer, describeScenarios, MINUTE, SECOND } from '../../support/scenario';
import { eventNames, historyAtRest } from '../../support/scenario-replay';

describeScenarios('a conversation that is offered', (scenario) => {
  const namesOf = async (customer: Customer) => {
    const history = await historyAtRest(scenario().desk, conversationWorkflowId(await customer.contactId()));
    return eventNames(history);
  };

  test('is offered to whoever is there, and passes on when the time is over', async () => {
    const brand = await addRoutedBrand(scenario(), { routing: { mode: 'offer' } });
    const operators = [await brand.operator(), await brand.operator()];
    await brand.operator({ isConnected: false });
    const customer = brand.customer();
    await customer.writes();
    const first = await isOfferedTo(customer, ...operators);
    await customer.waits(31 * SECOND);
    const second = await isOfferedTo(customer, ...operators.filter((one) => one !== first));
    const { conversation } = await customer.conversation();
    expect(conversation).toMatchObject({ state: 'waiting', offering: { number: 2 } });
    expect(conversation.offering?.asked.map(({ operatorId }) => operatorId)).toEqual([first.operatorId]);
    expect(await customer.attend(second)).toMatchObject({ type: 'accepted' });
    await customer.rests();
    expect((await customer.conversation()).conversation).toMatchObject({
      state: 'active',
      operatorId: second.operatorId,
      claimsBefore: 3,
    });
  });

  test('passes on at once when it is declined; everybody else is refused', async () => {
    const brand = await addRoutedBrand(scenario(), { routing: { mode: 'offer' } });
    const operators = [await brand.operator(), await brand.operator()];
    const customer = brand.customer();
    await customer.writes();
    const first = await isOfferedTo(customer, ...operators);
    const [other] = operators.filter((one) => one !== first);
    if (other === undefined) throw new Error('there are two');
    const refusal = { type: 'refused', refusal: { code: 'not_offered' } };
    expect(await customer.decline(other)).toMatchObject(refusal);
    expect(await customer.decline(first)).toMatchObject({ type: 'accepted' });
    expect(await isOfferedTo(customer, other)).toBe(other);
    expect(await customer.decline(first)).toMatchObject(refusal);
    // An offer is no lock.
    expect(await customer.attend(first)).toMatchObject({ type: 'accepted' });
    expect(await customer.attend(other)).toMatchObject({ refusal: { code: 'attended_by_other' } });
  });

  test('waits for somebody, and is offered when they come; who has declined is asked again after a while', async () => {
    const brand = await addRoutedBrand(scenario(), { routing: { mode: 'offer' } });
    const operator = await brand.operator({ isConnected: false });
    const customer = brand.customer();
    await customer.writes();
    expect((await isIdle(customer)).offering).toEqual({ number: 1, asked: [], idle: { retryAt: null } });
    await brand.connects(operator);
    await isOfferedTo(customer, operator);
    await customer.decline(operator);
    const { offering } = await isIdle(customer);
    expect(offering?.idle?.retryAt).toEqual(expect.any(Number));
    await customer.waits(31 * SECOND);
    await isOfferedTo(customer, operator);
  });

  test('is attended at once where the brand wants that, as far as there are places', async () => {
    const routing = { mode: 'offer', autoAttend: true, defaultCapacity: 1 } as const;
    const brand = await addRoutedBrand(scenario(), { routing });
    const operator = await brand.operator();
    const [first, second] = [brand.customer(), brand.customer()];
    await first.writes();
    expect((await first.becomes('active')).conversation.operatorId).toBe(operator.operatorId);
    // It is in the history before anybody sees it: a local activity would have shown what Temporal may still lose.
    expect(await namesOf(first)).toContain('activityTaskCompleted');
    await second.writes();
    await isIdle(second);
    await first.complete(operator);
    expect((await second.becomes('active')).conversation.operatorId).toBe(operator.operatorId);
  });

  test('is still offered when it is missed, and to nobody once all are to be rung', async () => {
    const brand = await addRoutedBrand(scenario(), { routing: { mode: 'offer' } });
    const customer = brand.customer();
    await customer.writes();
    await isIdle(customer);
    await customer.waits(2 * MINUTE);
    await customer.becomes('missed');
    const operator = await brand.operator({ isConnected: false });
    await brand.connects(operator);
    await isOfferedTo(customer, operator);
    await brand.changeRouting({ mode: 'ring_all' });
    await eventually(
      async () => (await customer.conversation()).conversation.offering === undefined,
      'it is offered to nobody',
    );
  });

  test('costs at most seven events for each offer, and no activity that Temporal schedules', async () => {
    const routing = { mode: 'offer', offerSeconds: 1 } as const;
    const brand = await addRoutedBrand(scenario(), { routing, settings: { ringTimeSeconds: 3600 } });
    const operators = [await brand.operator(), await brand.operator()];
    const customer = brand.customer();
    await customer.writes();
    await isOfferedTo(customer, ...operators);
    const before = await namesOf(customer);
    const numberOf = async () => (await customer.conversation()).conversation.offering?.number ?? 0;
    const first = await numberOf();
    await sleep(5 * SECOND);
    const after = await namesOf(customer);
    const offers = (await numberOf()) - first;
    expect(offers).toBeGreaterThanOrEqual(3);
    const added = after.slice(before.length);
    expect(added.filter((name) => name.startsWith('activityTask'))).toEqual([]);
    expect(added.length).toBeLessThanOrEqual(7 * (offers + 1));
    const perOffer = added.length / added.filter((name) => name === 'timerFired').length;
    expect(perOffer).toBe(7);
    await customer.attend(await isOfferedTo(customer, ...operators));
  });

  test('costs at most seven events when somebody comes for it', async () => {
    const brand = await addRoutedBrand(scenario(), { routing: { mode: 'offer' } });
    const operator = await brand.operator({ isConnected: false });
    const customer = brand.customer();
    await customer.writes();
    await isIdle(customer);
    const before = await namesOf(customer);
    await brand.connects(operator);
    await isOfferedTo(customer, operator);
    const added = (await namesOf(customer)).slice(before.length);
    expect(added).toEqual([
      'workflowExecutionSignaled',
      'workflowTaskScheduled',
      'workflowTaskStarted',
      'workflowTaskCompleted',
      'markerRecorded',
      'markerRecorded',
      'timerStarted',
    ]);
  });

  test('is offered on when Temporal has lost its run', async () => {
    const brand = await addRoutedBrand(scenario(), { routing: { mode: 'offer' } });
    const operators = [await brand.operator(), await brand.operator()];
    const customer = brand.customer();
    await customer.writes();
    const first = await isOfferedTo(customer, ...operators);
    const { client } = scenario().desk;
    await client.workflow.getHandle(conversationWorkflowId(await customer.contactId())).terminate('lost');
    expect(await customer.decline(first)).toMatchObject({ type: 'accepted' });
    await isOfferedTo(customer, ...operators.filter((one) => one !== first));
    expect((await customer.conversation()).conversation.offering?.number).toBe(2);
  });
});
