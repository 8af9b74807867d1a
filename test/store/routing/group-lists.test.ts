/** Lists of a group are read from its own indexes, in which conversations without a group have no place. */
import { sql } from 'drizzle-orm';
import { pageOfIds } from '../../../src/store/conversations/conversation-pages';
import { pageOfUrgency } from '../../../src/store/conversations/urgency-pages';
import { rowsOf } from '../../../src/store/engine/rows';
import { describeWithDatabase } from '../../support/database';
import { addGroup, beginOffered, createOfferingPlace, show } from '../../support/routing-store';

const WITHOUT_GROUP = 50;

describeWithDatabase('conversations of a group', (database) => {
  it('stand alone in the indexes from which they are listed', async () => {
    const { db } = database();
    const place = await createOfferingPlace(database());
    const groupId = await addGroup(database(), place, []);
    for (let n = 0; n <= WITHOUT_GROUP; n += 1)
      await show(database(), await beginOffered(database(), place), 1, n === 0 ? { groupId } : {});
    await db.execute(sql`vacuum analyze conversations`);
    const indexes = await rowsOf<{ relname: string; rows: number }>(
      db,
      sql`select relname, reltuples::int as rows from pg_class where relname like 'conversations_group_%' order by relname`,
    );
    expect(indexes).toEqual([
      { relname: 'conversations_group_state_activity', rows: 1 },
      { relname: 'conversations_group_urgency', rows: 1 },
    ]);
    const filter = { groupIds: [groupId], brandIds: [place.brandId], states: ['waiting'] } as const;
    const page = { before: null, limit: 10 };
    const plans = await db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      const explain = async (query: ReturnType<typeof pageOfUrgency>) =>
        JSON.stringify((await tx.execute(sql`explain ${query}`)).rows);
      return [await explain(pageOfIds(filter, page)), await explain(pageOfUrgency(filter, page))];
    });
    expect(plans[0]).toContain('conversations_group_state_activity');
    expect(plans[1]).toContain('conversations_group_urgency');
  });
});
