/** Tags in one place: those of contacts and conversations, renamed, merged and deleted everywhere. */
import type { Answer, TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

let app: ConversationApp;
let brandId: string;
let channelId: string;
let anna: TestOperator;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId, channelId } = await app.channel());
  anna = await app.operator([brandId]);
});
afterAll(() => app.close());

const asAnna = (method: string, path: string, body?: unknown) =>
  app.call(method, `/api/v1${path}`, body, anna);
const asAdministrator = (method: string, path: string, body?: unknown) =>
  app.call(method, `/api/v1${path}`, body);
const tagged = async (openId: string, ofContact: readonly string[], ofConversation: readonly string[]) => {
  const received = await app.receive(channelId, 'Hello', openId);
  await asAnna('PATCH', `/contacts/${received.contactId}`, { tags: ofContact });
  await asAnna('PATCH', `/conversations/${received.conversationId}`, { tags: ofConversation });
  return received;
};
const tagsOf = async ({ contactId, conversationId }: { contactId: string; conversationId: string }) => [
  (await asAnna('GET', `/contacts/${contactId}`)).body['tags'],
  (await asAnna('GET', `/conversations/${conversationId}`)).body['tags'],
];
const listed = ({ body }: Answer) => body.items.map(({ tag, count }) => [tag, count]);

it('counts the tags of contacts and conversations that the caller may see, the most used first', async () => {
  await tagged('a', ['VIP'], ['refund', 'VIP']);
  await tagged('b', ['VIP'], []);
  expect(listed(await asAnna('GET', '/tags'))).toEqual([
    ['VIP', 3],
    ['refund', 1],
  ]);
  expect(listed(await asAnna('GET', `/tags?brandId=${brandId}`))).toHaveLength(2);
  const stranger = await app.operator([]);
  expect(listed(await app.call('GET', '/api/v1/tags', undefined, stranger))).toEqual([]);
});

it('renames a tag everywhere; where both were there, one is left', async () => {
  const both = await tagged('a', ['vip', 'VIP', 'tea'], ['vip']);
  const one = await tagged('b', [], ['tea', 'vip']);
  const { status, body } = await asAdministrator('PATCH', '/tags/vip', { tag: 'VIP' });
  expect([status, body]).toEqual([200, { contacts: 1, conversations: 2 }]);
  expect(await tagsOf(both)).toEqual([['VIP', 'tea'], ['VIP']]);
  expect(await tagsOf(one)).toEqual([[], ['tea', 'VIP']]);
});

it('deletes a tag everywhere, also one with a slash, and puts it into the audit log', async () => {
  const one = await tagged('a', ['tea/coffee', 'VIP'], ['tea/coffee']);
  const { status, body } = await asAdministrator('DELETE', `/tags/${encodeURIComponent('tea/coffee')}`);
  expect([status, body]).toEqual([200, { contacts: 1, conversations: 1 }]);
  expect(await tagsOf(one)).toEqual([['VIP'], []]);
  const audit = await asAdministrator('GET', '/audit?action=tag.deleted');
  expect(audit.body.items[0]).toMatchObject({ details: { tag: 'tea/coffee' } });
});

it('is in the audit log even if the change breaks off in the middle', async () => {
  await tagged('a', ['old'], ['old']);
  const { db } = app.database;
  await db.execute(`create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'broken off'; end $$`);
  await db.execute(`create trigger refuse_change before update of tags on conversations
    for each row execute function refuse_change()`);
  try {
    expect((await asAdministrator('PATCH', '/tags/old', { tag: 'new' })).status).toBe(500);
    expect((await asAdministrator('DELETE', '/tags/old')).status).toBe(500);
  } finally {
    await db.execute('drop trigger refuse_change on conversations; drop function refuse_change()');
  }
  const { body } = await asAdministrator('GET', '/audit?action=tag.renamed');
  expect(body.items[0]).toMatchObject({ details: { tag: 'old', to: 'new' } });
  const { body: deleted } = await asAdministrator('GET', '/audit?action=tag.deleted');
  expect(deleted.items[0]).toMatchObject({ details: { tag: 'old' } });
});

it('reaches more than one statement changes at once', async () => {
  const { conversationId } = await tagged('a', ['old'], []);
  await app.database.db.execute(
    `insert into contacts (id, channel_id, open_id, tags)
     select 'contact-' || n, '${channelId}', 'openid-' || n, '{old}' from generate_series(1, 400) n`,
  );
  const { body } = await asAdministrator('PATCH', '/tags/old', { tag: 'new' });
  expect(body).toEqual({ contacts: 401, conversations: 0 });
  expect(conversationId).toBeDefined();
});

describe('the contacts page', () => {
  it('filters by who follows and who is blocked', async () => {
    const { contactId: follows } = await tagged('a', [], []);
    const { contactId: left } = await tagged('b', [], []);
    await app.database.db.execute(`update contacts set is_subscribed = (id = '${follows}')`);
    await asAnna('POST', `/contacts/${left}/block`, { reason: 'spam' });
    const ids = async (query: string) =>
      (await asAnna('GET', `/contacts?${query}`)).body.items.map(({ id }) => id);
    expect(await ids('subscribed=true')).toEqual([follows]);
    expect(await ids('subscribed=false')).toEqual([left]);
    expect(await ids('blocked=true')).toEqual([left]);
    expect(await ids('blocked=false')).toEqual([follows]);
    expect((await asAnna('GET', '/contacts?blocked=perhaps')).status).toBe(400);
  });
});
