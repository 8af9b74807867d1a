import { toSalesiqBody } from '../../src/outgoing/salesiq-body';
import type { DueDelivery } from '../../src/store/webhooks/due-delivery';

const due: DueDelivery = {
  sequence: 7,
  eventId: 'event',
  event: 'message.sent',
  channelId: 'channel',
  conversationId: 'conversation',
  contactId: 'contact',
  messageId: 'message',
  at: Date.parse('2026-11-22T08:00:00Z'),
  status: 'pending',
  cycle: 0,
  forgotten: 0,
  firstTryAt: null,
  step: 0,
  asked: 0,
  nextAttemptAt: null,
  isAlone: false,
  isDue: false,
  tries: 2,
};
const conversation = { id: 'conversation', brandId: 'brand', contact: { id: 'contact', name: 'Li' } };
const facts = async () => ({ question: null, ownerEmail: null });

describe('the body of a delivery in the form of SalesIQ', () => {
  it('says of a deleted message only on which side it was', async () => {
    const message = { id: 'message', deleted: true };
    const senderOf = async (event: string): Promise<unknown> =>
      JSON.parse(await toSalesiqBody({ ...due, event }, { conversation, message }, 'hook', facts)).entity
        .message;
    const deleted = { msgid: 'message', text: null, meta: { deleted: true } };
    expect(await senderOf('message.sent')).toEqual({
      ...deleted,
      sender: { id: null, name: null, type: 'operator' },
    });
    expect(await senderOf('message.received')).toMatchObject({ ...deleted, sender: { type: 'visitor' } });
  });

  it('leaves the text out where it would have more than 20 kB, and says so', async () => {
    const sender = { kind: 'contact', name: 'Li' };
    const message = { id: 'message', type: 'text', text: '你'.repeat(10_000), sender };
    const body = await toSalesiqBody(due, { conversation, message }, 'hook', facts);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    expect(JSON.parse(body)).toMatchObject({
      attempt: 3,
      entity: { message: { msgid: 'message', text: null, meta: { type: 'text', omitted: ['text'] } } },
    });
  });
});
