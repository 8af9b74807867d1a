/** Whether operators are there for conversations: over HTTP, and to their colleagues as it changes. */
import { sql } from 'drizzle-orm';
import pino from 'pino';
import {
  type AvailabilityChange,
  type AvailabilityHub,
  createAvailabilityHub,
} from '../../src/api/live/availability-hub';
import { createOperatorStore } from '../../src/store/people/operators';
import { createAvailability } from '../../src/store/routing/availability';
import { createOperatorStreams } from '../../src/store/routing/operator-streams';
import type { TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { describeWithDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { type Heard, listenToEvents } from '../support/listen-to-events';

let app: ConversationApp;
let brandId: string;
let channelId: string;
let anna: TestOperator;
let ben: TestOperator;
let outsider: TestOperator;
const open = new Set<Heard>();

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId, channelId } = await app.channel());
  const other = await app.channel();
  anna = await app.operator([brandId]);
  ben = await app.operator([brandId]);
  outsider = await app.operator([other.brandId]);
});
afterEach(() => {
  for (const stream of open) stream.close();
  open.clear();
});
afterAll(() => app.close());

const call = (method: string, path: string, body?: unknown, as?: TestOperator) =>
  app.call(method, `/api/v1${path}`, body, as === undefined ? {} : { token: as.token });
const mine = async (as: TestOperator, query = '') =>
  (await call('GET', `/me/availability${query}`, undefined, as)).body;
const choose = (status: unknown, as: TestOperator) => call('PUT', '/me/availability', { status }, as);
const setCapacity = (capacity: unknown, { id }: TestOperator) =>
  call('PATCH', `/operators/${id}`, { capacity });
const listen = async (as: TestOperator): Promise<Heard> => {
  const stream = await listenToEvents(app.url, as);
  open.add(stream);
  return stream;
};
const connect = async (as: TestOperator): Promise<Heard> => {
  const stream = await listen(as);
  await eventually(async () => (await mine(as))['isConnected'], 'the connection');
  return stream;
};
/** As if the minute after the last stream had passed. */
const letRunOut = ({ id }: TestOperator) =>
  app.database.db.execute(
    sql`update operator_streams set connected_until = clock_timestamp() where operator_id = ${id}`,
  );
const attend = async (as: TestOperator, openId: string) => {
  const { conversationId } = await app.receive(channelId, '你好', openId);
  await call('POST', `/conversations/${conversationId}/attend`, {}, as);
  await app.host.idle();
  return conversationId;
};
const heardOf = (stream: Heard, { id }: TestOperator) =>
  stream.of('availability').filter(({ operator }) => (operator as { id: string }).id === id);

describe('the availability of an operator', () => {
  it('is online and not connected, until they choose and come', async () => {
    const first = {
      status: 'online',
      isConnected: false,
      isAvailable: false,
      active: 0,
      capacity: null,
      lastOfferedAt: null,
    };
    expect(await mine(anna)).toEqual(first);
    const { status, body } = await choose('away', anna);
    expect([status, body]).toEqual([200, { ...first, status: 'away' }]);
    await connect(anna);
    expect(await mine(anna)).toEqual({ ...first, status: 'away', isConnected: true });
    await choose('online', anna);
    expect(await mine(anna)).toEqual({ ...first, isConnected: true, isAvailable: true });
    expect((await choose('asleep', anna)).status).toBe(400);
    expect((await call('PUT', '/me/availability', {}, anna)).status).toBe(400);
  });

  it('holds for a minute after the last of several streams has closed', async () => {
    const [one, two] = [await connect(anna), await listen(anna)];
    one.close();
    const untilOf = async () => {
      const { rows } = await app.database.db.execute<{ left: number }>(
        sql`select extract(epoch from connected_until - clock_timestamp())::float as left from operator_streams`,
      );
      return rows[0]?.left ?? 0;
    };
    // The first one that closes changes nothing.
    await app.database.db.execute(
      sql`update operator_streams set connected_until = clock_timestamp() + interval '5 s'`,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await untilOf()).toBeLessThan(5);
    two.close();
    await eventually(async () => (await untilOf()) > 55, 'the minute after the last stream');
    expect(await mine(anna)).toMatchObject({ isConnected: true });
    await letRunOut(anna);
    expect(await mine(anna)).toMatchObject({ isConnected: false, isAvailable: false });
  });

  it('ends where no place is left: each active conversation and each open offer takes one', async () => {
    await connect(anna);
    expect((await setCapacity(2, anna)).body).toMatchObject({ capacity: 2 });
    const conversationId = await attend(anna, 'one');
    expect(await mine(anna)).toMatchObject({ active: 1, capacity: 2, isAvailable: true });
    await app.database.db.execute(
      sql`insert into offers (conversation_id, number, operator_id, expires_at)
          values ('another', 1, ${anna.id}, clock_timestamp() + interval '30 s')`,
    );
    expect(await mine(anna)).toMatchObject({ active: 1, isAvailable: false });
    await call('POST', `/conversations/${conversationId}/complete`, {}, anna);
    await app.host.idle();
    expect(await mine(anna)).toMatchObject({ active: 0, isAvailable: true });
  });

  it.each([0, 101, 1.5, '5'])('has no capacity of %j', async (capacity) => {
    const { status, body } = await setCapacity(capacity, anna);
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ path: 'capacity' })]]);
  });

  it('has the default capacity of the brand that was asked about, or else the highest of their brands', async () => {
    const { brandId: second } = await app.channel();
    await call('PATCH', `/operators/${anna.id}`, { brandIds: [brandId, second] });
    await call('PATCH', `/brands/${brandId}/routing`, { defaultCapacity: 3 });
    expect(await mine(anna, `?brandId=${brandId}`)).toMatchObject({ capacity: 3 });
    expect(await mine(anna, `?brandId=${second}`)).toMatchObject({ capacity: null });
    expect(await mine(anna)).toMatchObject({ capacity: null });
    await call('PATCH', `/brands/${second}/routing`, { defaultCapacity: 5 });
    expect(await mine(anna)).toMatchObject({ capacity: 5 });
    await setCapacity(1, anna);
    expect(await mine(anna, `?brandId=${brandId}`)).toMatchObject({ capacity: 1 });
    await setCapacity(null, anna);
    expect(await mine(anna)).toMatchObject({ capacity: 5 });
  });
});

describe('the list of availability', () => {
  it('names the colleagues of a brand, without those who are disabled, page by page', async () => {
    const gone = await app.operator([brandId]);
    await call('PATCH', `/operators/${gone.id}`, { isDisabled: true });
    await connect(ben);
    await choose('away', anna);
    await call('PATCH', `/brands/${brandId}/routing`, { defaultCapacity: 4 });
    const { body } = await call('GET', `/availability?brandId=${brandId}`, undefined, anna);
    const nameOf = ({ operator }: Record<string, unknown>) => operator;
    expect(body.items.map(nameOf)).toEqual([
      expect.objectContaining({ name: 'Administrator' }),
      expect.objectContaining({ id: anna.id }),
      expect.objectContaining({ id: ben.id }),
    ]);
    expect(body.items.slice(1)).toEqual([
      expect.objectContaining({ status: 'away', isConnected: false, isAvailable: false, capacity: 4 }),
      expect.objectContaining({ status: 'online', isConnected: true, isAvailable: true, active: 0 }),
    ]);
    const first = (await call('GET', `/availability?brandId=${brandId}&limit=2`, undefined, anna)).body;
    const path = `/availability?brandId=${brandId}&limit=2&cursor=${first.nextCursor}`;
    const second = (await call('GET', path, undefined, anna)).body;
    expect([...first.items, ...second.items].map(nameOf)).toEqual(body.items.map(nameOf));
    expect(second.nextCursor).toBeNull();
  });

  it('shows nobody of a brand that the caller may not see', async () => {
    expect((await call('GET', `/availability?brandId=${brandId}`, undefined, outsider)).body.items).toEqual(
      [],
    );
    const { body } = await call('GET', '/availability', undefined, outsider);
    expect(body.items.map(({ operator }) => (operator as { id: string }).id)).not.toContain(anna.id);
  });
});

describe('the event of availability', () => {
  it('tells colleagues who comes, chooses, gets another capacity, and goes', async () => {
    const [bens, outsiders] = [await connect(ben), await connect(outsider)];
    const annas = await connect(anna);
    const next = async (what: string, fields: object) => {
      await eventually(async () => heardOf(bens, anna).length > 0, what);
      expect(heardOf(bens, anna).at(-1)).toMatchObject(fields);
    };
    const last = (fields: Record<string, unknown>) => async () =>
      Object.entries(fields).every(([name, value]) => heardOf(bens, anna).at(-1)?.[name] === value);
    await next('that Anna came', { isConnected: true, isAvailable: true, status: 'online' });
    await choose('handing_over', anna);
    await eventually(last({ status: 'handing_over', isAvailable: false }), 'her status');
    await setCapacity(7, anna);
    await eventually(last({ capacity: 7 }), 'her capacity');
    annas.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await letRunOut(anna);
    // Nobody announces it: it is noticed.
    const since = Date.now();
    await eventually(last({ isConnected: false }), 'that Anna is gone');
    expect(Date.now() - since).toBeLessThan(6_500);
    expect(heardOf(outsiders, anna)).toEqual([]);
    expect(heardOf(outsiders, outsider).length).toBeGreaterThan(0);
  });

  it('tells the operator at once how many they attend, and colleagues now and then', async () => {
    const [annas, bens] = [await connect(anna), await connect(ben)];
    // Whoever connects second need not hear that the first one came: that was before.
    await eventually(async () => heardOf(bens, ben).length > 0, 'both to come');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = heardOf(bens, anna).length;
    await setCapacity(1, anna);
    await eventually(async () => heardOf(bens, anna).length > before, 'her capacity');
    const conversationId = await attend(anna, 'one');
    const isAttending = (count: number) => async () => heardOf(annas, anna).at(-1)?.['active'] === count;
    await eventually(isAttending(1), 'the attended conversation');
    expect(heardOf(bens, anna)).toHaveLength(before + 1);
    await eventually(async () => heardOf(bens, anna).length > before + 1, 'the load, at a colleague');
    expect(heardOf(bens, anna).at(-1)).toMatchObject({ active: 1, isAvailable: false });
    await call('POST', `/conversations/${conversationId}/transfer`, { operatorId: ben.id }, anna);
    await eventually(isAttending(0), 'the transfer');
    await eventually(
      async () => heardOf(bens, ben).at(-1)?.['active'] === 1,
      'the transfer, at the receiver',
    );
    await eventually(async () => heardOf(bens, anna).at(-1)?.['active'] === 0, 'her load after it');
    expect(heardOf(bens, anna)).toHaveLength(before + 3);
  });
});

describeWithDatabase('availability between processes', (database) => {
  const hubs: AvailabilityHub[] = [];
  const startHub = async (processId: string) => {
    const hub = createAvailabilityHub({
      database: database(),
      availability: createAvailability(database()),
      operatorStreams: createOperatorStreams(database(), processId),
      logger: pino({ level: 'silent' }),
    });
    await hub.start();
    hubs.push(hub);
    const heard: AvailabilityChange[] = [];
    hub.subscribe((change) => heard.push(change));
    const isShown = (isConnected: boolean) => async () =>
      heard.at(-1)?.availability.isConnected === isConnected;
    return { hub, heard, isShown };
  };
  const addOperator = async () => {
    const fields = {
      name: 'Li',
      email: 'li@example.com',
      role: 'operator',
      brandIds: [],
      passwordHash: null,
    } as const;
    const result = await createOperatorStore(database()).create(fields);
    if (!('operator' in result)) throw new Error(result.refusal);
    return result.operator.id;
  };
  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((hub) => hub.stop()));
  });

  it('holds as long as one process has a stream, and ends soon after the other has died', async () => {
    const [one, two] = [await startHub('one'), await startHub('two')];
    const li = await addOperator();
    one.hub.connect(li);
    const leave = two.hub.connect(li);
    await eventually(one.isShown(true), 'the connection, in the first process');
    await eventually(two.isShown(true), 'the connection, in the second process');
    leave();
    // The first process is killed: it renews nothing any more.
    await one.hub.stop();
    const runOut = (processId: string) =>
      database().db.execute(
        sql`update operator_streams set connected_until = clock_timestamp() where process_id = ${processId}`,
      );
    await runOut('one');
    await new Promise((resolve) => setTimeout(resolve, 5_500));
    // The minute after the stream of the second one.
    expect(await two.isShown(true)()).toBe(true);
    await runOut('two');
    await eventually(two.isShown(false), 'that nobody is connected', 6_500);
  });

  it('is told once of what has changed, and again only if it has', async () => {
    const { hub, heard } = await startHub('one');
    const li = await addOperator();
    const availability = createAvailability(database());
    hub.connect(li);
    await eventually(async () => heard.length > 0, 'the connection');
    await availability.setStatus(li, 'online');
    await availability.setStatus(li, 'away');
    await availability.setStatus(li, 'away');
    await eventually(async () => heard.length > 1, 'the status');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard.map(({ availability: { status }, isOwn }) => [status, isOwn])).toEqual([
      ['online', false],
      ['away', false],
    ]);
  });
});
