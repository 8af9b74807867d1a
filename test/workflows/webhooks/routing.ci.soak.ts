/** What endpoints are told of routing: what goes back to the queue, to a group, and of a closed channel. */
import { createAskedTransfers } from '../../../src/store/alerts/asked-transfers';
import { eventually } from '../../support/eventually';
import {
  type OutgoingWebhooks,
  ok,
  startOutgoingWebhooks,
  type TestWebhook,
} from '../../support/outgoing-webhooks';
import { addRoutedBrand, isOfferedTo } from '../../support/routed-brand';
import { type Customer, describeScenarios, MINUTE } from '../../support/scenario';

describeScenarios('events of routing', (scenario) => {
  let outgoing: OutgoingWebhooks;
  let webhook: TestWebhook;
  beforeAll(async () => {
    outgoing = startOutgoingWebhooks(scenario().desk);
    webhook = await outgoing.add(ok);
  });
  afterAll(() => outgoing.close());

  const toldOf = async (customer: Customer) => {
    const { conversation } = await customer.conversation();
    return webhook
      .tries()
      .filter(
        ({ type, data }) => type.startsWith('conversation.') && data.conversation?.['id'] === conversation.id,
      );
  };
  /** The events of its conversation, as soon as the last one is told. */
  const isTold = (customer: Customer, last: string, count = 1) =>
    eventually(async () => {
      const types = (await toldOf(customer)).map(({ type }) => type.replace('conversation.', ''));
      return types.filter((type) => type === last).length >= count && types;
    }, `${last} is told`);

  test('a conversation that is taken back is returned, and attended by the next one', async () => {
    const routing = { mode: 'offer', returnAfterSeconds: 300 } as const;
    const brand = await addRoutedBrand(scenario(), { routing });
    const operators = [await brand.operator(), await brand.operator()];
    const customer = brand.customer();
    await customer.writes();
    const silent = await isOfferedTo(customer, ...operators);
    await customer.attend(silent);
    await customer.waits(5 * MINUTE + 1_000);
    await customer.attend(await isOfferedTo(customer, ...operators));
    // Offers are no events: a conversation waits, whoever is asked.
    expect(await isTold(customer, 'attended', 2)).toEqual([
      'started',
      'waiting',
      'attended',
      'returned',
      'attended',
    ]);
  });

  test('while the channel is closed it is returned and missed at once; at the opening it waits', async () => {
    const brand = await addRoutedBrand(scenario(), { hours: [2, 4] });
    const operator = await brand.operator();
    const customer = brand.customer();
    await customer.writes();
    expect(await isTold(customer, 'missed')).toEqual(['started', 'missed']);
    await customer.attend(operator);
    await brand.chooses(operator, 'handing_over');
    expect(await isTold(customer, 'missed', 2)).toEqual([
      'started',
      'missed',
      'attended',
      'returned',
      'missed',
    ]);
    const [last] = (await toldOf(customer)).slice(-1);
    expect(last?.data.conversation).toMatchObject({ state: 'missed', operator: null });
    const { conversation } = await customer.becomes('missed');
    await customer.waits(Number(conversation.closeMissedFrom) - Date.now() + 1_000);
    await customer.becomes('waiting');
    expect((await isTold(customer, 'waiting')).slice(5)).toEqual(['waiting']);
  });

  test('one for a group is transferred, and shows the group; also one that the group has already', async () => {
    const brand = await addRoutedBrand(scenario());
    const [anna, ben] = [await brand.operator(), await brand.operator()];
    const group = await brand.group(ben);
    const customer = brand.customer();
    await customer.writes();
    await customer.attend(anna);
    await customer.transferToGroup(anna, group);
    expect(await isTold(customer, 'waiting', 2)).toEqual([
      'started',
      'waiting',
      'attended',
      'transferred',
      'waiting',
    ]);
    const [last] = (await toldOf(customer)).slice(-1);
    expect(last?.data.conversation).toMatchObject({ state: 'waiting', operator: null, group: { id: group } });
    await customer.attend(ben);
    const { conversation } = await customer.conversation();
    await createAskedTransfers(scenario().desk.database).keep({
      conversationId: conversation.id,
      fromOperatorId: ben.operatorId,
      toId: group,
      note: null,
    });
    await customer.transferToGroup(ben, group);
    expect((await isTold(customer, 'waiting', 3)).slice(5)).toEqual(['attended', 'transferred', 'waiting']);
  });

  test('one that waits for a group instead is transferred as well', async () => {
    const brand = await addRoutedBrand(scenario());
    const operator = await brand.operator();
    const group = await brand.group(operator);
    const customer = brand.customer();
    await customer.writes();
    await customer.transferToGroup(operator, group);
    expect(await isTold(customer, 'transferred')).toEqual(['started', 'waiting', 'transferred']);
    await customer.waits(2 * MINUTE);
    expect((await isTold(customer, 'missed')).slice(3)).toEqual(['missed']);
  });
});
