import { CHEN, describeScenarios, HOUR, LI, WANG } from '../support/scenario';

describeScenarios('held messages', (scenario) => {
  const fiveSent = async (settings = {}) => {
    const channel = await scenario().channel(settings);
    const customer = scenario().customer({ channel });
    await customer.writes();
    for (let count = 1; count <= 5; count += 1) await customer.reply(`reply ${count}`);
    await scenario().desk.simulator.waitForReceived({ ...channel, openId: customer.openId }, 5, 10_000);
    // Messages still on their way when the contact writes count after it.
    await customer.rests();
    return customer;
  };
  const hold = { whenBlocked: 'hold' } as const;

  test('leave automatically, in order, as soon as the contact writes', async () => {
    const customer = await fiveSent();
    const ids: string[] = [];
    for (const text of ['held 1', 'held 2', 'held 3']) {
      const { messageId, result } = await customer.reply(text, hold);
      expect(result.type).toBe('accepted');
      await customer.settles(messageId, 'held');
      ids.push(messageId);
    }
    await customer.writes('go on');
    for (const id of ids) await customer.settles(id, 'sent');
    expect(customer.received().slice(5)).toEqual(['held 1', 'held 2', 'held 3']);
  });

  test('leave as the limit allows: of six held messages five leave, the sixth stays held', async () => {
    const customer = await fiveSent();
    const replies = [];
    for (let count = 1; count <= 6; count += 1) replies.push(await customer.reply(`held ${count}`, hold));
    await customer.writes('go on');
    for (const { messageId } of replies.slice(0, 5)) await customer.settles(messageId, 'sent');
    await customer.settles(replies[5]?.messageId ?? '', 'held');
    await customer.writes('and on');
    await customer.settles(replies[5]?.messageId ?? '', 'sent');
    expect(customer.received()).toHaveLength(11);
  });

  test('are limited to 50; cancelling one makes room', async () => {
    const customer = await fiveSent();
    const held = [];
    for (let count = 1; count <= 50; count += 1) held.push(await customer.reply(`held ${count}`, hold));
    expect(held.every(({ result }) => result.type === 'accepted')).toBe(true);
    expect((await customer.reply('one too many', hold)).refusal).toEqual({
      code: 'too_many_held',
      limit: 50,
    });
    await customer.cancel(LI, held[0]?.messageId ?? '');
    expect((await customer.reply('instead', hold)).result.type).toBe('accepted');
  });

  test('are refused without hold, and sent at once if nothing blocks them', async () => {
    const customer = await fiveSent();
    expect((await customer.reply('blocked')).refusal?.code).toBe('consecutive_limit_reached');
    await customer.writes();
    const { messageId } = await customer.reply('not blocked', hold);
    await customer.settles(messageId, 'sent');
  });

  test('can be cancelled until they leave, by the attending operator and by administrators', async () => {
    const customer = await fiveSent();
    const [one, two, three] = [
      await customer.reply('one', hold),
      await customer.reply('two', hold),
      await customer.reply('three', hold),
    ];
    expect(await customer.cancel(WANG, one.messageId)).toMatchObject({
      refusal: { code: 'attended_by_other' },
    });
    expect(await customer.cancel(LI, one.messageId)).toMatchObject({ type: 'accepted' });
    expect(await customer.cancel(CHEN, two.messageId)).toMatchObject({ type: 'accepted' });
    await customer.settles(one.messageId, 'cancelled');
    await customer.settles(two.messageId, 'cancelled');
    await customer.writes();
    await customer.settles(three.messageId, 'sent');
    expect(await customer.cancel(LI, three.messageId)).toMatchObject({
      refusal: { code: 'not_cancellable' },
    });
    expect(customer.received().slice(5)).toEqual(['three']);
  });

  test('are cancelled when the conversation is completed', async () => {
    const customer = await fiveSent();
    const { messageId } = await customer.reply('held', hold);
    await customer.settles(messageId, 'held');
    await customer.complete(LI);
    const { error } = await customer.settles(messageId, 'cancelled');
    expect(error).toEqual({ code: 'conversation_completed', wechatCode: null });
    await customer.becomes('completed', 'operator');
    await customer.writes('hello again');
    await customer.becomes('waiting');
    expect(customer.received()).toHaveLength(5);
  });

  test('attend for an operator who may attend, and not for one who may not', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(49 * HOUR);
    const { messageId } = await customer.reply('held', { ...hold, by: WANG });
    await customer.settles(messageId, 'held');
    expect((await customer.conversation()).conversation).toMatchObject({
      state: 'active',
      operatorId: 'wang',
    });
    expect((await customer.reply('mine', { ...hold, by: LI })).refusal?.code).toBe('attended_by_other');
  });

  test('a message that WeChat refuses with 45047 is held if that was asked for', async () => {
    const customer = scenario().customer();
    await customer.writes();
    scenario().fault(customer, { type: 'errcode', errcode: 45047 });
    const { messageId } = await customer.reply('later', hold);
    await customer.settles(messageId, 'held');
    await customer.rests();
    await customer.writes();
    await customer.settles(messageId, 'sent');
    expect(customer.received()).toEqual(['later']);
  });
});
