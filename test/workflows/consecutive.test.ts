import { type Customer, describeScenarios, LI, MINUTE, SECOND } from '../support/scenario';

async function replies(customer: Customer, count: number): Promise<string[]> {
  const all = await Promise.all(
    Array.from({ length: count }, (_, index) => customer.reply(`reply ${index + 1}`)),
  );
  return all.map(({ result, refusal }) => refusal?.code ?? result.type);
}

describeScenarios('the limit of consecutive messages', (scenario) => {
  test('of ten replies at once exactly five are sent, and none of the others is in the transcript', async () => {
    const customer = scenario().customer();
    await customer.writes();
    const outcome = await replies(customer, 10);
    expect(outcome.filter((one) => one === 'accepted')).toHaveLength(5);
    expect(outcome.filter((one) => one === 'consecutive_limit_reached')).toHaveLength(5);
    await scenario().desk.simulator.waitForReceived(customer.openId, 5, 10_000);
    const ours = (await customer.transcript()).filter((row) => row.direction === 'outbound');
    expect(ours).toHaveLength(5);
    expect(customer.received()).toEqual(ours.map((row) => row.content['text']));
    const { refusal } = await customer.reply('one more');
    expect(refusal).toEqual({ code: 'consecutive_limit_reached', limit: 5, sent: 5 });
  });

  test('a message from the contact resets the counter', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await replies(customer, 5);
    await scenario().desk.simulator.waitForReceived(customer.openId, 5, 10_000);
    // The phone gets the fifth before the workflow knows: messages on their way then count after the contact's message.
    await customer.rests();
    await customer.writes('thanks');
    expect(await replies(customer, 6)).toContain('consecutive_limit_reached');
    await scenario().desk.simulator.waitForReceived(customer.openId, 10, 10_000);
    expect(customer.received()).toHaveLength(10);
  });

  test('after a message from the contact, messages still on their way count', async () => {
    const customer = scenario().customer();
    await customer.writes();
    scenario().fault(customer, { type: 'delay', ms: 1_500 });
    expect(await replies(customer, 3)).toEqual(['accepted', 'accepted', 'accepted']);
    await customer.writes('wait');
    // Three are sent after it, so two places are left.
    expect((await replies(customer, 3)).sort()).toEqual([
      'accepted',
      'accepted',
      'consecutive_limit_reached',
    ]);
  });

  test('every kind of message resets the counter; a tap on a menu message does not', async () => {
    const channel = await scenario().channel({ consecutiveLimit: 1 });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.isAnswered('a menu');
    await customer.waits(MINUTE);
    const { conversation: before } = await customer.conversation();
    await customer.sends({ type: 'text', text: 'yes', bizmsgmenuid: '101' });
    await customer.isFiled();
    const { conversation } = await customer.conversation();
    expect(conversation.consecutive).toEqual({ sent: 1 });
    expect(conversation.lastActivityAt).toBe(before.lastActivityAt);
    expect(conversation.window).toEqual(before.window);
    expect(conversation.trigger).toMatchObject({ kind: 'menu_message_tap', sent: 0, limit: 3 });
    expect((await customer.transcript()).at(-1)).toMatchObject({ direction: 'event', type: 'msgmenu_tap' });
    await customer.waits(2 * MINUTE);
    expect((await customer.reply('more')).refusal?.code).toBe('consecutive_limit_reached');
    await customer.sends({ type: 'image' });
    await customer.isFiled();
    await customer.isAnswered('nice picture');
  });

  test('45047 sets the counter to the limit and fails the message', async () => {
    const customer = scenario().customer();
    await customer.writes();
    scenario().fault(customer, { type: 'errcode', errcode: 45047 });
    const { messageId } = await customer.reply('hello');
    const { error } = await customer.settles(messageId, 'failed');
    expect(error).toEqual({ code: 'consecutive_limit_reached', wechatCode: 45047 });
    expect((await customer.reply('again')).refusal).toEqual({
      code: 'consecutive_limit_reached',
      limit: 5,
      sent: 5,
    });
    await customer.rests();
    await customer.writes();
    await customer.isAnswered('now it works');
  });

  test('a definite refusal of WeChat gives the place back', async () => {
    const channel = await scenario().channel({ consecutiveLimit: 1 });
    const customer = scenario().customer({ channel });
    await customer.writes();
    scenario().fault(customer, { type: 'errcode', errcode: 87014 });
    const { messageId } = await customer.reply('risky');
    const { error } = await customer.settles(messageId, 'failed');
    expect(error).toEqual({ code: 'wechat_refused', wechatCode: 87014 });
    await customer.rests();
    await customer.isAnswered('harmless');
  });

  test('a message with an unknown outcome keeps its place', async () => {
    const channel = await scenario().channel({ consecutiveLimit: 1 });
    const customer = scenario().customer({ channel });
    await customer.writes();
    scenario().fault(customer, { type: 'http_status', status: 502 });
    const { messageId } = await customer.reply('perhaps');
    await customer.settles(messageId, 'unknown');
    await customer.rests();
    expect((await customer.reply('again')).refusal?.code).toBe('consecutive_limit_reached');
  });

  test.each([
    ['a menu tap', 'CLICK', 'menu_tap'],
    ['a scan', 'SCAN', 'scan'],
    ['a follow', 'subscribe', 'follow'],
  ])(
    '%s opens a window of 3 messages in 1 minute, and renews neither the five nor the 48 hours',
    async (_what, event, kind) => {
      const customer = scenario().customer();
      await customer.writes();
      await replies(customer, 5);
      await scenario().desk.simulator.waitForReceived(customer.openId, 5, 10_000);
      const before = (await customer.conversation()).conversation;
      await customer.acts({ event, eventKey: 'key' });
      const { conversation } = await customer.conversation();
      expect(conversation.window).toEqual(before.window);
      expect(conversation.consecutive).toEqual({ sent: 5 });
      expect(conversation.trigger).toMatchObject({ kind, limit: 3, sent: 0 });
      expect((await replies(customer, 4)).sort()).toEqual([
        'accepted',
        'accepted',
        'accepted',
        'consecutive_limit_reached',
      ]);
      await scenario().desk.simulator.waitForReceived(customer.openId, 8, 10_000);
    },
  );

  test('the window of a menu tap ends after a minute', async () => {
    const channel = await scenario().channel({ consecutiveLimit: 1 });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.isAnswered('the only one');
    await customer.acts({ event: 'CLICK', eventKey: 'key' });
    await customer.waits(MINUTE + SECOND);
    const { refusal } = await customer.reply('too late', { by: LI });
    expect(refusal?.code).toBe('consecutive_limit_reached');
  });
});
