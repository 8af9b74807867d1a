/** Places of operators: each is given away once, to somebody who is there, and freed when the conversation shows it. */
import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../src/store/engine/rows';
import { claimPlace, freeExpiredPlaces, placeOf } from '../../../src/store/routing/claims';
import { describeWithDatabase } from '../../support/database';
import { countDeadlocks } from '../../support/deadlocks';
import {
  addOperator,
  beginOffered,
  createOfferingPlace,
  idle,
  offeredTo,
  setStatus,
  show,
} from '../../support/routing-store';
import type { Begun, Place } from '../../support/scenario-store';

describeWithDatabase('places of operators', (database) => {
  let place: Place;
  beforeEach(async () => {
    place = await createOfferingPlace(database());
  });

  const waiting = async (): Promise<Begun> => {
    const begun = await beginOffered(database(), place);
    await show(database(), begun, 1, {});
    return begun;
  };
  const claim = async (
    of: Begun,
    operatorId: string,
    {
      number = 1,
      capacity = 1,
      seconds = 30,
    }: { number?: number; capacity?: number | null; seconds?: number } = {},
  ): Promise<string | null> => {
    const { id: conversationId } = of.conversation;
    const claimed = await claimPlace(database(), { conversationId, number, operatorId, capacity, seconds });
    return 'operatorId' in claimed ? claimed.operatorId : null;
  };
  const taken = async (operatorId: string): Promise<number> => {
    const [row] = await rowsOf<{ taken: string }>(
      database().db,
      sql`select active + offers as taken from places_taken(${operatorId}, null)`,
    );
    return Number(row?.taken);
  };

  it('are given away once, however many ask for the last one at the same time', async () => {
    const operatorId = await addOperator(database(), place);
    const asking = await Promise.all(Array.from({ length: 30 }, waiting));
    const given = await Promise.all(asking.map((one) => claim(one, operatorId, { capacity: 7 })));
    expect(given.filter((one) => one === operatorId)).toHaveLength(7);
    expect(given.filter((one) => one === null)).toHaveLength(23);
    expect(await taken(operatorId)).toBe(7);
  });

  it('are not given away of an operator who is away, not connected or disabled, and without limit if there is none', async () => {
    const there = await addOperator(database(), place);
    const elsewhere = await addOperator(database(), place, { isConnected: false });
    const one = await waiting();
    expect(await claim(one, elsewhere)).toBeNull();
    expect(await claim(one, 'nobody')).toBeNull();
    for (const status of ['away', 'handing_over']) {
      await setStatus(database(), there, status);
      expect(await claim(one, there)).toBeNull();
    }
    await setStatus(database(), there, 'online');
    await database().db.execute(sql`update operators set disabled_at = now() where id = ${there}`);
    expect(await claim(one, there)).toBeNull();
    await database().db.execute(sql`update operators set disabled_at = null`);
    for (let number = 0; number < 3; number += 1)
      expect(await claim(await waiting(), there, { capacity: null })).toBe(there);
  });

  it('are taken by what the operator attends as well', async () => {
    const operatorId = await addOperator(database(), place);
    await show(database(), await waiting(), 2, { state: 'active', operatorId });
    expect(await claim(await waiting(), operatorId, { capacity: 1 })).toBeNull();
    expect(await claim(await waiting(), operatorId, { capacity: 2 })).toBe(operatorId);
  });

  it('are claimed once by the same number, and anew by a higher one', async () => {
    const [ann, ben] = [await addOperator(database(), place), await addOperator(database(), place)];
    const one = await waiting();
    const attempts = await Promise.all([ann, ben, ann, ben].map((operatorId) => claim(one, operatorId)));
    const [first] = attempts;
    expect(attempts).toEqual([first, first, first, first]);
    expect(await placeOf(database(), one.conversation.id, 1)).toBe(first);
    const other = first === ann ? ben : ann;
    expect(await claim(one, other, { number: 2 })).toBe(other);
    expect(await claim(one, first ?? '', { number: 1 })).toBeNull();
    expect([await taken(first ?? ''), await taken(other)]).toEqual([0, 1]);
  });

  it('are given by what was seen of an operator, unless they have got another offer since', async () => {
    const operatorId = await addOperator(database(), place);
    const lastOffer = async (): Promise<string | null> => {
      const [row] = await rowsOf<{ at: string | null }>(
        database().db,
        sql`select to_jsonb(last_offered_at) #>> '{}' as at from operator_availability`,
      );
      return row?.at ?? null;
    };
    const all = await Promise.all(Array.from({ length: 10 }, waiting));
    const claimSeen = async ({ conversation }: Begun, seen: string | null) =>
      claimPlace(database(), {
        conversationId: conversation.id,
        number: 1,
        operatorId,
        capacity: null,
        seconds: 30,
        seen: { lastOffer: seen },
      });
    const results = await Promise.all(all.map((one) => claimSeen(one, null)));
    expect(results.filter((one) => 'operatorId' in one)).toEqual([{ operatorId }]);
    expect(await claimSeen(await waiting(), await lastOffer())).toEqual({ operatorId });
    expect(await claimSeen(await waiting(), null)).toEqual({ refusal: 'outrun' });
    expect(await claim(await waiting(), operatorId, { capacity: null })).toBe(operatorId);
  });

  it('are not taken by a conversation that somebody attends by now', async () => {
    const [ann, ben] = [await addOperator(database(), place), await addOperator(database(), place)];
    const one = await waiting();
    await show(database(), one, 2, { state: 'active', operatorId: ben });
    expect(await claim(one, ann)).toBeNull();
  });

  it('are not taken by a claim that comes so late that the stored conversation has counted it', async () => {
    const operatorId = await addOperator(database(), place);
    const one = await waiting();
    const { id: conversationId } = one.conversation;
    const late = { conversationId, number: 1, operatorId, capacity: 1, seconds: 30 };
    // Its first attempt took too long, so it goes on as if nobody was found.
    await show(database(), one, 2, idle(1));
    expect(await claimPlace(database(), late)).toEqual({ refusal: 'not_wanted' });
    await show(database(), one, 3, { state: 'waiting', claimsBefore: 1 });
    expect(await claimPlace(database(), late)).toEqual({ refusal: 'not_wanted' });
    expect(await taken(operatorId)).toBe(0);
    expect(await claimPlace(database(), { ...late, number: 2 })).toEqual({ operatorId });
  });

  it('are not taken by a claim that runs while the conversation is stored without it', async () => {
    const operatorId = await addOperator(database(), place);
    for (let round = 1; round <= 20; round += 1) {
      const one = await waiting();
      await Promise.all([claim(one, operatorId), show(database(), one, 2, idle(1))]);
      expect(await taken(operatorId)).toBe(0);
    }
    // The claim sees what a transaction does that has not committed yet.
    const one = await waiting();
    const claiming = await database().db.transaction(async (tx) => {
      const counted = JSON.stringify({ number: 1, asked: [] });
      await tx.execute(
        sql`update conversations set snapshot = jsonb_set(snapshot, '{offering}', ${counted}::jsonb) where id = ${one.conversation.id}`,
      );
      const under = claim(one, operatorId);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { under };
    });
    expect(await claiming.under).toBeNull();
    expect(await taken(operatorId)).toBe(0);
  });

  it('are given anew by the same number once they have expired', async () => {
    const [ann, ben] = [await addOperator(database(), place), await addOperator(database(), place)];
    const one = await waiting();
    expect(await claim(one, ann, { seconds: 0 })).toBe(ann);
    expect(await placeOf(database(), one.conversation.id, 1)).toBeNull();
    expect(await claim(one, ben)).toBe(ben);
    expect(await placeOf(database(), one.conversation.id, 1)).toBe(ben);
  });

  it('are not waited for where the operator is locked for long', async () => {
    const operatorId = await addOperator(database(), place);
    const one = await waiting();
    await setStatus(database(), operatorId, 'online');
    await database().db.transaction(async (tx) => {
      await tx.execute(sql`select from operator_availability where operator_id = ${operatorId} for update`);
      const began = performance.now();
      expect(await claim(one, operatorId)).toBeNull();
      expect(performance.now() - began).toBeLessThan(1_000);
    });
    expect(await claim(one, operatorId)).toBe(operatorId);
  });

  describe('are free again when the stored conversation', () => {
    let operatorId: string;
    let one: Begun;
    beforeEach(async () => {
      operatorId = await addOperator(database(), place);
      one = await waiting();
      await claim(one, operatorId);
    });

    it('no longer shows the offer, but not while it does not know of it yet', async () => {
      await show(database(), one, 2, { offering: { number: 0, asked: [] } });
      expect(await taken(operatorId)).toBe(1);
      await show(database(), one, 3, offeredTo(operatorId));
      expect(await taken(operatorId)).toBe(1);
      await show(database(), one, 4, { offering: { number: 1, asked: [{ operatorId, at: Date.now() }] } });
      expect(await taken(operatorId)).toBe(0);
    });

    it('has counted it, though it is not being offered any more', async () => {
      await show(database(), one, 2, { state: 'waiting', claimsBefore: 1 });
      expect(await taken(operatorId)).toBe(0);
    });

    it('is attended, by them or by somebody else', async () => {
      await show(database(), one, 2, offeredTo(operatorId));
      await show(database(), one, 3, { state: 'active', operatorId });
      expect(await taken(operatorId)).toBe(1);
      await show(database(), one, 4, { state: 'active', operatorId: 'somebody' });
      expect(await taken(operatorId)).toBe(0);
    });

    it('is completed, or everyone is rung', async () => {
      await show(database(), one, 2, { state: 'completed' });
      expect(await taken(operatorId)).toBe(0);
      const other = await waiting();
      await claim(other, operatorId);
      const { routing: _, ...settings } = other.conversation.settings;
      await show(database(), other, 2, { settings });
      expect(await taken(operatorId)).toBe(0);
    });

    it('has never shown it until the offer expired', async () => {
      const other = await waiting();
      await claim(other, operatorId, { capacity: 2, seconds: 0 });
      expect(await taken(operatorId)).toBe(1);
      await freeExpiredPlaces(database());
      expect(await rowsOf(database().db, sql`select conversation_id as id from offers`)).toEqual([
        { id: one.conversation.id },
      ]);
    });

    it('but an older projection that comes late changes nothing', async () => {
      await show(database(), one, 5, offeredTo(operatorId));
      await show(database(), one, 4, { state: 'completed' });
      expect(await taken(operatorId)).toBe(1);
    });
  });

  it('cause no deadlock with projections, and never more than there are', async () => {
    const operatorIds = await Promise.all([1, 2, 3].map(() => addOperator(database(), place)));
    const all = await Promise.all(Array.from({ length: 20 }, waiting));
    const before = await countDeadlocks(database());
    for (let round = 1; round <= 10; round += 1) {
      const given = await Promise.all(
        all.flatMap((one, at) => [
          claim(one, operatorIds[(at + round) % 3] ?? '', { number: round, capacity: 4 }),
          freeExpiredPlaces(database()),
        ]),
      );
      expect(given.filter((one) => typeof one === 'string').length).toBeLessThanOrEqual(12);
      await Promise.all(
        all.map((one, at) =>
          show(database(), one, 2 * round, at % 3 === 0 ? idle(round) : offeredTo('x', round)),
        ),
      );
      await Promise.all([
        ...all.map((one) => show(database(), one, 2 * round + 1, { offering: { number: round, asked: [] } })),
        ...operatorIds.map((operatorId) => setStatus(database(), operatorId, 'online')),
      ]);
      for (const operatorId of operatorIds) expect(await taken(operatorId)).toBe(0);
    }
    expect(await countDeadlocks(database())).toBe(before);
  }, 120_000);
});
