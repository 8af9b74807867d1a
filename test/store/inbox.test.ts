import { sql } from 'drizzle-orm';
import { createInbox, type Inbox } from '../../src/store/inbox';
import { rowsOf } from '../../src/store/rows';
import { describeWithDatabase } from '../support/database';
import { createPlace, textItem } from '../support/scenario-store';

describeWithDatabase('the inbox', (database) => {
  let inbox: Inbox;
  let channelId: string;
  beforeEach(async () => {
    inbox = createInbox(database(), { leaseMs: 200 });
    ({ channelId } = await createPlace(database()));
  });
  const receive = (openId: string, key: string, receivedAt = Date.now()) =>
    inbox.receive({ channelId, item: textItem(openId, key), receivedAt });

  it('stores an item once, however often and at whichever moment it comes', async () => {
    const first = await receive('anna', 'key-1');
    expect(first.isRepeat).toBe(false);
    const again = await Promise.all([
      receive('anna', 'key-1'),
      receive('anna', 'key-1'),
      receive('anna', 'key-1'),
    ]);
    expect(again.map((one) => [one.isRepeat, one.contactId])).toEqual(
      [1, 2, 3].map(() => [true, first.contactId]),
    );
    expect(await inbox.unsignalled(first.contactId)).toHaveLength(1);
  });

  it('takes one of three that come at the same instant', async () => {
    const all = await Promise.all([receive('anna', 'key'), receive('anna', 'key'), receive('anna', 'key')]);
    expect(all.filter((one) => !one.isRepeat)).toHaveLength(1);
    expect(await inbox.unsignalled(all[0]?.contactId ?? '')).toHaveLength(1);
  });

  it('makes one contact of two first messages at once, and two of two people', async () => {
    const [one, two, other] = await Promise.all([
      receive('anna', 'a'),
      receive('anna', 'b'),
      receive('boris', 'c'),
    ]);
    expect(one?.contactId).toBe(two?.contactId);
    expect(other?.contactId).not.toBe(one?.contactId);
  });

  it('knows repeats by channel: another channel may have the same key', async () => {
    const other = await createPlace(database());
    await receive('anna', 'key');
    const item = textItem('anna', 'key');
    const there = await inbox.receive({ channelId: other.channelId, item, receivedAt: Date.now() });
    expect(there.isRepeat).toBe(false);
  });

  it('numbers the items of a contact in the order of their commits, also under load from several sides', async () => {
    const others = [createInbox(database(), { leaseMs: 200 }), createInbox(database(), { leaseMs: 200 })];
    const sides = [inbox, ...others];
    await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        (sides[index % 3] ?? inbox).receive({
          channelId,
          item: textItem(`person-${index % 4}`, `key-${index}`),
          receivedAt: Date.now(),
        }),
      ),
    );
    const rows = await rowsOf<{ contact_id: string; numbers: number[] }>(
      database().db,
      sql`select contact_id, array_agg(inbox_number order by inbox_number) as numbers from messages group by 1`,
    );
    expect(rows).toHaveLength(4);
    for (const { numbers } of rows)
      expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('keeps the order of one sender who waits for each answer', async () => {
    for (let index = 0; index < 5; index += 1) await receive('anna', `key-${index}`);
    const { contactId } = await receive('anna', 'last');
    const items = await inbox.unsignalled(contactId);
    const texts = await rowsOf<{ text: string }>(
      database().db,
      sql`select content ->> 'text' as text from messages where contact_id = ${contactId} order by inbox_number`,
    );
    expect(texts.map((row) => row.text)).toEqual(['key-0', 'key-1', 'key-2', 'key-3', 'key-4', 'last']);
    expect(items).toHaveLength(6);
  });

  it('lets one process at a time signal a contact; the right comes back by itself', async () => {
    const { contactId } = await receive('anna', 'key');
    expect(await inbox.claim(contactId)).toBe(true);
    expect(await inbox.claim(contactId)).toBe(false);
    await inbox.release(contactId);
    expect(await inbox.claim(contactId)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await inbox.claim(contactId)).toBe(true);
  });

  it('gives the right to one of many who ask at the same moment', async () => {
    const { contactId } = await receive('anna', 'key');
    const other = createInbox(database(), { leaseMs: 200 });
    const answers = await Promise.all([inbox.claim(contactId), other.claim(contactId)]);
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('does not name what was signalled a moment ago, and names it again later where it is still not filed', async () => {
    const { contactId } = await receive('anna', 'key');
    const [item] = await inbox.unsignalled(contactId);
    await inbox.markSignalled(item?.messageId ?? '');
    expect(await inbox.unsignalled(contactId)).toEqual([]);
    await database().db.execute(
      sql`update messages set signalled_at = clock_timestamp() - interval '121 seconds'`,
    );
    expect(await inbox.unsignalled(contactId)).toHaveLength(1);
  });

  it('finds the contacts whose items nobody has signalled, the longest waiting first', async () => {
    const [late, early] = [
      await receive('late', 'a', Date.now() - 5_000),
      await receive('early', 'b', Date.now() - 9_000),
    ];
    await receive('fresh', 'c');
    expect(await inbox.overdueContacts(1_000, 10)).toEqual([early.contactId, late.contactId]);
    expect(await inbox.overdueContacts(1_000, 1)).toEqual([early.contactId]);
  });

  it('files items on their contact alone once, with places of their own in its transcript', async () => {
    const { contactId } = await receive('anna', 'one');
    await receive('anna', 'two');
    const ids = (await inbox.unsignalled(contactId)).map((item) => item.messageId);
    await Promise.all([inbox.fileOnContact(contactId, ids), inbox.fileOnContact(contactId, ids)]);
    const rows = await rowsOf<{ id: string; seq: number; conversation_id: string | null }>(
      database().db,
      sql`select id, seq, conversation_id from messages order by seq`,
    );
    expect(rows).toEqual(ids.map((id, index) => ({ id, seq: index + 1, conversation_id: null })));
    expect(await inbox.overdueContacts(-1_000, 10)).toEqual([]);
  });
});
