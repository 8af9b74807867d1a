/** Dispatchers of two processes over one real database; signals are recorded, as if all workers were down. */
import { sql } from 'drizzle-orm';
import { DEFAULT_SETTINGS } from '../../src/domain/settings';
import { type ChangeDispatcher, createChangeDispatcher } from '../../src/intake/change-dispatcher';
import { createContacts } from '../../src/store/contacts/contacts';
import { createPendingChanges, type PendingChanges } from '../../src/store/conversations/pending-changes';
import { createProjections } from '../../src/store/conversations/projections';
import { SYSTEM } from '../../src/store/people/audit-log';
import type { SignalledFact } from '../../src/workflows/conversation/messages';
import { describeWithDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { type Begun, beginOne, createPlace, type Place, projectionOf } from '../support/scenario-store';
import { temporalIsAway } from '../support/temporal-away';

describeWithDatabase('news for open conversations', (database) => {
  let place: Place;
  let begun: Begun;
  let news: PendingChanges;
  let told: { readonly contactId: string; readonly fact: SignalledFact | undefined }[];
  let refuse: (contactId: string) => Error | null;
  let known: number;
  let dispatchers: ChangeDispatcher[];

  beforeEach(async () => {
    [told, dispatchers, known] = [[], [], Number.MAX_SAFE_INTEGER];
    refuse = () => null;
    news = createPendingChanges(database());
    place = await createPlace(database());
    await database().db.execute(sql`update channels set status = 'live' where id = ${place.channelId}`);
    begun = await open();
  });
  afterEach(() => Promise.all(dispatchers.map((one) => one.close())));

  const open = async (): Promise<Begun> => {
    const one = await beginOne(database(), place);
    await createProjections(database())(projectionOf(one, 1));
    return one;
  };
  const start = (count: number, everyMs = 60_000): void => {
    dispatchers = Array.from({ length: count }, () =>
      createChangeDispatcher({
        changes: news,
        async settingsOf() {
          const { rows } = await database().db.execute<{ version: number }>(
            sql`select settings_version as version from channels where id = ${place.channelId}`,
          );
          return { ...DEFAULT_SETTINGS, version: Math.min(rows[0]?.version ?? 0, known) };
        },
        conversations: {
          async signal(contactId, { facts: [fact] }) {
            const refusal = refuse(contactId);
            if (refusal !== null) throw refusal;
            told.push({ contactId, fact });
            return true;
          },
        },
        logger: { warn: () => undefined },
        everyMs,
      }),
    );
  };
  const look = async (): Promise<void> => {
    for (const one of dispatchers) one.wake();
    await Promise.all(dispatchers.map((one) => one.idle()));
  };
  const changeSettings = () =>
    database().db.execute(
      sql`update channels set settings_version = settings_version + 1 where id = ${place.channelId}`,
    );
  /** Makes the recorded notifications older. */
  const secondsPass = (seconds: number) =>
    database().db.execute(
      sql`update told_news set since = since - ${seconds} * interval '1 second',
            again_at = again_at - ${seconds} * interval '1 second'`,
    );
  const shows = (settingsVersion: number, version: number) =>
    createProjections(database())(
      projectionOf(begun, version, {
        conversations: [
          { ...begun.conversation, settings: { ...DEFAULT_SETTINGS, version: settingsVersion } },
        ],
      }),
    );

  it('is signalled by one of all processes, which finds it without being woken', async () => {
    start(4, 20);
    await changeSettings();
    await eventually(() => told.length > 0, 'it is told');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(told).toEqual([
      {
        contactId: begun.contactId,
        fact: { type: 'settingsChanged', settings: { ...DEFAULT_SETTINGS, version: 2 } },
      },
    ]);
  });

  it('is found soon if a conversation takes it on at the moment of the notice, which comes too early for it', async () => {
    start(1);
    await look();
    expect(told).toEqual([]);
    await changeSettings();
    await eventually(() => told.length === 1, 'it is told', 10_000);
  });

  it('is repeated after growing pauses while workers are down, by all processes together', async () => {
    start(2);
    await changeSettings();
    const toldAt: number[] = [];
    for (let seconds = 0; seconds <= 6 * 3_600; seconds += 15) {
      await look();
      toldAt.push(...Array<number>(told.length - toldAt.length).fill(seconds));
      await secondsPass(15);
    }
    // Four a minute per process would have been 2,880.
    const pauses = toldAt.slice(1).map((at, index) => at - (toldAt[index] ?? 0));
    expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600]);
    expect(await news.read()).toMatchObject({ count: 1, oldestAgeMs: expect.any(Number) });
    expect((await news.read()).oldestAgeMs).toBeGreaterThan(6 * 3_600_000);
  }, 120_000);

  it('is signalled at once if something changes again, or something else', async () => {
    start(2);
    await changeSettings();
    for (let time = 0; time < 5; time += 1) {
      await look();
      await secondsPass(61);
    }
    const before = told.length;
    await changeSettings();
    await look();
    await look();
    expect(told.slice(before).map(({ fact }) => fact)).toEqual([
      { type: 'settingsChanged', settings: { ...DEFAULT_SETTINGS, version: 3 } },
    ]);
    await createContacts(database()).block(begun.contactId, 'spam', SYSTEM);
    await look();
    expect(told.at(-1)?.fact).toEqual({ type: 'contactBlocked' });
  });

  it('starts with short pauses again once the conversation has reflected the change', async () => {
    start(2);
    await changeSettings();
    for (let time = 0; time < 5; time += 1) {
      await look();
      await secondsPass(600);
    }
    await shows(2, 2);
    await look();
    expect(await news.read()).toEqual({ count: 0, oldestAgeMs: 0 });
    await changeSettings();
    const before = told.length;
    await look();
    await secondsPass(15);
    await look();
    expect(told.length - before).toBe(2);
  });

  it('reaches all of them even if there are more than one batch', async () => {
    const others = await Promise.all(Array.from({ length: 119 }, open));
    start(2);
    await changeSettings();
    await look();
    const contactIds = told.map(({ contactId }) => contactId).sort();
    expect(contactIds).toEqual([begun, ...others].map(({ contactId }) => contactId).sort());
  }, 30_000);

  it('waits while Temporal is unavailable, without longer pauses, and is signalled when it is back', async () => {
    await open();
    start(2);
    await changeSettings();
    let tries = 0;
    refuse = () => {
      tries += 1;
      return temporalIsAway();
    };
    for (let time = 0; time < 20; time += 1) await look();
    // Each time only one conversation was tried for all of them.
    expect(tries).toBeLessThanOrEqual(40);
    expect((await news.read()).count).toBe(2);
    refuse = () => null;
    await look();
    expect(told).toHaveLength(2);
  });

  it('is signalled to the others if one fails, which is retried after growing pauses', async () => {
    const other = await open();
    start(1);
    await changeSettings();
    const tried: string[] = [];
    refuse = (contactId) => {
      tried.push(contactId);
      return contactId === begun.contactId ? new Error('too many signals') : null;
    };
    for (let seconds = 0; seconds < 300; seconds += 15) {
      await look();
      await secondsPass(15);
    }
    expect(told.some(({ contactId }) => contactId === other.contactId)).toBe(true);
    expect(tried.filter((contactId) => contactId === begun.contactId)).toHaveLength(5);
  });

  it('is left for later if this process does not know the new settings yet', async () => {
    known = 1;
    start(1);
    await changeSettings();
    await look();
    expect(told).toEqual([]);
    known = 2;
    await look();
    expect(told).toHaveLength(1);
  });
});
