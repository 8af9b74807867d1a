/** Groups, offers and the queue of conversations, as operators and supervisors see them. */
import { sql } from 'drizzle-orm';
import type { ClaimResult } from '../../src/domain/routing/claim';
import { DEFAULT_SETTINGS, type VersionedSettings } from '../../src/domain/settings';
import type { Body, TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { eventually } from '../support/eventually';
import { listenToEvents } from '../support/listen-to-events';

const HOUR_MS = 3_600_000;

let app: ConversationApp;
let brandId: string;
let channelId: string;
let anna: TestOperator;
let ben: TestOperator;
let salesId: string;
let careId: string;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId, channelId } = await app.channel());
  anna = await app.operator([brandId]);
  ben = await app.operator([brandId]);
  salesId = (await call('POST', '/groups', { brandId, name: 'Sales', operatorIds: [anna.id] })).body.id;
  careId = (await call('POST', '/groups', { brandId, name: 'Care', operatorIds: [ben.id] })).body.id;
});
afterAll(() => app.close());

const call = (method: string, path: string, body?: unknown, as?: TestOperator) =>
  app.call(method, `/api/v1${path}`, body, as === undefined ? {} : { token: as.token });
const setSettings = (fields: Partial<VersionedSettings>) => {
  app.host.behaviour.settings = { ...DEFAULT_SETTINGS, version: 1, ...fields };
};
const OFFERED = {
  mode: 'offer',
  offerSeconds: 30,
  autoAttend: false,
  returnAfterSeconds: null,
  skipOlderThanHours: null,
} as const;
/** Each claim gets the next of these operators, and then nobody. */
const offerTo = (...operators: readonly TestOperator[]) => {
  setSettings({ routing: OFFERED });
  const left = [...operators];
  app.host.behaviour.claim = (): ClaimResult => ({
    operatorId: left.shift()?.id ?? null,
    retryInMs: null,
    beginsRound: false,
  });
};
const receive = async (openId: string) => (await app.receive(channelId, '你好', openId)).conversationId;
const waitingFor = async (groupId: string | undefined, openId: string) => {
  setSettings({ groupId });
  return receive(openId);
};
const shown = async (id: string, as?: TestOperator) =>
  (await call('GET', `/conversations/${id}`, undefined, as)).body;
const wish = async (id: string, what: string, body: unknown, as: TestOperator) => {
  const answer = await call('POST', `/conversations/${id}/${what}`, body, as);
  await app.host.idle();
  return answer;
};
const idsOf = (body: Body) => body.items.map(({ id }) => id);

describe('a conversation for a group', () => {
  it('shows the group, and is found by it in lists, counts and searches', async () => {
    const ofSales = await waitingFor(salesId, 'one');
    const ofCare = await waitingFor(careId, 'two');
    const ofAll = await waitingFor(undefined, 'three');
    expect(await shown(ofSales, ben)).toMatchObject({ group: { id: salesId, name: 'Sales' }, offer: null });
    expect(await shown(ofAll, ben)).toMatchObject({ group: null });
    const list = async (query: string) =>
      idsOf((await call('GET', `/conversations?${query}`, undefined, anna)).body);
    expect(await list(`groupId=${salesId}`)).toEqual([ofSales]);
    expect(await list(`groupId=${salesId}&groupId=${careId}&state=waiting`)).toEqual([ofCare, ofSales]);
    expect(await list(`groupId=${salesId}&groupId=${careId}&order=urgency`)).toEqual([ofSales, ofCare]);
    expect(await list(`groupId=${careId}&state=missed`)).toEqual([]);
    expect(await list(`groupId=${careId}&q=${encodeURIComponent('你好')}`)).toEqual([ofCare]);
    expect(await list('groupId=none')).toEqual([]);
    const counts = async (query: string) =>
      (await call('GET', `/conversations/counts?${query}`, undefined, anna)).body['waiting'];
    expect(await counts(`groupId=${salesId}`)).toEqual({ count: 1, isMore: false });
    expect(await counts(`groupId=${salesId}&groupId=${careId}`)).toEqual({ count: 2, isMore: false });
    expect(await counts('')).toEqual({ count: 3, isMore: false });
  });

  it('is moved to another group by a transfer: it waits again, with the note for whoever attends', async () => {
    const id = await waitingFor(salesId, 'one');
    await wish(id, 'attend', {}, anna);
    const { status, body } = await wish(id, 'transfer', { groupId: careId, note: 'Wants a refund' }, anna);
    expect([status, body]).toMatchObject([
      200,
      { state: 'waiting', operator: null, group: { id: careId, name: 'Care' } },
    ]);
    expect(await shown(id, ben)).toMatchObject({ group: { id: careId, name: 'Care' }, state: 'waiting' });
    const { body: thread } = await call('GET', `/conversations/${id}/messages`, undefined, ben);
    expect(thread.items.filter(({ type }) => type === 'note')).toMatchObject([
      { text: 'Wants a refund', sender: { id: anna.id } },
    ]);
    // Whoever transfers it themselves is not alerted that it is gone.
    expect((await call('GET', '/alerts', undefined, anna)).body.items).toEqual([]);
  });

  it('may be moved while it waits, by every member, and keeps the note', async () => {
    const id = await waitingFor(salesId, 'one');
    expect((await wish(id, 'transfer', { groupId: careId, note: 'Not ours' }, ben)).body).toMatchObject({
      state: 'waiting',
      group: { id: careId },
    });
    const { body: thread } = await call('GET', `/conversations/${id}/messages`, undefined, ben);
    expect(thread.items.filter(({ type }) => type === 'note')).toHaveLength(1);
  });

  it('alerts an operator from whom an administrator moves it', async () => {
    const id = await waitingFor(salesId, 'one');
    await wish(id, 'attend', {}, anna);
    const administrator = await app.operator([brandId], 'administrator');
    expect((await wish(id, 'transfer', { groupId: careId }, administrator)).status).toBe(200);
    expect((await call('GET', '/alerts', undefined, anna)).body.items).toMatchObject([{ kind: 'returned' }]);
  });

  it('goes to an operator or to a group, not to both, and to none of another brand', async () => {
    const id = await waitingFor(salesId, 'one');
    await wish(id, 'attend', {}, anna);
    const { brandId: other } = await app.channel();
    const foreign = (await call('POST', '/groups', { brandId: other, name: 'Sales' })).body.id;
    const refused = async (body: object) => {
      const answer = await wish(id, 'transfer', body, anna);
      return [answer.status, (answer.body.errors as { path: string }[] | undefined)?.map(({ path }) => path)];
    };
    expect(await refused({})).toEqual([400, ['operatorId']]);
    expect(await refused({ operatorId: ben.id, groupId: careId })).toEqual([400, ['operatorId']]);
    expect(await refused({ groupId: foreign })).toEqual([400, ['groupId']]);
    expect(await refused({ groupId: 'none' })).toEqual([400, ['groupId']]);
    expect(await shown(id)).toMatchObject({ state: 'active', group: { id: salesId } });
  });

  it('says who may move it: every member while nobody attends, then who attends', async () => {
    const id = await waitingFor(salesId, 'one');
    expect(await shown(id, ben)).toMatchObject({
      abilities: { transfer: { allowed: false, code: 'not_attended' }, transferToGroup: { allowed: true } },
    });
    await wish(id, 'attend', {}, anna);
    expect(await shown(id, anna)).toMatchObject({
      abilities: { transfer: { allowed: true }, transferToGroup: { allowed: true } },
    });
    expect(await shown(id, ben)).toMatchObject({
      abilities: { transferToGroup: { allowed: false, code: 'attended_by_other' } },
    });
  });

  it('is moved, as far as is known without an answer, only where the store shows it', async () => {
    const id = await waitingFor(salesId, 'one');
    app.host.behaviour.answers = 'silent';
    // Also to the group whose queue it is in: nobody knows whether that was done.
    for (const groupId of [careId, salesId])
      expect((await wish(id, 'transfer', { groupId }, anna)).status).toBe(503);
    app.host.behaviour.answers = 'lost';
    for (const groupId of [careId, careId])
      expect((await wish(id, 'transfer', { groupId }, anna)).body).toMatchObject({
        state: 'waiting',
        group: { id: careId },
      });
  });

  it('shows no group that was deleted', async () => {
    const id = await waitingFor(salesId, 'one');
    await call('DELETE', `/groups/${salesId}`);
    expect(await shown(id)).toMatchObject({ group: null });
  });
});

describe('an offer', () => {
  it('names who is asked, until when, and only they can decline it', async () => {
    offerTo(anna, ben);
    const id = await receive('one');
    const before = await shown(id, anna);
    const offer = before['offer'] as { operator: object; until: string };
    expect(offer.operator).toEqual({ id: anna.id, name: expect.stringMatching(/^Operator/) });
    const lasts = Date.parse(offer.until) - Date.parse(String(before['now']));
    expect(lasts).toBeGreaterThan(25_000);
    expect(lasts).toBeLessThanOrEqual(30_000);
    expect(before).toMatchObject({ abilities: { decline: { allowed: true }, attend: { allowed: true } } });
    expect(before['deadlines']).toContainEqual({ kind: 'offer', at: offer.until });
    expect(before['nextDeadline']).toMatchObject({ kind: 'miss' });
    // An offer is no lock.
    expect(await shown(id, ben)).toMatchObject({
      abilities: { decline: { allowed: false, code: 'not_offered' }, attend: { allowed: true } },
    });
    const refused = await wish(id, 'decline', {}, ben);
    expect([refused.status, refused.body.code]).toEqual([409, 'not_offered']);
    expect((await wish(id, 'decline', {}, anna)).status).toBe(200);
    expect(await shown(id, anna)).toMatchObject({
      state: 'waiting',
      offer: { operator: { id: ben.id } },
      abilities: { decline: { allowed: false } },
    });
    expect((await wish(id, 'attend', {}, anna)).body).toMatchObject({ state: 'active', offer: null });
  });

  it('is declined, as far as is known without an answer, only by whom it was made to', async () => {
    offerTo(anna, ben);
    const id = await receive('one');
    app.host.behaviour.answers = 'silent';
    for (const one of [anna, ben]) expect((await wish(id, 'decline', {}, one)).status).toBe(503);
    app.host.behaviour.answers = 'lost';
    expect((await wish(id, 'decline', {}, anna)).body).toMatchObject({ offer: { operator: { id: ben.id } } });
  });

  it('comes over the event stream, with what each viewer may do', async () => {
    const [annas, bens] = [await listenToEvents(app.url, anna), await listenToEvents(app.url, ben)];
    offerTo(anna);
    const id = await receive('one');
    const offered = (stream: typeof annas) => async () =>
      stream.of('conversation').find((one) => one['id'] === id && one['offer'] !== null);
    expect(await eventually(offered(annas), 'the offer')).toMatchObject({
      abilities: { decline: { allowed: true } },
    });
    expect(await eventually(offered(bens), 'the offer, to others')).toMatchObject({
      offer: { operator: { id: anna.id } },
      abilities: { decline: { allowed: false } },
    });
    annas.close();
    bens.close();
  });
});

describe('the queue', () => {
  const queue = async (query = '', as?: TestOperator) =>
    (await call('GET', `/queue${query}`, undefined, as)).body;
  const placesOf = ({ items }: Body) =>
    items.map(({ conversation, position }) => [(conversation as Body).id, position]);

  it('lists who waits, since when, to whom it is offered and who was asked, and who is there', async () => {
    offerTo(anna, ben);
    const first = await receive('one');
    await wish(first, 'decline', {}, anna);
    const second = await waitingFor(undefined, 'two');
    await call('PUT', '/me/availability', { status: 'away' }, ben);
    const body = await queue();
    expect(body.items).toMatchObject([
      {
        conversation: { id: first, state: 'waiting' },
        position: 1,
        offer: { operator: { id: ben.id } },
        asked: [anna.id],
      },
      { conversation: { id: second }, position: 2, offer: null, asked: [] },
    ]);
    const [{ conversation, since } = {}] = body.items as readonly { conversation?: Body; since?: string }[];
    expect(since).toBe(conversation?.['startedAt']);
    expect(body['operators']).toEqual([
      {
        operator: { id: anna.id, name: expect.any(String) },
        status: 'online',
        isConnected: false,
        active: 0,
        capacity: null,
      },
      expect.objectContaining({ operator: expect.objectContaining({ id: ben.id }), status: 'away' }),
    ]);
  });

  it('has windows that close within the hour first, then who waits longest; missed ones too, no others', async () => {
    const long = await receive('long');
    const short = await receive('short');
    const attended = await receive('attended');
    await wish(attended, 'attend', {}, anna);
    const { contactId, conversationId: missed } = await app.receive(channelId, '你好', 'missed');
    app.host.behaviour.clockOffsetMs = 2 * 60_000;
    await app.host.apply(contactId, { type: 'timePassed' });
    app.host.behaviour.clockOffsetMs = 0;
    const closing = await receive('closing');
    const closed = await receive('closed');
    const beganHoursAgo = (id: string, hours: number) =>
      app.database.db.execute(
        sql`update conversations set snapshot =
            jsonb_set(snapshot, '{startedAt}', to_jsonb((snapshot ->> 'startedAt')::numeric - ${hours * HOUR_MS}::numeric))
            where id = ${id}`,
      );
    await beganHoursAgo(closing, 47.5);
    // Nothing can be sent in it any more: it has no hurry.
    await beganHoursAgo(closed, 49);
    // The missed one is compared by the wall clock: two minutes of its own have passed before the others.
    expect(placesOf(await queue())).toEqual(
      [closing, missed, long, short, closed].map((id, index) => [id, index + 1]),
    );
    expect(await shown(missed)).toMatchObject({ state: 'missed' });
  });

  it('is shown to operators for their own groups, those that nobody serves, and what has no group', async () => {
    const empty = (await call('POST', '/groups', { brandId, name: 'Empty' })).body.id;
    const ofSales = await waitingFor(salesId, 'one');
    const ofCare = await waitingFor(careId, 'two');
    const ofEmpty = await waitingFor(empty, 'three');
    const ofAll = await waitingFor(undefined, 'four');
    const ids = async (query: string, as?: TestOperator) =>
      placesOf(await queue(query, as)).map(([id]) => id);
    expect(await ids('')).toEqual([ofSales, ofCare, ofEmpty, ofAll]);
    expect(await ids('', anna)).toEqual([ofSales, ofEmpty, ofAll]);
    expect(await ids('', ben)).toEqual([ofCare, ofEmpty, ofAll]);
    expect(await ids(`?groupId=${salesId}`)).toEqual([ofSales]);
    expect(await ids(`?groupId=${salesId}`, ben)).toEqual([]);
    const outsider = await app.operator([(await app.channel()).brandId]);
    expect(await ids('', outsider)).toEqual([]);
    expect((await queue(`?brandId=${brandId}`, outsider))['operators']).toEqual([]);
    const operatorsOf = ({ operators }: Body) =>
      (operators as { operator: { id: string } }[]).map(({ operator }) => operator.id);
    expect(operatorsOf(await queue(`?groupId=${salesId}`))).toEqual([anna.id]);
    // Nobody is in it, so all members of the brand are asked.
    expect(operatorsOf(await queue(`?groupId=${empty}`))).toEqual([anna.id, ben.id]);
  });

  it('comes in pages, whose positions continue', async () => {
    setSettings({});
    const ids: string[] = [];
    for (let number = 0; number < 5; number += 1) ids.push(await receive(`contact ${number}`));
    const first = await queue('?limit=2');
    expect(placesOf(first)).toEqual([
      [ids[0], 1],
      [ids[1], 2],
    ]);
    const second = await queue(`?limit=2&cursor=${first.nextCursor}`);
    expect(placesOf(second)).toEqual([
      [ids[2], 3],
      [ids[3], 4],
    ]);
    const third = await queue(`?limit=2&cursor=${second.nextCursor}`);
    expect([placesOf(third), third.nextCursor]).toEqual([[[ids[4], 5]], null]);
    for (const query of ['?limit=201', '?cursor=-1', '?cursor=x']) {
      expect((await call('GET', `/queue${query}`)).status).toBe(400);
    }
  });
});
