import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../../src/store/engine/database';
import type { Database, Db } from '../../../src/store/engine/database-types';
import { isDatabaseAway } from '../../../src/store/engine/errors';
import { migrateDatabase } from '../../../src/store/engine/migrate';
import { createTestDatabaseUrl, describeWithDatabase } from '../../support/database';
import { type PostgresServer, startPostgresServer } from '../../support/postgres-server';

async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs = 10_000,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`waited in vain until ${what}`);
    await sleep(20);
  }
}

const notify = (database: Database, channel: string, payload: string) =>
  database.db.execute(sql`select pg_notify(${channel}, ${payload})`);

describeWithDatabase('a database', (database) => {
  it('can be migrated again without effect, even by several at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(database())));
    const result = await database().db.execute<{ n: number }>(
      sql`select count(*)::int as n from information_schema.tables where table_name = 'operators'`,
    );
    expect(result.rows[0]?.n).toBe(1);
  });

  it('notifies listeners of a channel after the commit, until they leave', async () => {
    const heard: string[] = [];
    const leave = await database().listen('test_channel', (payload) => heard.push(payload));
    await database().listen('other_channel', () => heard.push('wrong channel'));
    // Notices come in the order of the commits: when a later one is here, an earlier one would be.
    const marks: string[] = [];
    await database().listen('mark_channel', (payload) => marks.push(payload));
    await database().db.transaction(async (tx) => {
      await tx.execute(sql`select pg_notify('test_channel', 'one')`);
      await notify(database(), 'mark_channel', 'first');
      await until('the first mark is heard', () => marks.includes('first'));
      expect(heard).toEqual([]);
    });
    await until('the notice is heard', () => heard.length === 1);
    await leave();
    await notify(database(), 'test_channel', 'two');
    await notify(database(), 'mark_channel', 'second');
    await until('the second mark is heard', () => marks.includes('second'));
    expect(heard).toEqual(['one']);
  });

  it('still notifies the others if one listener throws', async () => {
    const heard: string[] = [];
    await database().listen('test_channel', () => {
      throw new Error('a fault of the caller');
    });
    await database().listen('test_channel', (payload) => heard.push(payload));
    await notify(database(), 'test_channel', 'one');
    await until('the notice is heard', () => heard.length === 1);
  });

  it('runs exclusive work of one name one at a time', async () => {
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(20);
      running -= 1;
    };
    await Promise.all([1, 2, 3].map(() => database().exclusively('test', work)));
    expect(most).toBe(1);
  });

  it('lets exclusive work take longer than other statements may', async () => {
    const hasty = openDatabase({ databaseUrl: await createTestDatabaseUrl(), statementTimeoutMs: 200 });
    try {
      await expect(hasty.db.execute(sql`select pg_sleep(10)`)).rejects.toMatchObject({
        cause: { message: expect.stringMatching(/timeout/i) },
      });
      // In a transaction the server itself ends it, so that its locks are released: code 57014.
      const long = hasty.db.transaction((tx) => tx.execute(sql`select pg_sleep(4)`));
      await expect(long).rejects.toMatchObject({ cause: { code: '57014' } });
      const slow = (tx: Db) => tx.execute(sql`select pg_sleep(1)`);
      await expect(hasty.exclusively('test', slow)).resolves.toBeDefined();
    } finally {
      await hasty.close();
    }
  });

  it('continues with exclusive work after one that failed', async () => {
    await expect(database().exclusively('test', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(database().exclusively('test', async () => 'yes')).resolves.toBe('yes');
  });
});

describe(`a server that comes and goes`, () => {
  let server: PostgresServer;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgresServer();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    database = openDatabase({ databaseUrl: server.url, poolSize: 2 });
  });
  afterEach(async () => {
    await database.close();
  });

  it('is away at the start: queries fail as "away", and work once it is there', async () => {
    await server.goAway();
    const error: unknown = await database.ping().catch((reason: unknown) => reason);
    expect(isDatabaseAway(error)).toBe(true);
    const wrapped: unknown = await database.db.execute(sql`select 1`).catch((reason: unknown) => reason);
    expect(isDatabaseAway(wrapped)).toBe(true);
    const heard: string[] = [];
    await database.listen('test_channel', (payload) => heard.push(payload));
    await server.comeBack();
    await database.ping();
    await until('it listens', async () => {
      await notify(database, 'test_channel', 'hello');
      return heard.length > 0;
    });
  });

  it('restarts: listeners are told to look again, and hear what comes next', async () => {
    const heard: string[] = [];
    let returns = 0;
    await database.listen(
      'test_channel',
      (payload) => heard.push(payload),
      () => {
        returns += 1;
      },
    );
    await server.goAway();
    await server.comeBack();
    await until('it listens again', () => returns === 1);
    await notify(database, 'test_channel', 'after');
    await until('the notice is heard', () => heard.includes('after'));
  });

  it('dies under open transactions more often than the pool has connections: the pool still works', async () => {
    for (let round = 0; round < 3; round += 1) {
      const ready: Promise<void>[] = [];
      const open = [1, 2].map(() => {
        let isReady = (): void => undefined;
        ready.push(new Promise((resolve) => (isReady = resolve)));
        return database.db.transaction(async (tx) => {
          await tx.execute(sql`select 1`);
          isReady();
          await sleep(300);
          await tx.execute(sql`select 1`);
        });
      });
      const settled = Promise.allSettled(open);
      await Promise.all(ready);
      await server.goAway();
      expect((await settled).map((result) => result.status)).toEqual(['rejected', 'rejected']);
      await server.comeBack();
    }
    await database.db.transaction((tx) => tx.execute(sql`select 1`));
  });

  it('is waited for by the migration', async () => {
    await server.goAway();
    const migrated = migrateDatabase(database);
    await sleep(100);
    await server.comeBack();
    await migrated;
  });

  it('accepts four processes that start at once', async () => {
    const url = await server.createDatabase();
    const starters = [1, 2, 3, 4].map(() => openDatabase({ databaseUrl: url }));
    await Promise.all(starters.map((starter) => migrateDatabase(starter)));
    await Promise.all(starters.map((starter) => starter.close()));
  });
});
