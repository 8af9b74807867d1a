/** Deliveries in the form of SalesIQ's webhooks. */
import { verify } from 'node:crypto';
import { makeSiqKeys } from '../../../src/platform/secrets/siq-keys';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { eventually } from '../../support/eventually';
import { type OutgoingWebhooks, ok, startOutgoingWebhooks } from '../../support/outgoing-webhooks';
import { png } from '../../support/sample-files';
import { describeScenarios, WANG } from '../../support/scenario';

describeScenarios('the format salesiq', (scenario) => {
  let outgoing: OutgoingWebhooks;
  beforeAll(() => {
    outgoing = startOutgoingWebhooks(scenario().desk);
  });
  afterAll(() => outgoing.close());

  test('tells a conversation as SalesIQ does, signed in both ways', async () => {
    const webhook = await outgoing.add(ok, { format: 'salesiq' });
    const keys = await makeSiqKeys();
    await outgoing.store.keepKeys(webhook.id, keys, SYSTEM);
    const mei = await scenario().operator('Mei');
    const customer = scenario().customer();
    await customer.writes('Where is my parcel?');
    await customer.attend(mei);
    await customer.isAnswered('On its way.', { by: mei });
    await customer.writes('Thanks!');
    await customer.transfer(mei, WANG);
    await customer.complete(WANG);
    const sent = await eventually(() => {
      const bodies = webhook.endpoint.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
      return bodies.some(({ event }) => event === 'conversation.completed') && bodies;
    }, 'all of it is told');
    expect(sent.map(({ event }) => event)).toEqual([
      'conversation.created',
      'conversation.attender.updated',
      'conversation.operator.replied',
      'conversation.visitor.replied',
      'conversation.attender.updated',
      'conversation.completed',
    ]);
    const { conversation, contact } = await customer.conversation();
    const { id } = conversation;
    const visitor = { id: contact.id, name: expect.any(String), email_id: null, channel: 'WeChat' };
    expect(sent[0]).toMatchObject({
      webhook: { id: webhook.id },
      org_id: scenario().desk.brandId,
      app_id: scenario().desk.channelId,
      entity_type: 'conversation',
      entity_id: id,
      event_time: expect.any(Number),
      attempt: 1,
      entity: {
        id,
        visitor_conversation_id: id,
        reference_id: id,
        question: 'Where is my parcel?',
        opened_time: expect.stringMatching(/^\d{13}$/),
        visitor,
      },
    });
    expect(sent[2]?.['entity']).toMatchObject({
      id,
      message: {
        msgid: expect.any(String),
        text: 'On its way.',
        sender: { id: mei.operatorId, type: 'operator' },
      },
      visitor,
    });
    expect(sent[3]?.['entity']).toMatchObject({ message: { text: 'Thanks!', sender: { type: 'visitor' } } });
    expect(sent[5]?.['entity']).toMatchObject({
      status: 'Closed',
      ended_by: 'agent',
      end_time: expect.stringMatching(/^\d{13}$/),
    });
    for (const { body, headers } of webhook.endpoint.received) {
      const signature = Buffer.from(String(headers['x-siqsignature']), 'base64');
      expect(verify('sha256', Buffer.from(body, 'utf8'), keys.publicKey, signature)).toBe(true);
    }
    // The library checks the signature of Standard Webhooks.
    expect(webhook.tries()).toHaveLength(sent.length);
  });

  test('a picture that begins a conversation is its question; greetings outside of one are not told', async () => {
    const webhook = await outgoing.add(ok, { format: 'salesiq' });
    const all = await outgoing.add(ok, { events: ['message.sent'] });
    const channel = await scenario().channel({ greeting: { follow: 'Welcome!', scan: null } });
    const customer = scenario().customer({ channel });
    await customer.acts({ event: 'subscribe', eventKey: '' });
    await eventually(() => all.endpoint.received.length === 1, 'the greeting is told in the native format');
    await customer.sends({ type: 'image', base64: png().toString('base64') });
    await customer.writes('That one, please');
    const sent = await eventually(() => {
      const bodies = webhook.endpoint.received.map(({ body }) => JSON.parse(body));
      return bodies.some(({ event }) => event === 'conversation.visitor.replied') && bodies;
    }, 'both are told');
    expect(sent.map(({ event }) => event)).toEqual(['conversation.created', 'conversation.visitor.replied']);
    expect(sent[0].entity.question).toMatch(/^Image/);
    expect(sent[1].entity.message.text).toBe('That one, please');
  });

  test('what is said by nobody comes from a bot', async () => {
    const webhook = await outgoing.add(ok, { format: 'salesiq' });
    const channel = await scenario().channel({ greeting: { follow: null, scan: 'Hello again' } });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.acts({ event: 'SCAN', eventKey: 'door' });
    const [reply] = await eventually(() => {
      const bodies = webhook.endpoint.received.map(({ body }) => JSON.parse(body));
      const replies = bodies.filter(({ event }) => event === 'conversation.operator.replied');
      return replies.length > 0 && replies;
    }, 'it is told');
    expect(reply?.entity.message).toMatchObject({ text: 'Hello again', sender: { type: 'bot' } });
  });
});
