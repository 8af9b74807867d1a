/** The operators' lists of a desk with 100,000 conversations are read by their indexes. */
import { sql } from 'drizzle-orm';
import { fillConversations } from '../../../bench/rows/fill-conversations';
import { plansOf, READS_WHOLE_TABLE } from '../../../bench/rows/plans';
import { createTags } from '../../../src/store/contacts/tags';
import type { ConversationFilter } from '../../../src/store/conversations/conversation-pages';
import { type Conversations, createConversations } from '../../../src/store/conversations/conversations';
import type { Database } from '../../../src/store/engine/database-types';
import { createQueuePages } from '../../../src/store/routing/queue-page';
import { describeWithDatabase } from '../../support/database';

const MANY = 100_000;
/** Of these, one in a thousand is open. */
const OPEN_EACH = 1_000;

describeWithDatabase('lists of a desk with 100,000 conversations', (database) => {
  const open = async (from: Database): Promise<void> => {
    await from.db.execute(sql`update conversations set state = (array['waiting', 'active', 'missed'])[1 + activity_number / ${OPEN_EACH} % 3],
      operator_id = 'operator-1', tags = array['rare', 'common'], priority = 'high'
      where activity_number % ${OPEN_EACH} = 0`);
    // Half of the conversations have one of the tags, and some contacts have one. Few have moved lately.
    await from.db.execute(sql`update conversations set changed_at = changed_at - interval '1 day',
      tags = case when activity_number % 2 = 1 then array['common'] else tags end`);
    await from.db.execute(sql`update contacts set tags = array['VIP']
      where id in (select 'contact-' || n from generate_series(1, ${MANY}::int, 1000) n)`);
    await from.db.execute(sql`update messages set direction = 'outbound', status = 'failed'
      where id in (select 'message-' || n from generate_series(500, ${MANY}::int, 1000) n)`);
    await from.db.execute(sql`analyze`);
  };

  it('are read by their indexes, page after page', async () => {
    await fillConversations(database(), { conversations: MANY, brands: 4, textOf: (n) => `text ${n}` });
    await open(database());
    const walk = { snapshot: '1000000:1000000:', beganAt: Date.now() };
    const filters: readonly ConversationFilter[] = [
      { brandIds: null },
      { brandIds: ['brand-1', 'brand-2'] },
      { brandIds: null, states: ['waiting'] },
      { brandIds: ['brand-0'], states: ['active'], operatorId: 'operator-1' },
      { brandIds: null, channelId: 'channel-0', states: ['missed'] },
      { brandIds: ['brand-0'], tag: 'rare' },
      { brandIds: null, priorities: ['high', 'urgent'] },
      { brandIds: null, groupIds: ['group-1', 'group-2'] },
      { brandIds: ['brand-0'], groupIds: ['group-1'], states: ['waiting'] },
    ];
    const plans = await plansOf(database(), async (watched) => {
      const conversations = createConversations(watched);
      for (const filter of filters) {
        for (const order of ['urgency', 'trouble'] as const) {
          await conversations.list(filter, { order, before: null, limit: 51 });
          await conversations.list(filter, { order, before: 1e12, beforeId: 'x', walk, limit: 51 });
        }
        await conversations.list(filter, { before: null, limit: 51 });
      }
      // What the queue is read for: all brands, and an operator's own groups with what has none.
      const queue = createQueuePages(watched);
      const own = { brandIds: ['brand-0', 'brand-1'], groupIds: [null, 'group-1'] };
      for (const filter of [{ brandIds: null }, own]) await queue.read(filter, { offset: 0, limit: 201 });
    });
    expect(plans.filter((plan) => READS_WHOLE_TABLE.test(plan))).toEqual([]);

    const conversations = createConversations(database());
    await frequentTag(conversations);
    await allTags();
    await longContact(conversations);

    const all = await conversations.list({ brandIds: null }, { order: 'urgency', before: null, limit: 200 });
    expect(all).toHaveLength(100);
    const began = performance.now();
    for (const filter of filters) {
      for (const order of ['urgency', 'trouble', 'activity'] as const) {
        await conversations.list(filter, { order, before: null, limit: 51 });
      }
    }
    expect(performance.now() - began).toBeLessThan(filters.length * 3 * 100);
  }, 360_000);

  /** A page of the 50,000 conversations with the tag is filled from the newest, in a walk too. */
  const frequentTag = async (conversations: Conversations): Promise<void> => {
    const filter = { brandIds: null, tag: 'common' };
    const pages = await plansOf(database(), async (watched) => {
      const first = await createConversations(watched).list(filter, { before: null, limit: 51 });
      const last = first.at(-1);
      if (last === undefined) throw new Error('The page is empty.');
      await createConversations(watched).list(filter, { before: last.place, walk: last.walk, limit: 51 });
    });
    expect(pages.filter((plan) => READS_WHOLE_TABLE.test(plan) || /conversations_tags\b/.test(plan))).toEqual(
      [],
    );
    const first = await conversations.list(filter, { before: null, limit: 50 });
    const next = await conversations.list(filter, { before: first[49]?.place ?? 0, limit: 50 });
    const expected = Array.from({ length: 50_000 }, (_, number) => MANY - number).filter(
      (number) => number % 2 === 1 || number % OPEN_EACH === 0,
    );
    const numbers = [...first, ...next].map(({ activityNumber }) => activityNumber);
    expect(numbers).toEqual(expected.slice(0, 100));
  };

  /** The list of tags reads only what has one. */
  const allTags = async (): Promise<void> => {
    await database().db.execute(sql`update conversations set tags = '{}' where tags = array['common']`);
    await database().db.execute(sql`analyze`);
    const plans = await plansOf(database(), async (watched) => {
      await createTags(watched).list(null, 100);
      await createTags(watched).list(['brand-1', 'brand-2'], 100);
    });
    expect(plans).toHaveLength(2);
    expect(plans.filter((plan) => READS_WHOLE_TABLE.test(plan))).toEqual([]);
    expect(await createTags(database()).list(null, 10)).toEqual([
      { tag: 'VIP', contacts: 100, conversations: 0 },
      { tag: 'common', contacts: 0, conversations: 100 },
      { tag: 'rare', contacts: 0, conversations: 100 },
    ]);
  };

  /** What prevents a conversation from being reopened is found without reading all that its contact has written. */
  const longContact = async (conversations: Conversations): Promise<void> => {
    await database().db.execute(
      sql`insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind,
            action, inbox_number, created_at)
          select 'long-' || n, 'contact-1', 'channel-1', 'conversation-1', 'inbound', 'text', '{"type": "text", "text": "x"}',
            n + 1, 'contact', 'message', n, '2026-01-01' from generate_series(1, 50000) n`,
    );
    await database().db.execute(
      sql`update conversations set snapshot = snapshot || '{"completedReason": "operator"}', changed_at = now()
          where id = 'conversation-1'`,
    );
    await database().db.execute(sql`analyze`);
    const plans = await plansOf(database(), (watched) =>
      createConversations(watched).getMany(['conversation-1', 'conversation-2']),
    );
    expect(plans).toHaveLength(1);
    expect(plans[0]).toMatch(/messages_unfiled/);
    expect(plans[0]).toMatch(/messages_on_contact/);
    expect(plans[0]).not.toMatch(/messages_contact_seq_unique|Seq Scan on messages/);
    expect((await conversations.get('conversation-1'))?.reopenObstacle).toBeNull();
  };
});
