/** A transaction pooler between the desk and its database: PgBouncer with three connections. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../../src/store/engine/database';
import { migrateDatabase } from '../../src/store/engine/migrate';
import { rowsOf } from '../../src/store/engine/rows';
import { eventually } from '../support/eventually';
import { type PgBouncer, pgbouncerMissing, startPgBouncer } from '../support/pgbouncer';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server';

const missing = pgbouncerMissing();
const describeHere = missing === undefined ? describe : describe.skip;

describeHere(`behind a transaction pooler${missing === undefined ? '' : ` (${missing})`}`, () => {
  let server: PostgresServer;
  let pooler: PgBouncer;
  let direct: string;
  let pooled: string;
  let database: Database;
  const opened: Database[] = [];
  const open = (listenUrl?: string): Database => {
    const one = openDatabase({ databaseUrl: pooled, listenUrl });
    opened.push(one);
    return one;
  };
  beforeAll(async () => {
    server = await startPostgresServer();
    direct = await server.createDatabase();
    pooler = await startPgBouncer({ port: server.port, url: direct });
    pooled = pooler.url;
    database = open(direct);
    await migrateDatabase(database);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(opened.map((one) => one.close()));
    await pooler?.stop();
    await server?.stop();
  });

  it('several processes can migrate at once: each waits for the one that has the lock', async () => {
    const starters = [open(direct), open(direct), open(direct)];
    await Promise.all(starters.map((one) => migrateDatabase(one)));
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await sleep(30);
      running -= 1;
    };
    await Promise.all(starters.map((one) => one.exclusively('test', work)));
    expect(most).toBe(1);
  });

  it('every transaction has its time limits, and leaves none behind on a shared connection', async () => {
    const limits = sql`select current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle, current_setting('statement_timeout') as statement`;
    const inside = await Promise.all(
      Array.from({ length: 8 }, () => database.db.transaction((tx) => rowsOf(tx, limits))),
    );
    for (const [row] of inside) expect(row).toEqual({ lock: '4s', idle: '5s', statement: '30s' });
    const outside = await Promise.all(Array.from({ length: 8 }, () => rowsOf(database.db, limits)));
    // What the role has, for single statements; connections that are older than the migration have none.
    for (const [row] of outside) {
      expect([
        { lock: '4s', idle: '0', statement: '30s' },
        { lock: '0', idle: '0', statement: '0' },
      ]).toContainEqual(row);
    }
  });

  it('notices are received through DATABASE_LISTEN_URL', async () => {
    const heard: string[] = [];
    await database.listen('test_channel', (payload) => heard.push(payload));
    await open(direct).db.execute(sql`select pg_notify('test_channel', 'hello')`);
    await eventually(() => heard.includes('hello'), 'the notice is heard');
  });

  it('without it, listeners look for changes every second', async () => {
    let looks = 0;
    const deaf = open();
    await deaf.listen(
      'test_channel',
      () => undefined,
      () => {
        looks += 1;
      },
    );
    await eventually(() => looks >= 3, 'it has looked three times', 15_000);
  });
});

describe('a process that stands still in the middle of a transaction', () => {
  it('loses its locks after 5 s; processes that wait for them fail after 4 s, and may try again', async () => {
    const server = await startPostgresServer();
    const database = openDatabase({ databaseUrl: await server.createDatabase() });
    await migrateDatabase(database);
    await database.db.execute(sql`create table one (id int)`);
    await database.db.execute(sql`insert into one values (1), (2)`);
    try {
      let isLocked = (): void => undefined;
      const locked = new Promise<void>((resolve) => {
        isLocked = resolve;
      });
      const frozen = database.db.transaction(async (tx) => {
        await tx.execute(sql`select id from one for update`);
        isLocked();
        await sleep(7_000);
        await tx.execute(sql`select 1`);
      });
      const outcome = Promise.allSettled([frozen]);
      await locked;
      // In a transaction, and as a single statement, which has its limit from the role.
      const waits = await Promise.allSettled([
        database.db.transaction((tx) => tx.execute(sql`select id from one where id = 1 for update`)),
        database.db.execute(sql`update one set id = 3 where id = 2`),
      ]);
      for (const wait of waits) expect(wait).toMatchObject({ reason: { cause: { code: '55P03' } } });
      await database.db.transaction((tx) => tx.execute(sql`select id from one for update`));
      expect((await outcome)[0]?.status).toBe('rejected');
    } finally {
      await database.close();
      await server.stop();
    }
  }, 60_000);
});
