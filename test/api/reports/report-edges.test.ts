/** What is easily counted wrong: who attended, what is refused ahead of time, and two who write at once. */
import { sql } from 'drizzle-orm';
import { moveClock } from '../../../src/store/contacts/contact-clock';
import type { Db } from '../../../src/store/engine/database-types';
import { rowsOf } from '../../../src/store/engine/rows';
import { createHoursStore } from '../../../src/store/hours/hours';
import { SYSTEM } from '../../../src/store/people/audit-log';
import type { TestOperator } from '../../support/administration-app';
import { type ConversationApp, startConversationApp } from '../../support/conversation-app';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let app: ConversationApp;
let place: { readonly brandId: string; readonly channelId: string };
let anna: TestOperator;
let ben: TestOperator;
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  app.host.behaviour.clockOffsetMs = 0;
  place = await app.channel();
  anna = await app.operator([place.brandId]);
  ben = await app.operator([place.brandId]);
});
afterAll(() => app.close());

const get = (path: string, token?: string) =>
  app.call('GET', `/api/v1/reports/${path}`, undefined, token === undefined ? {} : { token });
const post = (path: string, body: unknown, { token }: TestOperator) =>
  app.call('POST', `/api/v1/conversations/${path}`, body, { token });
const inDays = (days: number) => new Date(Date.now() + days * 24 * HOUR).toISOString();

async function pass(contactId: string, ms: number): Promise<void> {
  app.host.behaviour.clockOffsetMs += ms;
  await app.host.idle();
  await app.database.db.execute(moveClock(contactId, ms, Date.now()));
  await app.host.apply(contactId, { type: 'timePassed' });
  await app.host.idle();
}

type OperatorItem = { readonly operator: { readonly id: string } } & Readonly<Record<string, unknown>>;
async function operatorItem({ id }: TestOperator): Promise<OperatorItem | undefined> {
  const { body } = await get(`operators?from=${inDays(-1)}&to=${inDays(9)}`);
  return (body['items'] as unknown as readonly OperatorItem[]).find(({ operator }) => operator.id === id);
}
const secondsOf = (item: OperatorItem | undefined) => Math.round(Number(item?.['activeSeconds']) / 60) * 60;

async function takenBack(): Promise<{ readonly contactId: string; readonly conversationId: string }> {
  const { contactId, conversationId } = await app.receive(place.channelId, 'hi', 'openid-1');
  await post(`${conversationId}/attend`, {}, anna);
  await pass(contactId, 40 * MINUTE);
  await app.host.apply(contactId, { type: 'operatorDisabled', operatorId: anna.id });
  await app.host.idle();
  return { contactId, conversationId };
}

describe('a conversation that was taken back', () => {
  it('was completed by time after its last operator, who keeps what it took them', async () => {
    const { contactId } = await takenBack();
    await pass(contactId, 60 * HOUR);
    const item = await operatorItem(anna);
    expect(item).toMatchObject({ attended: 1, completed: 1, returned: 1, handlingSeconds: { count: 1 } });
    expect(secondsOf(item)).toBe(40 * 60);
  });

  it('gives the next operator only the time since they attend', async () => {
    const { contactId, conversationId } = await takenBack();
    await pass(contactId, 3 * HOUR);
    await post(`${conversationId}/attend`, {}, ben);
    await pass(contactId, 10 * MINUTE);
    await post(`${conversationId}/complete`, {}, ben);
    await app.host.idle();
    const item = await operatorItem(ben);
    expect(item).toMatchObject({ attended: 0, completed: 1, load: 1 });
    expect(secondsOf(item)).toBe(10 * 60);
    expect(secondsOf(await operatorItem(anna))).toBe(40 * 60);
  });
});

describe('reports of opening hours', () => {
  it('do not look further back or ahead than there are facts', async () => {
    const hours = {
      timeZone: 'Europe/Berlin',
      weekly: Object.fromEntries(
        ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
      ),
      exceptions: [{ date: '2026-01-01', periods: [] }],
    };
    await createHoursStore(app.database).setOfBrand(place.brandId, hours as never, SYSTEM);
    await app.receive(place.channelId, 'hi', 'openid-1');
    await app.host.idle();
    const began = performance.now();
    const span = 'from=1900-01-01T00:00:00.000Z&to=2090-01-01T00:00:00.000Z';
    const { body } = await get(`summary?${span}&hours=open&bucket=month&channelId=${place.channelId}`);
    expect(body['totals']).toMatchObject({ started: 1, messagesIn: 1 });
    // Two centuries took more than ten seconds.
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('figures of others', () => {
  it('are for administrators; everybody may ask for their own', async () => {
    for (const path of ['summary?', 'heatmap?', 'reach?', 'conversations?figure=attended&']) {
      expect([path, (await get(`${path}operatorId=${ben.id}`, anna.token)).status]).toEqual([path, 403]);
      expect([path, (await get(`${path}operatorId=${ben.id}`)).status]).toEqual([path, 200]);
      for (const own of ['me', anna.id]) {
        expect([path, (await get(`${path}operatorId=${own}`, anna.token)).status]).toEqual([path, 200]);
      }
    }
  });

  it('of losses need the scope of their report, also as a list', async () => {
    const { id: operatorId } = await app.operator([], 'administrator');
    const tokens = app.deps.apiTokens;
    const reading = await tokens.create({ operatorId, name: 'reads', scopes: ['read'] });
    const administering = await tokens.create({ operatorId, name: 'all', scopes: ['read', 'admin'] });
    for (const figure of ['refused', 'held', 'failed', 'unknown', 'endedWaiting']) {
      const { status, body } = await get(`conversations?figure=${figure}`, reading.secret);
      expect([figure, status, body['code']]).toEqual([figure, 403, 'insufficient_scope']);
      expect((await get(`conversations?figure=${figure}`, administering.secret)).status).toBe(200);
    }
    expect((await get('conversations?figure=missed', reading.secret)).status).toBe(200);
  });
});

describe('a refusal', () => {
  const SCHEDULED = { type: 'text', text: 'later', sendAt: inDays(3) };

  it('of what is scheduled for after the window is not a late one', async () => {
    const { conversationId } = await app.receive(place.channelId, 'hi', 'openid-1');
    const { body } = await post(`${conversationId}/messages`, SCHEDULED, anna);
    expect(body['code']).toBe('window_closed');
    const losses = (await get(`losses?channelId=${place.channelId}`)).body;
    expect(losses).toMatchObject({
      refused: { window_closed: 1 },
      sentences: [
        { code: 'scheduled_after_window', text: '1 reply was scheduled for a time after the window.' },
      ],
    });
  });

  it('stays what it is if it cannot be noted', async () => {
    const { conversationId } = await app.receive(place.channelId, 'hi', 'openid-1');
    await app.database.db.execute(sql`alter table refusal_facts rename to refusal_facts_away`);
    try {
      const { status, body } = await post(`${conversationId}/messages`, SCHEDULED, anna);
      expect([status, body['code']]).toEqual([409, 'window_closed']);
    } finally {
      await app.database.db.execute(sql`alter table refusal_facts_away rename to refusal_facts`);
    }
  });
});

describe('a conversation whose last message is sent while it completes', () => {
  const complete = (tx: Db, id: string) =>
    tx.execute(sql`update conversations set state = 'completed', snapshot = snapshot ||
      jsonb_build_object('completedReason', 'missed_timeout', 'completedAt', snapshot -> 'startedAt') where id = ${id}`);
  const send = (tx: Db, id: string) =>
    tx.execute(
      sql`update messages set status = 'sent' where conversation_id = ${id} and direction = 'outbound'`,
    );
  const lose = (tx: Db, id: string) =>
    tx.execute(
      sql`update messages set status = 'unknown' where conversation_id = ${id} and direction = 'outbound'`,
    );

  it.each([
    ['completes first', complete, send],
    ['is sent first', send, complete],
    ['completes first, and nobody knows whether it was sent', complete, lose],
    ['is perhaps sent first', lose, complete],
  ])('does not end waiting, whichever is stored first: it %s', async (_, first, second) => {
    const { conversationId: id } = await app.receive(place.channelId, 'hi', 'openid-1');
    await post(`${id}/messages`, { type: 'text', text: 'hello' }, anna);
    await app.host.idle();
    const { db } = app.database;
    await db.execute(
      sql`update messages set status = 'sending' where conversation_id = ${id} and direction = 'outbound'`,
    );
    let ended: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await first(tx, id);
      ended = db.transaction((other) => second(other, id));
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await ended;
    const [row] = await rowsOf(
      db,
      sql`select ended_waiting, completed_reason from conversation_facts where conversation_id = ${id}`,
    );
    expect(row).toEqual({ ended_waiting: false, completed_reason: 'missed_timeout' });
  });
});
