/** `SECRET_KEY` changed or lost: every process refuses to start with a clear error; and `npm run rotate-key`. */
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/store/engine/database';
import { rowsOf } from '../../src/store/engine/rows';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

jest.setTimeout(120_000);

const newKey = () => randomBytes(32).toString('base64');
const REFUSAL = /^SECRET_KEY: \d+ stored secrets .* were sealed with another key .*Nothing was changed\.$/m;

const endOf = async (
  desk: ProcessDesk,
  program: 'start' | 'api' | 'worker' | 'rotate',
  env: Record<string, string>,
) => {
  const launched = desk.launch(program, env);
  const { code } = await launched.ended;
  return { code, output: launched.output() };
};

describe('on one machine', () => {
  let desk: ProcessDesk;
  beforeAll(async () => {
    desk = await createProcessDesk({ isFresh: true });
  });
  afterAll(() => desk.close());

  it('another key prevents the start; with the right one all is as before; after a rotation the new one is enough', async () => {
    const first = await desk.start();
    await desk.connect({ encryption: 'safe' });
    await desk.writes('o-one', 'before');
    await desk.replies('o-one', 'answer');
    await first.end('SIGTERM');

    const wrong = newKey();
    const refused = await endOf(desk, 'start', { SECRET_KEY: wrong });
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(REFUSAL);
    expect(refused.output).not.toContain(wrong);
    const unreadable = await endOf(desk, 'rotate', { SECRET_KEY: wrong });
    expect([unreadable.code, REFUSAL.test(unreadable.output)]).toEqual([1, true]);

    const again = await desk.start();
    await desk.writes('o-one', 'after');
    // It may run while the desk runs; nothing was encrypted with another key.
    const beside = await endOf(desk, 'rotate', {});
    expect([beside.code, beside.output]).toEqual([0, expect.stringContaining('Everything here is sealed')]);
    await again.end('SIGTERM');

    const fresh = newKey();
    const old = desk.env['SECRET_KEY'] ?? '';
    const rotated = await endOf(desk, 'rotate', { SECRET_KEY: `${fresh},${old}` });
    expect(rotated.output).toMatch(/Everything here is sealed with the key [0-9a-f]{8}/);
    expect(rotated.code).toBe(0);
    expect(rotated.output).not.toContain(fresh);
    const repeated = await endOf(desk, 'rotate', { SECRET_KEY: `${fresh},${old}` });
    expect([repeated.code, /[1-9]\d* resealed/.test(repeated.output)]).toEqual([0, false]);

    await desk.start({ SECRET_KEY: fresh });
    await desk.writes('o-one', 'with the new key');
    expect((await desk.replies('o-one', 'sent with the new key'))?.body).toMatchObject({ status: 'sent' });
    expect(await desk.violations()).toEqual([]);
  });
});

it.each(['start', 'api', 'worker'] as const)(
  'production with weak settings: %s does not start and says which',
  async (program) => {
    const desk = await createProcessDesk();
    const { code, output } = await endOf(desk, program, {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://duihua@127.0.0.1:1/none',
      SECRET_KEY: Buffer.alloc(32).toString('base64'),
      ADMIN_PASSWORD: 'Admin-Password-123',
      ADMIN_TOKEN: 'abcdefgh12345678',
      DUIHUA_TEST_HOOK: '1',
    });
    expect(code).toBe(1);
    for (const name of ['SECRET_KEY', 'ADMIN_PASSWORD', 'ADMIN_TOKEN', 'DUIHUA_TEST_HOOK']) {
      expect(output).toMatch(new RegExp(`^${name} is `, 'm'));
    }
    expect(output).not.toContain('Admin-Password-123');
    await desk.close();
  },
);

describe('with a database server', () => {
  let server: PostgresServer;
  let desk: ProcessDesk;
  let databaseUrl: string;
  beforeAll(async () => {
    server = await startPostgresServer();
    databaseUrl = await server.createDatabase();
    desk = await createProcessDesk({ databaseUrl });
  });
  afterAll(async () => {
    await desk.close();
    await server.stop();
  });

  const stored = async () => {
    const database = openDatabase({ databaseUrl });
    const rows = await rowsOf<Record<string, string>>(
      database.db,
      sql`select (select md5(string_agg(c::text, '' order by id)) from channels c) as channels,
            (select md5(string_agg(o::text, '' order by id)) from operators o) as operators,
            (select count(*)::text from drizzle.__drizzle_migrations) as migrations`,
    );
    await database.close();
    return rows;
  };

  it('API and worker processes do not start with another key, and change nothing', async () => {
    const api = desk.launch('api');
    await api.prints(/the API listens/);
    await desk.connect();
    await api.end('SIGTERM');
    const before = await stored();
    for (const program of ['api', 'worker', 'start'] as const) {
      const { code, output } = await endOf(desk, program, { SECRET_KEY: newKey() });
      expect([program, code, REFUSAL.test(output)]).toEqual([program, 1, true]);
    }
    expect(await stored()).toEqual(before);
  });

  it('the key is changed while processes run, and messages keep coming and going', async () => {
    const fresh = newKey();
    const both = { SECRET_KEY: `${fresh},${desk.env['SECRET_KEY'] ?? ''}` };
    const api = desk.launch('api', both);
    const worker = desk.launch('worker', both);
    await Promise.all([api.prints(/the API listens/), worker.prints(/the worker runs/)]);
    const work = { isOver: false };
    let sent = 0;
    const load = (async () => {
      while (!work.isOver) {
        sent += 1;
        await desk.writes('o-load', `message ${sent}`);
        await desk.replies('o-load', `answer ${sent}`);
      }
    })();
    for (let round = 0; round < 2; round += 1) {
      const { code, output } = await endOf(desk, 'rotate', both);
      expect([code, output]).toEqual([0, expect.stringContaining('Everything here is sealed')]);
    }
    // As in a worker's container: the journal of the API is not there.
    const elsewhere = await endOf(desk, 'rotate', { ...both, DATA_DIR: `${desk.dataDir}/elsewhere` });
    expect([elsewhere.code, elsewhere.output]).toEqual([
      2,
      expect.stringContaining('journal: there is none here'),
    ]);
    expect(elsewhere.output).not.toContain('may be removed');
    work.isOver = true;
    await load;
    expect(sent).toBeGreaterThan(1);
    await Promise.all([api.end('SIGTERM'), worker.end('SIGTERM')]);
    const alone = { SECRET_KEY: fresh };
    const [nextApi, nextWorker] = [desk.launch('api', alone), desk.launch('worker', alone)];
    await Promise.all([nextApi.prints(/the API listens/), nextWorker.prints(/the worker runs/)]);
    await desk.writes('o-load', 'with the new key');
    expect((await desk.replies('o-load', 'sent with it'))?.body).toMatchObject({ status: 'sent' });
    expect(await desk.violations()).toEqual([]);
  });
});
