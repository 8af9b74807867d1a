import { toNativeBody } from '../../src/outgoing/body';
import type { DueDelivery } from '../../src/store/webhooks/due-delivery';

const due: DueDelivery = {
  sequence: 7,
  eventId: 'event',
  event: 'message.received',
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
  tries: 0,
};

describe('the body of a delivery', () => {
  it('has type, timestamp and data', () => {
    const body = toNativeBody(due, { message: { id: 'message', text: '你好' } });
    expect(JSON.parse(body)).toEqual({
      type: 'message.received',
      timestamp: '2026-11-22T08:00:00.000Z',
      data: { sequence: 7, message: { id: 'message', text: '你好' } },
    });
  });

  it('leaves texts out where it would have more than 20 kB, and says so', () => {
    const text = '你'.repeat(10_000);
    const message = { id: 'message', type: 'text', text };
    const conversation = { id: 'conversation', lastMessage: { id: 'message', text } };
    const body = toNativeBody(due, { conversation, message });
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    expect(JSON.parse(body).data).toEqual({
      sequence: 7,
      omitted: ['conversation.lastMessage.text', 'message.text'],
      conversation: { id: 'conversation', lastMessage: { id: 'message' } },
      message: { id: 'message', type: 'text' },
    });
  });

  it('has only ids where something else is that long', () => {
    const body = toNativeBody(due, { contact: { id: 'contact', remark: 'x'.repeat(30_000) } });
    expect(JSON.parse(body).data).toEqual({ sequence: 7, omitted: ['contact'], contact: { id: 'contact' } });
  });
});
