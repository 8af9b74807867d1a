import { readAll } from '../../src/api/audit/read-all';
import { AUDIT_ACTIONS } from '../../src/domain/audit';
import type { AuditRecord } from '../../src/store/people/audit-log';
import {
  ADMIN_EMAIL,
  ADMIN_PASSWORD,
  ADMIN_TOKEN,
  type Answer,
  channelFields,
  OPERATOR_PASSWORD,
  startTestApp,
  type TestApp,
} from '../support/administration-app';

let app: TestApp;
/** Where the log stood before the test: it cannot be emptied. */
let start: number;
let adminId: string;
const CANARY = 'canary-of-a-secret-12345';

beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  adminId = (await app.call('GET', '/api/v1/me')).body.id;
  start = Number((await audit('?limit=1')).items[0]?.id ?? 0);
});
afterAll(() => app.close());

const audit = async (query = '') => (await app.call('GET', `/api/v1/audit${query}`)).body;
/** What was written in this test, oldest first. */
const written = async () =>
  [...(await audit('?limit=100')).items].filter(({ id }) => Number(id) > start).reverse();
const actions = async () => (await written()).map(({ action }) => action);
const post = (path: string, body?: object) => app.call('POST', `/api/v1${path}`, body);
const patch = (path: string, body: object) => app.call('PATCH', `/api/v1${path}`, body);
const login = (email: string, password: string) =>
  app.call('POST', '/api/v1/login', { email, password }, { token: null });

describe('the audit log', () => {
  it('records every administrative act: who, how, from where, what', async () => {
    const { body: brand } = await post('/brands', { name: CANARY });
    await patch(`/brands/${brand.id}`, { name: 'Tea' });
    const fields = { name: 'Li', email: 'li@example.com', password: OPERATOR_PASSWORD };
    const { body: li } = await post('/operators', fields);
    await patch(`/operators/${li.id}`, { role: 'administrator', brandIds: [brand.id], name: 'Wang' });
    await patch(`/operators/${li.id}`, { password: CANARY });
    const { body: theirs } = await post('/tokens', { name: CANARY, operatorId: li.id });
    await patch(`/operators/${li.id}`, { isDisabled: true });
    await patch(`/operators/${li.id}`, { isDisabled: true });
    await patch(`/operators/${li.id}`, { isDisabled: false });
    const { body: invited } = await post('/operators', { name: 'Zhao', email: 'zhao@example.com' });
    const { body: again } = await post(`/operators/${invited.id}/invitation`);
    const acceptance = { token: again.invitationUrl.split('#')[1], password: CANARY };
    await app.call('POST', '/api/v1/invitations/accept', acceptance, { token: null });
    const { body: token } = await post('/tokens', { name: CANARY, scope: 'read', operatorId: li.id });
    await app.call('DELETE', `/api/v1/tokens/${token.id}`);
    const { body: channel } = await post('/channels', channelFields(brand.id));
    await patch(`/channels/${channel.id}`, { appSecret: CANARY, settings: { consecutiveLimit: 3 } });
    await app.call('DELETE', `/api/v1/channels/${channel.id}`);

    const records = await written();
    expect(records.map(({ action }) => action)).toEqual([
      'brand.created',
      'brand.changed',
      'operator.created',
      'operator.changed',
      'operator.password_reset',
      'token.created',
      'operator.disabled',
      'token.revoked',
      'operator.enabled',
      'operator.invited',
      'operator.invited',
      'operator.invitation_accepted',
      'token.created',
      'token.revoked',
      'channel.created',
      'channel.changed',
      'channel.deleted',
    ]);
    expect(records[0]).toEqual({
      id: String(start + 1),
      at: expect.stringMatching(/Z$/),
      action: 'brand.created',
      operator: { id: adminId, name: 'Administrator' },
      via: 'token',
      address: expect.stringMatching(/127\.0\.0\.1$/),
      target: { type: 'brand', id: brand.id },
      details: {},
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(records[3]).toMatchObject({
      target: { type: 'operator', id: li.id },
      details: {
        fields: ['name', 'role', 'brandIds'],
        role: 'administrator',
        formerRole: 'operator',
        brandIds: [brand.id],
        formerBrandIds: [],
      },
    });
    expect(records[7]).toMatchObject({
      operator: { id: adminId },
      target: { type: 'token', id: theirs.id },
      details: { operatorId: li.id },
    });
    expect(records[11]).toMatchObject({ operator: { id: invited.id }, via: 'none' });
    expect(records[12]).toMatchObject({
      details: { operatorId: li.id, scopes: ['read'], brandIds: null, expiresAt: null },
    });
    expect(await app.deps.auditLog.verify()).toMatchObject({ isIntact: true });
  });

  it('records every sign-in, failed ones too', async () => {
    const li = await app.operator([]);
    const answer = await login(li.email, OPERATOR_PASSWORD);
    const headers = {
      Cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
      'X-CSRF-Token': answer.body.csrfToken,
    };
    const mine = (path: string, body?: object): Promise<Answer> =>
      app.call('POST', `/api/v1${path}`, body, { token: null, headers });
    await mine('/me/password', { currentPassword: CANARY, newPassword: 'another long password' });
    await mine('/me/password', { currentPassword: OPERATOR_PASSWORD, newPassword: 'another long password' });
    await mine('/logout');
    for (let guess = 0; guess < 7; guess += 1) await login('nobody@example.com', CANARY);
    await login(li.email, 'wrong');
    const records = (await written()).slice(2);
    expect(
      records.map(({ action, operator, target }) => [action, operator !== null, target !== null]),
    ).toEqual([
      ['session.signed_in', true, false],
      ['password.change_failed', true, true],
      ['password.changed', true, true],
      ['session.signed_out', true, false],
      ...Array.from({ length: 5 }, () => ['session.sign_in_failed', false, false]),
      ['session.locked_out', false, false],
      ['session.sign_in_failed', false, true],
    ]);
  });

  it('shows the old and the new value of a setting, and can be filtered by time', async () => {
    const { body: brand } = await post('/brands', { name: 'Tea' });
    const { body: channel } = await post('/channels', channelFields(brand.id));
    const before = new Date().toISOString();
    await patch(`/channels/${channel.id}`, {
      settings: { ringTimeSeconds: 90, closeMissedAfterSeconds: null, windowAnchor: 'last-inbound' },
    });
    const [changed] = (await written()).slice(-1);
    if (changed === undefined) throw new Error('Nothing was written.');
    expect(changed.details).toEqual({
      fields: ['settings'],
      ringTimeSeconds: 90,
      formerRingTimeSeconds: 60,
      closeMissedAfterSeconds: null,
      formerCloseMissedAfterSeconds: 86_400,
      windowAnchor: 'last-inbound',
      formerWindowAnchor: 'conversation-start',
    });
    const idsOf = async (query: string) => (await audit(query)).items.map(({ id }: { id: string }) => id);
    const at = String(changed.at);
    expect(await idsOf(`?from=${at}`)).toEqual([changed.id]);
    expect(await idsOf(`?from=${before}&to=${at}`)).toEqual([]);
    expect(await idsOf(`?to=${at}`)).not.toContain(changed.id);
    expect((await app.call('GET', '/api/v1/audit?from=yesterday')).status).toBe(400);
    expect(await app.deps.auditLog.verify()).toMatchObject({ isIntact: true });
  });

  it('holds no secret, name or e-mail address', async () => {
    await post('/brands', { name: CANARY });
    await post('/operators', {
      name: CANARY,
      email: 'canary@example.com',
      password: `${CANARY} of a password`,
    });
    await login('canary@example.com', 'wrong');
    await login(CANARY, CANARY);
    const { rows } = await app.database.db.execute('select * from audit_log');
    expect(rows.length).toBeGreaterThan(3);
    expect(JSON.stringify(rows)).not.toMatch(/canary/i);
  });

  it('does not record what was refused', async () => {
    await patch(`/operators/${adminId}`, { isDisabled: true });
    await patch(`/operators/${adminId}`, { name: 'Administrator' });
    await post('/operators', { name: 'Li', email: ADMIN_EMAIL });
    await post('/operators', { name: 'Li', email: 'li@example.com', brandIds: ['none'] });
    await post('/brands', {});
    await app.call('DELETE', '/api/v1/tokens/none');
    expect(await actions()).toEqual([]);
  });

  it('is filtered by operator and action, in pages, newest first', async () => {
    const li = await app.operator([]);
    await login(li.email, 'wrong');
    await login(li.email, OPERATOR_PASSWORD);
    await login(ADMIN_EMAIL, ADMIN_PASSWORD);
    const ofLi = await audit(`?operatorId=${li.id}`);
    expect(ofLi.items.map(({ action }) => action)).toEqual([
      'session.signed_in',
      'session.sign_in_failed',
      'operator.created',
    ]);
    const failed = await audit(`?operatorId=${li.id}&action=session.sign_in_failed`);
    expect(failed.items).toEqual([ofLi.items[1]]);
    const first = await audit(`?operatorId=${li.id}&limit=2`);
    const second = await audit(`?operatorId=${li.id}&limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(ofLi.items);
    expect(second.nextCursor).toBeNull();
  });

  it.each(['?action=nothing', '?cursor=abc', '?cursor=%00', '?limit=0', '?operator=x'])(
    'refuses %s',
    async (query) => {
      expect((await app.call('GET', `/api/v1/audit${query}`)).status).toBe(400);
    },
  );

  it('lists no action that is never written', async () => {
    const { readdirSync, readFileSync } = await import('node:fs');
    const source = ['src/store', 'src/api'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
    );
    const unused = AUDIT_ACTIONS.filter((action) => !source.some((text) => text.includes(`'${action}'`)));
    expect(unused).toEqual([]);
  });
});

describe('the log as CSV', () => {
  const csv = (query = '') =>
    fetch(`${app.url}/api/v1/audit${query}`, {
      headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, Accept: 'text/csv' },
    });

  it('has the same records under the same filters, all of them, without formulas', async () => {
    const { body: member } = await post('/operators', {
      name: '=HYPERLINK("http://a.test")',
      email: 'formula@example.com',
      password: OPERATOR_PASSWORD,
    });
    const theirs = {
      headers: {
        Authorization: `Bearer ${(await post('/tokens', { name: 't', operatorId: member.id })).body.secret}`,
      },
    };
    expect((await fetch(`${app.url}/api/v1/audit`, theirs)).status).toBe(403);
    await login('formula@example.com', OPERATOR_PASSWORD);
    const answer = await csv(`?operatorId=${member.id}&limit=1`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('vary')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      expect.stringContaining('Accept'),
    ]);
    const [head, ...lines] = new TextDecoder('utf-8', { ignoreBOM: false })
      .decode(await answer.arrayBuffer())
      .trimEnd()
      .split('\r\n');
    expect(head).toBe(
      '"id","at","action","operator.id","operator.name","via","address","target.type","target.id","details","hash"',
    );
    const { items } = await audit(`?operatorId=${member.id}`);
    expect(items.length).toBeGreaterThan(1);
    expect(lines.map((line) => line.split(',')[0])).toEqual(items.map(({ id }: { id: string }) => `"${id}"`));
    expect(lines[0]).toContain(`"'=HYPERLINK(""http://a.test"")"`);
  });

  it('is read page by page to its end', async () => {
    const asked: (number | null)[] = [];
    const list = async (_: object, { limit, before }: { limit: number; before: number | null }) => {
      asked.push(before);
      const from = before ?? 1_203;
      const items = Array.from({ length: Math.min(limit, from) }, (_one, index) => ({
        seq: from - index - 1,
      }));
      const last = items.at(-1)?.seq ?? 0;
      return { items: items as AuditRecord[], nextCursor: last === 0 ? null : String(last) };
    };
    const seqs: number[] = [];
    for await (const page of readAll({ list }, {})) seqs.push(...page.map(({ seq }) => seq));
    expect(asked).toEqual([null, 703, 203]);
    expect(seqs).toEqual(Array.from({ length: 1_203 }, (_, index) => 1_202 - index));
  });
});
