/**
 * WeChat refuses the channel, not the message: an address that is not on the allowlist, a frozen secret, a barred
 * account, no right to write to contacts. Messages keep their places, wait, and are then sent automatically.
 */
import { sql } from 'drizzle-orm';
import { startChannelRecovery } from '../../src/runtime/wechat/channel-recovery';
import type { Operation } from '../../src/simulator/faults';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import type { DeskChannel } from '../support/desk';
import { eventually } from '../support/eventually';
import { type Customer, describeScenarios, HOUR, LI, SECOND } from '../support/scenario';
import { eventNames, historyAtRest } from '../support/scenario-replay';

describeScenarios('a channel that WeChat refuses', (scenario) => {
  /** Makes WeChat answer with this code until the returned function is called. */
  function refuse(channel: DeskChannel, errcode: number, operation: Operation | 'any' = 'any') {
    const { simulator } = scenario().desk;
    const effect = { type: 'errcode', errcode } as const;
    const { id } = simulator.addFault({ operation, account: channel.appId, times: 'always', effect });
    // The contact's profile may have been read already, with a token that is valid for two hours.
    if (operation === 'stable_token') simulator.invalidateTokens(channel.appId);
    return () => simulator.removeFault(id);
  }

  /** A minute passes for the channel: the next probe is due. */
  const probeIsDue = async ({ channelId }: DeskChannel): Promise<void> => {
    await scenario().desk.database.db.execute(
      sql`update channels set probe_at = clock_timestamp() where id = ${channelId} and unhealthy_since is not null`,
    );
  };

  const troubleOf = async ({ channelId }: DeskChannel) =>
    (await scenario().desk.services.channelHealth.read(channelId))?.trouble ?? null;

  const sends = ({ appId }: DeskChannel): number =>
    scenario()
      .desk.simulator.calls('custom/send')
      .filter((call) => call.appId === appId).length;

  const textsOf = (customer: Customer) => customer.received();

  /** Waits until the store shows that a message waits for the channel, because the probes go by the store. */
  const waits = (customer: Customer) =>
    eventually(async () => {
      const { conversation } = await customer.conversation();
      return conversation.outbound[0]?.waitsForChannel === true;
    }, 'the conversation waits for its channel');

  test.each<[number, Operation | 'any']>([
    [40164, 'any'],
    [40164, 'custom/send'],
    [61004, 'custom/send'],
    [40243, 'stable_token'],
    [50002, 'any'],
    [48001, 'custom/send'],
    [40125, 'stable_token'],
    [89503, 'stable_token'],
    [48004, 'custom/send'],
  ])(
    '%d at %s: messages wait in order and keep their places, one tries a minute, and all leave when it is over',
    async (errcode, operation) => {
      const channel = await scenario().channel({});
      const [first, second] = [scenario().customer({ channel }), scenario().customer({ channel })];
      await Promise.all([first.writes(), second.writes()]);
      const allow = refuse(channel, errcode, operation);
      const one = await first.reply('one');
      const two = await first.reply('two');
      await waits(first);
      const three = await second.reply('three');
      await waits(second);
      const tried = sends(channel);
      expect(tried).toBeLessThanOrEqual(1);
      for (const [customer, { messageId }] of [
        [first, one],
        [first, two],
        [second, three],
      ] as const) {
        expect((await customer.message(messageId)).status).toBe('queued');
      }
      expect((await first.message(one.messageId)).error).toMatchObject({
        code: 'channel_misconfigured',
        wechatCode: errcode,
      });
      expect((await first.conversation()).conversation.consecutive.sent).toBe(2);
      expect(await troubleOf(channel)).toMatchObject({ wechatCode: errcode });

      await probeIsDue(channel);
      await eventually(async () => {
        await first.rests();
        return scenario()
          .desk.simulator.calls(operation === 'any' ? undefined : operation)
          .some(({ errcode: answered }) => answered === errcode);
      }, 'a probe');
      await waits(first);
      await second.rests();
      expect(sends(channel)).toBeLessThanOrEqual(tried + 1);
      expect(await troubleOf(channel)).toMatchObject({ wechatCode: errcode });

      allow();
      await probeIsDue(channel);
      await Promise.all([
        first.settles(one.messageId, 'sent'),
        first.settles(two.messageId, 'sent'),
        second.settles(three.messageId, 'sent'),
      ]);
      expect([textsOf(first), textsOf(second)]).toEqual([['one', 'two'], ['three']]);
      expect(await troubleOf(channel)).toBeNull();
      expect((await first.message(one.messageId)).error).toBeNull();
    },
    60_000,
  );

  test('a waiting conversation has no timer for it', async () => {
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.attend(LI);
    const timersBefore = await timersOf(customer);
    const allow = refuse(channel, 40164);
    await customer.reply('hello');
    await waits(customer);
    await customer.rests();
    // Hours pass without a timer or a call.
    const calls = sends(channel);
    await customer.waits(3 * HOUR);
    await customer.rests();
    expect(sends(channel)).toBe(calls);
    expect((await timersOf(customer)) - timersBefore).toBeLessThanOrEqual(1);
    allow();
    await probeIsDue(channel);
    await eventually(() => customer.received().length === 1, 'it is sent');
  });

  async function timersOf(customer: Customer): Promise<number> {
    const history = await historyAtRest(scenario().desk, conversationWorkflowId(await customer.contactId()));
    return eventNames(history).filter((name) => name === 'timerStarted').length;
  }

  test('at the end of their window messages fail, or are held if that was asked for, and are sent in the next one', async () => {
    const channel = await scenario().channel({ closeIdleAfterSeconds: 72 * 3600, ringTimeSeconds: 3600 });
    const customer = scenario().customer({ channel });
    await customer.writes();
    const allow = refuse(channel, 40164);
    const failing = await customer.reply('one');
    const held = await customer.reply('two', { whenBlocked: 'hold' });
    await waits(customer);
    await customer.waits(48 * HOUR + SECOND);
    const { error } = await customer.settles(failing.messageId, 'failed');
    expect(error).toMatchObject({ code: 'window_closed' });
    await customer.settles(held.messageId, 'held');
    allow();
    await customer.writes('still there?');
    await probeIsDue(channel);
    await customer.settles(held.messageId, 'sent');
    expect(customer.received()).toEqual(['two']);
  });

  test('messages of a completed conversation wait too, and leave when the channel works again', async () => {
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    await customer.writes();
    const allow = refuse(channel, 40164);
    const { messageId } = await customer.reply('goodbye');
    await waits(customer);
    await customer.complete(LI);
    await customer.becomes('completed', 'operator');
    expect((await customer.message(messageId)).status).toBe('queued');
    allow();
    await probeIsDue(channel);
    await customer.settles(messageId, 'sent');
  });

  test('what fails because of the message itself shows that the channel works', async () => {
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    await customer.writes();
    const allow = refuse(channel, 40164);
    const { messageId } = await customer.reply('risky');
    await waits(customer);
    allow();
    scenario().fault(customer, { type: 'errcode', errcode: 87014 });
    await probeIsDue(channel);
    const { error } = await customer.settles(messageId, 'failed');
    expect(error).toMatchObject({ code: 'wechat_refused', wechatCode: 87014 });
    expect(await troubleOf(channel)).toBeNull();
  });

  test('it is tried at once when an administrator changes the account, and all messages are sent once a check passes', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    await customer.writes();
    desk.simulator.updateAccount(channel.appId, { appSecret: 'another' });
    desk.simulator.invalidateTokens(channel.appId);
    const one = await customer.reply('one');
    await waits(customer);
    expect(await troubleOf(channel)).toMatchObject({ wechatCode: 40125 });
    await scenario().changeChannel(channel, { appSecret: 'another' });
    await customer.settles(one.messageId, 'sent');
    expect(await troubleOf(channel)).toBeNull();

    desk.simulator.updateAccount(channel.appId, { allowedIps: ['203.0.113.7'] });
    const two = await customer.reply('two');
    await waits(customer);
    const credentials = { ...channel, appSecret: 'another' };
    await desk.services.checkAccount(credentials);
    expect(await troubleOf(channel)).toMatchObject({ wechatCode: 40164 });
    desk.simulator.updateAccount(channel.appId, { allowedIps: null });
    await desk.services.checkAccount(credentials);
    expect(await troubleOf(channel)).toBeNull();
    await customer.settles(two.messageId, 'sent');
  });

  test('it is noticed on any call; if no message waits, the recovery loop asks WeChat itself', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    const allow = refuse(channel, 40164);
    await customer.writes();
    await eventually(async () => (await troubleOf(channel)) !== null, 'the profile was asked for');
    const asked = desk.simulator.calls('stable_token').length;
    await probeIsDue(channel);
    await eventually(() => desk.simulator.calls('stable_token').length > asked, 'WeChat is asked');
    expect(await troubleOf(channel)).not.toBeNull();
    allow();
    await probeIsDue(channel);
    await eventually(async () => (await troubleOf(channel)) === null, 'it works again');
    expect(sends(channel)).toBe(0);
    await customer.isAnswered('hello');
  });

  test('48001 on a call other than a send stops nothing: only that feature is off', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    const allow = refuse(channel, 48001, 'user/info');
    await customer.writes();
    await eventually(
      () => desk.simulator.calls('user/info').some((call) => call.openId === customer.openId),
      'the profile was asked for',
    );
    await customer.isAnswered('hello');
    expect(await troubleOf(channel)).toBeNull();
    allow();
  });

  test('a greeting keeps trying within its minute', async () => {
    const channel = await scenario().channel({ greeting: { follow: 'welcome', scan: null } });
    const customer = scenario().customer({ channel });
    const allow = refuse(channel, 40164);
    await customer.acts({ event: 'subscribe', eventKey: '' });
    const greeting = await eventually(
      async () => (await customer.transcript()).find(({ error }) => error !== null),
      'the greeting waits',
    );
    expect(greeting).toMatchObject({
      status: 'queued',
      error: { code: 'channel_misconfigured', wechatCode: 40164 },
    });
    allow();
    await probeIsDue(channel);
    await eventually(() => customer.received().length === 1, 'the greeting is sent', 30_000);
    expect(customer.received()).toEqual(['welcome']);
  }, 60_000);

  test('two more recovery loops make no second probe', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({});
    const customers = Array.from({ length: 5 }, () => scenario().customer({ channel }));
    await Promise.all(customers.map((customer) => customer.writes()));
    const allow = refuse(channel, 40164, 'custom/send');
    for (const customer of customers) await customer.reply('hello');
    await Promise.all(customers.map(waits));
    const options = {
      services: desk.services,
      conversations: desk.conversationClient,
      logger: desk.logger,
      everyMs: 20,
    };
    const others = await Promise.all([startChannelRecovery(options), startChannelRecovery(options)]);
    try {
      const before = sends(channel);
      for (let minute = 1; minute <= 3; minute += 1) {
        await probeIsDue(channel);
        await eventually(() => sends(channel) >= before + minute, 'a probe');
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        expect(sends(channel)).toBe(before + minute);
      }
      allow();
      await probeIsDue(channel);
      await eventually(() => customers.every((customer) => customer.received().length === 1), 'all are sent');
      expect(sends(channel)).toBe(before + 3 + customers.length);
    } finally {
      await Promise.all(others.map((one) => one.close()));
    }
  });
});
