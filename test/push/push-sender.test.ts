/** Alerts on their way to browsers: from the transaction that makes them to a push service, with what can fail between. */
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Agent } from 'undici';
import { createPublicDispatcher } from '../../src/platform/network/public-dispatcher';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createPushSender } from '../../src/push/push-sender';
import { makeVapidKeys } from '../../src/push/vapid';
import { createSendPush } from '../../src/push/web-push';
import { createAlerts } from '../../src/store/alerts/alerts';
import { createPushOutbox } from '../../src/store/alerts/push-outbox';
import { createPushSubscriptions } from '../../src/store/alerts/push-subscriptions';
import { readOrMakeVapidKeys } from '../../src/store/alerts/vapid-keys';
import { createProjections } from '../../src/store/conversations/projections';
import { rowsOf } from '../../src/store/engine/rows';
import { SYSTEM } from '../../src/store/people/audit-log';
import { createOperatorStore } from '../../src/store/people/operators';
import { createSignInGuard } from '../../src/store/people/sign-in-guard';
import { createTranscript } from '../../src/store/transcript/transcript';
import { describeWithDatabase } from '../support/database';
import { type PushService, startPushService } from '../support/push-service';
import { beginOne, createPlace, projectionOf } from '../support/scenario-store';

const keys = makeVapidKeys();
const secretBox = createSecretBox([randomBytes(32)]);
let service: PushService;
let dispatcher: Agent;
beforeEach(async () => {
  service = await startPushService(keys.publicKey);
  dispatcher = createPublicDispatcher(() => true);
});
afterEach(async () => {
  await dispatcher.destroy();
  await service.close();
});

describeWithDatabase('pushes', (database) => {
  /** A colleague in whose phone an alert arrives for each mention. */
  const begin = async () => {
    const place = await createPlace(database());
    const begun = await beginOne(database(), place, 'openid');
    const { contactId, conversation, messageId } = begun;
    const files = [{ messageId, conversationId: conversation.id, version: 1 }];
    await createProjections(database())(projectionOf(begun, 1, { files }));
    const fields = { role: 'operator', brandIds: [place.brandId], passwordHash: null } as const;
    const add = async (name: string) => {
      const added = await createOperatorStore(database()).create({
        ...fields,
        name,
        email: `${name}@example.com`,
      });
      if (!('operator' in added)) throw new Error('The operator was not made.');
      return added.operator.id;
    };
    const [anna, ben] = [await add('anna'), await add('ben')];
    const subscriptions = createPushSubscriptions(database(), { secretBox });
    const mention = () =>
      createTranscript(database()).addNote({
        conversationId: conversation.id,
        contactId,
        channelId: place.channelId,
        operatorId: anna,
        text: 'a text that no push may hold',
        mentions: [ben],
      });
    return { ben, conversationId: conversation.id, subscriptions, mention };
  };
  /** One run of a sender. */
  const send = async (subscriptions: Awaited<ReturnType<typeof begin>>['subscriptions']) => {
    const warn = jest.fn();
    const sender = createPushSender({
      outbox: createPushOutbox(database()),
      subscriptions,
      secretBox,
      send: createSendPush({ keys, contact: 'https://desk.example.com', dispatcher }),
      logger: { warn },
      everyMs: 60_000,
    });
    sender.wake();
    await sender.idle();
    await sender.close();
    return warn.mock.calls;
  };
  const waiting = async () =>
    (await rowsOf<{ tries: number }>(database().db, sql`select tries from alert_pushes`)).map(
      ({ tries }) => tries,
    );
  const passTime = () => database().db.execute(sql`update alert_pushes set again_at = now()`);

  it('go once to each browser of the operator, with the brand and the kind and no text', async () => {
    const { ben, subscriptions, mention, conversationId } = await begin();
    await subscriptions.add(ben, service.subscribe('/phone'));
    await subscriptions.add(ben, service.subscribe('/desk'));
    await mention();
    expect(await send(subscriptions)).toEqual([]);
    await send(subscriptions);
    expect(service.pushed.map(({ path }) => path).sort()).toEqual(['/desk', '/phone']);
    expect(service.pushed[0]?.payload).toEqual({
      kind: 'mention',
      brand: expect.any(String),
      conversationId,
    });
    expect(await waiting()).toEqual([]);
  });

  it('are tried again, later each time, until they are given up', async () => {
    const { ben, subscriptions, mention } = await begin();
    await subscriptions.add(ben, service.subscribe('/phone'));
    await mention();
    service.answer = 503;
    await send(subscriptions);
    await send(subscriptions);
    // The second run found nothing that is due.
    expect([service.pushed.length, await waiting()]).toEqual([1, [1]]);
    for (let round = 2; round <= 6; round += 1) {
      await passTime();
      await send(subscriptions);
    }
    expect([service.pushed.length, await waiting()]).toEqual([5, []]);
  });

  it('go to a browser only for the kinds that were chosen there', async () => {
    const { ben, subscriptions, mention } = await begin();
    await subscriptions.add(ben, { ...service.subscribe('/phone'), kinds: ['transfer'] });
    await subscriptions.add(ben, { ...service.subscribe('/desk'), kinds: ['mention', 'transfer'] });
    await mention();
    await send(subscriptions);
    expect(service.pushed.map(({ path }) => path)).toEqual(['/desk']);
    expect(await waiting()).toEqual([]);
  });

  it('survive a process that ends while it sends', async () => {
    const { ben, subscriptions, mention } = await begin();
    await subscriptions.add(ben, service.subscribe('/phone'));
    await mention();
    expect(await createPushOutbox(database()).claim(10)).toHaveLength(1);
    expect(await createPushOutbox(database()).claim(10)).toEqual([]);
    await passTime();
    await send(subscriptions);
    expect(service.pushed).toHaveLength(1);
  });

  it.each([404, 410])(
    'end if the push service answers %s: it no longer knows the browser',
    async (status) => {
      const { ben, subscriptions, mention } = await begin();
      await subscriptions.add(ben, service.subscribe('/phone'));
      await mention();
      service.answer = status;
      await send(subscriptions);
      await mention();
      await send(subscriptions);
      expect(service.pushed).toHaveLength(1);
      expect(await waiting()).toEqual([]);
    },
  );

  it('are not sent for what was seen meanwhile, nor to operators who have switched them off or are disabled', async () => {
    const { ben, subscriptions, mention } = await begin();
    const browser = service.subscribe('/phone');
    await subscriptions.add(ben, browser);
    await mention();
    await createAlerts(database()).see({ operatorId: ben, brandIds: null }, { at: Date.now() + 1_000 }, null);
    await send(subscriptions);
    await mention();
    await subscriptions.remove(ben, browser.endpoint);
    await send(subscriptions);
    await subscriptions.add(ben, browser);
    await mention();
    await database().db.execute(sql`update operators set disabled_at = now() where id = ${ben}`);
    await send(subscriptions);
    expect(service.pushed).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  it('go to members of the brand and to administrators only: whoever was removed no longer gets its name', async () => {
    const { ben, subscriptions, mention } = await begin();
    await subscriptions.add(ben, service.subscribe('/phone'));
    await mention();
    await createOperatorStore(database()).update(ben, { brandIds: [] });
    await send(subscriptions);
    expect([service.pushed, await waiting()]).toEqual([[], []]);
    await createOperatorStore(database()).update(ben, { role: 'administrator' });
    await mention();
    await send(subscriptions);
    expect(service.pushed).toHaveLength(1);
  });

  it.each([
    ['is disabled', { isDisabled: true }],
    ['is given a new password', { passwordHash: 'hash' }],
  ])('end for good when the operator %s', async (_, change) => {
    const { ben, subscriptions, mention } = await begin();
    await subscriptions.add(ben, service.subscribe('/phone'));
    await createOperatorStore(database()).update(ben, change);
    await createOperatorStore(database()).update(ben, { isDisabled: false });
    await mention();
    await send(subscriptions);
    expect(service.pushed).toEqual([]);
  });

  it('end in all browsers when the operator chooses a new password', async () => {
    const { ben, subscriptions, mention } = await begin();
    await subscriptions.add(ben, service.subscribe('/phone'));
    const who = { account: 'ben@example.com', address: '192.0.2.1' };
    const attempt = await createSignInGuard(database()).charge(who);
    if ('waitMs' in attempt) throw new Error('The first attempt was refused.');
    const change = { operatorId: ben, passwordHash: 'hash', attempt };
    await createOperatorStore(database()).changePassword(change, SYSTEM);
    await mention();
    await send(subscriptions);
    expect(service.pushed).toEqual([]);
  });

  it('go to the person who subscribed last in a browser that two people use, and to at most 20 browsers', async () => {
    const { ben, subscriptions, mention } = await begin();
    const shared = service.subscribe('/shared');
    await subscriptions.add(ben, shared);
    const other = await createOperatorStore(database()).create({
      name: 'other',
      email: 'other@example.com',
      role: 'operator',
      brandIds: [],
      passwordHash: null,
    });
    await subscriptions.add('operator' in other ? other.operator.id : '', shared);
    for (let number = 1; number <= 22; number += 1) {
      await subscriptions.add(ben, service.subscribe(`/${number}`));
    }
    await mention();
    await send(subscriptions);
    expect(service.pushed).toHaveLength(20);
    expect(service.pushed.map(({ path }) => path)).not.toContain('/shared');
    expect(service.pushed.map(({ path }) => path)).toContain('/22');
  });

  it('hold nothing readable in the database: neither addresses nor keys', async () => {
    const { ben, subscriptions } = await begin();
    const browser = service.subscribe('/phone');
    await subscriptions.add(ben, browser);
    const made = await readOrMakeVapidKeys(database(), secretBox, makeVapidKeys);
    const again = await readOrMakeVapidKeys(database(), secretBox, makeVapidKeys);
    expect(again).toEqual(made);
    const rows = await rowsOf(
      database().db,
      sql`select s::text as text from push_subscriptions s union all select k::text from vapid_keys k`,
    );
    const text = JSON.stringify(rows);
    expect(text).toContain(made.publicKey);
    for (const secret of [service.url, browser.keys.p256dh, browser.keys.auth, made.privateKey]) {
      expect(text).not.toContain(secret);
    }
  });
});
