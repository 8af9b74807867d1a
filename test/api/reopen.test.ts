import { sql } from 'drizzle-orm';
import { conversationSchema } from '../../src/contracts/conversations/conversation';
import { createContacts } from '../../src/store/contacts/contacts';
import { SYSTEM } from '../../src/store/people/audit-log';
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

const get = async (id: string) =>
  conversationSchema.parse((await app.call('GET', `/api/v1/conversations/${id}`, undefined, anna)).body);
const post = (path: string, body: unknown = {}, as: TestOperator = anna) =>
  app.call('POST', `/api/v1/conversations/${path}`, body, as);
const reasonOf = ({ status, body }: Answer) => [status, body['code'], body['reason']];
const refused = (reason: string) => [409, 'not_reopenable', reason];

/** A conversation that Anna has answered and completed; both ids. */
async function completed() {
  const { conversationId: id, contactId } = await app.receive(channelId, 'Is the tea fresh?');
  await post(`${id}/attend`);
  await post(`${id}/messages`, { type: 'text', text: 'Very.' });
  await post(`${id}/complete`);
  await eventually(async () => (await get(id)).state === 'completed', 'it is stored as completed');
  await app.host.idle();
  return { id, contactId };
}

describe('reopening a conversation', () => {
  it('answers 201 with a new one, attended by the caller and linked to the old one', async () => {
    const { id, contactId } = await completed();
    const old = await get(id);
    expect(old.completedBy).toEqual({ id: anna.id, name: old.operator?.name });
    expect(old.abilities.reopen).toEqual({ allowed: true });
    const answer = await post(`${id}/reopen`, {}, ben);
    expect(answer.status).toBe(201);
    const next = conversationSchema.parse(answer.body);
    expect(next).toMatchObject({
      contact: { id: contactId },
      state: 'active',
      operator: { id: ben.id },
      reopenedFrom: id,
      completedAt: null,
      completedReason: null,
      completedBy: null,
      window: { closesAt: old.window.closesAt, open: true },
      consecutive: { sent: 1, limit: 5 },
      unread: 0,
    });
    expect(next.id).not.toBe(id);
    // It can be read at once, and its transcript begins with who did it.
    expect((await get(next.id)).reopenedFrom).toBe(id);
    const { body } = await app.call('GET', `/api/v1/conversations/${next.id}/messages`, undefined, ben);
    expect(body.items).toMatchObject([
      { direction: 'event', type: 'reopened', from: id, sender: { id: ben.id } },
    ]);
    expect(await get(id)).toMatchObject({
      state: 'completed',
      version: old.version,
      completedAt: old.completedAt,
      reopenedFrom: null,
      abilities: { reopen: { allowed: false, code: 'not_reopenable', reason: 'newer_conversation' } },
    });
    expect(reasonOf(await post(`${id}/reopen`))).toEqual(refused('newer_conversation'));
  });

  it('is possible right after it was completed, before that is stored', async () => {
    const { conversationId: id } = await app.receive(channelId);
    await post(`${id}/attend`);
    await post(`${id}/complete`);
    expect((await post(`${id}/reopen`)).status).toBe(201);
    await app.host.idle();
    expect((await get(id)).state).toBe('completed');
  });

  it('is refused while it is open, and if no one completed it', async () => {
    const { conversationId: open } = await app.receive(channelId);
    expect(reasonOf(await post(`${open}/reopen`))).toEqual(refused('not_completed'));
    const { contactId, conversationId: idle } = await app.receive(channelId, 'hi', 'idle');
    await post(`${idle}/attend`);
    await app.host.idle();
    app.host.behaviour.clockOffsetMs = 25 * 3_600_000;
    await app.host.apply(contactId, { type: 'timePassed' });
    expect((await get(idle)).completedReason).toBe('idle_timeout');
    expect(reasonOf(await post(`${idle}/reopen`))).toEqual(refused('not_completed_by_operator'));
  });

  it('is refused after the contact has written, blocked or left, or the channel is closed', async () => {
    const { id, contactId } = await completed();
    const reason = async () => {
      const { reopen } = (await get(id)).abilities;
      const answer = reasonOf(await post(`${id}/reopen`));
      expect(reopen.allowed ? null : reopen['reason']).toBe(answer[2]);
      return answer;
    };
    await app.deps.channels.update(channelId, [brandId], { isDisabled: true });
    expect(await reason()).toEqual(refused('channel_closed'));
    await app.database.db.execute(sql`update contacts set is_subscribed = false where id = ${contactId}`);
    expect(await reason()).toEqual(refused('contact_left'));
    await createContacts(app.database).block(contactId, 'spam', SYSTEM);
    expect(await reason()).toEqual(refused('contact_blocked'));
    await app.receive(channelId, 'Hello again');
    expect(await reason()).toEqual(refused('newer_conversation'));
  });

  it('is refused for a message that came while the contact was blocked', async () => {
    const { id, contactId } = await completed();
    await app.database.db.execute(
      sql`insert into messages (id, contact_id, channel_id, direction, type, content, action, sender_kind, seq)
          values ('late', ${contactId}, ${channelId}, 'inbound', 'text', '{"type": "text", "text": "x"}', 'message', 'contact', 99)`,
    );
    expect(reasonOf(await post(`${id}/reopen`))).toEqual(refused('contact_wrote'));
  });

  it('is refused once the window has closed', async () => {
    const { id } = await completed();
    await app.database.db.execute(
      sql`update conversations set clock_offset_ms = 47.9 * 3600000 where id = ${id}`,
    );
    expect((await get(id)).abilities.reopen).toEqual({ allowed: true });
    await app.database.db.execute(
      sql`update conversations set clock_offset_ms = 48 * 3600000 where id = ${id}`,
    );
    expect(reasonOf(await post(`${id}/reopen`))).toEqual(refused('too_long_ago'));
  });

  it('answers 503 if nothing was accepted', async () => {
    const { id } = await completed();
    app.host.behaviour.answers = 'unavailable';
    const unavailable = await post(`${id}/reopen`);
    expect([unavailable.status, unavailable.body['reason']]).toEqual([503, undefined]);
    app.host.behaviour.answers = 'silent';
    const unknown = await post(`${id}/reopen`);
    expect([unknown.status, unknown.body['reason']]).toEqual([503, 'acceptance_unknown']);
    app.host.behaviour.answers = 'lost';
    expect((await post(`${id}/reopen`)).status).toBe(201);
  });

  it('answers a repeat with the conversation that the first request made, while that is open', async () => {
    const { id, contactId } = await completed();
    const first = await post(`${id}/reopen`);
    const repeat = await post(`${id}/reopen`);
    expect([repeat.status, repeat.body.id]).toEqual([201, first.body.id]);
    await app.receive(channelId, 'And the coffee?');
    expect((await post(`${id}/reopen`)).body.id).toBe(first.body.id);
    expect(app.host.threadOf(contactId).current?.id).toBe(first.body.id);
    // For a colleague it is no repeat.
    expect(reasonOf(await post(`${id}/reopen`, {}, ben))).toEqual(refused('newer_conversation'));
  });

  it('answers a repeat 201 if the first request was accepted, but too late to be answered', async () => {
    const { id } = await completed();
    const { client } = app.host;
    const reopen = client.reopen;
    let late = async (): Promise<unknown> => undefined;
    const spy = jest.spyOn(client, 'reopen').mockImplementationOnce(async (...wish) => {
      late = () => reopen(...wish);
      return { type: 'unanswered' };
    });
    const first = await post(`${id}/reopen`);
    spy.mockRestore();
    expect([first.status, first.body['code']]).toEqual([503, 'unavailable']);
    expect(first.body['detail']).not.toContain('Nothing was accepted');
    await late();
    const repeat = await post(`${id}/reopen`);
    expect([repeat.status, repeat.body['reopenedFrom']]).toEqual([201, id]);
  });

  it('can be done again with the conversation that continued it, each time under another id', async () => {
    const { id } = await completed();
    const ids = [id];
    for (let round = 0; round < 3; round += 1) {
      const { status, body } = await post(`${ids.at(-1)}/reopen`);
      expect(status).toBe(201);
      expect(ids).not.toContain(body.id);
      ids.push(body.id);
      await post(`${body.id}/complete`);
      await app.host.idle();
    }
    // Those before stay what they are.
    for (const before of ids.slice(0, -1)) {
      expect(reasonOf(await post(`${before}/reopen`))).toEqual(refused('newer_conversation'));
    }
  });
});
