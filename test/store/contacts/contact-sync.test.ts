/** What is synchronized of a contact. */
import { sql } from 'drizzle-orm';
import { newId } from '../../../src/platform/ids';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { createChannelStore } from '../../../src/store/channels/channels';
import { createQrCodes } from '../../../src/store/channels/qr-codes';
import { createContactSync } from '../../../src/store/contacts/contact-sync';
import { createContactVisits } from '../../../src/store/contacts/contact-visits';
import { createContacts } from '../../../src/store/contacts/contacts';
import { createPendingChanges } from '../../../src/store/conversations/pending-changes';
import { createProjections } from '../../../src/store/conversations/projections';
import type { Database } from '../../../src/store/engine/database-types';
import { rowsOf } from '../../../src/store/engine/rows';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { createBrandStore } from '../../../src/store/people/brands';
import { createGreetings, type GreetedEvent } from '../../../src/store/transcript/greetings';
import { createInbox } from '../../../src/store/transcript/inbox';
import { channelFields } from '../../support/administration-app';
import { describeWithDatabase } from '../../support/database';
import { beginOne, projectionOf } from '../../support/scenario-store';

const LEASE_MS = 60_000;
const PROFILE = {
  isSubscribed: true,
  subscribedAt: 1_790_000_000_000,
  remark: '老王',
  tagIds: [2, 101],
  subscribeScene: 'ADD_SCENE_QR_CODE',
  qrScene: 'door',
  language: 'zh_CN',
};

async function prepare(database: Database) {
  const brand = await createBrandStore(database).create({ name: 'Tea' });
  const channels = createChannelStore(database, { secretBox: createSecretBox([Buffer.alloc(32, 7)]) });
  const made = await channels.create(channelFields(brand.id));
  if (!('channel' in made)) throw new Error(made.refusal);
  const inbox = createInbox(database, { leaseMs: 1_000 });
  const channelId = made.channel.id;
  return {
    brandId: brand.id,
    channelId,
    inbox,
    receive: (openId: string, action: 'message' | 'follow' | 'scan' | 'unfollow' = 'message', scene = '') =>
      inbox.receive({
        channelId,
        receivedAt: Date.now(),
        item: {
          direction: action === 'message' ? 'inbound' : 'event',
          openId,
          action,
          content:
            action === 'message'
              ? { type: 'text', text: 'hi' }
              : { type: 'subscribe', scene: scene === '' ? null : scene, source: null, ticket: null },
          wechatMessageId: null,
          wechatCreatedAt: null,
          dedupKey: newId(),
        },
      }),
  };
}

describeWithDatabase('what is due for a contact', (database) => {
  test('the profile of a new contact is due, for one process at a time, and again if none delivers it', async () => {
    const { channelId, receive } = await prepare(database());
    const contactSync = createContactSync(database());
    const { contactId } = await receive('oA');
    await receive('oB');
    expect(await contactSync.dueChannels()).toEqual([channelId]);
    const claims = await Promise.all(
      [1, 5].map((limit) => contactSync.claimProfiles(channelId, limit, LEASE_MS)),
    );
    const ids = claims.flat().map((due) => due.contactId);
    expect(ids).toHaveLength(2);
    expect(ids).toContain(contactId);
    // The process that claimed it died, and its lease is over.
    await database().db.execute(sql`update contacts set profile_due_at = now() where id = ${contactId}`);
    expect(await contactSync.claimProfiles(channelId, 5, LEASE_MS)).toMatchObject([
      { contactId, openId: 'oA' },
    ]);
    expect(await contactSync.dueChannels()).toEqual([]);
    await receive('oA');
    expect(await contactSync.claimProfiles(channelId, 5, LEASE_MS)).toEqual([]);
  });

  test('WeChat’s answer is stored, and is due again when they act a day later', async () => {
    const { channelId, receive } = await prepare(database());
    const contactSync = createContactSync(database());
    const contacts = createContacts(database());
    const { contactId } = await receive('oA');
    const [due] = await contactSync.claimProfiles(channelId, 1, LEASE_MS);
    if (due === undefined) throw new Error('Nothing is due.');
    await contactSync.saveProfile(due, PROFILE, null);
    expect(await contacts.get(contactId)).toMatchObject({
      remark: '老王',
      subscription: {
        isSubscribed: true,
        subscribedAt: PROFILE.subscribedAt,
        tagIds: [2, 101],
        subscribeScene: 'ADD_SCENE_QR_CODE',
        qrScene: 'door',
        language: 'zh_CN',
      },
    });
    await receive('oA');
    expect(await contactSync.dueChannels()).toEqual([]);
    await database().db.execute(sql`update contacts set profile_at = now() - interval '24 hours 1 second'`);
    await receive('oA');
    expect(await contactSync.dueChannels()).toEqual([channelId]);
  });

  test('an answer older than an unfollow changes nothing', async () => {
    const { channelId, receive } = await prepare(database());
    const contactSync = createContactSync(database());
    const { contactId } = await receive('oA');
    const [due] = await contactSync.claimProfiles(channelId, 1, LEASE_MS);
    if (due === undefined) throw new Error('Nothing is due.');
    const { messageId } = await receive('oA', 'unfollow');
    await createContactVisits(database()).record(messageId);
    await contactSync.saveProfile({ ...due, claimedAt: due.claimedAt - 1_000 }, PROFILE, null);
    const contact = await createContacts(database()).get(contactId);
    expect(contact?.subscription).toMatchObject({ isSubscribed: false, subscribeScene: null });
    expect(contact?.subscription.unsubscribedAt).not.toBeNull();
  });

  test.each([
    ['pending', 'before'],
    ['synced', 'before'],
    ['synced', 'after'],
  ])(
    'a remark that is %s and was written %s the claim is not lost to an older answer',
    async (sync, when) => {
      const { channelId, receive } = await prepare(database());
      const contactSync = createContactSync(database());
      const contacts = createContacts(database());
      const { contactId } = await receive('oA');
      const claimProfile = async () => {
        const [due] = await contactSync.claimProfiles(channelId, 1, LEASE_MS);
        if (due === undefined) throw new Error('Nothing is due.');
        return due;
      };
      const claimed = when === 'after' ? await claimProfile() : null;
      await contacts.update(contactId, { remark: 'ours' });
      const due = claimed ?? (await claimProfile());
      const [remark] = await contactSync.claimRemarks(channelId, 1, LEASE_MS);
      if (remark === undefined) throw new Error('No remark is due.');
      if (sync === 'synced') await contactSync.remarkSynced(remark);
      await contactSync.saveProfile(due, PROFILE, null);
      expect(await contacts.get(contactId)).toMatchObject({
        remark: 'ours',
        remarkSync: sync,
        subscription: { language: 'zh_CN' },
      });
    },
  );

  test('a profile that could not be requested is due later, but at once if the contact has followed since', async () => {
    const { channelId, receive } = await prepare(database());
    const contactSync = createContactSync(database());
    for (const retryAfterMs of [LEASE_MS, null]) {
      await receive('oA');
      await database().db.execute(sql`update contacts set profile_due_at = now()`);
      const [due] = await contactSync.claimProfiles(channelId, 1, 0);
      if (due === undefined) throw new Error('Nothing is due.');
      expect(await contactSync.dueChannels()).toEqual([channelId]);
      await contactSync.postponeProfile(due, retryAfterMs);
      expect(await contactSync.dueChannels()).toEqual([]);

      await database().db.execute(sql`update contacts set profile_due_at = now()`);
      const [next] = await contactSync.claimProfiles(channelId, 1, LEASE_MS);
      if (next === undefined) throw new Error('Nothing is due.');
      const { messageId } = await receive('oA', 'follow');
      await createContactVisits(database()).record(messageId);
      await contactSync.postponeProfile(next, retryAfterMs);
      expect(await contactSync.dueChannels()).toEqual([channelId]);
    }
  });

  test('failed profiles and remarks are counted, and wait twice as long each time unless told how long', async () => {
    const { channelId, receive } = await prepare(database());
    const contactSync = createContactSync(database());
    const { contactId } = await receive('oA');
    await createContacts(database()).update(contactId, { remark: 'one' });
    const waits = async () => {
      const [row] = await rowsOf<{ profile: number; remark: number }>(
        database().db,
        sql`select round(extract(epoch from profile_due_at - clock_timestamp()))::int as profile,
              round(extract(epoch from remark_due_at - clock_timestamp()))::int as remark from contacts`,
      );
      await database().db.execute(
        sql`update contacts set profile_due_at = now(), remark_due_at = now() where profile_due_at is not null`,
      );
      return [row?.profile, row?.remark];
    };
    const claim = async () => ({
      profile: (await contactSync.claimProfiles(channelId, 1, LEASE_MS))[0],
      remark: (await contactSync.claimRemarks(channelId, 1, LEASE_MS))[0],
    });
    for (const [tries, wait] of [0, 1, 2, 3, 4, 5, 6, 7].map((n) => [n, 60 * 2 ** Math.min(n, 6)] as const)) {
      const { profile, remark } = await claim();
      expect([profile?.tries, remark?.tries]).toEqual([tries, tries]);
      expect(await waits()).toEqual([wait, wait]);
    }
    const { profile, remark } = await claim();
    if (profile === undefined || remark === undefined) throw new Error('Nothing is due.');
    // Read in part: kept, and still counting.
    await contactSync.saveProfile(profile, PROFILE, LEASE_MS);
    await contactSync.remarkSynced(remark);
    expect((await createContacts(database()).get(contactId))?.subscription.language).toBe('zh_CN');
    expect((await waits())[0]).toBe(60);
    const again = (await claim()).profile;
    expect(again?.tries).toBe(9);
    if (again === undefined) throw new Error('Nothing is due.');
    await contactSync.saveProfile(again, PROFILE, null);
    await createContacts(database()).update(contactId, { remark: 'two' });
    await database().db.execute(sql`update contacts set profile_due_at = now()`);
    const after = await claim();
    expect([after.profile?.tries, after.remark?.tries]).toEqual([0, 0]);
  });

  test('first and last scene are right, even if something is recorded twice or late', async () => {
    const { receive } = await prepare(database());
    const visits = createContactVisits(database());
    const first = await receive('oA', 'follow', 'door');
    const second = await receive('oA', 'scan', 'table');
    const last = await receive('oA', 'unfollow');
    for (const { messageId } of [first, second, last, first, second]) await visits.record(messageId);
    const contact = await createContacts(database()).get(first.contactId);
    expect([contact?.firstVisit?.scene, contact?.lastVisit?.scene]).toEqual(['door', 'table']);
    expect(contact?.subscription.isSubscribed).toBe(false);
  });

  test('a remark that was changed while the former one was on its way stays pending', async () => {
    const { channelId, receive } = await prepare(database());
    const contactSync = createContactSync(database());
    const contacts = createContacts(database());
    const { contactId } = await receive('oA');
    await contacts.update(contactId, { remark: 'one' });
    const [due] = await contactSync.claimRemarks(channelId, 5, LEASE_MS);
    if (due === undefined) throw new Error('Nothing is due.');
    await contacts.update(contactId, { remark: 'two' });
    await contactSync.remarkSynced(due);
    expect((await contacts.get(contactId))?.remarkSync).toBe('pending');
    const [next] = await contactSync.claimRemarks(channelId, 5, LEASE_MS);
    expect(next?.remark).toBe('two');
    await contactSync.remarkNotSynced(due, 45021, null);
    expect((await contacts.get(contactId))?.remarkErrorCode).toBeNull();
    await contactSync.remarkSynced({ ...due, remark: 'two' });
    expect(await contacts.get(contactId)).toMatchObject({ remark: 'two', remarkSync: 'synced' });
    expect(await contactSync.claimRemarks(channelId, 5, LEASE_MS)).toEqual([]);
  });

  test('tags and words find contacts of the viewer’s brands only', async () => {
    const { brandId, receive } = await prepare(database());
    const contacts = createContacts(database());
    const { contactId } = await receive('oA');
    await receive('oB');
    await contacts.update(contactId, { name: 'O’Hara', tags: ['VIP', '老 客户', 'a"b'] });
    const find = async (filter: object) =>
      (await contacts.list({ brandIds: [brandId], ...filter }, { limit: 10 })).items.map((one) => one.id);
    for (const tag of ['VIP', '老 客户', 'a"b']) expect(await find({ tag })).toEqual([contactId]);
    expect(await find({ tag: 'vip' })).toEqual([]);
    for (const search of ['hara', 'O', '客户', '%', '_']) {
      expect(await find({ search })).toEqual(
        search === '%' || search === '_' ? [] : expect.arrayContaining([contactId]),
      );
    }
    expect(await contacts.list({ brandIds: [newId()], tag: 'VIP' }, { limit: 10 })).toMatchObject({
      items: [],
    });
    expect(await contacts.tagsOfBrand(brandId, 2)).toHaveLength(2);
  });

  test('an open conversation of a blocked contact is a pending change until it is completed', async () => {
    const place = await prepare(database());
    const begun = await beginOne(database(), place);
    const project = createProjections(database());
    await project(projectionOf(begun, 1));
    const news = createPendingChanges(database());
    expect(await news.claimPending(10)).toEqual([]);
    await createContacts(database()).block(begun.contactId, 'spam', SYSTEM);
    expect(await news.claimPending(10)).toMatchObject([
      { contactId: begun.contactId, news: 'contact_blocked' },
    ]);
    const completed = { ...begun, conversation: { ...begun.conversation, state: 'completed' as const } };
    await project(projectionOf(completed, 2));
    expect(await news.read()).toMatchObject({ count: 0 });
  });

  test('a greeting is written once for its event, after it, and can be dropped only while it waits', async () => {
    const { receive, inbox } = await prepare(database());
    const greetings = createGreetings(database());
    const { messageId, contactId } = await receive('oA', 'follow', 'door');
    const unfiled = await greetings.event(messageId);
    expect(unfiled).toMatchObject({ action: 'follow', isFiled: false, mayBeGreeted: true, ofQrCode: null });
    await inbox.fileOnContact(contactId, [messageId]);
    const event = (await greetings.event(messageId)) as GreetedEvent;
    expect(event.isFiled).toBe(true);
    const ids = await Promise.all([1, 2, 3].map(() => greetings.write(event, '欢迎', false)));
    expect(new Set(ids).size).toBe(1);
    const rows = await database().db.execute<{ seq: number; status: string | null }>(
      sql`select seq, status from messages where contact_id = ${contactId} order by seq`,
    );
    expect(rows.rows).toEqual([
      { seq: 1, status: null },
      { seq: 2, status: 'queued' },
    ]);
    await greetings.drop(ids[0] ?? '');
    await greetings.drop(ids[0] ?? '');
    const next = await receive('oA', 'scan');
    await inbox.fileOnContact(contactId, [next.messageId]);
    const [last] = (
      await database().db.execute<{ seq: number }>(sql`select seq from messages where id = ${next.messageId}`)
    ).rows;
    expect(last?.seq).toBe(3);
  });

  test('a channel has one QR code for a scene, even if two are made at once', async () => {
    const { channelId } = await prepare(database());
    const codes = createQrCodes(database());
    const code = {
      channelId,
      name: 'Door',
      scene: 'door',
      kind: 'permanent' as const,
      expiresInSeconds: null,
      greeting: null,
      groupId: null,
      ticket: 't',
      url: 'u',
      expiresAt: null,
    };
    const made = await Promise.all([1, 2].map(() => codes.create(code, SYSTEM)));
    expect(made.filter((one) => one !== null)).toHaveLength(1);
    expect(await codes.countPermanent(channelId)).toBe(1);
    expect(await codes.hasScene(channelId, 'door')).toBe(true);
    expect((await codes.list(channelId, { limit: 5 })).items).toHaveLength(1);
  });
});
