/** The paths through offers, returns and opening hours. */
import { receives } from './bot-paths';
import { addRoutedBrand, isIdle, isOfferedTo } from './routed-brand';
import { MINUTE, SECOND } from './scenario';
import type { Path } from './scenario-paths';

export const ROUTING_PATHS: Readonly<Record<string, Path>> = {
  async 'offered-in-rounds'(scenario) {
    const brand = await addRoutedBrand(scenario, { routing: { mode: 'offer' } });
    const operators = [await brand.operator(), await brand.operator()];
    const customer = brand.customer();
    await customer.writes();
    const first = await isOfferedTo(customer, ...operators);
    await customer.decline(first);
    const second = await isOfferedTo(customer, ...operators.filter((one) => one !== first));
    await customer.waits(31 * SECOND);
    await isOfferedTo(customer, first);
    await customer.waits(31 * SECOND);
    await isOfferedTo(customer, second);
    await customer.attend(second);
    await customer.isAnswered('hello', { by: second });
    return customer;
  },
  async 'offered-when-somebody-comes'(scenario) {
    const brand = await addRoutedBrand(scenario, {
      routing: { mode: 'offer', skipOlderThanHours: 1 },
    });
    const operator = await brand.operator({ isConnected: false });
    const customer = brand.customer();
    await customer.writes();
    await isIdle(customer);
    await brand.connects(operator);
    await isOfferedTo(customer, operator);
    await customer.decline(operator);
    await isIdle(customer);
    await customer.waits(31 * SECOND);
    await isOfferedTo(customer, operator);
    await brand.changeRouting({ mode: 'ring_all' });
    await customer.rests();
    await customer.waits(2 * MINUTE);
    await customer.becomes('missed');
    return customer;
  },
  async 'attended-at-once-and-taken-back'(scenario) {
    const brand = await addRoutedBrand(scenario, {
      routing: { mode: 'offer', autoAttend: true, returnAfterSeconds: 120 },
    });
    const operators = [await brand.operator(), await brand.operator()];
    const customer = brand.customer();
    await customer.writes();
    const { operatorId } = (await customer.becomes('active')).conversation;
    await customer.waits(2 * MINUTE + SECOND);
    await customer.rests();
    const by = operators.find((one) => one.operatorId !== operatorId);
    if (by === undefined) throw new Error('there are two');
    await customer.isAnswered('hello', { by });
    return customer;
  },
  async 'handed-over-by-an-operator'(scenario) {
    const brand = await addRoutedBrand(scenario);
    const operator = await brand.operator();
    const customer = brand.customer();
    await customer.writes();
    await customer.isAnswered('hello', { by: operator });
    await brand.chooses(operator, 'handing_over');
    await customer.rests();
    await customer.writes();
    await customer.becomes('waiting');
    return customer;
  },
  async 'missed-while-closed'(scenario) {
    const brand = await addRoutedBrand(scenario, {
      routing: { mode: 'ring_all', returnAfterSeconds: 600 },
      hours: [2, 4],
      settings: { automatic: { outOfHours: 'We are closed.' } },
    });
    const operator = await brand.operator();
    const customer = brand.customer();
    await customer.writes();
    const { conversation } = await customer.becomes('missed');
    await receives(customer, 1);
    await customer.waits(Number(conversation.closeMissedFrom) - Date.now() + SECOND);
    await customer.becomes('waiting');
    await customer.attend(operator);
    await customer.waits(11 * MINUTE);
    await customer.rests();
    await brand.isAlwaysOpen();
    await customer.rests();
    return customer;
  },
  async 'transferred-to-a-group'(scenario) {
    const brand = await addRoutedBrand(scenario, { routing: { mode: 'offer' } });
    const [anna, ben] = [await brand.operator(), await brand.operator()];
    const group = await brand.group(ben);
    const customer = brand.customer();
    await customer.writes();
    await customer.attend(anna);
    await customer.transferToGroup(anna, group);
    await isOfferedTo(customer, ben);
    await customer.attend(ben);
    await customer.rests();
    return customer;
  },
};
