import { eventually } from '../support/eventually';
import { DAY, describeScenarios, HOUR, LI, lines, MINUTE, SECOND } from '../support/scenario';

describeScenarios('changed settings', (scenario) => {
  test('reach open conversations: ring time, limits, anchor', async () => {
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    await customer.writes();
    await scenario().changeChannel(channel, {
      settings: {
        ringTimeSeconds: 3_600,
        consecutiveLimit: 2,
        windowAnchor: 'last-inbound',
        closeIdleAfterSeconds: 7_200,
      },
    });
    await eventually(
      async () => (await customer.conversation()).conversation.settings.ringTimeSeconds === 3_600,
      'the conversation has the settings',
    );
    await customer.waits(59 * MINUTE);
    expect((await customer.conversation()).conversation.state).toBe('waiting');
    await customer.waits(2 * MINUTE);
    const { conversation: missed } = await customer.becomes('missed');
    expect(missed.missedAt).toBe(missed.ringingSince + HOUR);
    await customer.writes();
    await customer.isAnswered('one');
    await customer.isAnswered('two');
    expect((await customer.reply('three')).refusal).toEqual({
      code: 'consecutive_limit_reached',
      limit: 2,
      sent: 2,
    });
    await customer.waits(2 * HOUR + MINUTE);
    await customer.becomes('completed', 'idle_timeout');
  });

  test('a shorter ring time that has already passed makes the conversation missed at once', async () => {
    const channel = await scenario().channel({ ringTimeSeconds: 3_600 });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(5 * MINUTE);
    await scenario().changeChannel(channel, { settings: { ringTimeSeconds: 60 } });
    await customer.becomes('missed');
  });

  test('a shorter limit wakes the conversation earlier than its old timer', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: (7 * DAY) / SECOND });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(2 * MINUTE);
    await customer.becomes('missed');
    await scenario().changeChannel(channel, { settings: { closeMissedAfterSeconds: 900 } });
    await eventually(
      async () => (await customer.conversation()).conversation.settings.closeMissedAfterSeconds === 900,
      'the conversation has the settings',
    );
    await customer.waits(15 * MINUTE);
    await customer.becomes('completed', 'missed_timeout');
  });

  test('and an operator who is disabled a moment later don’t delay each other', async () => {
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    const zhao = await scenario().operator('Zhao');
    await customer.writes();
    await customer.attend(zhao);
    await scenario().changeChannel(channel, { settings: { consecutiveLimit: 3 } });
    await scenario().disableOperator(zhao);
    const { conversation } = await customer.becomes('waiting');
    await eventually(
      async () => (await customer.conversation()).conversation.settings.consecutiveLimit === 3,
      'the conversation has the settings',
    );
    expect(conversation.operatorId).toBeNull();
  });

  test('disabling a channel completes its conversations; later messages are filed, and start none', async () => {
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.attend(LI);
    await scenario().changeChannel(channel, { isDisabled: true });
    await customer.becomes('completed', 'channel_disabled');
    await customer.writes('anybody there?');
    const rows = await customer.transcript();
    expect(lines(rows)).toEqual(['> 你好', '> anybody there?']);
    expect(rows.at(-1)?.conversationId).toBeNull();
    expect(await customer.conversations()).toHaveLength(1);
    await scenario().changeChannel(channel, { isDisabled: false });
    await eventually(async () => {
      await customer.writes('hello?');
      return (await customer.conversations()).length === 2;
    }, 'the channel is on again');
  });
});
