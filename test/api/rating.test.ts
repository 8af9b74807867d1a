/** Asking for a rating over HTTP, and how a rating is shown. */
import { eq, sql } from 'drizzle-orm';
import { conversationSchema } from '../../src/contracts/conversations/conversation';
import { createRatings } from '../../src/store/ratings/ratings';
import { ratings } from '../../src/store/schema/ratings';
import type { Answer, TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

let app: ConversationApp;
let channelId: string;
let brandId: string;
let anna: TestOperator;
let ben: TestOperator;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  const made = await app.channel();
  ({ brandId, channelId } = made);
  anna = await app.operator([brandId]);
  ben = await app.operator([brandId]);
});
afterAll(() => app.close());

const call = (method: string, path: string, body?: unknown, as: TestOperator = anna) =>
  app.call(method, `/api/v1/conversations${path}`, body, as);
const ask = (id: string, as: TestOperator = anna) => call('POST', `/${id}/rating-request`, undefined, as);
const outcomeOf = ({ status, body }: Answer) => [status, body['code']];
const shown = async (id: string) => conversationSchema.parse((await call('GET', `/${id}`)).body);

it('is asked for once, by who attends', async () => {
  const { conversationId: id } = await app.receive(channelId, 'hi');
  expect(outcomeOf(await ask(id))).toEqual([409, 'not_attended']);
  await call('POST', `/${id}/attend`);
  expect(outcomeOf(await ask(id, ben))).toEqual([409, 'attended_by_other']);
  await app.host.idle();
  expect((await shown(id)).abilities.askRating).toEqual({ allowed: true });
  const { status, body } = await ask(id);
  expect(status).toBe(200);
  expect(conversationSchema.parse(body)).toMatchObject({ id, state: 'active', rating: null });
  await app.host.idle();
  expect(outcomeOf(await ask(id))).toEqual([409, 'already_asked']);
  expect((await shown(id)).abilities.askRating).toEqual({ allowed: false, code: 'already_asked' });
});

it('is asked for in a completed conversation by every member of the brand', async () => {
  const { conversationId: id } = await app.receive(channelId, 'hi');
  await call('POST', `/${id}/attend`);
  await call('POST', `/${id}/complete`);
  await app.host.idle();
  const stranger = await app.operator([]);
  expect(outcomeOf(await ask(id, stranger))).toEqual([404, 'not_found']);
  expect((await ask(id, ben)).status).toBe(200);
  await app.host.idle();
  expect(outcomeOf(await ask(id, ben))).toEqual([409, 'already_asked']);
});

it('is asked for only in the newest conversation of a contact', async () => {
  const { conversationId: id } = await app.receive(channelId, 'hi');
  await call('POST', `/${id}/attend`);
  await call('POST', `/${id}/complete`);
  await app.host.idle();
  expect((await shown(id)).abilities.askRating).toEqual({ allowed: true });
  const next = await app.receive(channelId, 'hi again');
  await app.host.idle();
  expect(next.conversationId).not.toBe(id);
  const refusal = { allowed: false, code: 'conversation_completed' };
  expect((await shown(id)).abilities.askRating).toEqual(refusal);
  // However it was completed.
  await app.database.db.execute(
    sql`update conversations set snapshot = snapshot || '{"completedReason": "idle_timeout"}' where id = ${id}`,
  );
  const { abilities, completedReason } = await shown(id);
  expect([completedReason, abilities.askRating]).toEqual(['idle_timeout', refusal]);
  // No run is started only to be refused there.
  app.host.behaviour.answers = 'unavailable';
  expect(outcomeOf(await ask(id))).toEqual([409, 'conversation_completed']);
});

it('shows the newest score, its words and the comment, and a change of them as a change of the conversation', async () => {
  const { conversationId: id, contactId } = await app.receive(channelId, 'hi');
  const { db } = app.database;
  await db.insert(ratings).values({
    conversationId: id,
    contactId,
    brandId,
    channelId,
    messageId: 'menu',
    options: [
      { id: '1', label: 'Bad' },
      { id: '5', label: 'Good' },
    ],
  });
  expect((await shown(id)).rating).toBeNull();
  const before = (await shown(id)).factsVersion;
  const store = createRatings(app.database);
  await store.record({ conversationId: id, score: 1, awaitsComment: true });
  const { rating, factsVersion } = await shown(id);
  expect(rating).toEqual({ score: 1, label: 'Bad', comment: null, at: expect.any(String) });
  expect(factsVersion).toBeGreaterThan(before);
  await db.update(ratings).set({ comment: 'Too slow' }).where(eq(ratings.conversationId, id));
  await store.record({ conversationId: id, score: 5, awaitsComment: false });
  // The time is that of the first tap.
  expect((await shown(id)).rating).toEqual({ ...rating, score: 5, label: 'Good', comment: 'Too slow' });
  const [listed] = (await call('GET', '')).body.items;
  expect(listed).toMatchObject({ id, rating: { score: 5 } });
});
