/** Drafts: one for all devices of an operator, and suggestions to whoever attends. */
import { sql } from 'drizzle-orm';
import { createDrafts } from '../../src/store/drafts/drafts';
import type { TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { eventually } from '../support/eventually';
import { type Heard, listenToEvents } from '../support/listen-to-events';

let app: ConversationApp;
let channelId: string;
let conversationId: string;
let anna: TestOperator;
let ben: TestOperator;
let outsider: TestOperator;
const streams: Heard[] = [];

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  const made = await app.channel();
  channelId = made.channelId;
  ({ conversationId } = await app.receive(channelId));
  anna = await app.operator([made.brandId]);
  ben = await app.operator([made.brandId]);
  outsider = await app.operator([(await app.channel()).brandId]);
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(() => app.close());

const path = (rest: string) => `/api/v1/conversations/${conversationId}/${rest}`;
const get = (as: TestOperator) => app.call('GET', path('draft'), undefined, as);
const put = (as: Pick<TestOperator, 'token'>, text: string, query = '') =>
  app.call('PUT', path(`draft${query}`), { text }, as);
const remove = (as: TestOperator, query = '') => app.call('DELETE', path(`draft${query}`), undefined, as);
const say = async (as: TestOperator, text: string) => {
  const answer = await app.call('POST', path('messages'), { type: 'text', text }, as);
  await app.host.idle();
  return answer;
};
const attend = async (as: TestOperator) => {
  await app.call('POST', path('attend'), {}, as);
  await app.host.idle();
};
const listen = async (as: TestOperator): Promise<Heard> => {
  const heard = await listenToEvents(app.url, as);
  streams.push(heard);
  return heard;
};
const rows = async () => {
  const found = await app.database.db.execute(
    sql`select text from drafts union all select text from draft_suggestions`,
  );
  return found.rows.map(({ text }) => text);
};

describe('a draft', () => {
  it('is there for all devices of its operator, and for nobody else', async () => {
    expect(await get(anna)).toMatchObject({ status: 200, body: { text: null, suggestion: null } });
    const kept = await put(anna, '您好，\n稍等 😀');
    expect([kept.status, kept.body]).toEqual([200, { text: '您好，\n稍等 😀', suggestion: null }]);
    expect((await get(anna)).body.text).toBe('您好，\n稍等 😀');
    expect((await get(ben)).body.text).toBeNull();
    expect((await get(outsider)).status).toBe(404);
    expect((await put(outsider, 'x')).status).toBe(404);
    await put(anna, 'Later');
    expect((await get(anna)).body.text).toBe('Later');
    expect(await rows()).toEqual(['Later']);
  });

  it('is gone when it is deleted or emptied', async () => {
    for (const end of [() => remove(anna), () => put(anna, '')]) {
      await put(anna, 'Hello');
      expect([200, 204]).toContain((await end()).status);
      expect((await get(anna)).body).toEqual({ text: null, suggestion: null });
    }
    expect((await remove(anna)).status).toBe(204);
    expect(await rows()).toEqual([]);
  });

  it.each([
    ['too long', 'ä'.repeat(8_193)],
    ['with a control character', 'a\u0007'],
    ['with half a surrogate pair', '\ud83d'],
  ])('is refused if it is %s, and the former one stays', async (_, text) => {
    await put(anna, 'Hello');
    expect((await put(anna, text)).status).toBe(400);
    expect((await get(anna)).body.text).toBe('Hello');
    expect((await put(anna, 'ä'.repeat(8_192))).status).toBe(200);
  });

  it('is cleared by a text that its operator sends, and by no other message', async () => {
    await attend(anna);
    await put(anna, 'Hello');
    await put(ben, 'Hi');
    expect((await app.call('POST', path('notes'), { text: 'VIP' }, anna)).status).toBe(201);
    expect((await get(anna)).body.text).toBe('Hello');
    expect((await say(anna, 'Hello there')).status).toBe(201);
    expect((await get(anna)).body.text).toBeNull();
    expect((await get(ben)).body.text).toBe('Hi');
  });

  it('stays if the text is refused', async () => {
    await attend(ben);
    await put(anna, 'Hello');
    expect((await say(anna, 'Hello')).body.code).toBe('attended_by_other');
    expect((await get(anna)).body.text).toBe('Hello');
  });

  it('stays if it is newer than the text that was sent', async () => {
    await attend(anna);
    const { body } = await say(anna, 'Hello');
    await put(anna, 'And');
    const drafts = createDrafts(app.database);
    await drafts.sent(body.id, { conversationId, operatorId: anna.id });
    expect((await get(anna)).body.text).toBe('And');
  });

  it('can be read in a completed conversation, but not written', async () => {
    await attend(anna);
    await put(anna, 'Hello');
    await app.call('POST', path('complete'), {}, anna);
    await app.host.idle();
    for (const query of ['', '?for=attending']) {
      const refused = await put(anna, 'Hi', query);
      expect([refused.status, refused.body.code]).toEqual([409, 'conversation_completed']);
    }
    expect(await get(anna)).toMatchObject({ status: 200, body: { text: 'Hello', suggestion: null } });
    expect((await remove(anna)).status).toBe(204);
    expect((await get(anna)).body.text).toBeNull();
  });

  it('is announced to all event streams of its operator, without its text', async () => {
    const [annas, bens] = [await listen(anna), await listen(ben)];
    await put(anna, 'Secret');
    await eventually(async () => annas.of('draft').length === 1, 'the event of the draft');
    await attend(anna);
    await say(anna, 'Hello');
    await eventually(async () => annas.of('draft').length === 2, 'the event of its end');
    expect(annas.of('draft')).toEqual([{ conversationId }, { conversationId }]);
    await remove(anna);
    await put(anna, 'x');
    await eventually(async () => annas.of('draft').length === 3, 'one event, for what has changed');
    expect(bens.of('draft')).toEqual([]);
  });

  it('goes with its conversation and its operator', async () => {
    await put(anna, 'Hello');
    await put(ben, 'Hi');
    await put(ben, 'Suggested', '?for=attending');
    await app.database.db.execute(sql`delete from operators where id = ${anna.id}`);
    expect(new Set(await rows())).toEqual(new Set(['Hi', 'Suggested']));
    await app.database.db.execute(sql`delete from conversations where id = ${conversationId}`);
    expect(await rows()).toEqual([]);
  });
});

describe('a suggestion', () => {
  it('is seen only by who attends, says who made it, and leaves the draft alone', async () => {
    await attend(anna);
    await put(anna, 'Mine');
    const { secret } = await app.deps.apiTokens.create({
      operatorId: ben.id,
      name: 'CRM',
      scopes: ['write'],
    });
    const made = await put({ token: secret }, 'Suggested', '?for=attending');
    expect([made.status, made.body]).toEqual([200, { text: null, suggestion: null }]);
    expect((await get(anna)).body).toEqual({
      text: 'Mine',
      suggestion: {
        text: 'Suggested',
        by: { id: ben.id, name: expect.stringMatching(/^Operator \d+$/), tool: 'CRM' },
        at: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    });
    expect((await get(ben)).body).toEqual({ text: null, suggestion: null });
    await put(ben, 'Better', '?for=attending');
    expect((await get(anna)).body).toMatchObject({ text: 'Mine', suggestion: { text: 'Better' } });
  });

  it('waits for whoever attends, also after a transfer', async () => {
    await put(ben, 'Suggested', '?for=attending');
    expect((await get(anna)).body.suggestion).toBeNull();
    await attend(anna);
    expect((await get(anna)).body.suggestion).toMatchObject({ text: 'Suggested' });
    await app.call('POST', path('transfer'), { operatorId: ben.id }, anna);
    await app.host.idle();
    expect((await get(anna)).body.suggestion).toBeNull();
    expect((await get(ben)).body.suggestion).toMatchObject({ text: 'Suggested' });
  });

  it('is gone once it is dismissed, or a text is sent', async () => {
    await attend(anna);
    for (const end of [() => remove(anna, '?for=attending'), () => say(anna, 'Hello')]) {
      await put(ben, 'Suggested', '?for=attending');
      await end();
      expect((await get(anna)).body.suggestion).toBeNull();
    }
    expect(await rows()).toEqual([]);
  });

  it('is announced to who attends', async () => {
    await attend(anna);
    const [annas, bens] = [await listen(anna), await listen(ben)];
    await put(ben, 'Suggested', '?for=attending');
    await eventually(async () => annas.of('draft').length === 1, 'the event of the suggestion');
    expect(annas.of('draft')).toEqual([{ conversationId }]);
    expect(bens.of('draft')).toEqual([]);
  });

  it('is for nobody but who attends', async () => {
    expect((await put(anna, 'x', '?for=anna')).status).toBe(400);
  });
});
