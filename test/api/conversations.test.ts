import { conversationSchema } from '../../src/contracts/conversations/conversation';
import { conversationCountsSchema } from '../../src/contracts/conversations/conversation-counts';
import { createOpenApiDocument } from '../../src/contracts/openapi';
import type { Answer, TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { ROUTES } from '../support/route-contracts';

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

const get = (path: string, as: TestOperator = anna) => app.call('GET', `/api/v1${path}`, undefined, as);
const post = (path: string, body?: unknown, as: TestOperator = anna) =>
  app.call('POST', `/api/v1${path}`, body, as);
const outcomeOf = ({ status, body }: Answer) => [status, body['code']];
const idsOf = ({ body }: Answer) => body.items.map(({ id }) => id);

describe('a conversation', () => {
  it('is shown with people, times, window, counters, deadlines, last message and abilities', async () => {
    const { contactId, conversationId } = await app.receive(channelId, 'Is the tea fresh?');
    const { status, body } = await get(`/conversations/${conversationId}`);
    expect(status).toBe(200);
    const conversation = conversationSchema.parse(body);
    expect(conversation).toMatchObject({
      id: conversationId,
      channelId,
      brandId,
      contact: { id: contactId, openId: 'openid-1', name: `微信用户 ${contactId.slice(-4)}` },
      state: 'waiting',
      operator: null,
      attendedAt: null,
      completedReason: null,
      window: { anchor: 'conversation-start', open: true, trigger: null },
      consecutive: { sent: 0, limit: 5 },
      unread: 1,
      lastMessage: { direction: 'inbound', text: 'Is the tea fresh?', seq: 1 },
      workflow: {
        workflowId: `conversation-${contactId}`,
        runId: 'run-1',
        url: `http://localhost:8233/namespaces/default/workflows/conversation-${contactId}/run-1/history`,
      },
    });
    const startedAt = Date.parse(conversation.startedAt);
    expect(Date.parse(conversation.window.closesAt) - startedAt).toBe(48 * 3_600_000);
    expect(conversation.deadlines.map(({ kind }) => kind)).toEqual(['miss', 'window']);
    expect(conversation.nextDeadline).toEqual(conversation.deadlines[0]);
    expect(conversation.abilities).toMatchObject({
      reply: { allowed: true, until: conversation.window.closesAt, remaining: 5 },
      attend: { allowed: true },
      transfer: { allowed: false, code: 'not_attended' },
      note: { allowed: true },
      typing: { allowed: true },
    });
  });

  it('lives by its own clock: a fast-forwarded one is ahead, and its window may be closed', async () => {
    const { behaviour } = app.host;
    behaviour.settings = { ...behaviour.settings, closeMissedAfterSeconds: null };
    const { contactId, conversationId } = await app.receive(channelId);
    behaviour.clockOffsetMs = 49 * 3_600_000;
    await app.host.apply(contactId, { type: 'timePassed' });
    const { body } = await get(`/conversations/${conversationId}`);
    const { now, window, abilities, startedAt } = conversationSchema.parse(body);
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(48.9 * 3_600_000);
    expect(window.open).toBe(false);
    const since = new Date(Date.parse(startedAt) + 48 * 3_600_000).toISOString();
    expect(abilities.reply).toEqual({ allowed: false, code: 'window_closed', since });
    expect(abilities.hold).toEqual({ allowed: true });
  });

  it('shows a trigger window only while it is open', async () => {
    const { conversationId } = await app.receive(channelId);
    const tap = { type: 'menu_click', key: 'k' } as const;
    await app.receive(channelId, tap, 'openid-1', 'menu_tap');
    const { body } = await get(`/conversations/${conversationId}`);
    expect(conversationSchema.parse(body).window.trigger).toMatchObject({ kind: 'menu_tap', remaining: 3 });
  });

  it('is hidden from operators of other brands', async () => {
    const { conversationId } = await app.receive(channelId);
    const outsider = await app.operator([(await app.channel()).brandId]);
    for (const path of ['', '/messages']) {
      expect(outcomeOf(await get(`/conversations/${conversationId}${path}`, outsider))).toEqual([
        404,
        'not_found',
      ]);
    }
    for (const path of ['attend', 'transfer', 'complete', 'messages', 'typing', 'notes']) {
      const body = { operatorId: ben.id, type: 'text', text: 'x' };
      const answer = await post(`/conversations/${conversationId}/${path}`, body, outsider);
      expect(outcomeOf(answer)).toEqual([404, 'not_found']);
    }
    expect((await get('/conversations', outsider)).body.items).toEqual([]);
    const administrator = await app.operator([], 'administrator');
    expect((await get(`/conversations/${conversationId}`, administrator)).status).toBe(200);
    expect(outcomeOf(await get('/conversations/none'))).toEqual([404, 'not_found']);
  });

  it('cannot be changed with a token of the scope read', async () => {
    const { conversationId } = await app.receive(channelId);
    const { secret: token } = await app.deps.apiTokens.create({
      operatorId: anna.id,
      name: 'r',
      scopes: ['read'],
    });
    const answer = await app.call('POST', `/api/v1/conversations/${conversationId}/attend`, {}, { token });
    expect(outcomeOf(answer)).toEqual([403, 'insufficient_scope']);
  });
});

describe('the list of conversations', () => {
  it('has the newest activity first, in pages without gaps', async () => {
    const ids: string[] = [];
    for (const openId of ['a', 'b', 'c'])
      ids.push((await app.receive(channelId, 'hi', openId)).conversationId);
    await app.receive(channelId, 'again', 'a');
    const first = await get('/conversations?limit=2');
    expect(idsOf(first)).toEqual([ids[0], ids[2]]);
    const second = await get(`/conversations?limit=2&cursor=${first.body.nextCursor}`);
    expect(idsOf(second)).toEqual([ids[1]]);
    expect(second.body.nextCursor).toBeNull();
  });

  it('is paged through in the order of the first page: each conversation once, wherever it moves', async () => {
    const ids: string[] = [];
    for (const openId of ['a', 'b', 'c', 'd', 'e'])
      ids.unshift((await app.receive(channelId, 'hi', openId)).conversationId);
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 1; cursor !== null; page += 1) {
      const answer = await get(
        `/conversations?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...idsOf(answer));
      cursor = answer.body.nextCursor;
      // The oldest, one that was seen, and a new one.
      for (const openId of ['a', 'e', `new${page}`]) await app.receive(channelId, 'again', openId);
    }
    expect(seen).toEqual(ids);
    expect(idsOf(await get('/conversations?limit=3')).slice(1)).toEqual([ids[0], ids[4]]);
  });

  it('accepts a cursor of an older release, without a walk', async () => {
    for (const openId of ['a', 'b', 'c']) await app.receive(channelId, 'hi', openId);
    const first = await get('/conversations?limit=2');
    const place = /^\d+/.exec(first.body.nextCursor)?.[0];
    expect(idsOf(await get(`/conversations?limit=2&cursor=${place}`))).toHaveLength(1);
  });

  it('can be filtered by state, channel, operator, contact and a part of the name or openid', async () => {
    const other = await app.channel();
    await app.deps.operators.update(anna.id, { brandIds: [brandId, other.brandId] });
    const one = await app.receive(channelId, 'hi', 'oABC_1%');
    const two = await app.receive(channelId, 'hi', 'oABC_2');
    const three = await app.receive(other.channelId, 'hi', 'oXYZ');
    await post(`/conversations/${two.conversationId}/attend`);
    await until(async () => idsOf(await get('/conversations?state=active')).length === 1);
    const found = async (query: string) => idsOf(await get(`/conversations?${query}`)).sort();
    const ids = (...list: readonly { conversationId: string }[]) =>
      list.map(({ conversationId }) => conversationId).sort();
    expect(await found('state=active')).toEqual(ids(two));
    expect(await found('state=waiting&state=active')).toEqual(ids(one, two, three));
    expect(await found(`channelId=${other.channelId}`)).toEqual(ids(three));
    expect(await found(`brandId=${other.brandId}`)).toEqual(ids(three));
    expect(await found(`brandId=${other.brandId}&channelId=${channelId}`)).toEqual([]);
    expect(await found('operatorId=me')).toEqual(ids(two));
    expect(await found(`operatorId=${ben.id}`)).toEqual([]);
    expect(await found(`contactId=${one.contactId}`)).toEqual(ids(one));
    expect(await found('q=oabc')).toEqual(ids(one, two));
    expect(await found('q=%25')).toEqual(ids(one));
    expect(await found("q=' or 1=1 --")).toEqual([]);
  });

  it('says in a search which message has the words, and shows the text around them', async () => {
    const long = `${'Good day. '.repeat(30)}Where is my parcel?\n${'Please. '.repeat(40)}`;
    const one = await app.receive(channelId, long, 'oParcel');
    await app.receive(channelId, 'Hello?', 'oParcel');
    await app.receive(channelId, 'Something else', 'oOther');
    await until(async () => (await get(`/conversations/${one.conversationId}`)).body['unread'] === 2);
    const { body } = await get('/conversations?q=PARCEL');
    expect(idsOf({ body } as Answer)).toEqual([one.conversationId]);
    const [found] = body.items.map((item) => conversationSchema.parse(item));
    expect(found?.match).toMatchObject({ messageId: one.messageId, seq: 1 });
    expect(found?.match?.text).toMatch(/^….{0,16}parcel\? Please\. .*…$/u);
    expect(Array.from(found?.match?.text ?? '').length).toBeLessThanOrEqual(200);
    expect(found?.lastMessage).toMatchObject({ text: 'Hello?' });
    const byName = await get('/conversations?q=oParcel');
    expect(byName.body.items[0]).not.toHaveProperty('match');
    const withoutSearch = await get('/conversations');
    expect(withoutSearch.body.items[0]).not.toHaveProperty('match');
  });

  it.each([
    'state=lost',
    'state=waiting&state=lost',
    'limit=0',
    'limit=101',
    'cursor=x',
    'cursor=1;drop',
    'cursor=1.1790000000000.6.5.',
    'cursor=1.1790000000000.5.9.4_3',
    'brand=b',
    'channelId=%00',
    'q=%00',
    'q=',
  ])('is refused with %s', async (query) => {
    expect(outcomeOf(await get(`/conversations?${query}`))).toEqual([400, 'invalid_request']);
  });
});

describe('the counts of the lists', () => {
  const counts = async (query = '', as: TestOperator = anna) => {
    const { body } = await get(`/conversations/counts${query}`, as);
    const parsed = conversationCountsSchema.parse(body);
    return Object.fromEntries(Object.entries(parsed).map(([list, { count }]) => [list, count]));
  };

  it('are those of the viewer’s own lists', async () => {
    await app.receive(channelId, 'hi', 'a');
    const two = await app.receive(channelId, 'hi', 'b');
    const three = await app.receive(channelId, 'hi', 'c');
    await post(`/conversations/${two.conversationId}/attend`);
    await post(`/conversations/${three.conversationId}/attend`);
    await post(`/conversations/${three.conversationId}/complete`);
    await until(async () => (await counts())['completed'] === 1);
    expect(await counts()).toEqual({
      mine: 1,
      waiting: 1,
      missed: 0,
      completed: 1,
      all: 3,
      bot: 0,
      needsLook: 0,
    });
    expect(await counts('', ben)).toEqual({
      mine: 0,
      waiting: 1,
      missed: 0,
      completed: 1,
      all: 3,
      bot: 0,
      needsLook: 0,
    });
  });

  it('can be filtered by brand and channel, and show nothing of other brands', async () => {
    const other = await app.channel();
    await app.receive(channelId, 'hi', 'a');
    await app.receive(other.channelId, 'hi', 'b');
    const nothing = { mine: 0, waiting: 0, missed: 0, completed: 0, all: 0, bot: 0, needsLook: 0 };
    expect(await counts()).toMatchObject({ waiting: 1, all: 1 });
    expect(await counts(`?brandId=${other.brandId}`)).toEqual(nothing);
    expect(await counts(`?channelId=${other.channelId}`)).toEqual(nothing);
    const both = await app.operator([brandId, other.brandId]);
    expect(await counts('', both)).toMatchObject({ waiting: 2, all: 2 });
    expect(await counts(`?brandId=${other.brandId}`, both)).toMatchObject({ waiting: 1 });
    expect(await counts(`?channelId=${channelId}`, both)).toMatchObject({ waiting: 1 });
    expect(await counts('', await app.operator([]))).toEqual(nothing);
  });
});

describe('attending, transferring and completing', () => {
  it('answer with the conversation as the workflow has it', async () => {
    const { conversationId } = await app.receive(channelId);
    const attended = await post(`/conversations/${conversationId}/attend`);
    expect(attended.status).toBe(200);
    const { name } = (await app.deps.operators.find(anna.id)) ?? { name: '' };
    expect(conversationSchema.parse(attended.body)).toMatchObject({
      state: 'active',
      operator: { id: anna.id, name },
      unread: 0,
      abilities: { transfer: { allowed: true }, complete: { allowed: true } },
    });
    expect((await post(`/conversations/${conversationId}/attend`)).status).toBe(200);
    const transferred = await post(`/conversations/${conversationId}/transfer`, { operatorId: ben.id });
    const bensName = (await app.deps.operators.find(ben.id))?.name;
    expect(transferred.body).toMatchObject({
      operator: { id: ben.id, name: bensName },
      abilities: {
        reply: { allowed: false, code: 'attended_by_other', operator: { id: ben.id, name: bensName } },
      },
    });
    const completed = await post(`/conversations/${conversationId}/complete`, {}, ben);
    expect(completed.body).toMatchObject({ state: 'completed', completedReason: 'operator', deadlines: [] });
    expect(completed.body['nextDeadline']).toBeNull();
  });

  it('are refused with the code and its facts', async () => {
    const { conversationId } = await app.receive(channelId);
    expect(outcomeOf(await post(`/conversations/${conversationId}/complete`))).toEqual([409, 'not_attended']);
    await post(`/conversations/${conversationId}/attend`, {}, ben);
    const other = await post(`/conversations/${conversationId}/attend`);
    expect(outcomeOf(other)).toEqual([409, 'attended_by_other']);
    const bensName = (await app.deps.operators.find(ben.id))?.name;
    expect(other.body['operator']).toEqual({ id: ben.id, name: bensName });
    expect(other.headers.get('content-type')).toContain('application/problem+json');
    await post(`/conversations/${conversationId}/complete`, {}, ben);
    for (const path of ['attend', 'complete']) {
      const answer = await post(`/conversations/${conversationId}/${path}`);
      expect(outcomeOf(answer)).toEqual([409, 'conversation_completed']);
    }
    app.host.behaviour.answers = 'notOpen';
    await until(async () => (await get(`/conversations/${conversationId}`)).body['state'] === 'completed');
    const gone = await post(`/conversations/${conversationId}/attend`);
    expect(outcomeOf(gone)).toEqual([409, 'conversation_completed']);
  });

  it('transfer nothing to someone who may not see it', async () => {
    const { conversationId } = await app.receive(channelId);
    await post(`/conversations/${conversationId}/attend`);
    const outsider = await app.operator([]);
    const disabled = await app.operator([brandId]);
    await app.deps.operators.update(disabled.id, { isDisabled: true });
    for (const operatorId of [outsider.id, disabled.id, 'nobody', '\0']) {
      const answer = await post(`/conversations/${conversationId}/transfer`, { operatorId });
      expect(outcomeOf(answer)).toEqual([400, 'invalid_request']);
    }
    const more = { operatorId: ben.id, role: 'administrator' };
    const answer = await post(`/conversations/${conversationId}/transfer`, more);
    expect(outcomeOf(answer)).toEqual([400, 'invalid_request']);
  });

  it('answer 503 if nothing was accepted, and 200 if only the answer was lost', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.answers = 'unavailable';
    const refused = await post(`/conversations/${conversationId}/attend`);
    expect(outcomeOf(refused)).toEqual([503, 'unavailable']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    app.host.behaviour.answers = 'lost';
    const attended = await post(`/conversations/${conversationId}/attend`);
    expect([attended.status, attended.body['state']]).toEqual([200, 'active']);
  });

  it('answer 503 with a reason if they may yet take effect', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.answers = 'silent';
    const { status, body } = await post(`/conversations/${conversationId}/attend`);
    expect([status, body['code'], body['reason']]).toEqual([503, 'unavailable', 'unconfirmed']);
    expect(body['detail']).toContain('it may have taken effect');
  });
});

it('all routes are in the OpenAPI document', () => {
  const document = createOpenApiDocument(ROUTES, { version: '0', serverUrl: 'http://localhost' });
  expect(Object.keys(document.paths ?? {})).toEqual(
    expect.arrayContaining(['/api/v1/conversations/{id}/messages/{messageId}/resolve', '/api/v1/events']),
  );
  const parameters = document.paths?.['/api/v1/conversations']?.get?.parameters ?? [];
  expect(parameters.map((one) => ('name' in one ? one.name : ''))).toEqual(
    expect.arrayContaining(['state', 'channelId', 'operatorId', 'contactId', 'q', 'limit', 'cursor']),
  );
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 100) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
