import { DAY, describeScenarios, HOUR, LI, lines, MINUTE, SECOND } from '../support/scenario';

describeScenarios('the messaging window', (scenario) => {
  test('with messages at 0 h, 20 h and 40 h a reply at 48 h is refused, and the next message starts a new conversation', async () => {
    const customer = scenario().customer();
    await customer.writes('at 0 h');
    await customer.isAnswered('hello');
    for (const text of ['at 20 h', 'at 40 h']) {
      await customer.waits(20 * HOUR);
      await customer.writes(text);
    }
    await customer.waits(8 * HOUR + SECOND);
    const { conversation: old } = await customer.becomes('active');
    const closesAt = old.startedAt + 48 * HOUR;
    const refused = await customer.reply('too late');
    expect(refused.refusal).toEqual({ code: 'window_closed', since: closesAt });

    await customer.writes('after the window');
    const { conversation: next } = await customer.becomes('waiting');
    expect(next.id).not.toBe(old.id);
    expect(next.startedAt).toBeGreaterThan(closesAt);
    const [before] = await customer.conversations();
    expect(before?.conversation).toMatchObject({
      id: old.id,
      state: 'completed',
      completedReason: 'window_renewed',
    });
    const rows = await customer.transcript();
    expect(rows.filter((row) => row.conversationId === old.id)).toHaveLength(4);
    expect(lines(rows.filter((row) => row.conversationId === next.id))).toEqual(['> after the window']);
    expect(lines(rows)).not.toContain('failed too late');
  });

  test('a message within the window stays in its conversation; the first one after it does not', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(48 * HOUR - MINUTE);
    await customer.writes();
    expect(await customer.conversations()).toHaveLength(1);
    await customer.waits(2 * MINUTE);
    await customer.writes();
    expect((await customer.conversations()).map((one) => one.conversation.completedReason)).toEqual([
      'window_renewed',
      null,
    ]);
  });

  test('the old and the new conversation, and the message, change in one transaction', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(49 * HOUR);
    const watched: number[] = [];
    const watching = setInterval(() => {
      void customer.conversations().then((all) => {
        watched.push(all.filter((one) => one.conversation.state !== 'completed').length);
      });
    }, 2);
    await customer.writes('renews');
    clearInterval(watching);
    expect(new Set(watched)).toEqual(new Set([1]));
    const [old, next] = await customer.conversations();
    expect(old?.version).toBe(next?.version);
  });

  test('held messages move into the next conversation, in order, and leave as its limit allows', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null, consecutiveLimit: 2 });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(49 * HOUR);
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) {
      const { messageId } = await customer.reply(text, { whenBlocked: 'hold' });
      await customer.settles(messageId, 'held');
      ids.push(messageId);
    }
    await customer.waits(23 * HOUR);
    await customer.writes('I am back');
    for (const id of ids.slice(0, 2)) await customer.settles(id, 'sent');
    await customer.settles(ids[2] ?? '', 'held');
    expect(customer.received()).toEqual(['one', 'two']);
    const [, next] = await customer.conversations();
    for (const id of ids) {
      expect((await customer.message(id)).conversationId).toBe(next?.conversation.id);
    }
  });

  test('a reply that was meant for the old conversation is refused after the renewal', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    const { conversation } = await customer.conversation();
    await customer.waits(49 * HOUR);
    await customer.writes();
    const { refusal } = await customer.reply('to the old one', { conversationId: conversation.id });
    expect(refusal).toEqual({ code: 'conversation_completed' });
  });

  test('with the anchor last-inbound the window runs for 48 h from the last message from the contact', async () => {
    const channel = await scenario().channel({ windowAnchor: 'last-inbound', closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(40 * HOUR);
    await customer.writes();
    await customer.waits(40 * HOUR);
    await customer.isAnswered('80 h after the first');
    await customer.waits(8 * HOUR + MINUTE);
    const { refusal } = await customer.reply('88 h after the first');
    const { conversation } = await customer.conversation();
    expect(refusal).toEqual({ code: 'window_closed', since: conversation.window.lastInboundAt + 48 * HOUR });
    expect(await customer.conversations()).toHaveLength(1);
  });

  test('45015 closes the window: the reply fails with it, the next one is refused', async () => {
    const customer = scenario().customer();
    await customer.writes();
    scenario().fault(customer, { type: 'errcode', errcode: 45015 });
    const { messageId } = await customer.reply('hello');
    const failed = await customer.settles(messageId, 'failed');
    expect(failed.error).toEqual({ code: 'window_closed', wechatCode: 45015 });
    expect((await customer.reply('again')).refusal?.code).toBe('window_closed');
    // WeChat was asked: they still follow, so the conversation continues.
    expect((await customer.conversation()).conversation.state).toBe('active');
    expect(
      scenario()
        .desk.simulator.calls('user/info')
        .some((call) => call.openId === customer.openId),
    ).toBe(true);
    await customer.rests();
    await customer.writes('I am here');
    const { conversation } = await customer.becomes('waiting');
    expect(conversation.consecutive.sent).toBe(0);
    await customer.isAnswered('in the new window');
  });

  test('45015 for someone who has unsubscribed completes the conversation as unsubscribed', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.isAnswered('hello');
    // The event gets lost, so that only WeChat's refusal shows it.
    scenario().desk.simulator.addFault({
      operation: 'webhook',
      openId: customer.openId,
      times: 3,
      effect: { type: 'cut' },
    });
    await scenario().desk.simulator.act(customer.openId, { event: 'unsubscribe' });
    const { messageId } = await customer.reply('are you there?');
    await customer.settles(messageId, 'failed');
    await customer.becomes('completed', 'unsubscribed');
  });

  test('a queued message fails when the window ends, or is held if that was asked for', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const [first, second] = [scenario().customer({ channel }), scenario().customer({ channel })];
    for (const [customer, whenBlocked, status] of [
      [first, 'reject', 'failed'],
      [second, 'hold', 'held'],
    ] as const) {
      await customer.writes();
      await customer.waits(47 * HOUR + 59 * MINUTE);
      scenario().fault(customer, { type: 'errcode', errcode: 45011 });
      const { messageId } = await customer.reply('late', { whenBlocked, by: LI });
      await customer.settles(messageId, 'queued');
      await customer.waits(2 * MINUTE);
      const row = await customer.settles(messageId, status);
      if (status === 'failed') expect(row.error).toEqual({ code: 'window_closed', wechatCode: null });
      expect(customer.received()).toEqual([]);
    }
  });

  test('the projection of a fast-forwarded conversation knows how far its clock is ahead', async () => {
    const customer = scenario().customer();
    await customer.writes();
    expect((await customer.conversation()).clockOffsetMs).toBe(0);
    await customer.waits(20 * HOUR);
    await customer.writes();
    const { clockOffsetMs } = await customer.conversation();
    expect(Math.abs(clockOffsetMs - 20 * HOUR)).toBeLessThan(10 * SECOND);
    expect(clockOffsetMs).toBeLessThan(DAY);
  });

  test('a renewal begins a new run with the new conversation', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    const first = await customer.conversation();
    await customer.waits(49 * HOUR);
    await customer.writes('renews');
    await customer.rests();
    await customer.writes('in the new one');
    const second = await customer.conversation();
    expect(second.runId).not.toBe(first.runId);
    expect(second.conversation.unread).toBe(2);
  });

  test('the next conversation waits for the send in flight, whose outcome belongs to the old one', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(48 * HOUR - 30 * SECOND);
    scenario().fault(customer, { type: 'delay', ms: 2_000 });
    const { messageId } = await customer.reply('at the last moment');
    await customer.settles(messageId, 'sending');
    // Time does not advance while an activity is running, so the operator completes it instead.
    expect(await customer.complete(LI)).toMatchObject({ type: 'accepted' });
    await customer.writes('new');
    const [old, next] = await customer.conversations();
    const row = await customer.settles(messageId, 'sent');
    expect(row.conversationId).toBe(old?.conversation.id);
    expect(old?.conversation).toMatchObject({ state: 'completed', completedReason: 'operator' });
    expect(next?.conversation).toMatchObject({ state: 'waiting', consecutive: { sent: 0 } });
  });
});
