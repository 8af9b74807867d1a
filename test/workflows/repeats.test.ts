import { sql } from 'drizzle-orm';
import { DEFAULT_SETTINGS } from '../../src/domain/settings';
import { rowsOf } from '../../src/store/engine/rows';
import type { SignalledFact } from '../../src/workflows/conversation/messages';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { eventually } from '../support/eventually';
import { type Customer, describeCrowds, describeScenarios, HOUR, LI, lines } from '../support/scenario';

/** The fact that a dispatcher would signal for a row. */
const factOf = async (customer: Customer, index = 0): Promise<SignalledFact> => {
  const row = (await customer.transcript()).filter((one) => one.direction === 'inbound')[index];
  if (row === undefined) throw new Error('There is no such row.');
  return {
    type: 'contactWrote',
    messageId: row.id,
    ageMs: 0,
    settings: { ...DEFAULT_SETTINGS, version: 1 },
  };
};

describeScenarios('repeats', (scenario) => {
  const text = (msgId: string) =>
    ({ type: 'text', text: `message ${msgId}`, msgId, createTime: 1_700_000_000 }) as const;
  const start = async (customer: Customer) => {
    const { channelId, brandId } = scenario().desk;
    return { contactId: await customer.contactId(), channelId, brandId };
  };

  test('the same webhook three times at the same instant makes one row', async () => {
    const { simulator } = scenario().desk;
    const customer = scenario().customer();
    simulator.addFault({
      operation: 'webhook',
      openId: customer.openId,
      effect: { type: 'duplicate', copies: 3 },
    });
    await customer.writes('once');
    await customer.rests();
    expect(lines(await customer.transcript())).toEqual(['> once']);
    expect((await customer.conversation()).conversation.unread).toBe(1);
  });

  test('the same webhook again, while the conversation is open, changes nothing', async () => {
    const customer = scenario().customer();
    await customer.sends(text('1001'));
    await customer.isFiled();
    await customer.isAnswered('hello');
    const before = await customer.conversation();
    await customer.sends(text('1001'));
    await customer.rests();
    expect(await customer.conversation()).toEqual(before);
  });

  test('the same webhook again, after its conversation was completed, starts no conversation', async () => {
    const customer = scenario().customer();
    await customer.sends(text('1002'));
    await customer.isFiled();
    await customer.attend(LI);
    await customer.complete(LI);
    await customer.becomes('completed');
    await customer.rests();
    const before = await customer.conversations();
    await customer.sends(text('1002'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await customer.conversations()).toEqual(before);
    expect(await customer.transcript()).toHaveLength(1);
  });

  test('the same webhook again, after the window, renews nothing', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.sends(text('1003'));
    await customer.isFiled();
    await customer.waits(49 * HOUR);
    await customer.rests();
    await customer.sends(text('1003'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await customer.conversations()).toHaveLength(1);
    expect((await customer.reply('too late')).refusal?.code).toBe('window_closed');
  });

  test('two people with the same MsgId are two messages', async () => {
    const [one, two] = [scenario().customer(), scenario().customer()];
    await Promise.all([one.sends(text('1004')), two.sends(text('1004'))]);
    await Promise.all([one.isFiled(), two.isFiled()]);
    expect([await one.conversations(), await two.conversations()].map((list) => list.length)).toEqual([1, 1]);
  });

  test('a signal that comes twice for one row leaves no trace', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.isAnswered('hello');
    const before = await customer.conversation();
    const { conversationClient } = scenario().desk;
    await conversationClient.signal(await customer.contactId(), { facts: [await factOf(customer)] });
    await customer.rests();
    expect((await customer.view())?.conversation).toEqual(before.conversation);
  });

  test('a signal for a known row that starts a chain: its conversation ends without being shown', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    await customer.complete(LI);
    await customer.becomes('completed');
    const handle = desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId()));
    await handle.result();
    const before = await customer.conversations();
    await desk.conversationClient.signalWithStart(await start(customer), { facts: [await factOf(customer)] });
    await handle.result();
    expect(await customer.conversations()).toEqual(before);
    expect(await customer.transcript()).toHaveLength(1);
    await customer.writes('a real one');
    expect(await customer.conversations()).toHaveLength(2);
  });

  test('a repeat keeps no one waiting for the turn that it may have taken', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.sends(text('1010'));
    await customer.isFiled();
    const rest = async (): Promise<boolean> => {
      const [row] = await rowsOf<{ is_free: boolean }>(
        desk.database.db,
        sql`select sender_lease_until is null as is_free from contacts where open_id = ${customer.openId}`,
      );
      return row?.is_free === true;
    };
    await eventually(rest, 'the turn is given back');
    // WeChat delivers it again, to any process that answers.
    await customer.sends(text('1010'));
    await eventually(rest, 'the turn is given back at once', 2_000);
  });

  test('a known row and a new one in the same signal: only the new one counts', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.writes('first');
    await customer.attend(LI);
    await customer.complete(LI);
    await customer.becomes('completed');
    await desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId())).result();
    await desk.conversationClient.signalWithStart(await start(customer), { facts: [await factOf(customer)] });
    await customer.writes('second');
    const { conversation } = await customer.becomes('waiting');
    expect(conversation.unread).toBe(1);
    expect(lines(await customer.transcript())).toEqual(['> first', '> second']);
    expect(await customer.conversations()).toHaveLength(2);
  });

  test('an accepted reply that is asked for again is answered, not sent again', async () => {
    const customer = scenario().customer();
    await customer.writes();
    const messageId = await customer.isAnswered('hello');
    const { conversationId } = await customer.message(messageId);
    const target = { contactId: await customer.contactId(), conversationId: conversationId ?? '', by: LI };
    const details = { messageId, kind: 'text', whenBlocked: 'reject' } as const;
    expect(await scenario().desk.conversationClient.reply(target, details)).toMatchObject({
      type: 'accepted',
    });
    await customer.rests();
    expect(customer.received()).toEqual(['hello']);
  });
});

describeCrowds('late repeats', (scenario) => {
  test('a signal that is repeated much later leaves no trace either: the store knows the row', async () => {
    const channel = await scenario().channel({ consecutiveLimit: 1 });
    const customer = scenario().customer({ channel });
    for (let index = 0; index < 55; index += 1)
      void customer.sends({ type: 'text', text: `${index}`, parallel: true });
    await eventually(async () => (await customer.transcript()).length === 55, 'all are filed');
    await customer.isAnswered('the only one');
    await customer.rests();
    const { conversation: before } = await customer.conversation();
    await scenario().desk.conversationClient.signal(await customer.contactId(), {
      facts: [await factOf(customer)],
    });
    // The first reply is judged before the store has been asked, and is undone together with the repeat.
    await customer.rests();
    const { conversation } = await customer.conversation();
    expect(conversation).toEqual(before);
    expect((await customer.reply('one more')).refusal?.code).toBe('consecutive_limit_reached');
  });
});
