/** A repeat of a request to send, while the first request under its key is still under way (docs/rules.md#36). */
import { ApiError } from '../../src/api/problems';
import { createSender, type SendDeps, type Sender } from '../../src/api/send-message';

const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const request = {
  stored: {
    conversation: { id: 'conversation', contactId: 'contact', channelId: 'channel', brandId: 'brand' },
  },
  viewer: { operatorId: 'li' },
  content: { type: 'text', text: 'hello' },
  whenBlocked: 'reject',
  key: { key: 'k', bodyHash: 'h' },
} as unknown as Parameters<Sender>[0];

test('is refused as unknown if the database is away in the end: the first one may have taken the message back', async () => {
  const givenUp: string[] = [];
  const send = createSender({
    channels: { kindOf: async () => 'official_account' },
    outbox: { prepare: async () => ({ type: 'known', messageId: 'message' }) },
    hub: { waitFor: () => ({ until: async () => null, close: () => undefined }) },
    transcript: { message: () => Promise.reject(away) },
    giveUpLater: (messageId: string) => givenUp.push(messageId),
    clock: () => 0,
  } as unknown as SendDeps);
  const refused = await send(request).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ code: 'unavailable', facts: { reason: 'acceptance_unknown' } });
  // The first request may be about to say that it was accepted.
  expect(givenUp).toEqual([]);
});
