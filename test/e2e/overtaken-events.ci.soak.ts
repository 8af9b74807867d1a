/** Follows and unfollows that overtake each other on their way: the newer one by WeChat's time counts. */
import { createContacts } from '../../src/store/contacts/contacts';
import { type Desk, startDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { type Customer, createScenario, lines, type Scenario } from '../support/scenario';

let desk: Desk;
let scenario: Scenario;
beforeAll(async () => {
  desk = await startDesk();
  scenario = createScenario(desk);
}, 60_000);
afterEach(() => desk.simulator.clearFaults());
afterAll(() => desk.close());

const now = () => Math.floor(Date.now() / 1000);
/** An event that WeChat delivers late, after the contact has done something else. */
const lateEvent = async ({ openId, isFiled, sends }: Customer, event: string, createTime: number) => {
  const { originalId } = desk.simulator.accounts().find(({ appId }) => appId === desk.appId) ?? {};
  const xml = `<xml><ToUserName>${originalId}</ToUserName><FromUserName>${openId}</FromUserName><CreateTime>${createTime}</CreateTime><MsgType>event</MsgType><Event>${event}</Event><EventKey></EventKey></xml>`;
  await sends({ type: 'raw', xml });
  await isFiled();
};
/** So that everything known about the contact comes from events. */
const withoutProfile = (customer: Customer): Customer => {
  const { openId } = customer;
  const effect = { type: 'errcode', errcode: -1 } as const;
  desk.simulator.addFault({ operation: 'user/info', openId, effect, times: 100 });
  return customer;
};
const writesAt = async ({ sends, isFiled }: Customer, createTime: number) => {
  await sends({ type: 'text', text: 'hello', createTime });
  await isFiled();
};
const contactOf = async (customer: Customer) => {
  const contact = await createContacts(desk.database).get(await customer.contactId());
  if (contact === null) throw new Error('There is no contact.');
  return contact;
};
const follows = async (customer: Customer) => (await contactOf(customer)).subscription.isSubscribed;
/** Events of a contact are handled in order: when one that changes nothing is filed, all before it are done. */
const settled = (customer: Customer) => customer.acts({ event: 'TEMPLATESENDJOBFINISH' });

it('a late unfollow is shown, but neither completes the conversation nor marks the contact as gone', async () => {
  const customer = scenario.customer();
  const t = now();
  await customer.acts({ event: 'subscribe', eventKey: '', createTime: t + 5 });
  await writesAt(customer, t + 6);
  await customer.becomes('waiting');
  await lateEvent(customer, 'unsubscribe', t);
  await settled(customer);
  expect((await customer.conversation()).conversation.state).toBe('waiting');
  expect(await follows(customer)).toBe(true);
  const rows = await customer.transcript();
  expect(lines(rows)).toEqual(['* subscribe', '> hello', '* unsubscribe', '* template_result']);
  expect(rows.at(-2)?.conversationId).toBe((await customer.conversation()).conversation.id);
  await customer.isAnswered('welcome back');
});

it('a text alone is newer than an unfollow before it', async () => {
  const customer = withoutProfile(scenario.customer());
  const t = now();
  await writesAt(customer, t + 5);
  await customer.becomes('waiting');
  await lateEvent(customer, 'unsubscribe', t);
  await settled(customer);
  expect((await customer.conversation()).conversation.state).toBe('waiting');
  expect(await follows(customer)).toBe(true);
});

it('an unfollow that is newer, or of the same second and later, completes the conversation', async () => {
  for (const later of [1, 0]) {
    const customer = scenario.customer();
    const t = now();
    await writesAt(customer, t);
    await customer.becomes('waiting');
    await customer.acts({ event: 'unsubscribe', createTime: t + later });
    await customer.becomes('completed', 'unsubscribed');
    expect(await follows(customer)).toBe(false);
  }
});

it('an unfollow with the time of another clock counts in the order of arrival', async () => {
  const customer = withoutProfile(scenario.customer());
  await customer.writes('hello');
  await customer.becomes('waiting');
  await lateEvent(customer, 'unsubscribe', now() - 3 * 86_400);
  await customer.becomes('completed', 'unsubscribed');
  expect(await follows(customer)).toBe(false);
});

it('of events that all have the time of another clock the newest counts, too', async () => {
  const customer = withoutProfile(scenario.customer());
  const t = 1_700_000_000;
  await lateEvent(customer, 'subscribe', t + 5);
  await writesAt(customer, t + 6);
  await customer.becomes('waiting');
  await lateEvent(customer, 'unsubscribe', t);
  await settled(customer);
  expect((await customer.conversation()).conversation.state).toBe('waiting');
  expect(await follows(customer)).toBe(true);
});

it('a late follow does not bring back a contact who has left since, and greets no one', async () => {
  const greeting = await scenario.channel({ greeting: { follow: 'welcome' } });
  const customer = withoutProfile(scenario.customer({ channel: greeting }));
  const t = now();
  await customer.acts({ event: 'unsubscribe', createTime: t + 5 });
  expect(await follows(customer)).toBe(false);
  await customer.acts({ event: 'subscribe', eventKey: 'qrscene_door', createTime: t });
  await settled(customer);
  expect(await follows(customer)).toBe(false);
  expect((await contactOf(customer)).firstVisit?.scene).toBe('door');
  // Someone who followed later has been greeted by then.
  const other = scenario.customer({ channel: greeting });
  await other.acts({ event: 'subscribe', eventKey: '' });
  await eventually(
    async () => lines(await other.transcript()).includes('sent welcome'),
    'another is greeted',
  );
  expect(lines(await customer.transcript())).toEqual(['* unsubscribe', '* subscribe', '* template_result']);
});

it('of many events that arrive in any order, the newest counts', async () => {
  const orders = [
    ['subscribe 3', 'unsubscribe 2', 'subscribe 1'],
    ['unsubscribe 2', 'subscribe 3', 'subscribe 1'],
    ['unsubscribe 4', 'subscribe 1', 'unsubscribe 2'],
    ['subscribe 3', 'unsubscribe 4', 'unsubscribe 2'],
    ['subscribe 1', 'unsubscribe 4', 'subscribe 3'],
  ];
  for (const order of orders) {
    const customer = withoutProfile(scenario.customer());
    const t = now();
    for (const one of order) {
      const [event = '', seconds] = one.split(' ');
      await lateEvent(customer, event, t + Number(seconds));
    }
    const newest = [...order].sort((a, b) => Number(b.split(' ')[1]) - Number(a.split(' ')[1]))[0] ?? '';
    await settled(customer);
    expect([order, await follows(customer)]).toEqual([order, newest.startsWith('subscribe')]);
  }
});

it('an unfollow that WeChat holds back until the contact is here again changes nothing', async () => {
  const customer = scenario.customer();
  await customer.writes('one');
  await customer.becomes('waiting');
  const { appId } = desk;
  const { openId } = customer;
  const t = now();
  desk.simulator.addFault({ operation: 'webhook', openId, effect: { type: 'reorder' }, times: 1 });
  const held = desk.simulator.act({ appId, openId }, { event: 'unsubscribe', createTime: t });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await desk.simulator.act({ appId, openId }, { event: 'subscribe', eventKey: '', createTime: t + 2 });
  await held;
  await customer.isFiled();
  await settled(customer);
  expect(lines(await customer.transcript())).toEqual([
    '> one',
    '* subscribe',
    '* unsubscribe',
    '* template_result',
  ]);
  expect((await customer.conversation()).conversation.state).toBe('waiting');
  expect(await follows(customer)).toBe(true);
});

it('when a contact who left writes, WeChat is asked whether they are back', async () => {
  const customer = scenario.customer();
  await customer.writes('one');
  await customer.acts({ event: 'unsubscribe' });
  expect(await follows(customer)).toBe(false);
  // Their follow is lost on the way.
  desk.simulator.addFault({
    operation: 'webhook',
    openId: customer.openId,
    effect: { type: 'cut' },
    times: 3,
  });
  await desk.simulator.act(
    { appId: desk.appId, openId: customer.openId },
    { event: 'subscribe', eventKey: '' },
  );
  await customer.writes('two');
  await eventually(async () => (await follows(customer)) === true, 'WeChat has told');
});
