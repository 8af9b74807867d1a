/** Open conversations learn that their group is gone, and that their operator hands over or no longer does. */
import { sql } from 'drizzle-orm';
import { createPendingChanges } from '../../../src/store/conversations/pending-changes';
import { createOperatorStore } from '../../../src/store/people/operators';
import { describeWithDatabase } from '../../support/database';
import {
  addGroup,
  addOperator,
  beginOffered,
  createOfferingPlace,
  offeredTo,
  setStatus,
  show,
} from '../../support/routing-store';
import type { Begun, Place } from '../../support/scenario-store';

describeWithDatabase('changes of routing that conversations do not show yet', (database) => {
  let place: Place;
  beforeEach(async () => {
    place = await createOfferingPlace(database());
    await database().db.execute(sql`update channels set status = 'live' where id = ${place.channelId}`);
  });
  const open = async (changes: object): Promise<Begun> => {
    const begun = await beginOffered(database(), place);
    await show(database(), begun, 1, changes);
    return begun;
  };
  const claimed = async () => {
    const claimed = await createPendingChanges(database()).claimPending(100);
    return claimed.map(({ contactId, news, change }) => ({ contactId, news, change }));
  };

  it('are a group that was deleted, in open conversations', async () => {
    const [kept, deleted] = [await addGroup(database(), place, []), await addGroup(database(), place, [])];
    await open({ groupId: kept });
    const one = await open({ groupId: deleted });
    await open({ groupId: deleted, state: 'completed' });
    expect(await claimed()).toEqual([]);
    await database().db.execute(sql`delete from groups where id = ${deleted}`);
    expect(await claimed()).toEqual([{ contactId: one.contactId, news: 'group_gone', change: deleted }]);
    await show(database(), one, 2, {});
    expect(await claimed()).toEqual([]);
    expect(await createPendingChanges(database()).read()).toMatchObject({ count: 0 });
  });

  it.each(['is disabled', 'leaves the brand'] as const)(
    'are an operator who %s, in what is offered to them',
    async (how) => {
      const [ann, ben] = [await addOperator(database(), place), await addOperator(database(), place)];
      const offer = async (operatorId: string): Promise<Begun> => {
        const one = await open({});
        await database().db.execute(
          sql`select claim_place(${one.conversation.id}, 1, ${operatorId}, null, 30, null, false)`,
        );
        await show(database(), one, 2, offeredTo(operatorId));
        return one;
      };
      const [ofAnn] = [await offer(ann), await offer(ben)];
      expect(await claimed()).toEqual([]);
      const change = how === 'is disabled' ? { isDisabled: true } : { brandIds: [] };
      await createOperatorStore(database()).update(ann, change);
      expect(await claimed()).toEqual([{ contactId: ofAnn.contactId, news: 'operator_gone', change: ann }]);
      await show(database(), ofAnn, 3, {
        offering: { number: 1, asked: [{ operatorId: ann, at: Date.now() }] },
      });
      expect(await claimed()).toEqual([]);
      expect(await createPendingChanges(database()).read()).toMatchObject({ count: 0 });
    },
  );

  it('are an operator who hands over, in what they attend and in what is offered to them, once', async () => {
    const [ann, ben] = [await addOperator(database(), place), await addOperator(database(), place)];
    const attended = await open({ state: 'active', operatorId: ann });
    await open({ state: 'active', operatorId: ben });
    const offered = await open({});
    await database().db.execute(
      sql`select claim_place(${offered.conversation.id}, 1, ${ann}, null, 30, null, false)`,
    );
    await show(database(), offered, 2, offeredTo(ann));
    expect(await claimed()).toEqual([]);
    await setStatus(database(), ann, 'online');
    const before = Date.now();
    await setStatus(database(), ann, 'handing_over');
    const news = await claimed();
    expect(news).toHaveLength(2);
    expect(news.map(({ contactId }) => contactId).sort()).toEqual(
      [attended.contactId, offered.contactId].sort(),
    );
    for (const one of news) {
      const [operatorId, since] = one.change.split(' ');
      expect(one.news).toBe('operator_hands_over');
      expect(operatorId).toBe(ann);
      expect(Math.abs(Number(since) - before)).toBeLessThan(2_000);
    }
    await show(database(), attended, 2, { state: 'active', operatorId: ann, handsOver: true });
    await show(database(), offered, 3, {
      offering: { number: 1, asked: [{ operatorId: ann, at: Date.now() }] },
    });
    await database().db.execute(sql`update told_news set again_at = now()`);
    expect(await claimed()).toEqual([]);
    await setStatus(database(), ann, 'away');
    expect(await claimed()).toEqual([{ contactId: attended.contactId, news: 'operator_stays', change: ann }]);
    await show(database(), attended, 3, { state: 'active', operatorId: ann });
    expect(await claimed()).toEqual([]);
    await setStatus(database(), ann, 'handing_over');
    expect(await claimed()).toMatchObject([{ contactId: attended.contactId, news: 'operator_hands_over' }]);
  });
});
