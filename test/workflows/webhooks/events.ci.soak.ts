/** What endpoints are told: each event once, in the transaction of its change, in the order of its conversation. */
import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../src/store/engine/rows';
import { eventually } from '../../support/eventually';
import {
  type OutgoingWebhooks,
  ok,
  startOutgoingWebhooks,
  type TestWebhook,
} from '../../support/outgoing-webhooks';
import { type Customer, describeScenarios, HOUR, LI, MINUTE, WANG } from '../../support/scenario';

describeScenarios('events of outgoing webhooks', (scenario) => {
  let outgoing: OutgoingWebhooks;
  let webhook: TestWebhook;

  const told = async (customer: Customer): Promise<string[]> => {
    const contactId = await customer.contactId();
    return webhook
      .tries()
      .filter(
        ({ data }) =>
          data.contact?.['id'] === contactId ||
          (data.conversation?.['contact'] as { id: string } | undefined)?.id === contactId,
      )
      .map(({ type }) => type);
  };
  const isTold = (customer: Customer, last: string, count = 1): Promise<string[]> =>
    eventually(async () => {
      const types = await told(customer);
      return types.filter((one) => one === last).length >= count && types;
    }, `${last} is told`);

  test('cost no row while there is no endpoint', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.isAnswered('你好');
    const { db } = scenario().desk.database;
    expect(
      await rowsOf(db, sql`select * from webhook_outbox union all select * from webhook_outbox`),
    ).toEqual([]);
  });

  test('follow a conversation from its start to its end', async () => {
    outgoing = startOutgoingWebhooks(scenario().desk);
    webhook = await outgoing.add(ok);
    const customer = scenario().customer();
    await customer.writes('one');
    await customer.attend(LI);
    await customer.isAnswered('two');
    await customer.transfer(LI, WANG);
    await isTold(customer, 'conversation.transferred');
    await scenario().desk.transcript.addNote({
      conversationId: (await customer.conversation()).conversation.id,
      contactId: await customer.contactId(),
      channelId: scenario().desk.channelId,
      operatorId: 'li',
      text: 'three',
      mentions: [],
    });
    await customer.complete(WANG);
    const types = await isTold(customer, 'conversation.completed');
    expect(types).toContain('contact.created');
    // Between the contact's own events and those of the conversation there is no order.
    expect(types.filter((one) => !one.startsWith('contact.'))).toEqual([
      'conversation.started',
      'message.received',
      'conversation.waiting',
      'conversation.attended',
      'message.sent',
      'conversation.transferred',
      'note.added',
      'conversation.completed',
    ]);
    // What happens to the contact is a thread of its own.
    const inConversation = webhook.tries().filter(({ data }) => data.conversation !== undefined);
    const sequences = inConversation.map(({ data }) => data.sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  });

  test('carry the objects of the API, without what depends on a viewer', async () => {
    const customer = scenario().customer();
    await customer.writes('a text');
    await isTold(customer, 'message.received');
    const contactId = await customer.contactId();
    const event = webhook
      .tries()
      .find(({ type, data }) => type === 'message.received' && data.message?.['contactId'] === contactId);
    expect(event?.data.message).toMatchObject({ direction: 'inbound', text: 'a text', type: 'text' });
    expect(event?.data.conversation).toMatchObject({ state: 'waiting', version: expect.any(Number) });
    for (const name of ['abilities', 'unread', 'isUnread', 'seenSeq', 'workflow', 'changedAt']) {
      expect(event?.data.conversation).not.toHaveProperty(name);
    }
    expect(event?.data.message).not.toHaveProperty('changedAt');
  });

  test('tell of held messages, of the limit and of the window', async () => {
    const customer = scenario().customer();
    await customer.writes();
    for (const text of ['1', '2', '3', '4', '5']) await customer.isAnswered(text);
    await isTold(customer, 'conversation.limit_reached');
    const held = await customer.reply('6', { whenBlocked: 'hold' });
    await customer.settles(held.messageId, 'held');
    await customer.writes('more');
    await customer.settles(held.messageId, 'sent');
    const types = await isTold(customer, 'message.sent', 6);
    expect(types.filter((one) => /held|released|limit/.test(one))).toEqual([
      'conversation.limit_reached',
      'message.held',
      'message.released',
    ]);
  });

  test('tell an hour before the window closes, once, whether the conversation was answered or not', async () => {
    const answered = scenario().customer();
    await answered.writes();
    await answered.attend(LI);
    await answered.isAnswered('你好');
    for (let part = 0; part < 2; part += 1) {
      await answered.waits(20 * HOUR);
      await answered.isAnswered('还在吗');
    }
    await answered.waits(7 * HOUR - MINUTE);
    expect(await told(answered)).not.toContain('conversation.window_closing');
    await answered.waits(2 * MINUTE);
    await isTold(answered, 'conversation.window_closing');
    // Of the operator's own warning, which is due now, programs hear nothing more.
    await answered.writes('hello?');
    await answered.waits(10 * MINUTE);
    await answered.isAnswered('我在');
    const types = await isTold(answered, 'message.sent', 4);
    expect(types.filter((one) => one === 'conversation.window_closing')).toHaveLength(1);
  });

  test('tell that nobody answered, and of follows', async () => {
    const customer = scenario().customer();
    await customer.acts({ event: 'subscribe' });
    expect(await isTold(customer, 'contact.followed')).toContain('contact.created');
    await customer.writes();
    await customer.waits(2 * MINUTE);
    await isTold(customer, 'conversation.missed');
    await customer.attend(LI);
    await customer.acts({ event: 'unsubscribe' });
    expect(await isTold(customer, 'conversation.completed')).toContain('conversation.attended');
    await isTold(customer, 'contact.unfollowed');
  });

  test('tell of changes of a contact and a channel', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await isTold(customer, 'contact.updated');
    const { contacts, troubles } = scenario().desk.services;
    const id = await customer.contactId();
    await contacts.update(id, { tags: ['vip'] });
    await contacts.block(id, 'spam', { operatorId: null, via: 'system', address: null });
    const types = await isTold(customer, 'contact.blocked');
    expect(types.filter((one) => one === 'contact.updated')).toHaveLength(2);
    const { channelId } = await scenario().channel({});
    await troubles.report(channelId, { wechatCode: 40125, errmsg: '' });
    await troubles.recover(channelId);
    await eventually(
      () =>
        webhook
          .tries()
          .some(({ type, data }) => type === 'channel.healthy' && data.channel?.['id'] === channelId),
      'channel.healthy',
    );
  });

  test('are told only to those who selected them', async () => {
    const other = await outgoing.add(ok, { events: ['note.added'], brandIds: ['none'] });
    const sent = await outgoing.add(ok, { events: ['message.sent'], brandIds: [scenario().desk.brandId] });
    const customer = scenario().customer();
    await customer.writes();
    await customer.isAnswered('yes');
    await eventually(() => sent.tries().length === 1, 'it is told');
    await isTold(customer, 'message.sent');
    expect(sent.tries().map(({ type }) => type)).toEqual(['message.sent']);
    expect(other.tries()).toEqual([]);
  });

  test('never carry what was deleted before they left', async () => {
    const slow = await outgoing.add((response) => response.writeHead(500).end(), {
      events: ['message.received'],
    });
    const customer = scenario().customer();
    await customer.writes('the secret word');
    await eventually(() => slow.tries().some(({ type }) => type === 'message.received'), 'the first try');
    const { db } = scenario().desk.database;
    const [row] = await rowsOf<{ id: string }>(
      db,
      sql`delete from messages where contact_id = ${await customer.contactId()} and direction = 'inbound' returning id`,
    );
    slow.endpoint.answer = ok;
    const before = slow.endpoint.received.length;
    await eventually(
      () =>
        slow
          .tries()
          .slice(before)
          .some(({ data }) => data.message?.['id'] === row?.id),
      'the second try',
      20_000,
    );
    expect(
      slow.endpoint.received
        .slice(before)
        .map(({ body }) => body)
        .join(),
    ).not.toContain('the secret word');
    const logged = await eventually(async () => {
      const all = await slow.deliveries();
      return all.every(({ status }) => status === 'succeeded') && all;
    }, 'all are delivered');
    expect(JSON.stringify(logged)).not.toContain('the secret word');
  });

  afterAll(async () => {
    await outgoing.close();
  });
});
