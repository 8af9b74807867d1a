/** What we know about contacts from WeChat: profiles, remarks, scenes, blocks; with real processes. */
import { sql } from 'drizzle-orm';
import { createMakeQrCode } from '../../src/runtime/wechat/make-qr-code';
import type { Contact } from '../../src/store/contacts/contact-rows';
import { createContacts } from '../../src/store/contacts/contacts';
import { rowsOf } from '../../src/store/engine/rows';
import { SYSTEM } from '../../src/store/people/audit-log';
import { type Desk, startDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { type Customer, createScenario, LI, lines, type Scenario } from '../support/scenario';

let desk: Desk;
let scenario: Scenario;
beforeAll(async () => {
  desk = await startDesk();
  scenario = createScenario(desk);
}, 60_000);
afterEach(() => desk.simulator.clearFaults());
afterAll(() => desk.close());

const contacts = () => createContacts(desk.database);
const contactOf = async (customer: Customer): Promise<Contact> => {
  const contact = await contacts().get(await customer.contactId());
  if (contact === null) throw new Error('There is no contact.');
  return contact;
};
const becomes = (customer: Customer, is: (contact: Contact) => boolean, what: string) =>
  eventually(async () => {
    const contact = await contactOf(customer);
    return is(contact) ? contact : null;
  }, what);
const isAsked = (customer: Customer) =>
  becomes(customer, (contact) => contact.subscription.askedAt !== null, 'WeChat was asked');
const questions = ({ openId }: Customer) =>
  desk.simulator.calls('user/info').filter((call) => call.openId === openId).length;
/**
 * Makes a contact due and waits until WeChat was asked about them: contacts that were due before have then been read as
 * well, and an answer that was on its way has been handled, because a channel's contacts are read in turn.
 */
const nextOneIsAsked = async (): Promise<void> => {
  const other = scenario.customer();
  await other.writes();
  await isAsked(other);
};
const fail = ({ openId }: Customer, operation: 'user/info' | 'user/info/updateremark', errcode: number) =>
  desk.simulator.addFault({ operation, openId, effect: { type: 'errcode', errcode }, times: 1 });

describe('the profile of a contact', () => {
  it('is fetched when they are new', async () => {
    const customer = scenario.customer();
    await customer.writes();
    const { subscription, remark } = await isAsked(customer);
    expect(subscription).toMatchObject({
      isSubscribed: true,
      unsubscribedAt: null,
      subscribeScene: 'ADD_SCENE_SEARCH',
      language: 'zh_CN',
      tagIds: [],
    });
    expect(Math.abs(Number(subscription.subscribedAt) - Date.now())).toBeLessThan(60_000);
    expect(remark).toBeNull();
  });

  it('is fetched again when they write a day later, and not before', async () => {
    const customer = scenario.customer();
    await customer.writes();
    await isAsked(customer);
    await customer.writes();
    await nextOneIsAsked();
    expect(questions(customer)).toBe(1);
    await desk.database.db.execute(
      sql`update contacts set profile_at = profile_at - interval '25 hours' where id = ${await customer.contactId()}`,
    );
    await customer.writes();
    await eventually(() => questions(customer) === 2, 'it is fetched again');
  });

  const answers = ({ openId }: Customer, body: string) =>
    desk.simulator.addFault({
      operation: 'user/info',
      openId,
      effect: { type: 'replace_body', base64: Buffer.from(body).toString('base64') },
      times: 1,
    });
  const dueInSeconds = async (customer: Customer): Promise<number | null> => {
    const [row] = await rowsOf<{ due: number | null }>(
      desk.database.db,
      sql`select extract(epoch from profile_due_at - clock_timestamp())::float8 as due from contacts
          where id = ${await customer.contactId()}`,
    );
    return row?.due ?? null;
  };

  it.each([
    ['a bare quote', '"'],
    ['a bare backslash', '\\'],
    ['a control character', '\u0016"'],
    ['a byte order mark', '\ufeff"'],
  ])('is read as far as possible if a name contains %s, and requested again later', async (_, sign) => {
    const customer = scenario.customer();
    answers(
      customer,
      `{"subscribe":1,"openid":"${customer.openId}","nickname":"a${sign}","language":"zh_TW",` +
        `"tagid_list":[2],"subscribe_scene":"ADD_SCENE_QR_CODE","qr_scene_str":"door","remark":"b${sign}c"}`,
    );
    await customer.writes();
    const { subscription, remark } = await isAsked(customer);
    expect([remark, subscription]).toMatchObject([
      `b${sign.replace('\u0016', ' ')}c`,
      {
        isSubscribed: true,
        language: 'zh_TW',
        tagIds: [2],
        subscribeScene: 'ADD_SCENE_QR_CODE',
        qrScene: 'door',
      },
    ]);
    expect(await dueInSeconds(customer)).toBeGreaterThan(30);
    const contactId = await customer.contactId();
    await desk.database.db.execute(sql`update contacts set profile_due_at = now() where id = ${contactId}`);
    await becomes(customer, (one) => one.subscription.language === 'zh_CN', 'the whole answer is there');
    expect([questions(customer), await dueInSeconds(customer)]).toEqual([2, null]);
  });

  it('that cannot be read is requested less and less often', async () => {
    const customer = scenario.customer();
    for (let times = 0; times < 3; times += 1) answers(customer, '{"subscribe":');
    await customer.writes();
    const contactId = await customer.contactId();
    for (const [asked, seconds] of [60, 120, 240].entries()) {
      await eventually(() => questions(customer) === asked + 1, 'WeChat was asked');
      await eventually(async () => {
        const due = await dueInSeconds(customer);
        return due !== null && due > seconds - 20 && due <= seconds;
      }, `it is due again in ${seconds} s`);
      await desk.database.db.execute(sql`update contacts set profile_due_at = now() where id = ${contactId}`);
    }
    expect((await isAsked(customer)).subscription.language).toBe('zh_CN');
  });

  it('is updated without asking WeChat when a contact leaves and comes back by a QR code', async () => {
    const customer = scenario.customer();
    await customer.writes();
    await isAsked(customer);
    await customer.acts({ event: 'unsubscribe' });
    const gone = await becomes(customer, (one) => one.subscription.isSubscribed === false, 'they left');
    expect(gone.subscription.unsubscribedAt).not.toBeNull();
    // What was known about them stays.
    expect(gone.subscription.subscribeScene).toBe('ADD_SCENE_SEARCH');
    await nextOneIsAsked();
    expect(questions(customer)).toBe(1);
    await customer.acts({ event: 'subscribe', eventKey: 'qrscene_door' });
    const back = await becomes(
      customer,
      (one) => one.subscription.subscribeScene === 'ADD_SCENE_QR_CODE',
      'WeChat was asked',
    );
    expect(back.subscription).toMatchObject({ isSubscribed: true, unsubscribedAt: null, qrScene: 'door' });
    expect(back.firstVisit?.scene).toBe('door');
    await customer.acts({ event: 'SCAN', eventKey: 'table-7' });
    expect((await contactOf(customer)).firstVisit?.scene).toBe('door');
    expect((await contactOf(customer)).lastVisit?.scene).toBe('table-7');
  });

  it('stays as it was if WeChat gives no answer, and is requested again', async () => {
    const customer = scenario.customer();
    fail(customer, 'user/info', -1);
    await customer.writes();
    await eventually(() => questions(customer) === 1, 'WeChat is asked');
    await nextOneIsAsked();
    expect((await contactOf(customer)).subscription).toMatchObject({ isSubscribed: null, askedAt: null });
    await desk.database.db.execute(
      sql`update contacts set profile_due_at = now() where id = ${await customer.contactId()} and profile_due_at is not null`,
    );
    await isAsked(customer);
  });

  it('that WeChat returned before they left does not overwrite that they left', async () => {
    const customer = scenario.customer();
    const { openId } = customer;
    // It says that they follow, as they did when WeChat was asked, but arrives after they have left.
    const effect = { type: 'delay', ms: 2_000 } as const;
    desk.simulator.addFault({ operation: 'user/info', openId, effect, times: 1 });
    await customer.acts({ event: 'subscribe', eventKey: 'qrscene_a' });
    await eventually(() => questions(customer) === 1, 'WeChat is asked');
    await customer.acts({ event: 'unsubscribe' });
    await nextOneIsAsked();
    const { subscription } = await contactOf(customer);
    expect(subscription).toMatchObject({ isSubscribed: false, unsubscribedAt: expect.anything() });
    expect(questions(customer)).toBe(1);
  });
});

it('a QR code made by WeChat gives its scene to everyone who scans it, followers and newcomers alike', async () => {
  const make = createMakeQrCode(desk.services);
  const made = await make(desk.channelId, { scene: '展会-7', expiresInSeconds: 600 });
  if (made?.type !== 'read') throw new Error('WeChat made no code.');
  const follower = scenario.customer();
  const { openId } = desk.simulator.addContact({ appId: desk.appId, follows: false });
  for (const scans of [follower.openId, openId]) {
    await desk.simulator.scan({ appId: desk.appId, openId: scans }, made.value.ticket);
    await eventually(async () => {
      const { items } = await contacts().list({ openId: scans, brandIds: null }, { limit: 1 });
      return items[0]?.firstVisit?.scene === '展会-7' && items[0].subscription.isSubscribed === true;
    }, 'the scene');
  }
});

describe('a remark', () => {
  const remarkAtWeChat = (customer: Customer) =>
    desk.simulator.contact({ appId: desk.appId, openId: customer.openId }).remark;

  it('is written back to WeChat, and then synced', async () => {
    const customer = scenario.customer();
    await customer.writes();
    await contacts().update(await customer.contactId(), { remark: '老王' });
    await becomes(customer, (one) => one.remarkSync === 'synced', 'synced');
    expect(remarkAtWeChat(customer)).toBe('老王');
    await contacts().update(await customer.contactId(), { remark: '老王' });
    expect((await contactOf(customer)).remarkSync).toBe('synced');
  });

  it('is pending while WeChat is busy, with its code, and is retried automatically', async () => {
    const customer = scenario.customer();
    await customer.writes();
    fail(customer, 'user/info/updateremark', -1);
    await contacts().update(await customer.contactId(), { remark: '老王' });
    const pending = await becomes(customer, (one) => one.remarkErrorCode === -1, 'refused once');
    expect(pending).toMatchObject({ remark: '老王', remarkSync: 'pending' });
    await desk.database.db.execute(
      sql`update contacts set remark_due_at = now() where id = ${await customer.contactId()}`,
    );
    expect(await becomes(customer, (one) => one.remarkSync === 'synced', 'synced')).toMatchObject({
      remarkErrorCode: null,
    });
  });

  it('that WeChat will never accept is failed, is kept here, and is not overwritten by WeChat’s', async () => {
    const customer = scenario.customer();
    await customer.writes();
    await isAsked(customer);
    fail(customer, 'user/info/updateremark', 45021);
    await contacts().update(await customer.contactId(), { remark: '老王' });
    await becomes(customer, (one) => one.remarkSync === 'failed', 'failed');
    const { askedAt } = (await contactOf(customer)).subscription;
    await customer.acts({ event: 'subscribe', eventKey: '' });
    await becomes(
      customer,
      ({ subscription }) => Number(subscription.askedAt) > Number(askedAt),
      'the profile is stored again',
    );
    expect(await contactOf(customer)).toMatchObject({ remark: '老王', remarkErrorCode: 45021 });
  });

  it('written in WeChat’s console arrives with the profile', async () => {
    const { openId } = desk.simulator.addContact({ appId: desk.appId, remark: '从后台' });
    await desk.simulator.write({ appId: desk.appId, openId }, { type: 'text', text: '你好' });
    await eventually(async () => {
      const { items } = await contacts().list({ openId, brandIds: null }, { limit: 1 });
      return items[0]?.remark === '从后台';
    }, 'the remark');
  });
});

describe('a contact who is blocked', () => {
  it('no longer has an open conversation, and starts none; what they write is kept', async () => {
    const customer = scenario.customer();
    await customer.writes('one');
    await customer.attend(LI);
    const id = await customer.contactId();
    await contacts().block(id, 'spam', SYSTEM);
    await customer.becomes('completed', 'contact_blocked');
    const { result } = await customer.reply('too late');
    // Refused by the run if it still exists, or because there is none.
    const answer = result.type === 'refused' ? result.refusal.code : result.type;
    expect(['conversation_completed', 'notOpen']).toContain(answer);
    await customer.writes('two');
    await customer.acts({ event: 'CLICK', eventKey: 'prices' });
    const rows = await customer.transcript();
    expect(lines(rows)).toEqual(['> one', '> two', '* menu_click']);
    expect(rows.map((row) => row.conversationId !== null)).toEqual([true, false, false]);
    expect(await customer.conversations()).toHaveLength(1);
    expect(customer.received()).toEqual([]);
    await contacts().unblock(id, SYSTEM);
    await customer.writes('three');
    await customer.becomes('waiting');
    expect(await customer.conversations()).toHaveLength(2);
  });
});

it('a channel whose WeChat hangs does not keep the contacts of others waiting', async () => {
  const slow = await scenario.channel({});
  const hanging = Array.from({ length: 12 }, () => scenario.customer({ channel: slow }));
  desk.simulator.addFault({
    operation: 'user/info',
    account: slow.appId,
    effect: { type: 'delay', ms: 15_000 },
    times: 12,
  });
  await Promise.all(hanging.map((customer) => customer.writes()));
  const hangingCalls = () => desk.simulator.calls('user/info').filter((call) => call.appId === slow.appId);
  await eventually(() => hangingCalls().length >= 4, 'as many calls hang as a channel may have');
  const startedAt = Date.now();
  await nextOneIsAsked();
  expect(Date.now() - startedAt).toBeLessThan(5_000);
  for (const customer of hanging) expect((await contactOf(customer)).subscription.askedAt).toBeNull();
});
