/** What the desk says by itself, from the webhook to the phone. */
import { and, eq } from 'drizzle-orm';
import { messages } from '../../src/store/schema/messages';
import { type Customer, describeScenarios, HOUR, LI, MINUTE } from '../support/scenario';

const TEXTS = {
  welcome: 'Welcome!',
  closed: 'Goodbye!',
  nudge: { text: 'Still there?', beforeCloseMinutes: 60 },
};

describeScenarios('automatic messages', (scenario) => {
  /** Also those that are not in the transcript. */
  const systemRows = async (customer: Customer) => {
    const { db } = scenario().desk.database;
    const ofContact = eq(messages.contactId, await customer.contactId());
    const rows = await db
      .select()
      .from(messages)
      .where(and(ofContact, eq(messages.direction, 'outbound')));
    return rows.filter(({ senderKind }) => senderKind === 'system').map(({ status, seq }) => [status, seq]);
  };
  const customerOf = async (settings: object) => {
    const channel = await scenario().channel(settings);
    return scenario().customer({ channel });
  };
  const received = (customer: { readonly openId: string }, count: number) =>
    scenario().desk.simulator.waitForReceived(customer.openId, count, 15_000);

  test('the first message is welcomed, and the end is told, once each', async () => {
    const customer = await customerOf({ automatic: TEXTS });
    await customer.writes('hello');
    await received(customer, 1);
    await customer.writes('anybody?');
    await customer.isAnswered('Here I am.');
    await customer.complete(LI);
    await received(customer, 3);
    await customer.rests();
    expect(customer.received()).toEqual(['Welcome!', 'Here I am.', 'Goodbye!']);
    const said = (await customer.transcript()).filter(({ sender }) => sender.kind === 'system');
    expect(said.map(({ status, content }) => [status, content['text']])).toEqual([
      ['sent', 'Welcome!'],
      ['sent', 'Goodbye!'],
    ]);
    // The next message begins the next conversation.
    await customer.writes('one more thing');
    await received(customer, 4);
    expect(customer.received().at(-1)).toBe('Welcome!');
  });

  test('whoever does not answer is reminded before the window closes', async () => {
    const customer = await customerOf({
      automatic: { nudge: TEXTS.nudge },
      closeIdleAfterSeconds: 24 * 3600,
    });
    await customer.writes('hello');
    await customer.isAnswered('How may I help?');
    await customer.rests();
    await customer.waits(23 * HOUR);
    await customer.writes('wait');
    await customer.isAnswered('Of course.');
    await customer.rests();
    await customer.waits(23 * HOUR);
    await customer.isAnswered('And now?');
    await customer.rests();
    await customer.waits(59 * MINUTE + 2 * MINUTE);
    await received(customer, 4);
    expect(customer.received().at(-1)).toBe('Still there?');
  });

  test('nobody is welcomed twice: a greeting has just gone out', async () => {
    const customer = await customerOf({ automatic: TEXTS, greeting: { follow: 'Thanks for following!' } });
    await customer.acts({ event: 'subscribe' });
    await received(customer, 1);
    await customer.writes('hello');
    await customer.isAnswered('Hello.');
    await customer.rests();
    expect(customer.received()).toEqual(['Thanks for following!', 'Hello.']);
  });

  test('what may not be said is told to the operators', async () => {
    const customer = await customerOf({ automatic: TEXTS, consecutiveLimit: 1 });
    await customer.writes('hello');
    await customer.isAnswered('Hello.');
    const skipped = (await customer.transcript()).filter(({ type }) => type === 'automatic_skipped');
    expect(skipped.map(({ content }) => content)).toEqual([
      { kind: 'welcome', reason: 'consecutive_limit_reached' },
    ]);
    await customer.rests();
    expect(await systemRows(customer)).toEqual([]);
  });
});

describeScenarios('scheduled messages', (scenario) => {
  test('leave at their time, or are cancelled by the contact’s next message', async () => {
    const customer = scenario().customer();
    await customer.writes('call me tomorrow');
    await customer.isAnswered('I will.');
    const schedule = async (text: string, ms: number, more: object = {}) => {
      const { conversation, clockOffsetMs } = await customer.conversation();
      expect(conversation.state).toBe('active');
      const { messageId, result } = await customer.reply(text, {
        schedule: { sendAt: Date.now() + clockOffsetMs + ms, ...more },
      });
      expect(result.type).toBe('accepted');
      return messageId;
    };
    const reminder = await schedule('Good morning!', 20 * HOUR);
    const unneeded = await schedule('Are you there?', 21 * HOUR, { cancelsOnReply: true });
    expect(await customer.settles(reminder, 'held')).toMatchObject({ holdReason: 'scheduled' });
    await customer.waits(20 * HOUR + MINUTE);
    await customer.settles(reminder, 'sent');
    await customer.writes('good morning');
    await customer.settles(unneeded, 'cancelled');
    await customer.rests();
    expect(customer.received()).toEqual(['I will.', 'Good morning!']);
    // It stands where it left.
    const texts = (await customer.transcript()).map(({ content }) => content['text']);
    expect(texts.indexOf('Good morning!')).toBeLessThan(texts.indexOf('good morning'));
  });
});
