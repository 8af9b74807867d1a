/** Macros over HTTP: who sees and changes them, and how their steps are done. */
import { conversationSchema } from '../../src/contracts/conversations/conversation';
import { macroSchema } from '../../src/contracts/conversations/macro';
import type { MacroStep } from '../../src/domain/macros';
import type { TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

let app: ConversationApp;
let brandId: string;
let channelId: string;
let anna: TestOperator;
let ben: TestOperator;
let conversationId: string;
let contactId: string;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId, channelId } = await app.channel());
  anna = await app.operator([brandId]);
  ben = await app.operator([brandId]);
  ({ conversationId, contactId } = await app.receive(channelId));
});
afterAll(() => app.close());

const call = (method: string, path: string, body?: unknown, as: TestOperator = anna) =>
  app.call(method, `/api/v1${path}`, body, as);
const REPLY: MacroStep = { type: 'reply', text: '{{contact.name}}您好' };
const NOTE: MacroStep = { type: 'note', text: 'Done by {{operator.name}}' };
const COMPLETE: MacroStep = { type: 'complete' };
const save = (steps: readonly unknown[], fields: object = {}, as: TestOperator = anna) =>
  call('POST', '/macros', { name: 'Bye', isShared: false, steps, ...fields }, as);
const run = (macroId: string, key?: string, as: TestOperator = anna) =>
  app.call(
    'POST',
    `/api/v1/conversations/${conversationId}/macro`,
    { macroId },
    {
      token: as.token,
      ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key } }),
    },
  );
const transcript = async () => {
  const { body } = await call('GET', `/conversations/${conversationId}/messages`);
  return body.items.map((one) => [one['direction'], one['text'], one['status']]);
};
const stateNow = async () => (await call('GET', `/conversations/${conversationId}`)).body['state'];

describe('who sees a macro', () => {
  const namesOf = async (as: TestOperator) =>
    (await call('GET', '/macros', undefined, as)).body.items.map((one) => macroSchema.parse(one).name);

  it('an own one: no one else', async () => {
    const { status, body } = await save([REPLY, NOTE, COMPLETE]);
    expect(status).toBe(201);
    expect(macroSchema.parse(body)).toMatchObject({
      name: 'Bye',
      isShared: false,
      brandId: null,
      steps: [REPLY, NOTE, COMPLETE],
    });
    expect(await namesOf(anna)).toEqual(['Bye']);
    expect(await namesOf(ben)).toEqual([]);
    for (const [method, change] of [['GET'], ['PATCH', { name: 'x' }], ['DELETE']] as const)
      expect((await call(method, `/macros/${body.id}`, change, ben)).status).toBe(404);
  });

  it('one that a brand shares: its members, who may change it; an operator’s only brand need not be named', async () => {
    const { body } = await save([NOTE], { isShared: true });
    expect(body).toMatchObject({ isShared: true, brandId });
    expect(await namesOf(ben)).toEqual(['Bye']);
    expect((await call('PATCH', `/macros/${body.id}`, { name: 'Later' }, ben)).body).toMatchObject({
      name: 'Later',
      isShared: true,
      brandId,
    });
    const outsider = await app.operator([(await app.channel()).brandId]);
    expect(await namesOf(outsider)).toEqual([]);
    expect((await call('DELETE', `/macros/${body.id}`, undefined, outsider)).status).toBe(404);
    expect((await call('DELETE', `/macros/${body.id}`, undefined, ben)).status).toBe(204);
  });

  it('one of the whole desk: everyone, and administrators change it', async () => {
    const administrator = await app.operator([], 'administrator');
    const { body } = await save([NOTE], { isShared: true }, administrator);
    expect(body).toMatchObject({ isShared: true, brandId: null });
    expect(await namesOf(anna)).toEqual(['Bye']);
    expect((await call('PATCH', `/macros/${body.id}`, { name: 'x' })).status).toBe(403);
    expect((await call('DELETE', `/macros/${body.id}`)).status).toBe(403);
    expect((await run(body.id)).status).toBe(200);
  });

  it('is shared only with brands of its owner; once shared, only administrators take it back or move it', async () => {
    const { brandId: other } = await app.channel();
    const member = await app.operator([brandId, other]);
    expect(await save([NOTE], { isShared: true, brandId: other })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'brandId' }] },
    });
    expect((await save([NOTE], { isShared: true }, member)).status).toBe(400);
    expect((await save([NOTE], { isShared: true, brandId: null })).status).toBe(400);
    expect((await save([NOTE], { isShared: false, brandId })).status).toBe(400);
    const { body } = await save([NOTE], { isShared: true, brandId }, member);
    for (const change of [{ isShared: false }, { brandId: other }, { isShared: false, name: 'Mine' }]) {
      expect(await call('PATCH', `/macros/${body.id}`, change, member)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
    expect(await namesOf(anna)).toEqual(['Bye']);
    // What they do not change, they may repeat.
    const same = { name: 'Later', isShared: true, brandId };
    expect((await call('PATCH', `/macros/${body.id}`, same, ben)).body).toMatchObject(same);
    const administrator = await app.operator([brandId, other], 'administrator');
    const moved = await call('PATCH', `/macros/${body.id}`, { brandId: other }, administrator);
    expect(moved.body).toMatchObject({ isShared: true, brandId: other });
    const back = await call('PATCH', `/macros/${body.id}`, { isShared: false }, administrator);
    expect(back.body).toMatchObject({ isShared: false, brandId: null });
    expect(await namesOf(member)).toEqual([]);
  });
});

describe('saving a macro', () => {
  it.each([
    ['no step', [], 'steps'],
    ['a kind that cannot be run', [NOTE, { type: 'fly' }], 'steps.1.type'],
    ['an unknown variable', [{ type: 'note', text: '{{contact.age}}' }], 'steps.0.text'],
    ['a text that WeChat would refuse', [{ type: 'reply', text: '字'.repeat(683) }], 'steps.0.text'],
    ['no one to transfer to', [{ type: 'transfer', operatorId: 'nobody' }], 'steps.0.operatorId'],
    ['no group to transfer to', [{ type: 'transfer', groupId: 'none' }], 'steps.0.groupId'],
    ['a transfer to nobody', [{ type: 'transfer' }], 'steps.0.operatorId'],
    ['a transfer to two', [{ type: 'transfer', operatorId: 'a', groupId: 'b' }], 'steps.0.operatorId'],
    ['a field too many', [{ type: 'complete', text: 'x' }], 'steps.0.text'],
    ['no tag to add', [{ type: 'tag', tags: [] }], 'steps.0.tags'],
    ['an unknown priority', [{ type: 'priority', priority: 'huge' }], 'steps.0.priority'],
    ['a snooze without an end', [{ type: 'snooze' }], 'steps.0.forSeconds'],
    ['a snooze with two ends', [{ type: 'snooze', forSeconds: 60, untilReply: true }], 'steps.0.forSeconds'],
    ['a snooze that is over at once', [{ type: 'snooze', forSeconds: 59 }], 'steps.0.forSeconds'],
    ['a snooze of over a year', [{ type: 'snooze', forSeconds: 366 * 86_400 + 1 }], 'steps.0.forSeconds'],
    ['21 steps', Array.from({ length: 21 }, () => COMPLETE), 'steps'],
  ])('refuses %s', async (_, steps, path) => {
    expect(await save(steps)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path }] },
    });
  });

  it('changes what is named and nothing else, and is audited without texts', async () => {
    const { body } = await save([{ type: 'note', text: 'canary-text' }]);
    expect((await call('PATCH', `/macros/${body.id}`, { steps: [COMPLETE] })).body).toMatchObject({
      name: 'Bye',
      steps: [COMPLETE],
    });
    await call('PATCH', `/macros/${body.id}`, {});
    await call('DELETE', `/macros/${body.id}`);
    const { body: audit, text } = await app.call('GET', `/api/v1/audit?operatorId=${anna.id}`);
    const of = audit.items.filter(({ action }) => String(action).startsWith('macro.'));
    expect(of.map(({ action }) => action)).toEqual(['macro.deleted', 'macro.changed', 'macro.created']);
    expect(of[1]).toMatchObject({ target: { type: 'macro', id: body.id }, details: { fields: ['steps'] } });
    expect(text).not.toContain('canary-text');
  });
});

describe('running a macro', () => {
  it('does its steps in order, with the variables filled in', async () => {
    await call('PATCH', `/contacts/${contactId}`, { name: '李雷' });
    const me = (await call('GET', '/me')).body['name'];
    const { body: macro } = await save([REPLY, NOTE, COMPLETE]);
    const { status, body } = await run(macro.id);
    expect(status).toBe(200);
    expect(body['steps']).toMatchObject([
      { type: 'reply', status: 'done', messageId: expect.any(String) },
      { type: 'note', status: 'done', messageId: expect.any(String) },
      { type: 'complete', status: 'done' },
    ]);
    expect(body['conversation']).toMatchObject({ id: conversationId, state: 'completed' });
    expect(await transcript()).toEqual([
      ['inbound', '你好', null],
      ['outbound', '李雷您好', 'sent'],
      ['note', `Done by ${me}`, null],
    ]);
  });

  it('transfers to a colleague', async () => {
    await call('POST', `/conversations/${conversationId}/attend`);
    const { body: macro } = await save([{ type: 'transfer', operatorId: ben.id }]);
    expect((await run(macro.id)).body['conversation']).toMatchObject({ operator: { id: ben.id } });
  });

  it('transfers to a group of the conversation’s brand', async () => {
    const groupOf = async (ofBrand: string) =>
      (await app.call('POST', '/api/v1/groups', { brandId: ofBrand, name: 'Care' })).body.id;
    const careId = await groupOf(brandId);
    const { brandId: other } = await app.channel();
    const foreignId = await groupOf(other);
    await call('POST', `/conversations/${conversationId}/attend`);
    const { body: macro } = await save([{ type: 'transfer', groupId: careId }]);
    expect(macro['steps']).toEqual([{ type: 'transfer', groupId: careId }]);
    expect((await run(macro.id)).body['conversation']).toMatchObject({
      state: 'waiting',
      operator: null,
      group: { id: careId },
    });
    // An administrator may save it: where it may be run is known then.
    const administrator = await app.operator([], 'administrator');
    const steps = [NOTE, { type: 'transfer', groupId: foreignId }];
    const shared = { name: 'Move', isShared: true, brandId: null, steps };
    const { body: foreign } = await app.call('POST', '/api/v1/macros', shared, {
      token: administrator.token,
    });
    const refused = await run(foreign.id);
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [{ path: 'steps.1.groupId', message: 'is not a group of the brand' }],
    ]);
  });

  it('adds tags to those that are there, sets the priority, and snoozes until the contact writes', async () => {
    await call('POST', `/conversations/${conversationId}/attend`);
    await call('PATCH', `/conversations/${conversationId}`, { tags: ['vip'] });
    const steps = [
      { type: 'tag', tags: [' refund ', 'vip', 'refund'] },
      { type: 'priority', priority: 'urgent' },
      { type: 'snooze', untilReply: true },
    ];
    const { body: macro } = await save(steps);
    expect(macro['steps']).toEqual([{ type: 'tag', tags: ['refund', 'vip'] }, ...steps.slice(1)]);
    const { body } = await run(macro.id);
    expect(body['steps']).toEqual(steps.map(({ type }) => ({ type, status: 'done' })));
    const labels = { tags: ['vip', 'refund'], priority: 'urgent' };
    expect(body['conversation']).toMatchObject({ ...labels, snoozedUntil: 'reply' });
    expect((await call('GET', `/conversations/${conversationId}`)).body).toMatchObject(labels);
  });

  it('snoozes for a time that begins when the step is done', async () => {
    await call('POST', `/conversations/${conversationId}/attend`);
    const { body: macro } = await save([{ type: 'snooze', forSeconds: 3600 }]);
    const before = Date.parse((await call('GET', `/conversations/${conversationId}`)).body['now'] as string);
    const { body } = await run(macro.id);
    const { snoozedUntil } = conversationSchema.parse(body['conversation']);
    const takenMs = Date.parse(snoozedUntil ?? '') - before - 3_600_000;
    expect(takenMs).toBeGreaterThanOrEqual(0);
    expect(takenMs).toBeLessThan(10_000);
  });

  it('shows what steps of both kinds have changed, whichever came last', async () => {
    await call('POST', `/conversations/${conversationId}/attend`);
    const { body: macro } = await save([
      { type: 'tag', tags: ['done'] },
      COMPLETE,
      { type: 'priority', priority: 'low' },
    ]);
    expect((await run(macro.id)).body['conversation']).toMatchObject({
      state: 'completed',
      tags: ['done'],
      priority: 'low',
    });
  });

  it('refuses tags that would be too many, and a snooze where nobody attends, as the single calls do', async () => {
    const many = Array.from({ length: 20 }, (_, number) => `tag ${number}`);
    await call('PATCH', `/conversations/${conversationId}`, { tags: many });
    const { body: tagging } = await save([NOTE, { type: 'tag', tags: ['one more'] }]);
    expect(await run(tagging.id)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path: 'steps.1.tags' }], step: 1 },
    });
    const { body: snoozing } = await save([{ type: 'snooze', untilReply: true }]);
    expect(await run(snoozing.id)).toMatchObject({ status: 409, body: { code: 'not_attended', step: 0 } });
  });

  it('ends at the first refusal, and says which step it was, why, and what is done', async () => {
    const { body: macro } = await save([NOTE, { type: 'transfer', operatorId: ben.id }, COMPLETE]);
    const { status, body } = await run(macro.id);
    // No one attends.
    expect([status, body['code'], body['step']]).toEqual([409, 'not_attended', 1]);
    expect(body['steps']).toMatchObject([
      { type: 'note', status: 'done' },
      { type: 'transfer', status: 'refused' },
      { type: 'complete', status: 'not_run' },
    ]);
    expect(body['detail']).toMatch(
      /^Step 2 \(transfer\): .* Steps before it that are done: 1\. They are not undone\.$/,
    );
    expect((await transcript()).map(([direction]) => direction)).toEqual(['inbound', 'note']);
  });

  it('has the facts of the refusal, as the single call has', async () => {
    await call('POST', `/conversations/${conversationId}/attend`, undefined, ben);
    const { body: macro } = await save([REPLY]);
    expect(await run(macro.id)).toMatchObject({
      status: 409,
      body: { code: 'attended_by_other', operator: { id: ben.id }, step: 0 },
    });
  });

  it('does not complete after a reply that WeChat has refused', async () => {
    app.host.behaviour.outcome = { type: 'refused', code: 'wechat_refused', wechatCode: 40003 };
    const { body: macro } = await save([REPLY, COMPLETE]);
    const { status, body } = await run(macro.id);
    expect([status, body['code'], body['reason'], body['step']]).toEqual([
      409,
      'conflict',
      'reply_not_sent',
      0,
    ]);
    expect(body['steps']).toMatchObject([
      { type: 'reply', status: 'not_sent', messageId: expect.any(String) },
      { type: 'complete', status: 'not_run' },
    ]);
    expect(await stateNow()).toBe('active');
  });

  it('names the field of a step that no longer fits', async () => {
    await call('POST', `/conversations/${conversationId}/attend`);
    const outsider = await app.operator([(await app.channel()).brandId]);
    const { body: macro } = await save([NOTE, { type: 'transfer', operatorId: outsider.id }]);
    expect(await run(macro.id)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'steps.1.operatorId' }], step: 1 },
    });
  });

  it('refuses a macro of others', async () => {
    const { body: macro } = await save([NOTE], {}, ben);
    expect(await run(macro.id)).toMatchObject({ status: 400, body: { errors: [{ path: 'macroId' }] } });
  });

  it('refuses a macro of another brand, also to a member of both', async () => {
    const { brandId: other } = await app.channel();
    const member = await app.operator([brandId, other]);
    const { body: foreign } = await save([NOTE], { isShared: true, brandId: other }, member);
    expect(await run(foreign.id, undefined, member)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path: 'macroId' }] },
    });
    expect((await transcript()).map(([direction]) => direction)).toEqual(['inbound']);
    const { body: own } = await save([NOTE], { isShared: true, brandId }, member);
    expect((await run(own.id, undefined, member)).status).toBe(200);
  });
});

describe('the same request again, under its Idempotency-Key', () => {
  it('does nothing twice, and gives the same steps', async () => {
    const { body: macro } = await save([REPLY, NOTE, COMPLETE]);
    const first = await run(macro.id, 'k1');
    const again = await run(macro.id, 'k1');
    expect(again.status).toBe(200);
    expect(again.body['steps']).toEqual(first.body['steps']);
    expect(await transcript()).toHaveLength(3);
  });

  it('continues where it was refused, with the steps that the macro had then', async () => {
    const { body: macro } = await save([NOTE, { type: 'transfer', operatorId: ben.id }]);
    expect((await run(macro.id, 'k1')).status).toBe(409);
    await call('PATCH', `/macros/${macro.id}`, { steps: [COMPLETE] });
    await call('POST', `/conversations/${conversationId}/attend`);
    expect((await run(macro.id, 'k1')).body).toMatchObject({
      steps: [{ status: 'done' }, { status: 'done' }],
      conversation: { state: 'active', operator: { id: ben.id } },
    });
    expect((await transcript()).filter(([direction]) => direction === 'note')).toHaveLength(1);
  });

  it('two at once: each step is done once', async () => {
    const { body: macro } = await save([NOTE, REPLY, NOTE]);
    const both = await Promise.all([run(macro.id, 'k1'), run(macro.id, 'k1')]);
    for (const { status, body } of both) {
      if (status !== 200) expect(body).toMatchObject({ code: 'conflict', reason: 'macro_running' });
    }
    expect(both.some(({ status }) => status === 200)).toBe(true);
    expect(await transcript()).toHaveLength(4);
  });

  it('treats a step whose answer was lost as done', async () => {
    await call('POST', `/conversations/${conversationId}/attend`);
    const { body: macro } = await save([NOTE, COMPLETE]);
    app.host.behaviour.answers = 'unavailable';
    const refused = await run(macro.id, 'k1');
    expect([refused.status, refused.body['code'], refused.body['step']]).toEqual([503, 'unavailable', 1]);
    expect(refused.body['detail']).not.toContain('Nothing was accepted');
    app.host.behaviour.answers = 'all';
    // The wish arrived after all, without this client ever knowing.
    await call('POST', `/conversations/${conversationId}/complete`);
    expect((await run(macro.id, 'k1')).body).toMatchObject({
      steps: [{ status: 'done' }, { status: 'done' }],
    });
    expect((await transcript()).filter(([direction]) => direction === 'note')).toHaveLength(1);
  });

  describe('a snooze whose answer was lost', () => {
    const snoozedUntil = async () =>
      (await call('GET', `/conversations/${conversationId}`)).body['snoozedUntil'] as string;
    const broken = async () => {
      await call('POST', `/conversations/${conversationId}/attend`);
      const { body: macro } = await save([{ type: 'snooze', forSeconds: 3600 }]);
      app.host.behaviour.answers = 'unavailable';
      expect((await run(macro.id, 'k1')).status).toBe(503);
      app.host.behaviour.answers = 'all';
      const { rows } = await app.database.db.execute<{ until: string }>(
        'select snooze_until as until from macro_runs where snooze_until is not null',
      );
      expect(rows).toHaveLength(1);
      return { macroId: macro.id, until: rows[0]?.until ?? '' };
    };

    it('is not taken for done because of another snooze, and ends when it was to end at first', async () => {
      const { macroId, until } = await broken();
      const other = new Date(Date.now() + 600_000).toISOString();
      await call('POST', `/conversations/${conversationId}/snooze`, { until: other });
      await app.host.idle();
      expect(await snoozedUntil()).toBe(other);
      expect((await run(macroId, 'k1')).body['steps']).toEqual([{ type: 'snooze', status: 'done' }]);
      await app.host.idle();
      expect(await snoozedUntil()).toBe(until);
    });

    it('is done once if it was granted after all', async () => {
      const { macroId, until } = await broken();
      await call('POST', `/conversations/${conversationId}/snooze`, { until });
      await app.host.idle();
      const wish = jest.spyOn(app.host.client, 'snooze');
      expect((await run(macroId, 'k1')).status).toBe(200);
      expect(wish).not.toHaveBeenCalled();
      wish.mockRestore();
      expect(await snoozedUntil()).toBe(until);
    });
  });

  it('is refused for another macro', async () => {
    const [one, other] = [await save([NOTE]), await save([COMPLETE])];
    await run(one.body.id, 'k1');
    expect(await run(other.body.id, 'k1')).toMatchObject({
      status: 409,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await stateNow()).toBe('waiting');
  });
});
