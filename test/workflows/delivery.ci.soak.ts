import { sql } from 'drizzle-orm';
import type { Effect } from '../../src/simulator/faults';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { eventually } from '../support/eventually';
import { describeCrowds, describeScenarios, MINUTE, SECOND } from '../support/scenario';
import { historyAtRest } from '../support/scenario-replay';

describeScenarios('delivery', (scenario) => {
  const callsTo = (openId: string) =>
    scenario()
      .desk.simulator.calls('custom/send')
      .filter((call) => call.openId === openId).length;

  test('messages are sent in the order in which they were accepted, even behind a slow one', async () => {
    const customer = scenario().customer();
    await customer.writes();
    scenario().fault(customer, { type: 'delay', ms: 1_000 });
    const texts = ['one', 'two', 'three', 'four', 'five'];
    let last = '';
    for (const text of texts) last = (await customer.reply(text)).messageId;
    await customer.settles(last, 'sent');
    expect(customer.received()).toEqual(texts);
  });

  test('"system busy" is tried three times, then the message fails; after two it can still be sent', async () => {
    const [unlucky, lucky] = [scenario().customer(), scenario().customer()];
    await Promise.all([unlucky.writes(), lucky.writes()]);
    scenario().fault(unlucky, { type: 'errcode', errcode: -1 }, 3);
    scenario().fault(lucky, { type: 'errcode', errcode: -1 }, 2);
    const [failing, sent] = [await unlucky.reply('hello'), await lucky.reply('hello')];
    const { error } = await unlucky.settles(failing.messageId, 'failed');
    expect(error).toEqual({ code: 'wechat_busy', wechatCode: -1 });
    await lucky.settles(sent.messageId, 'sent');
    await unlucky.rests();
    expect([callsTo(unlucky.openId), callsTo(lucky.openId)]).toEqual([3, 3]);
    await unlucky.isAnswered('the place is free again');
    expect((await unlucky.conversation()).conversation.consecutive.sent).toBe(1);
  });

  test('WeChat’s words about a refusal are in the transcript, without the contact’s openid, and in no history', async () => {
    const customer = scenario().customer();
    await customer.writes();
    const errmsg = `refused for ${customer.openId}`;
    scenario().fault(customer, { type: 'errcode', errcode: 70000, errmsg });
    const { messageId } = await customer.reply('hello');
    const message = await customer.settles(messageId, 'failed');
    expect(message.error).toEqual({ code: 'wechat_refused', wechatCode: 70000 });
    expect(message.errmsg).toMatch(/^refused for \[redacted\] rid: [0-9a-f-]{20,}$/);
    const id = conversationWorkflowId(await customer.contactId());
    expect(JSON.stringify(await historyAtRest(scenario().desk, id))).not.toContain('refused for');
  });

  test('while WeChat refuses connections the message waits, in order, and is then sent once', async () => {
    const { simulator } = scenario().desk;
    const customer = scenario().customer();
    await customer.writes();
    await customer.isAnswered('before');
    const port = Number(new URL(simulator.url).port);
    await simulator.stopListening();
    const [one, two] = [await customer.reply('one'), await customer.reply('two')];
    await new Promise((resolve) => setTimeout(resolve, 3 * SECOND));
    await customer.settles(one.messageId, 'queued');
    await simulator.listen(port);
    await customer.settles(two.messageId, 'sent');
    expect(customer.received()).toEqual(['before', 'one', 'two']);
  });

  test.each<[string, Effect, string[]]>([
    ['an answer that takes over 5 s', { type: 'delay', ms: 5_500 }, ['perhaps']],
    ['a connection that is cut', { type: 'cut' }, []],
    ['a connection that is reset', { type: 'reset' }, []],
    ['an answer that gets lost', { type: 'drop_answer' }, ['perhaps']],
    ['HTTP 502', { type: 'http_status', status: 502, acts: true }, ['perhaps']],
    ['an answer that is not JSON', { type: 'not_json' }, ['perhaps']],
    ['an endless answer', { type: 'endless_body' }, ['perhaps']],
  ])(
    '%s makes the message unknown; it is never repeated, and the next one continues',
    async (_what, effect, arrived) => {
      const customer = scenario().customer();
      await customer.writes();
      scenario().fault(customer, effect);
      const { messageId } = await customer.reply('perhaps');
      await customer.settles(messageId, 'unknown');
      await customer.isAnswered('next');
      expect(callsTo(customer.openId)).toBe(2);
      expect(customer.received()).toEqual([...arrived, 'next']);
      expect((await customer.conversation()).conversation.consecutive.sent).toBe(2);
    },
  );

  test('a message that cannot be converted to WeChat’s form fails alone: those behind it are sent', async () => {
    const customer = scenario().customer();
    await customer.writes();
    const { messageId } = await customer.reply('poison', { type: 'hologram' });
    expect((await customer.settles(messageId, 'failed')).error?.code).toBe('wechat_refused');
    await customer.isAnswered('next');
    expect(customer.received()).toEqual(['next']);
  });

  test('a refused token is renewed and the call repeated once', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.writes();
    await customer.isAnswered('before');
    // It would renew the token first.
    await eventually(
      () => desk.simulator.calls('user/info').some(({ openId }) => openId === customer.openId),
      'the profile of the contact is fetched',
    );
    desk.simulator.invalidateTokens(desk.appId);
    await customer.isAnswered('after');
    expect(callsTo(customer.openId)).toBe(3);
    expect(customer.received()).toEqual(['before', 'after']);
  });

  test('a used-up call limit pauses the channel; a successful probe resumes it', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({});
    const [first, second] = [scenario().customer({ channel }), scenario().customer({ channel })];
    await Promise.all([first.writes(), second.writes()]);
    scenario().fault(first, { type: 'errcode', errcode: 45009 });
    const probe = await first.reply('probe');
    await first.rests();
    const waiting = await second.reply('waits');
    await second.rests();
    expect((await first.message(probe.messageId)).status).toBe('queued');
    expect((await second.message(waiting.messageId)).status).toBe('queued');
    expect([callsTo(first.openId), callsTo(second.openId)]).toEqual([1, 0]);
    // The pause follows the wall clock: moving the conversations' clocks alone does not end it.
    await desk.database.db.execute(
      sql`update channels set pause_probe_at = clock_timestamp() where id = ${channel.channelId}`,
    );
    await first.waits(10 * MINUTE + SECOND);
    await first.settles(probe.messageId, 'sent');
    await second.waits(10 * MINUTE + SECOND);
    await second.settles(waiting.messageId, 'sent');
  });
});

describeCrowds('delivery in many conversations', (scenario) => {
  test('a channel that hangs does not slow the replies of another one', async () => {
    const channel = await scenario().channel({});
    const stuck = Array.from({ length: 25 }, () => scenario().customer({ channel }));
    const other = scenario().customer();
    await Promise.all([...stuck, other].map((customer) => customer.writes()));
    const answer = async (text: string): Promise<number> => {
      const startedAt = Date.now();
      const { messageId } = await other.reply(text);
      await other.settles(messageId, 'sent');
      return Date.now() - startedAt;
    };
    await answer('warm');
    const usually = Math.max(await answer('usual'), await answer('usual again'));
    // The goal is 1 s. On a busy machine it is a multiple of the usual time, and there is a second try.
    const isQuick = async (): Promise<boolean> => {
      for (const customer of stuck) scenario().fault(customer, { type: 'delay', ms: 4_500 });
      await Promise.all(stuck.map((customer) => customer.reply('slow')));
      const ms = await answer('quick').catch(() => Number.POSITIVE_INFINITY);
      return ms < Math.max(SECOND, 5 * usually);
    };
    expect((await isQuick()) || (await isQuick())).toBe(true);
  }, 120_000);
});
