/** A conversation of a bot over HTTP: who has it, why, and how it is given back. */
import { conversationSchema } from '../../src/contracts/conversations/conversation';
import { DEFAULT_SETTINGS } from '../../src/domain/settings';
import type { Answer, TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

let app: ConversationApp;
let channelId: string;
let anna: TestOperator;
let ben: TestOperator;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  const { brandId, channelId: made } = await app.channel();
  channelId = made;
  anna = await app.operator([brandId]);
  ben = await app.operator([brandId]);
});
afterAll(() => app.close());

const call = (method: string, path: string, body?: unknown, as: TestOperator = anna) =>
  app.call(method, `/api/v1/conversations${path}`, body, as);
const outcomeOf = ({ status, body }: Answer) => [status, body['code']];
const withBot = (): void => {
  const bot = { ...DEFAULT_SETTINGS.bot, botId: 'bot-1' };
  Object.assign(app.host.behaviour, { settings: { ...DEFAULT_SETTINGS, bot, version: 1 } });
};

describe('a conversation of a bot', () => {
  it('says which bot has it; whoever attends takes it over, and the timeline says so', async () => {
    withBot();
    const { conversationId: id } = await app.receive(channelId, 'hi');
    const before = conversationSchema.parse((await call('GET', `/${id}`)).body);
    expect(before).toMatchObject({
      state: 'bot',
      handover: null,
      bot: { id: 'bot-1', isThinking: false, turns: 0 },
      abilities: { attend: { allowed: true }, handback: { allowed: false, code: 'not_attended' } },
    });
    const { body } = await call('POST', `/${id}/attend`, {});
    expect(conversationSchema.parse(body)).toMatchObject({
      state: 'active',
      handover: { reason: 'attended', at: expect.any(String) },
      bot: { id: 'bot-1' },
      abilities: { handback: { allowed: true } },
    });
    await app.host.idle();
    const { items } = (await call('GET', `/${id}/messages`)).body;
    expect(items.at(-1)).toMatchObject({
      direction: 'event',
      type: 'handover',
      reason: 'attended',
      operator: { id: anna.id, name: expect.any(String) },
      summary: 'The bot handed over: an operator took over',
    });
  });

  it('is given back by who attends, and by nobody else', async () => {
    withBot();
    const { conversationId: id } = await app.receive(channelId, 'hi');
    expect(outcomeOf(await call('POST', `/${id}/handback`, {}))).toEqual([409, 'not_attended']);
    await call('POST', `/${id}/attend`, {});
    expect(outcomeOf(await call('POST', `/${id}/handback`, {}, ben))).toEqual([409, 'attended_by_other']);
    const { status, body } = await call('POST', `/${id}/handback`, {});
    expect(status).toBe(200);
    expect(conversationSchema.parse(body)).toMatchObject({ state: 'bot', operator: null, handover: null });
    await app.host.idle();
    const { items } = (await call('GET', `/${id}/messages`)).body;
    expect(items.map((one) => one['type'])).toEqual(['text', 'handover', 'handback']);
  });

  it('shows in lists what was said last, not who has taken it over or given it back', async () => {
    withBot();
    const { conversationId: id } = await app.receive(channelId, 'hi');
    const lastInList = async () => {
      await app.host.idle();
      const { items } = (await call('GET', '')).body;
      return conversationSchema.parse(items.find((one) => one['id'] === id)).lastMessage;
    };
    await call('POST', `/${id}/attend`, {});
    expect(await lastInList()).toMatchObject({ type: 'text', text: 'hi' });
    await call('POST', `/${id}/handback`, {});
    expect(await lastInList()).toMatchObject({ type: 'text', text: 'hi' });
    // The rows of the timeline are there all the same.
    const { items } = (await call('GET', `/${id}/messages`)).body;
    expect(items.map((one) => one['type'])).toEqual(['text', 'handover', 'handback']);
  });
});

it('a conversation that had no bot cannot be given to one', async () => {
  const { conversationId: id } = await app.receive(channelId, 'hi');
  await call('POST', `/${id}/attend`, {});
  expect(outcomeOf(await call('POST', `/${id}/handback`, {}))).toEqual([409, 'no_bot']);
  expect((await call('GET', `/${id}`)).body).toMatchObject({ bot: null, handover: null });
});
