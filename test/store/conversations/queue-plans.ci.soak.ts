/** The operators' lists of a desk with 100,000 conversations are read by their indexes. */
import { sql } from 'drizzle-orm';
import { fillConversations } from '../../../bench/rows/fill-conversations';
import { plansOf, READS_WHOLE_TABLE } from '../../../bench/rows/plans';
import type { ConversationFilter } from '../../../src/store/conversations/conversation-pages';
import { createConversations } from '../../../src/store/conversations/conversations';
import type { Database } from '../../../src/store/engine/database-types';
import { describeWithDatabase } from '../../support/database';

const MANY = 100_000;
/** Of these, one in a thousand is open. */
const OPEN_EACH = 1_000;

describeWithDatabase('lists of a desk with 100,000 conversations', (database) => {
  const open = async (from: Database): Promise<void> => {
    await from.db.execute(sql`update conversations set state = (array['waiting', 'active', 'missed'])[1 + activity_number / ${OPEN_EACH} % 3],
      operator_id = 'operator-1', tags = array['rare'], priority = 'high'
      where activity_number % ${OPEN_EACH} = 0`);
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
    });
    expect(plans.filter((plan) => READS_WHOLE_TABLE.test(plan))).toEqual([]);

    const conversations = createConversations(database());
    const all = await conversations.list({ brandIds: null }, { order: 'urgency', before: null, limit: 200 });
    expect(all).toHaveLength(100);
    const began = performance.now();
    for (const filter of filters) {
      for (const order of ['urgency', 'trouble', 'activity'] as const) {
        await conversations.list(filter, { order, before: null, limit: 51 });
      }
    }
    expect(performance.now() - began).toBeLessThan(filters.length * 3 * 100);
  }, 120_000);
});
