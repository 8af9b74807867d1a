/** The operator's queue: urgency, what needs a look, seen and unanswered, priority and tags, many at once. */
import { sql } from 'drizzle-orm';
import type { Answer, TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { eventually } from '../support/eventually';

let app: ConversationApp;
let brandId: string;
let channelId: string;
let anna: TestOperator;
let ben: TestOperator;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId, channelId } = await app.channel());
  anna = await app.operator([brandId]);
  ben = await app.operator([brandId]);
});
afterAll(() => app.close());

const call = async (method: string, path: string, body?: unknown, as: TestOperator = anna) => {
  const answer = await app.call(method, `/api/v1${path}`, body, as);
  await app.host.idle();
  return answer;
};
const get = (path: string, as?: TestOperator) => call('GET', path, undefined, as);
const idsOf = ({ body }: Answer) => body.items.map(({ id }) => id);
const begin = async (openId: string, as?: TestOperator): Promise<string> => {
  const { conversationId } = await app.receive(channelId, 'Is the tea fresh?', openId);
  if (as !== undefined) await call('POST', `/conversations/${conversationId}/attend`, undefined, as);
  return conversationId;
};
const reply = (id: string, as?: TestOperator, more: object = {}) =>
  call('POST', `/conversations/${id}/messages`, { type: 'text', text: 'Yes', ...more }, as);

describe('the order by urgency', () => {
  it('has the longest ringing first, whatever their priority', async () => {
    const first = await begin('a');
    const second = await begin('b');
    const third = await begin('c');
    await call('PATCH', `/conversations/${third}`, { priority: 'urgent' });
    expect(idsOf(await get('/conversations?state=waiting&order=urgency'))).toEqual([first, second, third]);
    await app.receive(channelId, 'Hello?', 'a');
    expect(idsOf(await get('/conversations?state=waiting&order=urgency'))).toEqual([first, second, third]);
    expect(idsOf(await get('/conversations?state=waiting'))).toEqual([first, third, second]);
  });

  it('has unanswered active ones first, and puts an answered one behind them', async () => {
    const first = await begin('a', anna);
    const second = await begin('b', anna);
    await reply(first);
    const mine = '/conversations?state=active&operatorId=me&order=urgency';
    expect(idsOf(await get(mine))).toEqual([second, first]);
    await reply(second);
    expect(idsOf(await get(mine))).toEqual([first, second]);
    await app.receive(channelId, 'And the coffee?', 'b');
    expect(idsOf(await get(mine))).toEqual([second, first]);
  });

  it('shows each conversation once while answers move them between the pages', async () => {
    const all: string[] = [];
    for (const openId of ['a', 'b', 'c', 'd', 'e', 'f']) all.push(await begin(openId, anna));
    const seen: unknown[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < 6; page += 1) {
      const answer: Answer = await get(
        `/conversations?state=active&order=urgency&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...idsOf(answer));
      cursor = answer.body['nextCursor'];
      if (cursor === null) break;
      // The first ones move behind all others, the last one stays.
      if (page === 0) for (const id of all.slice(0, 3)) await reply(id);
    }
    expect(seen).toEqual(all);
  });

  it('is refused for completed conversations and for a search', async () => {
    for (const query of ['state=completed&order=urgency', 'q=tea&order=urgency', 'list=needs_look&q=tea']) {
      expect((await get(`/conversations?${query}`)).status).toBe(400);
    }
  });
});

describe('what is offered to the caller', () => {
  it('is what there is an open offer for, and nothing of others', async () => {
    const id = await begin('a');
    await begin('b');
    await app.database.db.execute(
      sql`insert into offers (conversation_id, number, operator_id, expires_at)
          values (${id}, 1, ${anna.id}, now() + interval '1 minute')`,
    );
    expect(idsOf(await get('/conversations?offeredTo=me&state=waiting&state=missed'))).toEqual([id]);
    expect(idsOf(await get('/conversations?offeredTo=me&state=active'))).toEqual([]);
    expect(idsOf(await get('/conversations?offeredTo=me', ben))).toEqual([]);
    expect((await get(`/conversations?offeredTo=${anna.id}`)).status).toBe(400);
  });
});

describe('what needs a look', () => {
  const trouble = async (id: string) => (await get(`/conversations/${id}`)).body['trouble'];
  const needsLook = () => get('/conversations?list=needs_look');
  const count = async () => (await get('/conversations/counts')).body['needsLook'];

  it('lists conversations by their newest trouble, with how much there is of each kind, and counts them', async () => {
    const fine = await begin('a', anna);
    const failing = await begin('b', anna);
    const doubtful = await begin('c', anna);
    await reply(fine);
    app.host.behaviour.outcome = { type: 'refused', code: 'wechat_refused', wechatCode: 45999 };
    await reply(failing);
    app.host.behaviour.outcome = { type: 'unknown' };
    await reply(doubtful);
    expect(idsOf(await needsLook())).toEqual([doubtful, failing]);
    expect(await count()).toEqual({ count: 2, isMore: false });
    expect(await trouble(failing)).toEqual({ failed: 1, unknown: 0, held: 0 });
    expect(await trouble(doubtful)).toEqual({ failed: 0, unknown: 1, held: 0 });
  });

  it('lets a conversation go when its messages are sent again, noted or cancelled', async () => {
    const id = await begin('a', anna);
    app.host.behaviour.outcome = { type: 'refused', code: 'wechat_refused', wechatCode: 45999 };
    const failed = (await reply(id)).body['id'];
    app.host.behaviour.outcome = { type: 'unknown' };
    const unknown = (await reply(id)).body['id'];
    app.host.behaviour.outcome = { type: 'sent' };
    for (let count = 0; count < 4; count += 1) await reply(id);
    const held = (await reply(id, anna, { whenBlocked: 'hold' })).body;
    expect(held['status']).toBe('held');
    expect(await trouble(id)).toEqual({ failed: 1, unknown: 1, held: 1 });

    const message = (messageId: unknown) => `/conversations/${id}/messages/${String(messageId)}`;
    expect((await call('POST', `${message(failed)}/resolve`, { as: 'sent' })).status).toBe(409);
    expect((await call('POST', `${message(held['id'])}/resolve`, { as: 'noted' })).status).toBe(409);
    const noted = await call('POST', `${message(failed)}/resolve`, { as: 'noted' });
    expect([noted.status, noted.body['status']]).toEqual([200, 'failed']);
    expect((await call('POST', `${message(failed)}/resolve`, { as: 'noted' })).status).toBe(409);
    expect((await call('POST', `${message(unknown)}/resolve`, { as: 'sent' })).status).toBe(200);
    expect((await call('DELETE', message(held['id']))).status).toBe(200);
    expect(await trouble(id)).toEqual({ failed: 0, unknown: 0, held: 0 });
    expect(idsOf(await needsLook())).toEqual([]);
    expect(await count()).toEqual({ count: 0, isMore: false });
  });

  it('keeps a completed conversation on the list, but for no longer than seven days', async () => {
    const id = await begin('a', anna);
    app.host.behaviour.outcome = { type: 'unknown' };
    await reply(id);
    await call('POST', `/conversations/${id}/complete`);
    expect(idsOf(await needsLook())).toEqual([id]);
    await app.database.db.execute(
      sql`update messages set changed_at = changed_at - interval '7 days' where status = 'unknown'`,
    );
    expect(idsOf(await needsLook())).toEqual([]);
    expect(await trouble(id)).toEqual({ failed: 0, unknown: 0, held: 0 });
  });

  it('leaves snoozed conversations out, and its count does, unless they are asked for', async () => {
    const id = await begin('a', anna);
    const other = await begin('b', anna);
    app.host.behaviour.outcome = { type: 'unknown' };
    await reply(id);
    await reply(other);
    await call('POST', `/conversations/${id}/snooze`, { untilReply: true });
    expect(idsOf(await needsLook())).toEqual([other]);
    expect(await count()).toEqual({ count: 1, isMore: false });
    expect(idsOf(await get('/conversations?list=needs_look&snoozed=true'))).toEqual([id]);
    expect(idsOf(await get('/conversations?list=needs_look&snoozed=any'))).toEqual([other, id]);
    await call('DELETE', `/conversations/${id}/snooze`);
    expect(idsOf(await needsLook())).toEqual([other, id]);
    expect(await count()).toEqual({ count: 2, isMore: false });
  });

  it('comes in pages, and not to those who may not see the brand', async () => {
    app.host.behaviour.outcome = { type: 'unknown' };
    const all: string[] = [];
    for (const openId of ['a', 'b', 'c']) {
      const id = await begin(openId, anna);
      await reply(id);
      all.unshift(id);
    }
    const first = await get('/conversations?list=needs_look&limit=2');
    expect(idsOf(first)).toEqual(all.slice(0, 2));
    // Newer trouble does not move the one that is still to come.
    await reply(all[2] ?? '');
    const cursor = first.body['nextCursor'];
    const second = await get(`/conversations?list=needs_look&limit=2&cursor=${cursor}`);
    expect([idsOf(second), second.body['nextCursor']]).toEqual([[all[2]], null]);
    const stranger = await app.operator([]);
    expect(idsOf(await get('/conversations?list=needs_look', stranger))).toEqual([]);
  });
});

describe('unanswered and unread', () => {
  const both = async (id: string, as?: TestOperator) => {
    const { body } = await get(`/conversations/${id}`, as);
    return [body['isUnanswered'], body['isUnread']];
  };

  it('are two things: attending and looking answer nothing, and a reply is an answer for everyone', async () => {
    const id = await begin('a');
    expect(await both(id)).toEqual([true, true]);
    await call('POST', `/conversations/${id}/attend`);
    expect((await call('PUT', `/conversations/${id}/seen`, { seq: 1 })).status).toBe(204);
    expect(await both(id)).toEqual([true, false]);
    expect(await both(id, ben)).toEqual([true, true]);
    await reply(id);
    expect(await both(id)).toEqual([false, false]);
    expect(await both(id, ben)).toEqual([false, true]);
  });

  it('do not take a failed message for an answer, nor a note', async () => {
    const id = await begin('a', anna);
    app.host.behaviour.outcome = { type: 'refused', code: 'wechat_refused', wechatCode: 45999 };
    await reply(id);
    await call('POST', `/conversations/${id}/notes`, { text: 'Ask the kitchen' });
    // A note of one's own does not mean that one has seen what was written before it.
    expect(await both(id)).toEqual([true, true]);
    await call('PUT', `/conversations/${id}/seen`, { seq: 1 });
    expect(await both(id)).toEqual([true, false]);
  });

  it('are about what others wrote: behind one’s own messages nothing is new, before them everything unseen is', async () => {
    const id = await begin('a', anna);
    await call('POST', `/conversations/${id}/notes`, { text: 'one' });
    await call('POST', `/conversations/${id}/notes`, { text: 'two' });
    expect([await both(id), await both(id, ben)]).toEqual([
      [true, true],
      [true, true],
    ]);
    await call('PUT', `/conversations/${id}/seen`, { seq: 1 });
    await call('PUT', `/conversations/${id}/seen`, { seq: 1 }, ben);
    expect([await both(id), await both(id, ben)]).toEqual([
      [true, false],
      [true, true],
    ]);
    await app.receive(channelId, 'Hello?', 'a');
    expect(await both(id)).toEqual([true, true]);
  });

  it('reach the other tabs and devices, and are not more than there is to see', async () => {
    const id = await begin('a');
    const told: string[] = [];
    const leave = app.hub.subscribe({
      isLive: () => true,
      noticed: ({ conversationIds }) => told.push(...conversationIds),
      changed: () => undefined,
      missed: () => undefined,
    });
    await call('PUT', `/conversations/${id}/seen`, { seq: 2_000_000_000 });
    await eventually(async () => told.includes(id), 'it is announced');
    expect((await get(`/conversations/${id}`)).body['seenSeq']).toBe(1);
    told.length = 0;
    // Nothing moves, so there is nothing to tell.
    await call('PUT', `/conversations/${id}/seen`, { seq: 1 });
    const other = await begin('b');
    await eventually(async () => told.includes(other), 'what comes after it is announced');
    expect(told).not.toContain(id);
    leave();
    await app.receive(channelId, 'Hello?', 'a');
    expect(await both(id)).toEqual([true, true]);
  });

  it('never take back what was seen, and end with the conversation', async () => {
    const id = await begin('a', anna);
    await app.receive(channelId, 'Hello?', 'a');
    await call('PUT', `/conversations/${id}/seen`, { seq: 2 });
    await call('PUT', `/conversations/${id}/seen`, { seq: 1 });
    expect((await get(`/conversations/${id}`)).body['seenSeq']).toBe(2);
    await call('POST', `/conversations/${id}/complete`);
    expect(await both(id)).toEqual([false, false]);
  });
});

describe('priority and tags', () => {
  it('are changed and filtered by, also of a completed conversation, and count as a change of the facts', async () => {
    const id = await begin('a', anna);
    await begin('b');
    await call('POST', `/conversations/${id}/complete`);
    const before = (await get(`/conversations/${id}`)).body;
    const { status, body } = await call('PATCH', `/conversations/${id}`, {
      priority: 'high',
      tags: ['refund', ' refund', 'tea'],
    });
    expect([status, body['priority'], body['tags']]).toEqual([200, 'high', ['refund', 'tea']]);
    expect(body['version']).toBe(before['version']);
    expect(body['factsVersion']).toBe(Number(before['factsVersion']) + 1);
    expect(idsOf(await get('/conversations?tag=refund'))).toEqual([id]);
    expect(idsOf(await get('/conversations?priority=high&priority=urgent'))).toEqual([id]);
    expect(idsOf(await get('/conversations?tag=coffee'))).toEqual([]);
    expect((await call('PATCH', `/conversations/${id}`, { priority: 'huge' })).status).toBe(400);
  });
});

describe('one action for many', () => {
  const bulk = (body: object, as?: TestOperator) => call('POST', '/conversations/bulk', body, as);
  const results = ({ body }: Answer) => body['results'];

  it('judges each on its own, in the order of the ids', async () => {
    const free = await begin('a');
    const taken = await begin('b', ben);
    const over = await begin('c', anna);
    await call('POST', `/conversations/${over}/complete`);
    expect(results(await bulk({ ids: [free, taken, over, 'none', free], action: 'attend' }))).toEqual([
      { id: free, status: 200 },
      { id: taken, status: 409, code: 'attended_by_other' },
      { id: over, status: 409, code: 'conversation_completed' },
      { id: 'none', status: 404, code: 'not_found' },
    ]);
    expect((await get(`/conversations/${free}`)).body).toMatchObject({
      state: 'active',
      operator: { id: anna.id },
    });
  });

  it('transfers to a group, also what nobody attends', async () => {
    const { id: groupId } = (await app.call('POST', '/api/v1/groups', { brandId, name: 'Care' })).body;
    const ids = [await begin('a', anna), await begin('b'), await begin('c', ben)];
    expect(results(await bulk({ ids, action: 'transfer', groupId }))).toEqual([
      { id: ids[0], status: 200 },
      { id: ids[1], status: 200 },
      { id: ids[2], status: 409, code: 'attended_by_other' },
    ]);
    await app.host.idle();
    for (const id of ids.slice(0, 2))
      expect((await get(`/conversations/${id}`)).body).toMatchObject({
        state: 'waiting',
        group: { id: groupId },
      });
    for (const wrong of [{}, { groupId, operatorId: ben.id }])
      expect((await bulk({ ids, action: 'transfer', ...wrong })).status).toBe(400);
    expect(results(await bulk({ ids: [ids[1] ?? ''], action: 'transfer', groupId: 'none' }))).toEqual([
      { id: ids[1], status: 400, code: 'invalid_request' },
    ]);
  });

  it('transfers, prioritizes, tags and completes', async () => {
    const ids = [await begin('a', anna), await begin('b', anna)];
    const done = ids.map((id) => ({ id, status: 200 }));
    await call('PATCH', `/conversations/${ids[0]}`, { tags: ['tea'] });
    expect(results(await bulk({ ids, action: 'tag', tags: ['refund', 'tea'] }))).toEqual(done);
    expect(results(await bulk({ ids, action: 'priority', priority: 'low' }))).toEqual(done);
    expect(results(await bulk({ ids, action: 'transfer', operatorId: ben.id }))).toEqual(done);
    expect(results(await bulk({ ids, action: 'complete' }, ben))).toEqual(done);
    const [first, second] = await Promise.all(
      ids.map(async (id) => (await get(`/conversations/${id}`)).body),
    );
    expect(first).toMatchObject({
      state: 'completed',
      operator: { id: ben.id },
      priority: 'low',
      tags: ['tea', 'refund'],
    });
    expect(second).toMatchObject({ state: 'completed', tags: ['refund', 'tea'] });
  });

  const miss = async (openId: string) => {
    const { contactId, conversationId } = await app.receive(channelId, 'Is the tea fresh?', openId);
    app.host.behaviour.clockOffsetMs += 3_600_000;
    await app.host.apply(contactId, { type: 'timePassed' });
    await app.host.idle();
    expect((await get(`/conversations/${conversationId}`)).body['state']).toBe('missed');
    return conversationId;
  };
  const notesOf = async (id: string) =>
    (await get(`/conversations/${id}/messages`)).body.items
      .filter(({ direction }) => direction === 'note')
      .map((one) => [one['text'], (one['sender'] as { id: string }).id]);

  it('completes missed and waiting ones by attending them first, with the reason as a note', async () => {
    const ids = [await miss('a'), await begin('b'), await begin('c', anna)];
    const taken = await begin('d', ben);
    const complete = (more: object = {}) => bulk({ ids: [...ids, taken], action: 'complete', ...more });
    expect(results(await complete({ reason: '  Answered by phone ' }))).toEqual([
      ...ids.map((id) => ({ id, status: 200 })),
      { id: taken, status: 409, code: 'attended_by_other' },
    ]);
    for (const id of ids) {
      expect((await get(`/conversations/${id}`)).body).toMatchObject({
        state: 'completed',
        completedReason: 'operator',
        operator: { id: anna.id },
        completedBy: { id: anna.id },
      });
      expect(await notesOf(id)).toEqual([['Answered by phone', anna.id]]);
    }
    expect(await notesOf(taken)).toEqual([]);
  });

  it('notes no reason where none is given, and each reason once, however often it is tried', async () => {
    const [plain, tried] = [await miss('a'), await miss('b')];
    expect(results(await bulk({ ids: [plain], action: 'complete' }))).toEqual([{ id: plain, status: 200 }]);
    expect(await notesOf(plain)).toEqual([]);
    const complete = () => bulk({ ids: [tried], action: 'complete', reason: 'No answer needed' });
    const spy = jest.spyOn(app.host.client, 'complete').mockResolvedValueOnce({ type: 'unavailable' });
    expect(results(await complete())).toEqual([{ id: tried, status: 503, code: 'unavailable' }]);
    spy.mockRestore();
    expect(results(await complete())).toEqual([{ id: tried, status: 200 }]);
    expect(await notesOf(tried)).toEqual([['No answer needed', anna.id]]);
    for (const reason of ['', 'x'.repeat(201)]) {
      expect((await bulk({ ids: [tried], action: 'complete', reason })).status).toBe(400);
    }
  });

  it('does not try all of them while the engine is away', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 10; number += 1) ids.push(await begin(`many-${number}`));
    app.host.behaviour.answers = 'unavailable';
    const attend = jest.spyOn(app.host.client, 'attend');
    expect(results(await bulk({ ids, action: 'attend' }))).toEqual(
      ids.map((id) => ({ id, status: 503, code: 'unavailable' })),
    );
    expect(attend.mock.calls.length).toBeLessThanOrEqual(4);
    attend.mockRestore();
  });

  it('adds no tags beyond the most that one may have, and takes at most 100 ids', async () => {
    const id = await begin('a', anna);
    await call('PATCH', `/conversations/${id}`, { tags: Array.from({ length: 20 }, (_, n) => `tag ${n}`) });
    expect(results(await bulk({ ids: [id], action: 'tag', tags: ['one more'] }))).toEqual([
      { id, status: 400, code: 'invalid_request' },
    ]);
    const many = Array.from({ length: 101 }, (_, n) => `id-${n}`);
    expect((await bulk({ ids: many, action: 'attend' })).status).toBe(400);
  });
});
