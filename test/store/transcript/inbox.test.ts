import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../src/store/engine/rows';
import { createInbox, type Inbox } from '../../../src/store/transcript/inbox';
import { createInboxTurns, type InboxTurns } from '../../../src/store/transcript/inbox-turns';
import { describeWithDatabase } from '../../support/database';
import { createPlace, textItem } from '../../support/scenario-store';

describeWithDatabase('the inbox', (database) => {
  let inbox: Inbox;
  let turns: InboxTurns;
  let channelId: string;
  beforeEach(async () => {
    inbox = createInbox(database(), { leaseMs: 200 });
    turns = createInboxTurns(database(), { leaseMs: 200 });
    ({ channelId } = await createPlace(database()));
  });
  const receive = (openId: string, key: string, receivedAt = Date.now()) =>
    inbox.receive({ channelId, item: textItem(openId, key), receivedAt });
  /** What has to be signalled now; the turn is given back. */
  const due = async (contactId: string): Promise<readonly string[]> => {
    const { turn, items } = await turns.take({ contactId, turn: null });
    if (turn !== null) await turns.release({ contactId, turn });
    return items.map((item) => item.messageId);
  };

  it('stores an item once, however often it arrives', async () => {
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
    expect(await due(first.contactId)).toHaveLength(1);
  });

  it('stores one of three repeats that come at the same instant', async () => {
    const all = await Promise.all([receive('anna', 'key'), receive('anna', 'key'), receive('anna', 'key')]);
    expect(all.filter((one) => !one.isRepeat)).toHaveLength(1);
    expect(await due(all[0]?.contactId ?? '')).toHaveLength(1);
  });

  it('makes one contact of two first messages at once, and two contacts of two people', async () => {
    const [one, two, other] = await Promise.all([
      receive('anna', 'a'),
      receive('anna', 'b'),
      receive('boris', 'c'),
    ]);
    expect(one?.contactId).toBe(two?.contactId);
    expect(other?.contactId).not.toBe(one?.contactId);
  });

  it('recognises repeats by channel: another channel may have the same key', async () => {
    const other = await createPlace(database());
    await receive('anna', 'key');
    const item = textItem('anna', 'key');
    const there = await inbox.receive({ channelId: other.channelId, item, receivedAt: Date.now() });
    expect(there.isRepeat).toBe(false);
  });

  it('numbers the items of a contact in the order of their commits, even under load from several processes', async () => {
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
    const items = await due(contactId);
    const texts = await rowsOf<{ text: string }>(
      database().db,
      sql`select content ->> 'text' as text from messages where contact_id = ${contactId} order by inbox_number`,
    );
    expect(texts.map((row) => row.text)).toEqual(['key-0', 'key-1', 'key-2', 'key-3', 'key-4', 'last']);
    expect(items).toHaveLength(6);
  });

  it('stores what one contact writes in the order in which it came, whatever else is under way', async () => {
    const keys = Array.from({ length: 150 }, (_, index) => index);
    await Promise.all(
      keys.flatMap((index) => [
        receive('anna', `anna-${index}`),
        receive(`other-${index}`, `other-${index}`),
      ]),
    );
    const rows = await rowsOf<{ key: string }>(
      database().db,
      sql`select dedup_key as key from messages where dedup_key like 'anna-%' order by inbox_number`,
    );
    expect(rows.map((row) => row.key)).toEqual(keys.map((index) => `anna-${index}`));
  });

  it('dates items by the database’s clock and by how long ago they came', async () => {
    await receive('anna', 'now', Date.now() + 3_600_000);
    await receive('anna', 'before', Date.now() - 90_000);
    const rows = await rowsOf<{ age: number }>(
      database().db,
      sql`select extract(epoch from clock_timestamp() - created_at)::float as age from messages order by inbox_number`,
    );
    expect(rows.map(({ age }) => Math.round(age / 10) * 10)).toEqual([0, 90]);
  });

  it('says how long ago it arrived, in whole milliseconds', async () => {
    const { contactId } = await receive('anna', 'key');
    await database().db.execute(
      sql`update messages set created_at = clock_timestamp() - interval '1234.5678 ms'`,
    );
    const { items } = await turns.take({ contactId, turn: null });
    const [age = 0] = items.map(({ ageMs }) => ageMs);
    expect(age).toBeGreaterThanOrEqual(1234);
    expect(age % 1).toBe(0);
  });

  describe('the turn of a contact', () => {
    it('belongs to one process at a time, and expires on its own', async () => {
      const { contactId } = await receive('anna', 'key');
      const first = await turns.take({ contactId, turn: null });
      expect(first).toMatchObject({ turn: expect.any(String), items: [{ contactId }], mustLookAgain: false });
      expect(await turns.take({ contactId, turn: null })).toEqual({
        turn: null,
        items: [],
        mustLookAgain: true,
      });
      await new Promise((resolve) => setTimeout(resolve, 250));
      const second = await turns.take({ contactId, turn: null });
      expect(second.turn).not.toBeNull();
      // Whoever had it before can neither continue nor give it back.
      await turns.release({ contactId, turn: first.turn ?? '' });
      expect((await turns.next({ contactId, turn: first.turn ?? '', signalledIds: [] })).turn).toBeNull();
      expect((await turns.next({ contactId, turn: second.turn ?? '', signalledIds: [] })).turn).toBe(
        second.turn,
      );
    });

    it('is given to one of many who ask at the same moment', async () => {
      const { contactId } = await receive('anna', 'key');
      const other = createInboxTurns(database(), { leaseMs: 200 });
      const answers = await Promise.all([turns, other].map((one) => one.take({ contactId, turn: null })));
      expect(answers.filter((one) => one.turn !== null)).toHaveLength(1);
    });

    it('is not taken if there is nothing to do', async () => {
      const { contactId } = await receive('anna', 'key');
      const { turn, items } = await turns.take({ contactId, turn: null });
      const signalledIds = items.map((item) => item.messageId);
      expect(await turns.next({ contactId, turn: turn ?? '', signalledIds })).toEqual({
        turn: null,
        items: [],
        mustLookAgain: false,
      });
      expect(await turns.take({ contactId, turn: null })).toEqual({
        turn: null,
        items: [],
        mustLookAgain: false,
      });
    });

    it('is taken together with an item, unless another process has it', async () => {
      const item = (key: string) => ({ channelId, item: textItem('anna', key), receivedAt: Date.now() });
      const { contactId, turn } = await inbox.receive({ ...item('one'), takesTurn: true });
      expect(turn).not.toBeNull();
      expect((await inbox.receive({ ...item('two'), takesTurn: true })).turn).toBeNull();
      const mine = await turns.take({ contactId, turn });
      expect([mine.turn, mine.items]).toEqual([turn, [expect.anything(), expect.anything()]]);
      await turns.release({ contactId, turn: turn ?? '' });
      expect((await inbox.receive(item('three'))).turn).toBeNull();
      expect((await inbox.receive({ ...item('four'), takesTurn: true })).turn).not.toBeNull();
    });

    it('returns what came while the last items were signalled', async () => {
      const first = await receive('anna', 'one');
      const { contactId } = first;
      const { turn } = await turns.take({ contactId, turn: null });
      const second = await receive('anna', 'two');
      const next = await turns.next({ contactId, turn: turn ?? '', signalledIds: [first.messageId] });
      expect([next.turn, next.items.map((item) => item.messageId)]).toEqual([turn, [second.messageId]]);
    });

    it('returns signalled items again if they are still not filed, after growing pauses', async () => {
      const { contactId, messageId } = await receive('anna', 'key');
      const later = (seconds: number) =>
        database().db.execute(
          sql`update messages set signalled_at = signalled_at - ${seconds} * interval '1 second'`,
        );
      const signal = async () => {
        const { turn, items } = await turns.take({ contactId, turn: null });
        const signalledIds = items.map((item) => item.messageId);
        if (turn !== null) await turns.next({ contactId, turn, signalledIds });
        return signalledIds;
      };
      expect(await signal()).toEqual([messageId]);
      await later(119);
      expect(await signal()).toEqual([]);
      await later(2);
      expect(await signal()).toEqual([messageId]);
      await later(121);
      expect([await signal(), await inbox.overdueContacts(-1_000, 10)]).toEqual([[], []]);
      await later(121);
      expect(await inbox.overdueContacts(-1_000, 10)).toEqual([contactId]);
      expect(await signal()).toEqual([messageId]);
    });

    it('has at most 200 items of a contact under way, in order, and says that more are waiting', async () => {
      const stored = await Promise.all(
        Array.from({ length: 205 }, (_, index) => receive('anna', `key-${index}`)),
      );
      const [{ contactId } = { contactId: '' }] = stored;
      const ids = stored.map((one) => one.messageId);
      const { turn, items } = await turns.take({ contactId, turn: null });
      const signalledIds = items.map((item) => item.messageId);
      expect(signalledIds).toEqual(ids.slice(0, 200));
      expect(await turns.next({ contactId, turn: turn ?? '', signalledIds })).toEqual({
        turn: null,
        items: [],
        mustLookAgain: true,
      });
      await inbox.fileOnContact(contactId, ids.slice(0, 3));
      expect(await due(contactId)).toEqual(ids.slice(200, 203));
    });
  });

  it('finds the contacts whose items no one has signalled, the longest waiting first', async () => {
    const [late, early] = [
      await receive('late', 'a', Date.now() - 5_000),
      await receive('early', 'b', Date.now() - 9_000),
    ];
    await receive('fresh', 'c');
    expect(await inbox.overdueContacts(1_000, 10)).toEqual([early.contactId, late.contactId]);
    expect(await inbox.overdueContacts(1_000, 1)).toEqual([early.contactId]);
  });

  it('files items on their contact alone, once, with positions of their own in its transcript', async () => {
    const { contactId } = await receive('anna', 'one');
    await receive('anna', 'two');
    const ids = await due(contactId);
    await Promise.all([inbox.fileOnContact(contactId, ids), inbox.fileOnContact(contactId, ids)]);
    const rows = await rowsOf<{ id: string; seq: number; conversation_id: string | null }>(
      database().db,
      sql`select id, seq, conversation_id from messages order by seq`,
    );
    expect(rows).toEqual(ids.map((id, index) => ({ id, seq: index + 1, conversation_id: null })));
    expect(await inbox.overdueContacts(-1_000, 10)).toEqual([]);
  });
});
