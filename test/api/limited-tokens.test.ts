/** A token that is limited to one brand of its operator, who works for another as well: nothing of that one is seen or changed. */
import { sql } from 'drizzle-orm';
import type { TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { eventually } from '../support/eventually';
import { listenToEvents } from '../support/listen-to-events';
import { ROUTES } from '../support/route-contracts';
import { png } from '../support/sample-files';

type Desk = {
  readonly brandId: string;
  readonly channelId: string;
  readonly conversationId: string;
  readonly contactId: string;
};

let app: ConversationApp;
let tea: Desk;
let coffee: Desk;
let anna: TestOperator;
/** Of an administrator. */
let limitedAdmin: string;
/** Anna’s. */
let limited: string;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  tea = await desk('openid-tea', 'canary-tea');
  coffee = await desk('openid-coffee', 'canary-coffee');
  anna = await app.operator([tea.brandId, coffee.brandId]);
  limited = await tokenOf(anna.id);
  limitedAdmin = await tokenOf((await app.operator([], 'administrator')).id);
});
afterAll(() => app.close());

async function desk(openId: string, text: string): Promise<Desk> {
  const { brandId, channelId } = await app.channel();
  const { conversationId, contactId } = await app.receive(channelId, text, openId);
  await app.host.idle();
  return { brandId, channelId, conversationId, contactId };
}

/** Limited to tea. */
async function tokenOf(operatorId: string): Promise<string> {
  const { secret } = await app.deps.apiTokens.create({ operatorId, name: 'tea', brandIds: [tea.brandId] });
  return secret;
}

const call = (method: string, path: string, body: unknown, token: string) =>
  app.call(method, `/api/v1${path}`, body, { token });
const admin = (method: string, path: string, body: unknown) => app.call(method, `/api/v1${path}`, body);
const attend = async ({ conversationId }: Desk) => {
  await call('POST', `/conversations/${conversationId}/attend`, {}, anna.token);
  await app.host.idle();
};

it('reads no list, count or search with anything of the other brand in it', async () => {
  await attend(coffee);
  await admin('POST', '/groups', { brandId: coffee.brandId, name: 'canary-group' });
  await admin('POST', '/tokens', { name: 'canary-token', operatorId: anna.id, brandIds: [coffee.brandId] });
  await call(
    'POST',
    '/canned-replies',
    { shortcut: 'canary-shortcut', text: 'x', brandId: coffee.brandId },
    anna.token,
  );
  const lists = ROUTES.filter(
    ({ method, scope, params, isStream }) =>
      method === 'get' && scope === 'read' && params === undefined && isStream === undefined,
  );
  expect(lists.length).toBeGreaterThan(15);
  const foreign = [coffee.brandId, coffee.channelId, coffee.conversationId, coffee.contactId];
  for (const token of [limited, limitedAdmin]) {
    for (const { path } of lists) {
      for (const query of ['', `?brandId=${coffee.brandId}`, `?channelId=${coffee.channelId}`, '?q=canary']) {
        const { text } = await app.call('GET', path + query, undefined, { token });
        const seen = [...foreign, 'canary-coffee', 'canary-group', 'canary-token', 'canary-shortcut'].filter(
          (one) => text.includes(one),
        );
        expect([path, query, seen]).toEqual([path, query, []]);
      }
    }
    const { body } = await call('GET', '/conversations/counts', undefined, token);
    expect(body).toMatchObject({ waiting: { count: 1 }, mine: { count: 0 } });
  }
});

it('finds nothing of the other brand by its id: it is answered as one that does not exist', async () => {
  const ids = {
    conversations: coffee.conversationId,
    contacts: coffee.contactId,
    channels: coffee.channelId,
    brands: coffee.brandId,
  };
  let asked = 0;
  for (const token of [limited, limitedAdmin]) {
    for (const { method, path, scope, isStream } of ROUTES) {
      const [, kind, rest = ''] = /^\/api\/v1\/(\w+)\/\{id\}(.*)$/.exec(path) ?? [];
      const foreign = ids[kind as keyof typeof ids];
      if (foreign === undefined || scope === undefined || isStream === true) continue;
      const codeOf = async (id: string) => {
        const where = `/${kind}/${id}${rest.replace(/\{\w+\}/g, 'x')}`;
        const { status, body } = await call(
          method.toUpperCase(),
          where,
          method === 'get' ? undefined : {},
          token,
        );
        return [method, path, status, body?.code];
      };
      const none = await codeOf('none');
      expect(await codeOf(foreign)).toEqual(none);
      expect(none[2]).toBeGreaterThanOrEqual(400);
      if (none[3] === 'not_found') asked += 1;
    }
  }
  // As many as look for it before they look at the body.
  expect(asked).toBeGreaterThan(50);
});

it('hears nothing of the other brand', async () => {
  await attend(coffee);
  const heard = await listenToEvents(app.url, { token: limited });
  const put = (one: Desk) =>
    call('PUT', `/conversations/${one.conversationId}/draft`, { text: 'x' }, anna.token);
  await app.receive(coffee.channelId, 'canary', 'openid-coffee');
  await put(coffee);
  await put(tea);
  await app.receive(tea.channelId, 'more', 'openid-tea');
  await eventually(
    async () => heard.of('message').length > 0 && heard.of('draft').length > 0,
    'its own brand',
  );
  for (const name of ['conversation', 'message', 'alert', 'draft', 'presence'] as const)
    expect([name, JSON.stringify(heard.of(name)).includes(coffee.conversationId)]).toEqual([name, false]);
  heard.close();
});

it('subscribes no browser, which would be alerted for all brands and outlive it', async () => {
  const subscription = {
    endpoint: 'https://push.example.com/1',
    keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
  };
  const refused = await call('POST', '/me/push-subscriptions', subscription, limited);
  expect([refused.status, refused.body['code']]).toEqual([403, 'forbidden']);
  expect((await call('POST', '/me/push-subscriptions', subscription, anna.token)).status).toBe(201);
});

it('sees and sends no file that its operator has sent in the other brand', async () => {
  const upload = async (): Promise<string> => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(png())]), 'photo.png');
    const headers = { Authorization: `Bearer ${anna.token}` };
    const answer = await fetch(`${app.url}/api/v1/attachments`, { method: 'POST', body: form, headers });
    return ((await answer.json()) as { id: string }).id;
  };
  const send = (one: Desk, attachmentId: string, token: string) =>
    call('POST', `/conversations/${one.conversationId}/messages`, { type: 'image', attachmentId }, token);
  const [theirs, unused] = [await upload(), await upload()];
  expect((await send(coffee, theirs, anna.token)).status).toBe(201);
  await app.host.idle();
  expect((await call('GET', `/attachments/${theirs}/info`, undefined, limited)).status).toBe(404);
  expect((await call('GET', `/attachments/${theirs}`, undefined, limited)).status).toBe(404);
  expect((await send(tea, theirs, limited)).body['errors']).toMatchObject([{ path: 'attachmentId' }]);
  // Its operator may, and what is of no brand yet is theirs.
  expect((await call('GET', `/attachments/${theirs}/info`, undefined, anna.token)).status).toBe(200);
  expect((await call('GET', `/attachments/${unused}/info`, undefined, limited)).status).toBe(200);
  expect((await send(tea, unused, limited)).status).toBe(201);
});

it('marks no alert of the other brand as seen', async () => {
  const ben = await app.operator([tea.brandId, coffee.brandId]);
  for (const { conversationId } of [tea, coffee])
    await call(
      'POST',
      `/conversations/${conversationId}/notes`,
      { text: 'x', mentions: [anna.id] },
      ben.token,
    );
  await app.host.idle();
  const upTo = new Date(Date.now() + 60_000).toISOString();
  expect((await call('PUT', '/alerts/seen', { upTo }, limited)).status).toBe(204);
  const { rows } = await app.database.db.execute<{ id: string; seen: boolean }>(
    sql`select conversation_id as id, seen_at is not null as seen from alerts where operator_id = ${anna.id}`,
  );
  expect(Object.fromEntries(rows.map(({ id, seen }) => [id, seen]))).toEqual({
    [tea.conversationId]: true,
    [coffee.conversationId]: false,
  });
});

it('changes no macro of the whole desk, also as an administrator’s', async () => {
  const steps = [{ type: 'note', text: 'x' }];
  const made = await admin('POST', '/macros', { name: 'Bye', isShared: true, brandId: null, steps });
  const path = `/macros/${made.body.id}`;
  expect((await call('GET', path, undefined, limitedAdmin)).status).toBe(200);
  for (const method of ['PATCH', 'DELETE'] as const) {
    const { status, body } = await call(
      method,
      path,
      method === 'PATCH' ? { name: 'Mine' } : undefined,
      limitedAdmin,
    );
    expect([method, status, body['code']]).toEqual([method, 403, 'forbidden']);
  }
});

it('lists only tokens that are limited to its brands', async () => {
  await admin('POST', '/tokens', { name: 'other', operatorId: anna.id, brandIds: [coffee.brandId] });
  await admin('POST', '/tokens', {
    name: 'both',
    operatorId: anna.id,
    brandIds: [tea.brandId, coffee.brandId],
  });
  const namesOf = async (token: string) =>
    (await call('GET', '/tokens', undefined, token)).body.items.map(({ name }) => name);
  expect(await namesOf(limited)).toEqual(['tea']);
  expect(await namesOf(anna.token)).toHaveLength(4);
  await admin('PATCH', `/operators/${anna.id}`, { brandIds: [coffee.brandId] });
  expect(await namesOf(limited)).toEqual([]);
});
