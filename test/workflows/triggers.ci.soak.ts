/**
 * The trigger windows of docs/rules.md#17, in the desk and in the simulator, which has its own table: when the main
 * window is closed, both accept the same messages and refuse the same one.
 */
import type { EventInput, MessageInput } from '../../src/simulator/webhook/inbound';
import { type Customer, describeCrowds, HOUR, LI, MINUTE, type Scenario, SECOND } from '../support/scenario';

type Trigger = readonly [name: string, kind: string, act: (customer: Customer) => Promise<unknown>];
const event =
  (input: EventInput): Trigger[2] =>
  (customer) =>
    customer.acts(input);
const message =
  (input: MessageInput): Trigger[2] =>
  async (customer) => {
    await customer.sends(input);
    await customer.isFiled();
  };

const TRIGGERS: readonly Trigger[] = [
  ['a follow', 'follow', event({ event: 'subscribe' })],
  ['a follow by QR code', 'follow', event({ event: 'subscribe', eventKey: 'qrscene_7' })],
  ['a scan', 'scan', event({ event: 'SCAN', eventKey: '7' })],
  ['a menu tap', 'menu_tap', event({ event: 'CLICK', eventKey: 'prices' })],
  ['a scan from the menu', 'menu_tap', event({ event: 'scancode_push', eventKey: 's' })],
  ['a scan from the menu that waits', 'menu_tap', event({ event: 'scancode_waitmsg', eventKey: 's' })],
  [
    'a tap on a menu message',
    'menu_message_tap',
    message({ type: 'text', text: 'Yes', bizmsgmenuid: '101' }),
  ],
];

const NO_TRIGGERS: readonly EventInput[] = [
  { event: 'VIEW', eventKey: 'https://x.test' },
  { event: 'LOCATION' },
  { event: 'view_miniprogram', eventKey: 'pages/a' },
  { event: 'pic_weixin', eventKey: 'p' },
  { event: 'location_select', eventKey: 'l' },
  { event: 'TEMPLATESENDJOBFINISH' },
];

describeCrowds('the trigger windows', (scenario) => {
  /** A contact whose conversation is still open 49 hours after they wrote, so that the main window is closed. */
  const closed = async (): Promise<Customer> => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(49 * HOUR);
    expect((await customer.reply('too late')).refusal).toMatchObject({ code: 'window_closed' });
    expect(await atWeChat(scenario(), customer, channel)).toBe(45015);
    channelOf.set(customer, channel);
    return customer;
  };
  const channelOf = new WeakMap<Customer, Channel>();
  const wechatSays = (customer: Customer) => atWeChat(scenario(), customer, channelOf.get(customer));

  test.each(TRIGGERS)('%s lets three messages out within a minute, and no more', async (_name, kind, act) => {
    const customer = await closed();
    await act(customer);
    const { conversation } = await customer.conversation();
    expect(conversation.trigger).toMatchObject({ kind, limit: 3, sent: 0 });
    await customer.isAnswered('one');
    await customer.waits(MINUTE - 10 * SECOND);
    for (const text of ['two', 'three']) await customer.isAnswered(text);
    expect((await customer.reply('four')).refusal).toMatchObject({ code: 'window_closed' });
    expect(await wechatSays(customer)).toBe(45047);
    await customer.waits(10 * SECOND);
    expect((await customer.reply('too late')).refusal).toMatchObject({ code: 'window_closed' });
    expect(await wechatSays(customer)).toBe(45015);
    expect(customer.received()).toEqual(['one', 'two', 'three']);
  });

  test('after a minute nothing is sent, although places are left', async () => {
    const customer = await closed();
    await customer.acts({ event: 'CLICK', eventKey: 'prices' });
    await customer.isAnswered('in time');
    await customer.waits(MINUTE);
    expect((await customer.reply('too late')).refusal).toMatchObject({ code: 'window_closed' });
    expect(await wechatSays(customer)).toBe(45015);
    expect(customer.received()).toEqual(['in time']);
  });

  test('no other action lets a message out', async () => {
    const customer = await closed();
    for (const input of NO_TRIGGERS) {
      await customer.acts(input);
      expect((await customer.reply('x')).refusal).toMatchObject({ code: 'window_closed' });
      expect(await wechatSays(customer)).toBe(45015);
    }
  });

  test('a message allows five for 48 hours, and a trigger in between three, which do not add up', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    await customer.isAnswered('1');
    await customer.acts({ event: 'CLICK', eventKey: 'prices' });
    for (const text of ['2', '3', '4', '5']) await customer.isAnswered(text);
    expect((await customer.reply('6')).refusal).toMatchObject({ code: 'consecutive_limit_reached' });
    expect(await atWeChat(scenario(), customer)).toBe(45047);
    await customer.acts({ event: 'CLICK', eventKey: 'again' });
    for (const text of ['6', '7', '8']) await customer.isAnswered(text);
    expect((await customer.reply('9')).refusal).toMatchObject({ code: 'consecutive_limit_reached' });
    expect(await atWeChat(scenario(), customer)).toBe(45047);
  });
});

type Channel = Awaited<ReturnType<Scenario['channel']>>;

/** WeChat's errcode for a message that is sent without the desk; 0 would use up a place. */
async function atWeChat({ desk }: Scenario, { openId }: Customer, channel?: Channel): Promise<number> {
  const credentials = await desk.services.credentialsOf(channel?.channelId ?? desk.channelId);
  if (credentials === null) throw new Error('The channel has no credentials.');
  const body = { touser: openId, msgtype: 'text', text: { content: 'past the desk' } };
  const answer = await desk.services.wechat.sendMessage(credentials, body);
  if (answer.type === 'sent') return 0;
  if (answer.type !== 'refused') throw new Error(`WeChat's answer is ${answer.type}.`);
  return answer.wechatCode;
}
