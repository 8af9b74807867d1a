/** The customer service of a mini program, in virtual time, with the simulator as WeChat (docs/rules.md#80 and on). */

import { setTimeout } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { type Customer, describeScenarios, HOUR, LI, lines, MINUTE, SECOND } from '../support/scenario';

const enter = (sessionFrom?: string) => ({
  event: 'user_enter_tempsession',
  ...(sessionFrom === undefined ? {} : { sessionFrom }),
});

describeScenarios('a mini program', (scenario) => {
  const customerOf = async (settings: object = {}, account: object = {}): Promise<Customer> =>
    scenario().customer({ channel: await scenario().miniProgram(settings, account) });
  const wechatSays = (customer: Customer) =>
    scenario()
      .desk.simulator.calls('custom/send')
      .filter(({ openId }) => openId === customer.openId)
      .map(({ errcode }) => errcode);

  test.each([
    ['json', 'plain'],
    ['json', 'compatible'],
    ['json', 'safe'],
    ['xml', 'safe'],
  ])('is written to in %s, in the mode %s, and answers', async (format, encryption) => {
    const customer = await customerOf({}, { format, encryption });
    const { delivered } = await customer.sends({ type: 'text', text: '您好', msgId: '18446744073709551615' });
    expect(delivered).toBe(true);
    await customer.isFiled();
    await customer.isAnswered('什么事？');
    expect(lines(await customer.transcript())).toEqual(['> 您好', 'sent 什么事？']);
  });

  test('the same message in JSON and in XML counts once', async () => {
    const channel = await scenario().miniProgram({}, { format: 'json', encryption: 'safe' });
    const customer = scenario().customer({ channel });
    const message = {
      type: 'text',
      text: '您好',
      msgId: '9007199254740993',
      createTime: 1_800_000_000,
    } as const;
    await customer.sends(message);
    scenario().desk.simulator.updateAccount(channel.appId, { format: 'xml' });
    await customer.sends(message);
    await customer.sends({ ...message, msgId: '9007199254740992' });
    await customer.isFiled();
    expect(lines(await customer.transcript())).toEqual(['> 您好', '> 您好']);
  });

  test('entering is shown with where from, starts no conversation, and counts once for each place', async () => {
    const customer = await customerOf();
    const createTime = 1_800_000_000;
    for (const from of ['shop', 'shop', 'order 7']) await customer.acts({ ...enter(from), createTime });
    const rows = await customer.transcript();
    expect(lines(rows)).toEqual(['* enter_session', '* enter_session']);
    expect(rows.map(({ content }) => content)).toMatchObject([
      { sessionFrom: 'shop' },
      { sessionFrom: 'order 7' },
    ]);
    expect(await customer.conversations()).toEqual([]);
    expect(customer.received()).toEqual([]);
  });

  test('greets who enters, outside any conversation', async () => {
    const customer = await customerOf({ greeting: { enter: '欢迎光临' } });
    await customer.acts(enter());
    await eventually(() => customer.received().length === 1, 'the greeting');
    expect(customer.received()).toEqual(['欢迎光临']);
    expect(await customer.conversations()).toEqual([]);
    await customer.writes('有货吗');
    await customer.isAnswered('有');
    const { conversation } = await customer.conversation();
    expect(conversation).toMatchObject({
      state: 'active',
      settings: { channelKind: 'mini_program' },
      consecutive: { sent: 1 },
    });
  });

  test('a greeting takes no place of those who answer: who only looks for the answer is not greeted again', async () => {
    const customer = await customerOf({ greeting: { enter: '欢迎光临' } });
    await customer.writes();
    await customer.attend(LI);
    for (const text of ['1', '2', '3', '4']) await customer.isAnswered(text);
    await customer.acts(enter());
    // A greeting would be here in a fraction of that.
    await setTimeout(2_000);
    expect((await customer.conversation()).conversation.consecutive).toEqual({ sent: 4 });
    await customer.isAnswered('5');
    expect(customer.received()).toEqual(['1', '2', '3', '4', '5']);
    await customer.complete(LI);
    await customer.becomes('completed');
    await customer.acts(enter());
    await eventually(() => customer.received().length === 6, 'the greeting');
  });

  test('two messages in a minute after entering, when the 48 hours are over', async () => {
    const customer = await customerOf({ closeMissedAfterSeconds: null });
    await customer.writes();
    await customer.waits(49 * HOUR);
    expect((await customer.reply('too late')).refusal).toMatchObject({ code: 'window_closed' });
    await customer.acts(enter());
    expect((await customer.conversation()).conversation.trigger).toMatchObject({
      kind: 'enter_session',
      limit: 2,
      sent: 0,
    });
    await customer.isAnswered('one');
    await customer.waits(MINUTE - 10 * SECOND);
    await customer.isAnswered('two');
    expect((await customer.reply('three')).refusal).toMatchObject({ code: 'window_closed' });
    await customer.acts(enter());
    await customer.waits(MINUTE);
    expect((await customer.reply('three')).refusal).toMatchObject({ code: 'window_closed' });
    expect(customer.received()).toEqual(['one', 'two']);
    expect(wechatSays(customer)).toEqual([0, 0]);
  });

  test('five in 48 hours and two after entering do not add up, and WeChat takes all that the desk lets out', async () => {
    const customer = await customerOf();
    await customer.writes();
    await customer.attend(LI);
    await customer.isAnswered('1');
    await customer.acts(enter());
    for (const text of ['2', '3', '4', '5']) await customer.isAnswered(text);
    expect((await customer.reply('6')).refusal).toMatchObject({ code: 'consecutive_limit_reached' });
    // Two within one second would be the same event, told twice.
    await customer.waits(SECOND);
    await customer.acts(enter());
    for (const text of ['6', '7']) await customer.isAnswered(text);
    expect((await customer.reply('8')).refusal).toMatchObject({ code: 'consecutive_limit_reached' });
    expect(wechatSays(customer)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test('asks WeChat nothing about the contact, not even when it says that the time is over', async () => {
    const customer = await customerOf();
    await customer.writes();
    scenario().fault(customer, { type: 'errcode', errcode: 45015 });
    const { messageId } = await customer.reply('refused');
    await customer.settles(messageId, 'failed');
    await customer.rests();
    expect((await customer.conversation()).conversation).toMatchObject({
      state: 'active',
      subscriptionDoubted: false,
    });
    const { simulator } = scenario().desk;
    const asked = simulator.calls('user/info').filter(({ openId }) => openId === customer.openId);
    expect(asked).toEqual([]);
  });

  test('what only an Official Account has means nothing if it is pushed all the same', async () => {
    const customer = await customerOf({ greeting: { enter: '欢迎光临' } });
    await customer.writes();
    for (const event of ['subscribe', 'SCAN', 'CLICK', 'unsubscribe'])
      await customer.acts({ event, eventKey: 'k' });
    await customer.rests();
    const { conversation } = await customer.conversation();
    expect([conversation.state, conversation.trigger]).toEqual(['waiting', null]);
    const contact = await scenario().desk.services.contacts.get(await customer.contactId());
    expect(contact?.subscription).toMatchObject({
      isSubscribed: null,
      subscribedAt: null,
      unsubscribedAt: null,
    });
    expect(contact?.lastVisit).toBeNull();
    expect(customer.received()).toEqual([]);
  });
});
