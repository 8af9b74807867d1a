/** Bots that answered “later”, and what they say then: once, while they have the conversation. */
import { createReplyTokens } from '../../src/bots/reply-tokens';
import { DEFAULT_SETTINGS } from '../../src/domain/settings';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { type Answer, SECRET_KEY, type TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

const nobody = { token: null };
const tokens = createReplyTokens(createSecretBox([SECRET_KEY]));
let app: ConversationApp;
let channelId: string;
let botId: string;
let anna: TestOperator;
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  const made = await app.channel();
  channelId = made.channelId;
  anna = await app.operator([made.brandId]);
  botId = await makeBot(made.brandId);
  const bot = { ...DEFAULT_SETTINGS.bot, botId };
  // On a busy machine two seconds may pass between two requests, and then the bot would be asked.
  const beganAt = Date.now();
  Object.assign(app.host.behaviour, {
    settings: { ...DEFAULT_SETTINGS, bot, version: 1 },
    clock: () => beganAt,
  });
});
afterAll(() => app.close());

async function makeBot(brandId: string): Promise<string> {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const bot = { brandId, kind: 'webhook', name: 'Slow bot', url: 'http://127.0.0.1:9', secret };
  return (await app.call('POST', '/api/v1/bots', bot)).body.id;
}
/** The bot is asked what the contact wrote, and answers “later”. */
const isAsked = async (contactId: string): Promise<void> => {
  app.host.behaviour.clockOffsetMs += 2_000;
  await app.host.apply(contactId, { type: 'timePassed' });
};
const tokenOf = (conversationId: string, turn = 1) => tokens.make({ conversationId, turn, botId });
const says = (token: string, body: object, path = 'replies') =>
  app.call('POST', `/api/v1/bots/${path}/${token}`, body, nobody);
const outcomeOf = ({ status, body }: Answer) => [status, body?.['code']];
const text = (words: string) => ({ messages: [{ type: 'text', text: words }] });
const sent = async (conversationId: string): Promise<readonly string[]> => {
  await app.host.idle();
  const path = `/api/v1/conversations/${conversationId}/messages`;
  const { items } = (await app.call('GET', path, undefined, anna)).body;
  return items
    .filter((one) => one['direction'] === 'outbound')
    .map((one) => `${String(one['status'])} ${String(one['text'])}`);
};

describe('a later answer', () => {
  it('leaves as an answer would, once, and needs no sign-in but its token', async () => {
    const { conversationId } = await app.receive(channelId, 'hi');
    const token = tokenOf(conversationId);
    expect((await says(token, text('here it is'))).status).toBe(202);
    expect(await sent(conversationId)).toEqual(['sent here it is']);
    expect(outcomeOf(await says(token, text('and again')))).toEqual([409, 'reply_url_used']);
    // Each turn has an address of its own.
    expect((await says(tokenOf(conversationId, 2), text('more'))).status).toBe(202);
    expect(await sent(conversationId)).toEqual(['sent here it is', 'sent more']);
  });

  it('may hand over to a group, and to the whole brand by naming one that there is not', async () => {
    const { brandId } = (await app.call('GET', `/api/v1/channels/${channelId}`)).body;
    const { id: groupId } = (await app.call('POST', '/api/v1/groups', { brandId, name: 'Repairs' })).body;
    Object.assign(app.host.behaviour.settings, { groupId: 'group-of-the-channel' });
    const groupAfter = async (openId: string, named: string) => {
      const { conversationId } = await app.receive(channelId, 'hi', openId);
      const handover = { groupId: named };
      expect((await says(tokenOf(conversationId), { handover })).status).toBe(202);
      await app.host.idle();
      const shown = (await app.call('GET', `/api/v1/conversations/${conversationId}`)).body;
      expect(shown['state']).toBe('waiting');
      return shown['group'];
    };
    expect(await groupAfter('one', groupId)).toEqual({ id: groupId, name: 'Repairs' });
    expect(await groupAfter('two', 'gone')).toBeNull();
  });

  it('is refused once people have the conversation, and nothing of it stays', async () => {
    const { conversationId } = await app.receive(channelId, 'hi');
    await app.call('POST', `/api/v1/conversations/${conversationId}/attend`, {}, anna);
    expect(outcomeOf(await says(tokenOf(conversationId), text('late')))).toEqual([409, 'not_owner']);
    expect(await sent(conversationId)).toEqual([]);
  });

  it('is refused after people have given the conversation back: it is about what was asked before', async () => {
    const { conversationId, contactId } = await app.receive(channelId, 'hi');
    await isAsked(contactId);
    for (const wish of ['attend', 'handback'])
      await app.call('POST', `/api/v1/conversations/${conversationId}/${wish}`, {}, anna);
    expect(outcomeOf(await says(tokenOf(conversationId), text('late')))).toEqual([409, 'not_owner']);
    await app.receive(channelId, 'and now?');
    await isAsked(contactId);
    expect((await says(tokenOf(conversationId, 2), text('new'))).status).toBe(202);
    expect(await sent(conversationId)).toEqual(['sent new']);
  });

  it('may be sent once more if it was malformed, or if nobody confirmed it', async () => {
    const { conversationId } = await app.receive(channelId, 'hi');
    const token = tokenOf(conversationId);
    for (const wrong of [
      {},
      { messages: [] },
      { messages: [{ type: 'text' }] },
      { pending: true },
      { unknown: 1 },
    ])
      expect(outcomeOf(await says(token, wrong))).toEqual([400, 'invalid_request']);
    app.host.behaviour.answers = 'unavailable';
    expect(outcomeOf(await says(token, text('once')))).toEqual([503, 'unavailable']);
    app.host.behaviour.answers = 'all';
    expect((await says(token, text('once'))).status).toBe(202);
    expect(await sent(conversationId)).toEqual(['sent once']);
  });

  it.each(['made-up', Buffer.from('v1:x:y').toString('base64url')])(
    'is refused with the token %s',
    async (token) => {
      expect(outcomeOf(await says(token, text('hello')))).toEqual([401, 'unauthenticated']);
      expect(outcomeOf(await says(token, { action: 'reply' }, 'callbacks'))).toEqual([
        401,
        'unauthenticated',
      ]);
    },
  );

  it('may hand over with a note, and end the conversation', async () => {
    const first = await app.receive(channelId, 'hi', 'oFirst');
    const handover = { ...text('One moment'), handover: { note: 'Wants a refund.' } };
    expect((await says(tokenOf(first.conversationId), handover)).status).toBe(202);
    await app.host.idle();
    const path = `/api/v1/conversations/${first.conversationId}`;
    expect((await app.call('GET', path, undefined, anna)).body).toMatchObject({
      state: 'waiting',
      handover: { reason: 'asked_by_bot' },
      bot: { id: botId, name: 'Slow bot', kind: 'webhook' },
    });
    const { items } = (await app.call('GET', `${path}/messages`, undefined, anna)).body;
    expect(items).toContainEqual(
      expect.objectContaining({
        direction: 'note',
        text: 'Wants a refund.',
        sender: expect.objectContaining({ kind: 'bot', name: 'Slow bot' }),
      }),
    );
    const second = await app.receive(channelId, 'bye', 'oSecond');
    await isAsked(second.contactId);
    expect((await says(tokenOf(second.conversationId), { end: true })).status).toBe(202);
    await app.host.idle();
    const ended = await app.call('GET', `/api/v1/conversations/${second.conversationId}`, undefined, anna);
    expect(ended.body).toMatchObject({ state: 'completed', completedReason: 'bot_ended' });
  });

  it('leaves its note only with the conversation’s consent, and once', async () => {
    const { conversationId } = await app.receive(channelId, 'hi');
    const notes = async (): Promise<readonly unknown[]> => {
      await app.host.idle();
      const path = `/api/v1/conversations/${conversationId}/messages`;
      const { items } = (await app.call('GET', path, undefined, anna)).body;
      return items.filter((one) => one['direction'] === 'note').map((one) => one['text']);
    };
    const handover = { handover: { note: 'Wants a refund.' } };
    // Nobody knows yet whether the conversation has it.
    app.host.behaviour.answers = 'unavailable';
    expect(outcomeOf(await says(tokenOf(conversationId), handover))).toEqual([503, 'unavailable']);
    expect(await notes()).toEqual([]);
    app.host.behaviour.answers = 'all';
    await app.call('POST', `/api/v1/conversations/${conversationId}/attend`, {}, anna);
    expect(outcomeOf(await says(tokenOf(conversationId), handover))).toEqual([409, 'not_owner']);
    expect(await notes()).toEqual([]);
    await app.call('POST', `/api/v1/conversations/${conversationId}/handback`, {}, anna);
    expect((await says(tokenOf(conversationId), handover)).status).toBe(202);
    expect(outcomeOf(await says(tokenOf(conversationId), handover))).toEqual([409, 'reply_url_used']);
    expect(await notes()).toEqual(['Wants a refund.']);
  });

  it('comes from a SalesIQ bot by its callback, in its own words', async () => {
    const { conversationId } = await app.receive(channelId, 'hi');
    const token = tokenOf(conversationId);
    for (const wrong of [{ action: 'dance' }, { action: 'pending' }, { action: 'reply', replies: [] }])
      expect(outcomeOf(await says(token, wrong, 'callbacks'))).toEqual([400, 'invalid_request']);
    expect((await says(token, { action: 'reply', replies: ['one', 'two'] }, 'callbacks')).status).toBe(202);
    expect(await sent(conversationId)).toEqual(['sent one', 'sent two']);
  });
});
