/** Whom a conversation is offered to, with the real queue and places in the database. */
import { sql } from 'drizzle-orm';
import { createClaimOffer } from '../../../src/activities/routing/claim-offer';
import type { ClaimInput, ClaimResult } from '../../../src/domain/routing/claim';
import { createOfferClaims } from '../../../src/store/routing/claims';
import { describeWithDatabase } from '../../support/database';
import {
  addGroup,
  addOperator,
  beginOffered,
  createOfferingPlace,
  setStatus,
  show,
} from '../../support/routing-store';
import type { Begun, Place } from '../../support/scenario-store';

describeWithDatabase('the claim of an offer', (database) => {
  let place: Place;
  beforeEach(async () => {
    place = await createOfferingPlace(database(), { defaultCapacity: 1 });
  });

  /** One that wants an offer, and asks by itself. */
  const waits = async (sinceMs = 0, changes: object = {}): Promise<Begun> => {
    const begun = await beginOffered(database(), place);
    const offering = { number: 0, asked: [] };
    await show(database(), begun, 1, { unansweredSince: Date.now() - sinceMs, offering, ...changes });
    return begun;
  };
  const claim = (
    { conversation, contactId }: Begun,
    changes: Partial<ClaimInput> = {},
  ): Promise<ClaimResult> =>
    createClaimOffer({ offerClaims: createOfferClaims(database()) })({
      conversationId: conversation.id,
      contactId,
      brandId: place.brandId,
      groupId: null,
      number: 1,
      offerMs: 30_000,
      asked: [],
      before: [],
      lastAsked: null,
      waitsForMs: 0,
      windowClosesInMs: 48 * 3_600_000,
      ...changes,
    });
  const routing = (changes: object) =>
    database().db.execute(
      sql`update brands set routing = routing || ${JSON.stringify(changes)}::jsonb where id = ${place.brandId}`,
    );
  const attends = async (operatorId: string, count = 1): Promise<Begun> => {
    let begun = await waits();
    for (let n = 0; n < count; n += 1) {
      if (n > 0) begun = await waits();
      await show(database(), begun, 2, { state: 'active', operatorId });
    }
    return begun;
  };
  const nobody = { operatorId: null, retryInMs: null, beginsRound: false };

  it('finds nobody where nobody is there, and says when those who declined may be asked again', async () => {
    const one = await waits();
    expect(await claim(one)).toEqual(nobody);
    const ann = await addOperator(database(), place);
    const asked = [{ operatorId: ann, agoMs: 10_000 }];
    expect(await claim(one, { asked })).toEqual({ ...nobody, retryInMs: 20_000 });
    expect(await claim(one, { asked, number: 2, groupId: 'gone' })).toEqual({ ...nobody, retryInMs: 20_000 });
    const again = await claim(one, { asked: [{ operatorId: ann, agoMs: 30_000 }], number: 3 });
    expect(again).toEqual({ operatorId: ann, retryInMs: null, beginsRound: true });
  });

  it('goes to whoever has the fewest conversations and offers, and of those to who waits longest for one', async () => {
    await routing({ defaultCapacity: 9 });
    const [ann, ben, carl] = [
      await addOperator(database(), place),
      await addOperator(database(), place),
      await addOperator(database(), place),
    ];
    await attends(ann, 2);
    await attends(ben);
    const given: (string | null)[] = [];
    for (let n = 0; n < 6; n += 1) given.push((await claim(await waits())).operatorId);
    // Carl has none, then Ben and Carl one each ...
    expect(given[0]).toBe(carl);
    expect(new Set(given.slice(1, 3))).toEqual(new Set([ben, carl]));
    expect(new Set(given.slice(3, 6))).toEqual(new Set([ann, ben, carl]));
  });

  it('goes to the contact’s last operator if the brand prefers them', async () => {
    const [ann, ben] = [await addOperator(database(), place), await addOperator(database(), place)];
    await routing({ defaultCapacity: 9, preferLastOperator: true });
    const earlier = await attends(ben);
    await show(database(), earlier, 3, { state: 'completed', operatorId: ben });
    await attends(ben, 3);
    const one = await waits();
    const { contactId } = earlier;
    expect((await claim(one, { contactId })).operatorId).toBe(ben);
    await routing({ preferLastOperator: false });
    expect((await claim(await waits(), { contactId })).operatorId).toBe(ann);
  });

  it('has the same result when it is made again, and asks another one than before when it is the next', async () => {
    const [ann, ben] = [await addOperator(database(), place), await addOperator(database(), place)];
    const one = await waits();
    const [first, again] = await Promise.all([claim(one), claim(one)]);
    expect(again).toEqual(first);
    await setStatus(database(), first.operatorId ?? '', 'away');
    expect(await claim(one)).toEqual(first);
    const asked = [{ operatorId: first.operatorId ?? '', agoMs: 0 }];
    const next = await claim(one, { number: 2, asked });
    expect(new Set([first.operatorId, next.operatorId])).toEqual(new Set([ann, ben]));
  });

  it('asks again soon where the stored conversation has counted it already', async () => {
    await addOperator(database(), place);
    const one = await waits(0, { offering: { number: 1, asked: [] } });
    expect(await claim(one)).toEqual({ ...nobody, retryInMs: 1_000 });
    expect((await claim(one, { number: 2 })).operatorId).not.toBeNull();
  });

  it('leaves the last place to whoever has waited longer', async () => {
    const ann = await addOperator(database(), place);
    const [older, younger] = [await waits(5_000), await waits(1_000)];
    expect(await claim(younger)).toEqual(nobody);
    expect((await claim(older)).operatorId).toBe(ann);
    expect(await claim(younger, { number: 2 })).toEqual(nobody);
  });

  it('leaves no place to those who can’t take it', async () => {
    const [ann, ben] = [await addOperator(database(), place), await addOperator(database(), place)];
    const group = await addGroup(database(), place, [ben]);
    // It was declined by the only one who is there for it, is for people who are away, or has not moved for long.
    await setStatus(database(), ann, 'away');
    const asked = [{ operatorId: ben, at: Date.now() }];
    await waits(9_000, {
      groupId: group,
      offering: { number: 1, asked, idle: { retryAt: Date.now() + 30_000 } },
    });
    const away = await addGroup(database(), place, [ann]);
    await waits(8_000, { groupId: away });
    const stuck = await waits(7_000);
    await database().db.execute(
      sql`update offer_queue set moved_at = moved_at - interval '11 seconds'
          where conversation_id = ${stuck.conversation.id}`,
    );
    expect((await claim(await waits())).operatorId).toBe(ben);
  });

  it('takes the place of another one that those before it need less', async () => {
    const ann = await addOperator(database(), place);
    await addOperator(database(), place);
    const group = await addGroup(database(), place, [ann]);
    await waits(9_000);
    expect((await claim(await waits(1_000, { groupId: group }), { groupId: group })).operatorId).toBe(ann);
    expect(await claim(await waits(500, { groupId: group }), { groupId: group })).toEqual(nobody);
    expect(await claim(await waits(200))).toEqual(nobody);
  });

  it('divides them evenly, whoever asks at the same time', async () => {
    await routing({ defaultCapacity: null });
    const operatorIds = await Promise.all(Array.from({ length: 4 }, () => addOperator(database(), place)));
    const all = await Promise.all(Array.from({ length: 22 }, () => waits()));
    const given = await Promise.all(all.map(async (one) => (await claim(one)).operatorId));
    const counts = operatorIds.map((id) => given.filter((one) => one === id).length);
    expect(counts.sort((a, b) => a - b)).toEqual([5, 5, 6, 6]);
  });

  it('never gives more places than there are, whoever asks at the same time', async () => {
    await routing({ defaultCapacity: 3 });
    const operatorIds = await Promise.all(Array.from({ length: 5 }, () => addOperator(database(), place)));
    const all = await Promise.all(Array.from({ length: 40 }, (_, n) => waits(1_000 * n)));
    const results = await Promise.all(all.map((one) => claim(one)));
    const given = results.flatMap(({ operatorId }) => (operatorId === null ? [] : [operatorId]));
    for (const id of operatorIds) expect(given.filter((one) => one === id).length).toBeLessThanOrEqual(3);
    // The longest waiting have them all.
    expect(given).toHaveLength(15);
    expect(results.slice(25).every(({ operatorId }) => operatorId !== null)).toBe(true);
  });
});
