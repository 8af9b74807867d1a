import { sql } from 'drizzle-orm';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { createChannelStore } from '../../../src/store/channels/channels';
import type { Db } from '../../../src/store/engine/database-types';
import { rowsOf } from '../../../src/store/engine/rows';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { createBrandStore } from '../../../src/store/people/brands';
import { createWebhookDeliveries, type TryRecord } from '../../../src/store/webhooks/deliveries';
import { createDeliveryLog } from '../../../src/store/webhooks/delivery-log';
import { createWebhookReplays } from '../../../src/store/webhooks/replays';
import { createWebhookOutbox, WEBHOOKS_NOTICE } from '../../../src/store/webhooks/webhook-outbox';
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

describeWithDatabase('the outbox of webhooks', (database) => {
  const secretBox = createSecretBox([Buffer.alloc(32, 7)]);
  const store = () => createWebhookStore(database(), { secretBox });
  const outbox = () => createWebhookOutbox(database());
  const deliveries = () => createWebhookDeliveries(database());
  const log = () => createDeliveryLog(database());
  const rows = <Row extends Record<string, unknown>>(statement: ReturnType<typeof sql>) =>
    rowsOf<Row>(database().db, statement);

  let channelId = '';
  beforeEach(async () => {
    const brand = await createBrandStore(database()).create({ name: 'Tea' });
    const made = await createChannelStore(database(), { secretBox }).create({
      brandId: brand.id,
      name: 'Tea',
    });
    if (!('channel' in made)) throw new Error(made.refusal);
    channelId = made.channel.id;
  });

  const writes = (on: Db, id: string) =>
    on.execute(sql`insert into contacts (id, channel_id, open_id) values (${id}, ${channelId}, ${id})`);
  const take = (webhookId: string, chain = 'chain', taking = 1) =>
    deliveries().take(webhookId, { chain, taking, limit: 100 });
  const tried = (change: Partial<TryRecord> = {}): TryRecord =>
    ({
      attempt: { at: Date.now(), status: 200, ms: 1 },
      request: { headers: {}, body: '{}' },
      answer: { status: 200, body: '' },
      firstTryAt: Date.now(),
      status: 'succeeded',
      ...change,
    }) as TryRecord;

  /** The notices since; those that were sent before it is asked have been heard. */
  const listening = async () => {
    let count = 0;
    let heardMark = (): void => undefined;
    const leave = await database().listen(WEBHOOKS_NOTICE, (payload) => {
      if (payload === 'mark') heardMark();
      else count += 1;
    });
    return {
      async heard() {
        const marked = new Promise<void>((resolve) => {
          heardMark = resolve;
        });
        await database().db.execute(sql`select pg_notify(${WEBHOOKS_NOTICE}, 'mark')`);
        await marked;
        return count;
      },
      end: leave,
    };
  };

  it('has no row without an endpoint, and none of a change that was undone', async () => {
    await writes(database().db, 'first');
    expect(await rows(sql`select * from webhook_outbox`)).toEqual([]);
    await store().create(FIELDS, SYSTEM);
    const undone = database().db.transaction(async (tx) => {
      await writes(tx, 'second');
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await writes(database().db, 'third');
    expect(await rows(sql`select event, contact_id from webhook_outbox`)).toEqual([
      { event: 'contact.created', contact_id: 'third' },
    ]);
  });

  it('holds ids and kinds, no texts', async () => {
    await store().create(FIELDS, SYSTEM);
    await writes(database().db, 'first');
    await rows(sql`insert into messages (id, contact_id, channel_id, direction, type, content, seq, sender_kind)
      values ('note', 'first', ${channelId}, 'note', 'note', '{"text": "a secret word"}', 1, 'operator')`);
    expect(JSON.stringify(await rows(sql`select * from webhook_outbox`))).not.toContain('secret');
    await outbox().sequence();
    const stored = await rows<{ event: string }>(sql`select * from webhook_events order by sequence`);
    expect(stored.map(({ event }) => event)).toEqual(['contact.created', 'note.added']);
    expect(JSON.stringify(stored)).not.toContain('secret');
  });

  it('announces an event once it is committed, and nothing without an endpoint', async () => {
    const notices = await listening();
    await writes(database().db, 'nobody is told');
    await store().create(FIELDS, SYSTEM);
    expect(await notices.heard()).toBe(0);
    await database().db.transaction(async (tx) => {
      await writes(tx, 'first');
      await writes(tx, 'second');
      expect(await notices.heard()).toBe(0);
    });
    expect(await notices.heard()).toBe(1);
    await notices.end();
  });

  it('announces an endpoint that is switched on, also if it had asked before and nobody took that up', async () => {
    const { webhook } = await store().create(FIELDS, SYSTEM);
    await store().change(webhook.id, { isEnabled: false }, SYSTEM);
    const notices = await listening();
    const span = { since: 0, until: null, events: null };
    await createWebhookReplays(database()).add(webhook.id, span, SYSTEM);
    expect(await notices.heard()).toBe(1);
    expect(await outbox().claimWakes()).toEqual([]);
    await store().change(webhook.id, { isEnabled: true }, SYSTEM);
    expect(await notices.heard()).toBe(2);
    expect(await outbox().claimWakes()).toEqual([webhook.id]);
    await notices.end();
  });

  it('skips nothing that commits late', async () => {
    const { webhook } = await store().create(FIELDS, SYSTEM);
    let commit = (): void => undefined;
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let hasWritten = (): void => undefined;
    const isWritten = new Promise<void>((resolve) => {
      hasWritten = resolve;
    });
    const late = database().db.transaction(async (tx) => {
      await writes(tx, 'late');
      hasWritten();
      await mayCommit;
    });
    await isWritten;
    await writes(database().db, 'early');
    expect(await outbox().sequence()).toBe(1);
    expect((await take(webhook.id))?.events).toMatchObject([{ thread: 'early' }]);
    commit();
    await late;
    expect(await outbox().sequence()).toBe(1);
    expect((await take(webhook.id, 'chain', 2))?.events).toMatchObject([{ thread: 'late' }]);
    expect(await outbox().sequence()).toBe(0);
  });

  it('gives many processes one order, and each event once', async () => {
    const { webhook } = await store().create(FIELDS, SYSTEM);
    const work = async (from: number): Promise<void> => {
      for (let number = 0; number < 20; number += 1) {
        await writes(database().db, `c-${from}-${number}`);
        await database().db.execute(
          sql`update contacts set name = ${String(number)} where id = ${`c-${from}-${number}`}`,
        );
        await outbox().sequence();
      }
    };
    await Promise.all([work(1), work(2), work(3), work(4)]);
    await outbox().sequence();
    const stored = await rows<{ sequence: number | string; contact_id: string; event: string }>(
      sql`select * from webhook_events order by sequence`,
    );
    expect(stored).toHaveLength(160);
    const firsts = new Map<string, string>();
    for (const { contact_id: id, event } of stored) if (!firsts.has(id)) firsts.set(id, event);
    expect(new Set(firsts.values())).toEqual(new Set(['contact.created']));
    const taken = await deliveries().take(webhook.id, { chain: 'chain', taking: 1, limit: 1_000 });
    expect(taken?.events.map(({ sequence }) => sequence)).toEqual(
      stored.map(({ sequence }) => Number(sequence)),
    );
  });

  it('gives a repeated taking the same, and a new chain all that is open', async () => {
    const { webhook } = await store().create(FIELDS, SYSTEM);
    for (const id of ['a', 'b', 'c']) await writes(database().db, id);
    await outbox().sequence();
    const first = await take(webhook.id);
    expect(first?.events).toHaveLength(3);
    expect((await take(webhook.id))?.events).toEqual(first?.events);
    expect((await take(webhook.id, 'chain', 2))?.events).toEqual([]);
    const [one] = await deliveries().due(webhook.id, [first?.events[0]?.sequence ?? 0]);
    if (one === undefined) throw new Error('It is not there.');
    await deliveries().record(webhook.id, one, tried());
    // The workflow is lost; the next one knows nothing.
    expect((await take(webhook.id, 'next'))?.events.map(({ thread }) => thread)).toEqual(['b', 'c']);
  });

  it('takes what went on alone up again when its workflow is lost', async () => {
    const { webhook } = await store().create(FIELDS, SYSTEM);
    await writes(database().db, 'a');
    await outbox().sequence();
    const sequence = (await take(webhook.id))?.events[0]?.sequence ?? 0;
    const [one] = await deliveries().due(webhook.id, [sequence]);
    if (one === undefined) throw new Error('It is not there.');
    const failed = (nextAttemptAt: number): TryRecord =>
      tried({ status: 'failed', nextAttemptAt, step: 3, asked: 0, isAlone: true });
    await deliveries().record(webhook.id, one, failed(Date.now() + 60_000));
    expect((await take(webhook.id, 'chain', 2))?.events).toEqual([]);
    await deliveries().record(webhook.id, one, failed(Date.now() - 11 * 60_000));
    await rows(sql`update webhooks set woken_at = clock_timestamp() - interval '2 minutes'`);
    expect(await outbox().claimWakes()).toEqual([webhook.id]);
    expect((await take(webhook.id, 'chain', 3))?.events).toMatchObject([{ sequence }]);
    expect((await take(webhook.id, 'chain', 4))?.events).toEqual([]);
    expect((await deliveries().due(webhook.id, [sequence]))[0]).toMatchObject({ isDue: true });
  });

  it('wakes an endpoint once for what happened, and again if it has not done it', async () => {
    const { webhook } = await store().create(FIELDS, SYSTEM);
    await writes(database().db, 'a');
    await outbox().sequence();
    expect(await outbox().claimWakes()).toEqual([webhook.id]);
    await writes(database().db, 'b');
    await outbox().sequence();
    expect(await outbox().claimWakes()).toEqual([]);
    await take(webhook.id);
    expect(await outbox().claimWakes()).toEqual([]);
    await writes(database().db, 'c');
    await outbox().sequence();
    expect(await outbox().claimWakes()).toEqual([webhook.id]);
    await outbox().giveBack(webhook.id);
    expect(await outbox().claimWakes()).toEqual([webhook.id]);
  });

  it('replays what the selection has, never from before the endpoint existed', async () => {
    const other = await store().create(FIELDS, SYSTEM);
    await writes(database().db, 'before');
    await outbox().sequence();
    const { webhook } = await store().create(
      { ...FIELDS, events: ['contact.created'], isEnabled: false },
      SYSTEM,
    );
    await writes(database().db, 'a');
    await database().db.execute(sql`update contacts set name = 'A' where id = 'a'`);
    await outbox().sequence();
    expect(await take(webhook.id)).toBeNull();
    const span = { since: 0, until: null, events: null };
    await createWebhookReplays(database()).add(webhook.id, span, SYSTEM);
    await store().change(webhook.id, { isEnabled: true }, SYSTEM);
    expect((await take(webhook.id))?.events).toMatchObject([{ thread: 'a' }]);
    expect((await take(other.webhook.id))?.events).toHaveLength(3);
  });

  it('forgets what was sent when something of it is deleted', async () => {
    const { webhook } = await store().create(FIELDS, SYSTEM);
    await writes(database().db, 'a');
    await outbox().sequence();
    const sequence = (await take(webhook.id))?.events[0]?.sequence ?? 0;
    const [one] = await deliveries().due(webhook.id, [sequence]);
    if (one === undefined) throw new Error('It is not there.');
    await deliveries().record(webhook.id, one, tried({ request: { headers: {}, body: 'a secret word' } }));
    const find = () => log().find(webhook.id, one.eventId);
    expect((await find())?.request?.body).toBe('a secret word');
    await rows(sql`delete from contacts where id = 'a'`);
    expect(await find()).toMatchObject({ request: null, answer: null, status: 'succeeded' });
    await outbox().sequence();
    const last = await rows<{ event: string }>(
      sql`select event from webhook_events order by sequence desc limit 1`,
    );
    expect(last).toEqual([{ event: 'contact.erased' }]);
  });

  it('is swept in parts, until nothing old is left', async () => {
    const { webhook } = await store().create(FIELDS, SYSTEM);
    await rows(sql`insert into webhook_events (id, event, at)
      select n::text, 'contact.created', clock_timestamp() - interval '31 days' from generate_series(1, 2500) as n`);
    await rows(sql`insert into webhook_deliveries (webhook_id, sequence, status)
      select ${webhook.id}, sequence, 'succeeded' from webhook_events`);
    expect(await outbox().sweep()).toBe(2_500);
    expect(await rows(sql`select from webhook_events`)).toEqual([]);
    expect(await rows(sql`select from webhook_deliveries`)).toEqual([]);
  });

  it('is kept for 30 days', async () => {
    const { webhook } = await store().create(FIELDS, SYSTEM);
    await writes(database().db, 'a');
    await writes(database().db, 'b');
    await outbox().sequence();
    await take(webhook.id);
    await rows(
      sql`update webhook_events set at = clock_timestamp() - interval '31 days' where contact_id = 'a'`,
    );
    expect(await outbox().sweep()).toBe(1);
    expect(await rows(sql`select contact_id from webhook_events`)).toEqual([{ contact_id: 'b' }]);
    expect(await rows(sql`select contact_id from webhook_deliveries`)).toEqual([{ contact_id: 'b' }]);
  });
});
