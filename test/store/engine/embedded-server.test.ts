import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { findEmbeddedPlace } from '../../../src/store/engine/embedded-place';
import {
  EmbeddedDatabaseInUse,
  type EmbeddedServer,
  runningEmbeddedUrl,
  startEmbeddedServer,
} from '../../../src/store/engine/embedded-server';
import { runningServer } from '../../../src/store/engine/postmaster';
import { isDatabaseAway } from '../../../src/store/errors';
import { eventually } from '../../support/eventually';
import { smallDiskMissing, withSmallDisk } from '../../support/small-disk';

jest.setTimeout(120_000);

const isRoot = process.getuid?.() === 0;
const support = path.join(__dirname, '../../support');
let dataDir: string;
const servers: EmbeddedServer[] = [];
const holders: ChildProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'duihua-embedded-'));
});
afterEach(async () => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

const start = async (folder = dataDir): Promise<EmbeddedServer> => {
  const server = await startEmbeddedServer({ dataDir: folder });
  servers.push(server);
  return server;
};

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** A process that starts the server and holds it; `line`: what it printed. */
async function hold(): Promise<{ readonly child: ChildProcess; readonly line: string }> {
  const args = [path.join(support, 'typescript-process.cjs'), path.join(support, 'hold-embedded-server.ts')];
  const child = spawn(process.execPath, [...args, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  holders.push(child);
  const line = await new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
  });
  return { child, line };
}

const postmaster = (): number => runningServer(findEmbeddedPlace(dataDir).data) ?? 0;
/** The script that ends the server with its parent. */
const supervisorOf = (pid: number): number =>
  Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

describe('the embedded server', () => {
  it('is made at the first start, is durable, and keeps what was stored', async () => {
    const first = await start();
    expect(first.description).toMatch(
      /^PostgreSQL \d+\.\d+ \((from the npm package|installed on this machine)\)/,
    );
    const [settings] = await ask(
      first.url,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('full_page_writes') as pages, current_setting('listen_addresses') as addresses,
        current_setting('server_encoding') as encoding, lower('ÀÉ你') as lower`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      commit: 'on',
      pages: 'on',
      addresses: '',
      encoding: 'UTF8',
      lower: 'àé你',
    });
    await ask(first.url, "create table kept as select '对话' as word");
    await first.stop();
    await first.stop();
    const second = await start();
    expect(await ask(second.url, 'select word from kept')).toEqual([{ word: '对话' }]);
  });

  it('lets nobody else in: its folders are its own', async () => {
    await start();
    const { home, socket } = findEmbeddedPlace(dataDir);
    expect([home, socket].map((folder) => statSync(folder).mode & 0o777)).toEqual([0o700, 0o700]);
    expect(statSync(path.join(dataDir, 'database-url')).mode & 0o777).toBe(0o600);
  });

  it('is refused to a second process, which is told who has it; tools of the desk find its address', async () => {
    const { child, line } = await hold();
    const error: unknown = await start().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EmbeddedDatabaseInUse);
    expect(error).toMatchObject({ pid: child.pid });
    expect(runningEmbeddedUrl(dataDir)).toBe(line);
    expect(await ask(line, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('goes to one of two that start at once', async () => {
    const results = await Promise.all([hold(), hold()]);
    const lines = results.map(({ line }) => line).sort();
    expect(lines).toEqual([
      expect.stringContaining('EmbeddedDatabaseInUse'),
      expect.stringMatching(/^postgres:/),
    ]);
  });

  it('ends with its process, also by kill -9, and nothing that was committed is lost', async () => {
    const { child, line } = await hold();
    const pid = postmaster();
    await ask(line, 'create table kept as select 1 as one');
    child.kill('SIGKILL');
    await eventually(() => !existsSync(`/proc/${pid}`), 'the server has ended', 30_000);
    const next = await start();
    expect(await ask(next.url, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  it('recovers after kill -9 of everything at once', async () => {
    const { child, line } = await hold();
    const pid = postmaster();
    await ask(line, 'create table kept as select 1 as one');
    for (const one of [child.pid ?? 0, supervisorOf(pid), pid]) process.kill(one, 'SIGKILL');
    const next = await start();
    expect(await ask(next.url, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  it('ends a server that was left behind when both its process and its supervisor were killed', async () => {
    const { child, line } = await hold();
    const pid = postmaster();
    await ask(line, 'create table kept as select 1 as one');
    for (const one of [supervisorOf(pid), child.pid ?? 0]) process.kill(one, 'SIGKILL');
    await eventually(() => child.signalCode !== null, 'the process has ended');
    expect(postmaster()).toBe(pid);
    const next = await start();
    expect(postmaster()).not.toBe(pid);
    expect(await ask(next.url, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  it('is started again where it ends by itself', async () => {
    const { url } = await start();
    const pid = postmaster();
    process.kill(pid, 'SIGKILL');
    await eventually(() => ask(url, 'select 1').catch(() => undefined), 'it answers again', 30_000);
    expect(postmaster()).not.toBe(pid);
  });

  it('works under a path that is too long for a socket', async () => {
    const folder = path.join(dataDir, 'a-long-name-of-a-folder'.repeat(4));
    const { url } = await start(folder);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says what to do where the data is of another major version', async () => {
    const { stop } = await start();
    await stop();
    const { data } = findEmbeddedPlace(dataDir);
    writeFileSync(path.join(data, 'PG_VERSION'), '9\n');
    await expect(start()).rejects.toThrow(
      /was made by PostgreSQL 9, and there is only 18\.\d+.* here\. Install PostgreSQL 9 .*npm run backup.*npm run restore/,
    );
  });

  it('refuses a database of an earlier Duihua instead of beginning with an empty one', async () => {
    mkdirSync(path.join(dataDir, 'database'));
    writeFileSync(path.join(dataDir, 'database/PG_VERSION'), '18\n');
    await expect(start()).rejects.toThrow(/holds a database of an earlier Duihua/);
  });

  const forRoot = isRoot ? it : it.skip;
  forRoot(
    'of root, is kept elsewhere where its user cannot reach the data folder (only root meets this)',
    async () => {
      const folder = path.join(dataDir, 'of-root/desk');
      mkdirSync(path.dirname(folder), { mode: 0o700 });
      const first = await start(folder);
      const place = findEmbeddedPlace(folder);
      try {
        expect(place.home).toMatch(/^\/var\/lib\/duihua\/[0-9a-f]{16}$/);
        await ask(first.url, 'create table kept as select 1 as one');
        await first.stop();
        const second = await start(folder);
        expect(await ask(second.url, 'select one from kept')).toEqual([{ one: 1 }]);
        await second.stop();
      } finally {
        rmSync(place.home, { recursive: true, force: true });
      }
    },
  );

  const missing = smallDiskMissing();
  const onSmallDisk = missing === undefined ? it : it.skip;
  onSmallDisk(`goes on by itself after a full disk (${missing ?? 'a disk of 200 MB'})`, async () => {
    await withSmallDisk(dataDir, 200_000, async () => {
      const { url, stop } = await start();
      await ask(url, 'create table kept (word text)');
      await ask(url, "insert into kept values ('before')");
      const filler = path.join(dataDir, 'filler');
      const free = (): boolean => {
        try {
          writeFileSync(filler, Buffer.alloc(1_048_576), { flag: 'a' });
          return true;
        } catch {
          return false;
        }
      };
      while (free());
      const error: unknown = await eventually(
        () =>
          ask(url, "insert into kept select repeat('x', 1000) from generate_series(1, 20000)").then(
            () => false,
            (reason: unknown) => reason,
          ),
        'the disk is full',
      );
      expect(isDatabaseAway(error)).toBe(true);
      rmSync(filler);
      await eventually(
        () => ask(url, "insert into kept values ('after') returning 1").catch(() => undefined),
        'it stores again',
        60_000,
      );
      expect(await ask(url, 'select word from kept where length(word) < 10 order by 1 desc')).toEqual([
        { word: 'before' },
        { word: 'after' },
      ]);
      await stop();
    });
  });
});
