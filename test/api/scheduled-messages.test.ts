/** `sendAt` of a message: answered at once, cancelled like a held one, sent at its time. */
import type { Answer, TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

const HOUR = 3_600_000;
let app: ConversationApp;
let anna: TestOperator;
let path: string;
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  const { brandId, channelId } = await app.channel();
  anna = await app.operator([brandId]);
  const { conversationId } = await app.receive(channelId, 'hi');
  path = `/api/v1/conversations/${conversationId}`;
});
afterAll(() => app.close());

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const send = (more: object) =>
  app.call('POST', `${path}/messages`, { type: 'text', text: 'later', ...more }, anna);
const outcomeOf = ({ status, body }: Answer) => [status, body['code']];

describe('a scheduled message', () => {
  it('is answered at once, as held, with its time', async () => {
    const sendAt = inMs(HOUR);
    const { status, body } = await send({ sendAt });
    expect([status, body]).toMatchObject([201, { status: 'held', holdReason: 'scheduled', sendAt }]);
    await app.host.idle();
    const { body: shown } = await app.call('GET', path, undefined, anna);
    expect(shown).toMatchObject({ state: 'active', consecutive: { sent: 0 }, trouble: { held: 0 } });
    expect(shown['deadlines']).toContainEqual({ kind: 'send_at', at: sendAt });
    expect((shown['nextDeadline'] as { kind: string }).kind).not.toBe('send_at');
    const { items } = (await app.call('GET', `${path}/messages`, undefined, anna)).body;
    expect(items.at(-1)).toMatchObject({ status: 'held', holdReason: 'scheduled', sendAt });
  });

  it('says that a reply cancels it, where that was asked', async () => {
    const asked = await send({ sendAt: inMs(HOUR), cancelOnReply: true });
    expect([asked.status, asked.body['cancelOnReply']]).toEqual([201, true]);
    await send({ sendAt: inMs(HOUR), cancelOnReply: false });
    await app.host.idle();
    const { items } = (await app.call('GET', `${path}/messages`, undefined, anna)).body;
    expect(items.slice(-2).map((one) => one['cancelOnReply'])).toEqual([true, undefined]);
  });

  it('can be cancelled', async () => {
    const { body } = await send({ sendAt: inMs(HOUR) });
    await app.host.idle();
    const cancelled = await app.call('DELETE', `${path}/messages/${body.id}`, undefined, anna);
    expect([cancelled.status, cancelled.body['status']]).toEqual([200, 'cancelled']);
  });

  it('is refused in the past, after the window, and without a time to be cancelled before', async () => {
    expect(outcomeOf(await send({ sendAt: inMs(-1_000) }))).toEqual([400, 'invalid_request']);
    expect(outcomeOf(await send({ sendAt: 'tomorrow' }))).toEqual([400, 'invalid_request']);
    expect(outcomeOf(await send({ cancelOnReply: true }))).toEqual([400, 'invalid_request']);
    const after = await send({ sendAt: inMs(49 * HOUR) });
    expect(outcomeOf(after)).toEqual([409, 'window_closed']);
    expect(after.body['since']).toEqual(expect.any(String));
  });

  it('is the same for a repeat under its key, and another with another time', async () => {
    const headers = { 'Idempotency-Key': 'reminder-1' };
    const sendAt = inMs(HOUR);
    const post = (at: string) =>
      app.call('POST', `${path}/messages`, { type: 'text', text: 'x', sendAt: at }, { ...anna, headers });
    const first = await post(sendAt);
    expect((await post(sendAt)).body.id).toBe(first.body.id);
    expect(outcomeOf(await post(inMs(2 * HOUR)))).toEqual([409, 'idempotency_key_reused']);
  });
});
