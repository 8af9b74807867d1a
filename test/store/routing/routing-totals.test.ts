/** What is counted of routing: in the transaction in which it happens, once, and for each operator from whom something is returned. */
import { sql } from 'drizzle-orm';
import { Registry } from 'prom-client';
import { measureRouting } from '../../../src/runtime/watch/routing-watch';
import { createProjections } from '../../../src/store/conversations/projections';
import { rowsOf } from '../../../src/store/engine/rows';
import { claimPlace } from '../../../src/store/routing/claims';
import { createRoutingTotals } from '../../../src/store/routing/routing-totals';
import { describeWithDatabase } from '../../support/database';
import {
  addOperator,
  beginOffered,
  createOfferingPlace,
  offeredTo,
  setStatus,
  show,
} from '../../support/routing-store';
import { type Begun, beginOne, type Place, projectionOf } from '../../support/scenario-store';

describeWithDatabase('the totals of routing', (database) => {
  let place: Place;
  beforeEach(async () => {
    place = await createOfferingPlace(database());
  });
  const counted = async (): Promise<Record<string, number>> => {
    const totals: Record<string, number> = {};
    for (const { kind, label, operatorId, count } of await createRoutingTotals(database()).read()) {
      const name = [kind, label, operatorId].filter((part) => part !== '').join(' ');
      totals[name] = (totals[name] ?? 0) + count;
    }
    return totals;
  };
  const offered = async (operatorId: string): Promise<Begun> => {
    const one = await beginOffered(database(), place);
    await show(database(), one, 1, {});
    const { id: conversationId } = one.conversation;
    await claimPlace(database(), { conversationId, number: 1, operatorId, capacity: null, seconds: 45 });
    await show(database(), one, 2, offeredTo(operatorId));
    return one;
  };

  it('are declined offers only where the operator has declined', async () => {
    const ann = await addOperator(database(), place);
    const at = Date.now();
    const asked = (more: object) => ({ offering: { number: 1, asked: [{ operatorId: ann, at, ...more }] } });
    await show(database(), await offered(ann), 3, asked({ hasDeclined: true }));
    expect(await counted()).toEqual({ 'offer made': 1, 'offer declined': 1 });
    // The operator hands over or is disabled, it is passed on to a group, or completed.
    await show(database(), await offered(ann), 3, asked({}));
    await show(database(), await offered(ann), 3, { offering: { number: 2, asked: [] }, groupId: 'tea' });
    await show(database(), await offered(ann), 3, { state: 'completed' });
    expect(await counted()).toEqual({ 'offer made': 4, 'offer declined': 1 });
    // A new round begins, in which they had declined before.
    const again = await offered(ann);
    const before = [{ operatorId: ann, at, hasDeclined: true }];
    await show(database(), again, 3, { offering: { number: 1, asked: [], before } });
    expect(await counted()).toEqual({ 'offer made': 5, 'offer declined': 2 });
    await show(database(), again, 4, {
      offering: { number: 2, asked: [], before, offer: { operatorId: ann, until: at + 1 } },
    });
    await show(database(), again, 5, { offering: { number: 2, asked: [], before } });
    expect(await counted()).toMatchObject({ 'offer declined': 2, 'offer ran_out': 1 });
    // In the same step the next one attends at once.
    const askedBefore = [{ operatorId: ann, at, hasDeclined: true }];
    const attended = { state: 'active', operatorId: 'ben', attendedAt: at };
    await show(database(), await offered(ann), 3, { ...attended, askedBefore });
    expect(await counted()).toMatchObject({ 'offer declined': 3, 'offer ran_out': 1, attended: 1 });
  });

  it('are contacts who have waited, in every brand, and not what a transaction has rolled back', async () => {
    for (const [seconds, how] of [
      [0, 'offer'],
      [20, 'ring_all'],
      [40, 'ring_all'],
      [90_000, 'ring_all'],
    ] as const) {
      const one = how === 'offer' ? await beginOffered(database(), place) : await beginOne(database(), place);
      const now = Date.now();
      await show(database(), one, 1, { unansweredSince: now - seconds * 1_000 });
      await show(database(), one, 2, { state: 'active', operatorId: 'ann', attendedAt: now });
      // Passed on to a colleague, or written again: nobody waits.
      await show(database(), one, 3, { state: 'active', operatorId: 'ben', attendedAt: now });
    }
    const undone = await beginOne(database(), place);
    await show(database(), undone, 1, {});
    await database()
      .db.transaction(async (tx) => {
        await tx.execute(sql`update conversations set state = 'active' where id = ${undone.conversation.id}`);
        throw new Error('The transaction is rolled back.');
      })
      .catch(() => undefined);
    const metrics = new Registry();
    measureRouting(metrics, database());
    const text = await metrics.metrics();
    for (const line of [
      'bucket{le="1"} 1',
      'bucket{le="15"} 1',
      'bucket{le="30"} 2',
      'bucket{le="60"} 3',
      'bucket{le="28800"} 3',
      'bucket{le="+Inf"} 4',
      'sum 90060',
      'count 4',
    ])
      expect(text).toContain(`duihua_waiting_seconds_${line}\n`);
  });

  it('are conversations that were returned, by reason and operator, once for each row', async () => {
    const [ann, ben] = [await addOperator(database(), place), await addOperator(database(), place)];
    const project = createProjections(database());
    const returned = async (operatorId: string, reason: 'silent' | 'handing_over') => {
      const one = await beginOne(database(), place);
      const { id: conversationId } = one.conversation;
      await show(database(), one, 1, { state: 'active', operatorId });
      const event = { type: 'returned', reason, operatorId } as const;
      const first = { conversationId, version: 2, number: 1, event };
      await project(projectionOf(one, 2, { events: [first] }));
      await project(projectionOf(one, 2, { events: [first] }));
    };
    await returned(ann, 'silent');
    await returned(ann, 'silent');
    await returned(ben, 'handing_over');
    expect(await counted()).toEqual({ [`returned silent ${ann}`]: 2, [`returned handing_over ${ben}`]: 1 });
    const metrics = new Registry();
    measureRouting(metrics, database());
    expect(await metrics.metrics()).toContain(`duihua_returns_total{reason="silent",operator="${ann}"} 2\n`);
  });

  it('are kept when they are added up, by several processes at once', async () => {
    const ann = await addOperator(database(), place);
    await Promise.all(Array.from({ length: 10 }, () => offered(ann)));
    await setStatus(database(), ann, 'online');
    const totals = createRoutingTotals(database());
    await Promise.all([1, 2, 3].map(totals.fold));
    expect(await rowsOf(database().db, sql`select id from routing_events`)).toEqual([]);
    expect(await counted()).toEqual({ 'offer made': 10 });
    await Promise.all([offered(ann), totals.fold(), totals.fold()]);
    await totals.fold();
    expect(await counted()).toEqual({ 'offer made': 11 });
  });

  it('are left out while they cannot be read', async () => {
    const metrics = new Registry();
    const broken = { db: { execute: () => Promise.reject(new Error('the database is down')) } };
    measureRouting(metrics, broken as unknown as Parameters<typeof measureRouting>[1]);
    expect(await metrics.metrics()).not.toMatch(/^duihua_/m);
  });
});
