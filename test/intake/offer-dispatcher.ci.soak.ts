/** Dispatchers over one real database; signals are recorded, as if no worker ran, unless a test lets one. */
import { sql } from 'drizzle-orm';
import { createOfferDispatcher, type OfferDispatcher } from '../../src/intake/offer-dispatcher';
import { freeExpiredPlaces } from '../../src/store/routing/claims';
import { createOfferQueue } from '../../src/store/routing/offer-queue';
import { listenToRouting } from '../../src/store/routing/routing-notices';
import { describeWithDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { onThisMachine } from '../support/process-webhook';
import {
  addGroup,
  addOperator,
  beginOffered,
  connect,
  createOfferingPlace,
  idle,
  offeredTo,
  setStatus,
  show,
} from '../support/routing-store';
import type { Begun, Place } from '../support/scenario-store';
import { temporalIsAway } from '../support/temporal-away';

const HOUR_MS = 3_600_000;

describeWithDatabase('conversations that wait for an operator', (database) => {
  let place: Place;
  let told: string[];
  let refuse: () => Error | null;
  let takesMs: number;
  /** What a conversation does once it is told. */
  let asks: (contactId: string) => Promise<void>;
  let dispatchers: OfferDispatcher[];
  let leave: (() => Promise<void>)[];

  beforeEach(async () => {
    [told, dispatchers, leave, takesMs] = [[], [], [], 0];
    refuse = () => null;
    asks = async () => undefined;
    place = await createOfferingPlace(database(), { defaultCapacity: 1 });
  });
  afterEach(async () => {
    await Promise.all(leave.map((one) => one()));
    await Promise.all(dispatchers.map((one) => one.close()));
  });

  const start = async (count: number): Promise<void> => {
    dispatchers = Array.from({ length: count }, () =>
      createOfferDispatcher({
        queue: createOfferQueue(database()),
        freeExpiredPlaces: () => freeExpiredPlaces(database()),
        conversations: {
          async signal(contactId, { facts }) {
            const refusal = refuse();
            if (refusal !== null) throw refusal;
            expect(facts).toEqual([{ type: 'operatorAvailable' }]);
            await new Promise((resolve) => setTimeout(resolve, takesMs));
            told.push(contactId);
            await asks(contactId);
            return true;
          },
        },
        logger: { warn: () => undefined },
        everyMs: 30_000,
      }),
    );
    leave = await Promise.all(dispatchers.map(({ wake }) => listenToRouting(database(), wake, wake)));
  };
  const look = async (): Promise<void> => {
    for (const one of dispatchers) one.wake();
    await Promise.all(dispatchers.map((one) => one.idle()));
  };
  /** One that found nobody, and has waited for so long. */
  const waits = async (sinceMs: number, changes: object = {}): Promise<Begun> => {
    const begun = await beginOffered(database(), place);
    await show(database(), begun, 1, { unansweredSince: Date.now() - sinceMs, ...idle(), ...changes });
    return begun;
  };
  const contactsOf = (all: readonly (Begun | undefined)[]): (string | undefined)[] =>
    all.map((one) => one?.contactId);
  const secondsPass = (seconds: number) =>
    database().db.execute(
      sql`update offer_queue set told_at = told_at - ${seconds} * interval '1 second',
            moved_at = moved_at - ${seconds} * interval '1 second'`,
    );

  it('are told at once when somebody connects, the longest waiting first and as many as there are places', async () => {
    const all = [await waits(3_000), await waits(5_000), await waits(1_000), await waits(4_000)];
    const operatorId = await addOperator(database(), place, { capacity: 3, isConnected: false });
    await start(2);
    await look();
    expect(told).toEqual([]);
    await connect(database(), operatorId);
    const began = performance.now();
    await database().db.execute(sql`select pg_notify('duihua_routing', '{}')`);
    await eventually(() => told.length >= 3, 'they are told');
    expect(performance.now() - began).toBeLessThan(1_000);
    await look();
    expect(told).toEqual(contactsOf([all[1], all[3], all[0]]));
  });

  it('are told 64 at a time, and the others as soon as those have asked', async () => {
    const all: Begun[] = [];
    for (let number = 0; number < 70; number += 1) all.push(await waits(100_000 - number));
    await addOperator(database(), place, { capacity: 100 });
    await start(1);
    await look();
    expect(told).toEqual(contactsOf(all.slice(0, 64)));
    await look();
    expect(told).toHaveLength(64);
    for (const begun of all.slice(0, 3)) await show(database(), begun, 2, { state: 'completed' });
    await eventually(() => told.length === 67, 'three more are told without anybody waking the dispatcher');
    expect(told).toEqual(contactsOf(all.slice(0, 67)));
  });

  it('whose window closes within the hour are told first, unless it has closed', async () => {
    const now = Date.now();
    const closing = (inMs: number) => ({
      window: { lastInboundAt: now, closedByWeChatAt: now + inMs, closingHandledAt: null },
    });
    const all = [
      await waits(9_000),
      await waits(1_000, closing(HOUR_MS / 2)),
      await waits(8_000, closing(-1_000)),
    ];
    await addOperator(database(), place, { capacity: 2 });
    await start(1);
    await look();
    expect(told).toEqual(contactsOf([all[1], all[0]]));
  });

  it('are told for the places that are left', async () => {
    const operatorId = await addOperator(database(), place, { capacity: 3 });
    const [attended, offered] = [await waits(9_000), await waits(8_000)];
    await show(database(), attended, 2, { state: 'active', operatorId });
    await database().db.execute(
      sql`select claim_place(${offered.conversation.id}, 2, ${operatorId}, 3, 30, null, false)`,
    );
    await show(database(), offered, 2, offeredTo(operatorId, 2));
    const all = [await waits(3_000), await waits(2_000)];
    await start(1);
    await look();
    expect(told).toEqual(contactsOf([all[0]]));
    await show(database(), offered, 3, { offering: { number: 2, asked: [], offer: undefined } });
    await show(database(), offered, 4, { state: 'completed' });
    await eventually(() => told.length === 2, 'the other one is told');
    await show(database(), attended, 3, { state: 'completed' });
    await look();
    expect(told).toEqual(contactsOf(all));
  });

  it('are told by one of all processes, and again only if they do not ask', async () => {
    await waits(1_000);
    await addOperator(database(), place);
    await start(4);
    await look();
    await look();
    await secondsPass(14);
    await look();
    expect(told).toHaveLength(1);
    await secondsPass(2);
    await look();
    expect(told).toHaveLength(2);
  });

  it('are told again soon if they found nobody, then after pauses that double', async () => {
    const one = await waits(1_000);
    await addOperator(database(), place);
    await start(1);
    const began = performance.now();
    for (let version = 2; told.length < 7; version += 1) {
      const before = told.length;
      await look();
      await eventually(() => told.length > before, 'it is told again');
      await show(database(), one, version, { ringingSince: 0, ...idle(version) });
    }
    // 0.2 s, 0.2, 0.2, 0.4, 0.8, 1.6
    expect(performance.now() - began).toBeGreaterThan(3_000);
    expect(performance.now() - began).toBeLessThan(8_000);
  }, 30_000);

  it('do not keep others waiting if they do not ask, or found nobody time and again', async () => {
    const [stuck, other, third] = [await waits(3_000), await waits(2_000), await waits(1_000)];
    await addOperator(database(), place);
    await start(1);
    await look();
    expect(told).toEqual(contactsOf([stuck]));
    await secondsPass(11);
    await look();
    expect(told).toEqual(contactsOf([stuck, other]));
    await database().db.execute(
      sql`update offer_queue set times_told = 20, told_at = clock_timestamp() - interval '1 second', moved_at = clock_timestamp()
          where conversation_id = ${other.conversation.id}`,
    );
    await look();
    expect(told).toEqual(contactsOf([stuck, other, third]));
  });

  it('who ask by themselves have their place first', async () => {
    const asking = await waits(3_000, { offering: { number: 0, asked: [] } });
    const idleOne = await waits(1_000);
    await addOperator(database(), place);
    await start(1);
    await look();
    expect(told).toEqual([]);
    await show(database(), asking, 2, { state: 'active', operatorId: 'somebody' });
    await look();
    expect(told).toEqual(contactsOf([idleOne]));
  });

  it('are told if somebody of their group is there; a group without anybody enabled is everyone', async () => {
    const [ann, ben] = [await addOperator(database(), place), await addOperator(database(), place)];
    const [tea, coffee, empty] = [
      await addGroup(database(), place, [ann]),
      await addGroup(database(), place, [ben]),
      await addGroup(database(), place, []),
    ];
    await setStatus(database(), ann, 'away');
    const ofTea = await waits(3_000, { groupId: tea });
    const ofEmpty = await waits(2_000, { groupId: empty });
    const ofCoffee = await waits(1_000, { groupId: coffee });
    await start(1);
    await look();
    expect(told).toEqual(contactsOf([ofEmpty]));
    await database().db.execute(sql`update operators set capacity = 2 where id = ${ben}`);
    await look();
    expect(told).toEqual(contactsOf([ofEmpty, ofCoffee]));
    await setStatus(database(), ann, 'online');
    await look();
    expect(told).toEqual(contactsOf([ofEmpty, ofCoffee, ofTea]));
  });

  it('are not told of who has just declined it, nor if they are missed for too long or everyone is rung', async () => {
    const operatorId = await addOperator(database(), place, { capacity: 9 });
    const asked = (agoMs: number) => ({
      number: 1,
      asked: [{ operatorId, at: Date.now() - agoMs }],
      idle: { retryAt: null },
    });
    await waits(5_000, { offering: asked(5_000) });
    const longAgo = await waits(4_000, { offering: asked(31_000) });
    const begun = await beginOffered(database(), place);
    const { settings } = begun.conversation;
    const routing = { ...settings.routing, skipOlderThanHours: 1 };
    for (const [at, missedAt] of [Date.now() - 2 * HOUR_MS, Date.now() - HOUR_MS / 2].entries()) {
      const one = at === 0 ? begun : await beginOffered(database(), place);
      await show(database(), one, 1, {
        state: 'missed',
        missedAt,
        settings: { ...settings, routing },
        ...idle(),
      });
    }
    const ringAll = { ...settings, routing: { ...settings.routing, mode: 'ring_all' } };
    await waits(9_000, { settings: ringAll });
    await waits(9_000, { isClosedMissed: true, state: 'missed' });
    await start(1);
    await look();
    expect(told).toHaveLength(2);
    expect(told).toContain(longAgo.contactId);
    expect(told).not.toContain(begun.contactId);
  });

  it('are given back while Temporal is away, and told when it is back', async () => {
    await waits(2_000);
    await waits(1_000);
    await addOperator(database(), place, { capacity: 2 });
    await start(2);
    refuse = temporalIsAway;
    await look();
    expect(told).toEqual([]);
    refuse = () => null;
    await eventually(() => told.length === 2, 'both are told');
  });

  it('are told within two seconds if 200 wait for 200 places and each asks at once, whatever a single signal takes', async () => {
    const all = await Promise.all(Array.from({ length: 200 }, (_, n) => waits(n)));
    const operatorId = await addOperator(database(), place, { capacity: 200, isConnected: false });
    await start(2);
    takesMs = 20;
    asks = async (contactId) => {
      const begun = all.find((one) => one.contactId === contactId);
      if (begun !== undefined) await show(database(), begun, 2, offeredTo(operatorId, 2));
    };
    await connect(database(), operatorId);
    const began = performance.now();
    await look();
    await eventually(() => told.length >= 200, 'all are told');
    expect(performance.now() - began).toBeLessThan(onThisMachine(2_000));
    expect(new Set(told).size).toBe(200);
    expect(told).toHaveLength(200);
  });
});
