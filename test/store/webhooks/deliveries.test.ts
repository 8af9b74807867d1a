import { sql } from 'drizzle-orm';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { createChannelStore } from '../../../src/store/channels/channels';
import { rowsOf } from '../../../src/store/engine/rows';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { createBrandStore } from '../../../src/store/people/brands';
import { createWebhookDeliveries, type TryRecord } from '../../../src/store/webhooks/deliveries';
import { createDeliveryLog } from '../../../src/store/webhooks/delivery-log';
import { createWebhookReplays } from '../../../src/store/webhooks/replays';
import { createWebhookOutbox } from '../../../src/store/webhooks/webhook-outbox';
import { createWebhookStore } from '../../../src/store/webhooks/webhooks';
import { describeWithDatabase } from '../../support/database';

const FIELDS = {
  url: 'https://example.com/hook',
  events: ['*'],
  brandIds: null,
  channelIds: null,
  format: 'native',
  description: '',
  isEnabled: true,
} as const;

describeWithDatabase('the deliveries of a webhook', (database) => {
  const secretBox = createSecretBox([Buffer.alloc(32, 7)]);
  const store = () => createWebhookStore(database(), { secretBox });
  const outbox = () => createWebhookOutbox(database());
  const deliveries = () => createWebhookDeliveries(database());
  const log = () => createDeliveryLog(database());
  const replays = () => createWebhookReplays(database());
  const ALL = { since: 0, until: null, events: null };
  const rows = <Row extends Record<string, unknown>>(statement: ReturnType<typeof sql>) =>
    rowsOf<Row>(database().db, statement);

  let channelId = '';
  let webhookId = '';
  beforeEach(async () => {
    const brand = await createBrandStore(database()).create({ name: 'Tea' });
    const made = await createChannelStore(database(), { secretBox }).create({
      brandId: brand.id,
      name: 'Tea',
    });
    if (!('channel' in made)) throw new Error(made.refusal);
    channelId = made.channel.id;
    webhookId = (await store().create(FIELDS, SYSTEM)).webhook.id;
  });

  const happens = async (...ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      await rows(sql`insert into contacts (id, channel_id, open_id) values (${id}, ${channelId}, ${id})`);
    }
    await outbox().sequence();
  };
  const take = (taking: number, chain = 'chain') =>
    deliveries().take(webhookId, { chain, taking, limit: 100 });
  const threadsOf = (taken: Awaited<ReturnType<typeof take>>) => taken?.events.map(({ thread }) => thread);
  const taken = async (taking = 1, chain = 'chain') => {
    const sequences = (await take(taking, chain))?.events.map(({ sequence }) => sequence) ?? [];
    const [one] = await deliveries().due(webhookId, sequences);
    if (one === undefined) throw new Error('It is not there.');
    return one;
  };
  const tried = (change: Partial<TryRecord> = {}): TryRecord =>
    ({
      attempt: { at: Date.now(), status: 200, ms: 1 },
      request: { headers: {}, body: '{"text": "a secret word"}' },
      answer: { status: 200, body: 'a secret word' },
      firstTryAt: Date.now(),
      status: 'succeeded',
      ...change,
    }) as TryRecord;

  it('are not taken by an attempt that comes late', async () => {
    await happens('a');
    // The first attempt of the taking hangs; the second one is answered.
    expect(threadsOf(await take(1))).toEqual(['a']);
    await happens('b');
    expect(threadsOf(await take(1))).toEqual(['a']);
    expect(threadsOf(await take(2))).toEqual(['b']);
    await happens('c');
    expect(threadsOf(await take(1))).toEqual(['a']);
    expect(threadsOf(await take(2))).toEqual(['b']);
    expect(threadsOf(await take(3))).toEqual(['c']);
  });

  it('that were all tried are not followed by others under the same taking', async () => {
    await happens('a');
    await deliveries().record(webhookId, await taken(), tried());
    await happens('b');
    expect(await take(1)).toEqual({ events: [], hasMore: true });
    expect(threadsOf(await take(2))).toEqual(['b']);
  });

  it('that are sent anew are given again, in their next cycle', async () => {
    await happens('a');
    const one = await taken();
    await log().redeliver(webhookId, one.eventId, SYSTEM);
    expect((await take(2))?.events).toEqual([{ sequence: one.sequence, thread: 'a', cycle: 1 }]);
  });

  it('keep nothing of a contact who was erased during a try, of any of their events', async () => {
    await happens('a', 'b');
    await rows(sql`update contacts set name = 'A' where id = 'a'`);
    await outbox().sequence();
    const sequences = (await take(1))?.events.map(({ sequence }) => sequence) ?? [];
    const due = await deliveries().due(webhookId, sequences);
    expect(due).toHaveLength(3);
    await rows(sql`delete from contacts where id = 'a'`);
    for (const one of due) await deliveries().record(webhookId, one, tried());
    const kept = await rows(
      sql`select contact_id, request is not null as request, answer is not null as answer, status
          from webhook_deliveries order by sequence`,
    );
    const of = (id: string, isKept: boolean) => ({
      contact_id: id,
      request: isKept,
      answer: isKept,
      status: 'succeeded',
    });
    expect(kept).toEqual([of('a', false), of('b', true), of('a', false)]);
    // What is sent anew afterwards tells of the erasure only, and is in the log.
    await log().redeliver(webhookId, due[0]?.eventId ?? '', SYSTEM);
    await deliveries().record(webhookId, await taken(2), tried());
    expect((await log().find(webhookId, due[0]?.eventId ?? ''))?.request).not.toBeNull();
  });

  it('forget deleted messages once for each statement, and only what was written to the transcript', async () => {
    await happens('a', 'b');
    await deliveries().record(webhookId, await taken(), tried());
    for (const [id, contact, seq] of [
      ['m1', 'a', 1],
      ['m2', 'a', 2],
      ['m3', 'b', 1],
    ] as const) {
      await rows(sql`insert into messages (id, contact_id, channel_id, direction, type, content, seq, sender_kind)
        values (${id}, ${contact}, ${channelId}, 'note', 'note', '{"text": "a secret word"}', ${seq}, 'operator')`);
    }
    const forgotten = () =>
      rows(sql`select distinct contact_id, forgotten from webhook_deliveries order by contact_id, forgotten`);
    await rows(sql`delete from messages where id = 'none'`);
    expect(await forgotten()).toMatchObject([{ forgotten: 0 }, { forgotten: 0 }]);
    await rows(sql`delete from messages where id in ('m1', 'm2')`);
    expect(await forgotten()).toEqual([
      { contact_id: 'a', forgotten: 1 },
      { contact_id: 'b', forgotten: 0 },
    ]);
    await rows(sql`update messages set content = '{"text": "another"}' where id = 'm3'`);
    await rows(sql`update messages set content = content || '{"recognition": "added"}' where id = 'm3'`);
    expect(await forgotten()).toMatchObject([{ forgotten: 1 }, { forgotten: 1 }]);
  });

  it('keep their last 50 tries', async () => {
    await happens('a');
    const one = await taken();
    for (let number = 1; number <= 52; number += 1) {
      await deliveries().record(webhookId, one, tried({ attempt: { at: number, status: 200, ms: 1 } }));
    }
    const attempts = (await log().find(webhookId, one.eventId))?.attempts;
    expect(attempts?.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, index) => index + 3));
  });

  const AN_HOUR = 3_600_000;
  const failedAlone = (nextAttemptAt: number) =>
    tried({ status: 'failed', nextAttemptAt, step: 3, asked: 2, isAlone: true });

  it('that went on alone are given again once their pause is over, in threads of their own', async () => {
    await happens('a');
    const one = await taken();
    const at = Date.now() + AN_HOUR;
    await deliveries().record(webhookId, one, failedAlone(at));
    expect((await take(2))?.events).toEqual([]);
    await rows(sql`update webhooks set woken_at = null, has_asked = false`);
    // That of a plan before it, or of another cycle, says nothing.
    await deliveries().endPause(webhookId, { ...one, at: at - 1 });
    await deliveries().endPause(webhookId, { ...one, cycle: 1, at });
    expect((await take(3))?.events).toEqual([]);
    await deliveries().endPause(webhookId, { ...one, at });
    expect(await outbox().claimWakes()).toEqual([webhookId]);
    expect((await take(4))?.events).toEqual([
      { sequence: one.sequence, thread: `alone-${one.sequence}`, cycle: 0 },
    ]);
    // Once only.
    await deliveries().endPause(webhookId, { ...one, at });
    expect((await take(5))?.events).toEqual([]);
    const [due] = await deliveries().due(webhookId, [one.sequence]);
    expect(due).toMatchObject({ isAlone: true, isDue: true, step: 3, asked: 2 });
  });

  it('that went on alone are taken after their endpoint was disabled meanwhile', async () => {
    await happens('a');
    const one = await taken();
    const at = Date.now() + AN_HOUR;
    await deliveries().record(webhookId, one, failedAlone(at));
    await store().change(webhookId, { isEnabled: false }, SYSTEM);
    await deliveries().endPause(webhookId, { ...one, at });
    expect(await take(2)).toBeNull();
    await store().change(webhookId, { isEnabled: true }, SYSTEM);
    expect(await outbox().claimWakes()).toEqual([webhookId]);
    expect(await taken(1, 'next')).toMatchObject({ sequence: one.sequence, isAlone: true, isDue: true });
  });

  it('of a thread are given again, in their order, when the workflow has left them in the store', async () => {
    await happens('a', 'b');
    for (const name of ['1', '2', '3']) await rows(sql`update contacts set name = ${name} where id = 'a'`);
    await outbox().sequence();
    expect(threadsOf(await take(1))).toEqual(['a', 'b', 'a', 'a', 'a']);
    await rows(sql`update contacts set name = '4' where id = 'a'`);
    await outbox().sequence();
    const again = await deliveries().take(webhookId, {
      chain: 'chain',
      taking: 2,
      limit: 100,
      tailsOf: ['a'],
    });
    expect(threadsOf(again)).toEqual(['a', 'a', 'a', 'a', 'a']);
    const sequences = again?.events.map(({ sequence }) => sequence) ?? [];
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
    // A repetition gives the same.
    expect((await take(2))?.events).toEqual(again?.events);
  });

  it('that happened since are given after all that waits, however little is taken at once', async () => {
    await happens('a', 'b', 'c', 'd', 'e', 'f');
    await take(1);
    await happens('g');
    // The next chain knows none of them.
    const given: (string | undefined)[] = [];
    for (let taking = 1; taking < 10; taking += 1) {
      const some = await deliveries().take(webhookId, { chain: 'next', taking, limit: 4 });
      given.push(...(threadsOf(some) ?? []));
      if (some?.hasMore !== true) break;
    }
    expect(given).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('tell when they are tried again', async () => {
    await happens('a');
    const one = await taken();
    const nextAttemptAt = Date.now() + 5_000;
    await deliveries().record(
      webhookId,
      one,
      tried({ status: 'failed', nextAttemptAt, step: 1, asked: 0, isAlone: false }),
    );
    expect(await taken()).toMatchObject({ nextAttemptAt, isAlone: false, step: 1 });
  });

  it('that are sent anew during their last try are not dead, and nobody is told so', async () => {
    await happens('a');
    const one = await taken();
    const audited = () =>
      rows<{ details: object }>(sql`select details from audit_log where action = 'webhook.delivery_dead'`);
    await log().redeliver(webhookId, one.eventId, SYSTEM);
    await deliveries().record(webhookId, one, tried({ status: 'dead' }));
    expect(await audited()).toEqual([]);
    const again = await taken(2);
    expect([again.status, again.cycle]).toEqual(['pending', one.cycle + 1]);
    await deliveries().record(webhookId, again, tried({ status: 'dead' }));
    expect(await audited()).toEqual([{ details: { sequence: one.sequence } }]);
  });

  it('that are tests say nothing about the endpoint', async () => {
    const failedAt = Date.now() - 3_600_000;
    await happens('a');
    const attempt = { at: failedAt, status: 500, ms: 1, error: 'http_500' };
    const failed = { status: 'failed', nextAttemptAt: failedAt, step: 1, asked: 0, isAlone: false } as const;
    await deliveries().record(webhookId, await taken(), tried({ ...failed, attempt }));
    const health = async () => (await store().find(webhookId))?.failingSince;
    expect(await health()).toBe(failedAt);
    // One that arrives: what is delivered fails all the same.
    const arrived = await deliveries().addTest(webhookId);
    expect(await deliveries().record(webhookId, arrived, tried())).toEqual({ failingSince: null });
    expect(await health()).toBe(failedAt);
    await rows(sql`update webhooks set failing_since = null`);
    const lost = await deliveries().addTest(webhookId);
    await deliveries().record(webhookId, lost, tried({ status: 'dead', attempt }));
    expect(await health()).toBeNull();
    expect((await log().find(webhookId, lost.eventId))?.status).toBe('dead');
    expect(await rows(sql`select action from audit_log where action = 'webhook.delivery_dead'`)).toEqual([]);
    expect((await store().counts([webhookId])).get(webhookId)).toEqual({ open: 1, dead: 0 });
  });

  it('wake their workflow once for a replay, and never for tests', async () => {
    await happens('a');
    await deliveries().record(webhookId, await taken(), tried());
    await rows(sql`update webhooks set woken_at = null`);
    await replays().add(webhookId, ALL, SYSTEM);
    expect(await outbox().claimWakes()).toEqual([webhookId]);
    // Its workflow has a long queue, and takes nothing for hours.
    const later = () => rows(sql`update webhooks set woken_at = woken_at - interval '1 second'`);
    await later();
    expect(await outbox().claimWakes()).toEqual([]);
    await outbox().giveBack(webhookId);
    expect(await outbox().claimWakes()).toEqual([webhookId]);
    await take(2);
    await deliveries().addTest(webhookId);
    for (let minute = 0; minute < 3; minute += 1) {
      await rows(sql`update webhooks set woken_at = woken_at - interval '61 seconds'`);
      expect(await outbox().claimWakes()).toEqual([]);
    }
  });

  it('do not tell what happened before the webhook was added or enabled again', async () => {
    const happensUnsequenced = (id: string) =>
      rows(sql`insert into contacts (id, channel_id, open_id) values (${id}, ${channelId}, ${id})`);
    await happensUnsequenced('before');
    const { webhook } = await store().create(FIELDS, SYSTEM);
    await happens('a');
    const takes = async (taking: number) =>
      threadsOf(await deliveries().take(webhook.id, { chain: 'chain', taking, limit: 100 }));
    expect(await takes(1)).toEqual(['a']);
    await store().change(webhook.id, { isEnabled: false }, SYSTEM);
    await happensUnsequenced('meanwhile');
    await store().change(webhook.id, { isEnabled: true }, SYSTEM);
    await happens('b');
    expect(await takes(2)).toEqual(['b']);
    // It can be replayed; what is older than the webhook cannot.
    await replays().add(webhook.id, ALL, SYSTEM);
    expect(await takes(3)).toEqual(['meanwhile']);
  });

  it('of a replay begin some at a time, and say how far they are', async () => {
    await happens('a', 'b', 'c', 'd', 'e');
    for (const due of await deliveries().due(
      webhookId,
      (await take(1))?.events.map((one) => one.sequence) ?? [],
    ))
      await deliveries().record(webhookId, due, tried());
    await replays().add(webhookId, { ...ALL, events: ['contact.created'] }, SYSTEM);
    await replays().add(webhookId, { ...ALL, events: ['contact.updated'] }, SYSTEM);
    const shown = async () => (await replays().of([webhookId])).get(webhookId);
    expect(await shown()).toMatchObject({ count: 0, progress: 0 });
    const takes = async (taking: number) =>
      deliveries().take(webhookId, { chain: 'chain', taking, limit: 2 });
    const first = await takes(2);
    expect([threadsOf(first), first?.hasMore]).toEqual([['a', 'b'], true]);
    expect(first?.events.map(({ cycle }) => cycle)).toEqual([1, 1]);
    expect(await shown()).toMatchObject({ count: 2, progress: 0.4 });
    // The one whose attempt is repeated does not go on.
    expect((await takes(2))?.events).toEqual(first?.events);
    expect(threadsOf(await takes(3))).toEqual(['c', 'd']);
    expect(threadsOf(await takes(4))).toEqual(['e']);
    // The next one has nothing.
    expect(await takes(5)).toEqual({ events: [], hasMore: false });
    expect(await shown()).toBeUndefined();
  });
});
