import { conversationSchema } from '../../src/contracts/conversations/conversation';
import { conversationCountsSchema } from '../../src/contracts/conversations/conversation-counts';
import { messageListSchema } from '../../src/contracts/conversations/message';
import type { Answer, TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

const HOUR = 3_600_000;
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
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

async function attended(openId = 'openid-1') {
  const { conversationId: id } = await app.receive(channelId, 'hi', openId);
  await call('POST', `/${id}/attend`, {});
  await app.host.idle();
  return id;
}

describe('snoozing a conversation', () => {
  it('until a time answers with that time; its other deadlines continue', async () => {
    const id = await attended();
    const until = inMs(2 * HOUR);
    const { status, body } = await call('POST', `/${id}/snooze`, { until });
    expect(status).toBe(200);
    const conversation = conversationSchema.parse(body);
    expect(conversation.snoozedUntil).toBe(until);
    expect(conversation.deadlines).toContainEqual({ kind: 'snooze', at: until });
    expect(conversation.nextDeadline?.kind).toBe('close_idle');
  });

  it('until the contact writes answers with `reply`, and their message ends it', async () => {
    const id = await attended();
    const { body } = await call('POST', `/${id}/snooze`, { untilReply: true });
    expect(body['snoozedUntil']).toBe('reply');
    await app.receive(channelId, 'Hello?');
    expect((await call('GET', `/${id}`)).body['snoozedUntil']).toBeNull();
  });

  it('and its end are rows of the transcript, with who did it, and why it ended', async () => {
    const id = await attended();
    const until = inMs(HOUR);
    const rows = async () => {
      await app.host.idle();
      const { body } = await call('GET', `/${id}/messages`);
      return messageListSchema.parse(body).items.filter(({ direction }) => direction === 'event');
    };
    await call('POST', `/${id}/snooze`, { until });
    const [snoozed] = await rows();
    expect(snoozed).toMatchObject({ type: 'snoozed', until, sender: { kind: 'operator', id: anna.id } });
    expect(snoozed).toMatchObject({ summary: `Snoozed until ${until}` });
    // A list goes on showing what the contact wrote.
    const { lastMessage } = conversationSchema.parse((await call('GET', `/${id}`)).body);
    expect(lastMessage?.text).toBe('hi');
    await call('POST', `/${id}/snooze`, { untilReply: true });
    await app.receive(channelId, 'Hello?');
    await call('POST', `/${id}/snooze`, { until });
    await call('DELETE', `/${id}/snooze`);
    await call('POST', `/${id}/snooze`, { until });
    await call('POST', `/${id}/transfer`, { operatorId: ben.id });
    const told = (await rows()).map((row) => [row.type, row['until'] ?? row['cause'], row.sender.id]);
    expect(told).toEqual([
      ['snoozed', until, anna.id],
      ['snoozed', undefined, anna.id],
      ['snooze_ended', 'message', undefined],
      ['snoozed', until, anna.id],
      ['snooze_ended', 'operator', anna.id],
      ['snoozed', until, anna.id],
      ['snooze_ended', 'transfer', undefined],
    ]);
    await call('POST', `/${id}/snooze`, { until }, ben);
    await call('POST', `/${id}/complete`, {}, ben);
    expect((await rows()).map(({ type }) => type).at(-1)).toBe('snoozed');
  });

  it('takes it out of lists and counts, unless they ask for it', async () => {
    const id = await attended();
    const other = await attended('openid-2');
    await call('POST', `/${id}/snooze`, { until: inMs(HOUR) });
    await app.host.idle();
    const ids = async (query: string) =>
      (await call('GET', `?operatorId=me&state=active${query}`)).body.items.map((one) => one.id);
    expect(await ids('')).toEqual([other]);
    expect(await ids('&snoozed=false')).toEqual([other]);
    expect(await ids('&snoozed=true')).toEqual([id]);
    expect(await ids('&snoozed=any')).toEqual([id, other]);
    const mine = async () => conversationCountsSchema.parse((await call('GET', '/counts')).body).mine.count;
    expect(await mine()).toBe(1);
    const { body } = await call('DELETE', `/${id}/snooze`);
    expect(body['snoozedUntil']).toBeNull();
    await app.host.idle();
    expect(await mine()).toBe(2);
    expect((await call('DELETE', `/${id}/snooze`)).status).toBe(200);
  });

  it('is for the operator who attends', async () => {
    const { conversationId: waiting } = await app.receive(channelId, 'hi', 'openid-3');
    expect(outcomeOf(await call('POST', `/${waiting}/snooze`, { untilReply: true }))).toEqual([
      409,
      'not_attended',
    ]);
    const id = await attended();
    for (const method of ['POST', 'DELETE']) {
      const body = method === 'POST' ? { untilReply: true } : undefined;
      expect(outcomeOf(await call(method, `/${id}/snooze`, body, ben))).toEqual([409, 'attended_by_other']);
    }
  });

  it.each([
    ['the past', { until: '2020-01-01T00:00:00.000Z' }, 'until: has to be in the future.'],
    ['more than a year', { until: inMs(367 * 24 * HOUR) }, 'until: may be at most a year away.'],
    ['no time', { until: 'tomorrow' }, ''],
    ['both', { until: inMs(HOUR), untilReply: true }, ''],
    ['nothing', {}, ''],
    ['not until a reply', { untilReply: false }, ''],
  ])('is refused with %s', async (_what, body, detail) => {
    const answer = await call('POST', `/${await attended()}/snooze`, body);
    expect(outcomeOf(answer)).toEqual([400, 'invalid_request']);
    expect(String(answer.body['detail'])).toContain(detail);
  });
});
