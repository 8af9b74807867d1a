/** Ratings, from the end of a conversation to the tap and the comment (docs/rules.md#100 to #102). */
import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import { alerts } from '../../src/store/schema/alerts';
import { contacts } from '../../src/store/schema/contacts';
import { messages } from '../../src/store/schema/messages';
import { ratings } from '../../src/store/schema/ratings';
import { createRatingClient } from '../../src/temporal/rating-client';
import { fastForwardWorkflow } from '../../src/temporal/virtual-time';
import { ratingWorkflowId } from '../../src/workflows/rating/messages';
import { eventually } from '../support/eventually';
import { type Customer, describeScenarios, LI, MINUTE, WANG } from '../support/scenario';

const RATING = {
  isEnabled: true,
  text: 'How was it?',
  options: [
    { id: '5', label: 'Great' },
    { id: '3', label: 'Fine' },
    { id: '1', label: 'Bad' },
  ],
  thanks: 'Thank you!',
  askReasonBelow: 3,
  reasonText: 'What went wrong?',
} as const;

type Menu = { readonly list: readonly { readonly id: string; readonly content: string }[] };

describeScenarios('ratings', (scenario) => {
  const bodies = (customer: Customer) =>
    scenario()
      .desk.simulator.received({ openId: customer.openId })
      .map(({ body }) => body);
  /** What reached the phone: texts, and `?` for a question. */
  const phone = (customer: Customer) =>
    bodies(customer).map((body) => (body['msgtype'] === 'msgmenu' ? '?' : textOf(body)));
  const isOnPhone = (customer: Customer, ...expected: readonly string[]) =>
    eventually(
      async () => isDeepStrictEqual(phone(customer), expected) || null,
      `the phone to show ${expected.join(' ')}`,
    );
  const menusOf = (customer: Customer) =>
    bodies(customer).flatMap((body) => (body['msgtype'] === 'msgmenu' ? [body['msgmenu'] as Menu] : []));
  const taps = async (customer: Customer, label: string, menu = menusOf(customer).at(-1)) => {
    const item = menu?.list.find(({ content }) => content === label);
    await customer.sends({ type: 'text', text: label, bizmsgmenuid: item?.id ?? '' });
  };
  const rowOf = async (conversationId: string) => {
    const { db } = scenario().desk.database;
    const [row] = await db.select().from(ratings).where(eq(ratings.conversationId, conversationId));
    return row;
  };
  const isRated = (conversationId: string, score: number, comment: string | null = null) =>
    eventually(async () => {
      const row = await rowOf(conversationId);
      return (row?.score === score && row.comment === comment) || null;
    }, `a rating of ${score}`);
  const begin = async (settings: object = {}) => {
    const channel = await scenario().channel({ automatic: { rating: { ...RATING, ...settings } } });
    return scenario().customer({ channel });
  };
  /** An attended and completed conversation; its id. */
  const completed = async (customer: Customer, text = 'hello', by = LI) => {
    await customer.writes(text);
    await customer.isAnswered('Here you are.', { by });
    const { id } = (await customer.conversation()).conversation;
    await customer.complete(by);
    await customer.becomes('completed', 'operator');
    return id;
  };
  /** The workflow may end with it: then the client's second try, after a slow first one, finds it completed. */
  const passes = (conversationId: string, ms: number) =>
    fastForwardWorkflow(scenario().desk.client, ratingWorkflowId(conversationId), ms).catch(
      (error: unknown) => {
        if (!String(error).includes('already completed')) throw error;
      },
    );
  const ratingClient = () => {
    const { client, taskQueue } = scenario().desk;
    return createRatingClient({ client: async () => client, taskQueue, withinMs: 10_000 });
  };

  test('an operator completes, the contact taps, and is thanked once although the five are spent', async () => {
    const customer = await begin({ askReasonBelow: null });
    await customer.writes('hello');
    for (const text of ['1', '2', '3', '4']) await customer.isAnswered(text);
    const { id } = (await customer.conversation()).conversation;
    await customer.complete(LI);
    await isOnPhone(customer, '1', '2', '3', '4', '?');
    await customer.becomes('completed', 'operator');
    expect((await customer.conversation()).rating).toBeNull();
    await taps(customer, 'Fine');
    await isOnPhone(customer, '1', '2', '3', '4', '?', 'Thank you!');
    await isRated(id, 3);
    await taps(customer, 'Great');
    await isRated(id, 5);
    expect(await customer.conversation()).toMatchObject({
      conversation: { id, state: 'completed' },
      rating: { score: 5, label: 'Great', comment: null },
    });
    expect(await customer.conversations()).toHaveLength(1);
    expect(phone(customer)).toHaveLength(6);
  });

  test('the next text after a low score is the comment, and begins nothing', async () => {
    const customer = await begin();
    const anna = await scenario().operator('anna');
    const id = await completed(customer, 'hello', anna);
    await isOnPhone(customer, 'Here you are.', '?');
    await taps(customer, 'Bad');
    await customer.writes('I waited too long');
    await isRated(id, 1, 'I waited too long');
    await isOnPhone(customer, 'Here you are.', '?', 'Thank you!', 'What went wrong?');
    expect(await customer.conversations()).toHaveLength(1);
    expect((await customer.conversation()).reopenObstacle).toBeNull();
    const { db } = scenario().desk.database;
    const told = await db.select().from(alerts).where(eq(alerts.conversationId, id));
    expect(told.map(({ kind, operatorId }) => [kind, operatorId])).toEqual([
      ['rating_comment', anna.operatorId],
    ]);
    // Only one text is.
    await customer.writes('And another thing');
    await customer.becomes('waiting');
    expect(await customer.conversations()).toHaveLength(2);
  });

  test('ten minutes after the tap a text is a text, and after an hour a tap changes nothing', async () => {
    const customer = await begin();
    const id = await completed(customer);
    await isOnPhone(customer, 'Here you are.', '?');
    await taps(customer, 'Bad');
    await isRated(id, 1);
    await passes(id, 15 * MINUTE);
    await eventually(
      async () => (await rowOf(id))?.awaitsComment === false || null,
      'the end of the comment',
    );
    await customer.writes('hello again');
    await customer.becomes('waiting');
    await passes(id, 45 * MINUTE);
    await taps(customer, 'Great');
    await customer.isFiled();
    expect(await rowOf(id)).toMatchObject({ score: 1, comment: null });
  });

  test('handled long after they were made, a tap, the comment and a change count by when they were made', async () => {
    const customer = await begin();
    const id = await completed(customer);
    await isOnPhone(customer, 'Here you are.', '?');
    const contactId = await customer.contactId();
    const client = ratingClient();
    const input = { conversationId: id, contactId, askReasonBelow: 3 };
    const tap = (messageId: string, score: number, minutesAgo: number, mayStart: boolean) =>
      client.tap(input, { messageId, score, ageMs: minutesAgo * MINUTE }, { mayStart });
    await tap('first', 1, 70, true);
    await isRated(id, 1);
    expect((await rowOf(id))?.awaitsComment).toBe(true);
    expect(await client.comment(id, { messageId: 'too late', ageMs: 60 * MINUTE })).toBe(false);
    await tap('second', 5, 66, false);
    await isRated(id, 5);
    // A minute later the run is still there; it takes no tap that was made after the hour.
    await tap('third', 3, 9, false);
    await passes(id, MINUTE);
    await tap('fourth', 1, 66, false);
    await isRated(id, 1);
    await passes(id, 3 * MINUTE);
    await scenario().desk.client.workflow.getHandle(ratingWorkflowId(id)).result();
  });

  test('a text of the ten minutes that is handled a little later is the comment', async () => {
    const customer = await begin();
    const id = await completed(customer);
    await isOnPhone(customer, 'Here you are.', '?');
    await taps(customer, 'Bad');
    await isRated(id, 1);
    await passes(id, 12 * MINUTE);
    expect((await rowOf(id))?.awaitsComment).toBe(true);
    const client = ratingClient();
    expect(await client.comment(id, { messageId: 'late', ageMs: MINUTE })).toBe(false);
    expect(await client.comment(id, { messageId: 'in time', ageMs: 3 * MINUTE })).toBe(true);
  });

  test('an old menu rates its own conversation, and no number is given twice', async () => {
    const customer = await begin({ thanks: null, askReasonBelow: null });
    const first = await completed(customer);
    await isOnPhone(customer, 'Here you are.', '?');
    const second = await completed(customer, 'one more');
    await isOnPhone(customer, 'Here you are.', '?', 'Here you are.', '?');
    const [old] = menusOf(customer);
    const ids = menusOf(customer).flatMap(({ list }) => list.map((item) => item.id));
    expect(new Set(ids).size).toBe(6);
    expect(ids.every((wireId) => /^9\d{8}$/.test(wireId))).toBe(true);
    await taps(customer, 'Bad', old);
    await isRated(first, 1);
    expect(await rowOf(second)).toMatchObject({ score: null });
    expect(await customer.conversations()).toHaveLength(2);
  });

  test('asks by hand where it is off, once, in an open conversation and in a completed one', async () => {
    const customer = await begin({ isEnabled: false });
    await customer.writes('hello');
    await customer.isAnswered('Hello.');
    expect(await customer.askRating(WANG)).toMatchObject({ refusal: { code: 'attended_by_other' } });
    expect(await customer.askRating(LI)).toMatchObject({ type: 'accepted' });
    await isOnPhone(customer, 'Hello.', '?');
    expect(await customer.askRating(LI)).toMatchObject({ refusal: { code: 'already_asked' } });
    await taps(customer, 'Great');
    await isOnPhone(customer, 'Hello.', '?', 'Thank you!');
    expect((await customer.conversation()).rating).toMatchObject({ score: 5 });
    await customer.complete(LI);
    await customer.becomes('completed', 'operator');
    await customer.rests();
    expect(await customer.askRating(LI)).toMatchObject({ refusal: { code: 'already_asked' } });
    const second = await completed(customer, 'again');
    await customer.rests();
    expect(await customer.askRating(WANG, second)).toMatchObject({ type: 'accepted' });
    await isOnPhone(customer, 'Hello.', '?', 'Thank you!', 'Here you are.', '?');
    await customer.becomes('completed', 'operator');
    expect(await customer.askRating(LI, second)).toMatchObject({ refusal: { code: 'already_asked' } });
  });

  test('says in the timeline why it did not ask', async () => {
    const channel = await scenario().channel({ automatic: { rating: RATING }, consecutiveLimit: 1 });
    const customer = scenario().customer({ channel });
    const id = await completed(customer);
    await customer.rests();
    const skipped = (await customer.transcript()).filter(({ type }) => type === 'rating_not_asked');
    expect(skipped.map(({ content, conversationId }) => [content, conversationId])).toEqual([
      [{ reason: 'consecutive_limit_reached' }, id],
    ]);
    expect(await rowOf(id)).toBeUndefined();
    const { db } = scenario().desk.database;
    const [contact] = await db.select().from(contacts).where(eq(contacts.openId, customer.openId));
    const rows = await db
      .select()
      .from(messages)
      .where(eq(messages.contactId, contact?.id ?? ''));
    expect(rows.filter(({ type }) => type === 'msgmenu')).toEqual([]);
  });
});

function textOf(body: Readonly<Record<string, unknown>>): string {
  return (body['text'] as { readonly content: string }).content;
}
