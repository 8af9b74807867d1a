/** The embedded server killed in every way, started twice, on a full disk, and as root. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { findEmbeddedPlace } from '../../../src/store/embedded/embedded-place';
import { isDatabaseAway } from '../../../src/store/engine/errors';
import { ask, dataDir, hold, postmaster, start, supervisorOf } from '../../support/embedded-servers';
import { eventually } from '../../support/eventually';
import { smallDiskMissing, withSmallDisk } from '../../support/small-disk';

jest.setTimeout(120_000);

const isRoot = process.getuid?.() === 0;

describe('the embedded server', () => {
  it('belongs to one of two processes that start at once', async () => {
    const results = await Promise.all([hold(), hold()]);
    const lines = results.map(({ line }) => line).sort();
    expect(lines).toEqual([
      expect.stringContaining('EmbeddedDatabaseInUse'),
      expect.stringMatching(/^postgres:/),
    ]);
  });

  it('ends with its process, even by kill -9, and loses nothing that was committed', async () => {
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

  it('is restarted if it ends on its own', async () => {
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

  forRoot('of root, gives nothing of root’s away to the server’s user (only root meets this)', async () => {
    const first = await start();
    await first.stop();
    const { log, home, runAs } = findEmbeddedPlace(dataDir);
    const precious = path.join(dataDir, 'precious');
    writeFileSync(precious, 'of root', { mode: 0o600 });
    // Its user may make no link in the folder; someone who could is refused all the same.
    const asUser = spawnSync('ln', ['-sf', precious, path.join(home, 'planted')], { ...runAs, cwd: '/' });
    expect(asUser.status).not.toBe(0);
    rmSync(log);
    symlinkSync(precious, log);
    await expect(start()).rejects.toThrow(/ELOOP/);
    expect([readFileSync(precious, 'utf8'), statSync(precious).uid]).toEqual(['of root', 0]);
  });

  it('waits for another container or machine that used the folder, and is refused while that runs', async () => {
    const first = await start();
    await first.stop();
    const file = path.join(findEmbeddedPlace(dataDir).home, 'place');
    writeFileSync(file, 'another place');
    const beat = setInterval(() => utimesSync(file, new Date(), new Date()), 200);
    try {
      await expect(start()).rejects.toThrow(/in use by another container or machine/);
    } finally {
      clearInterval(beat);
    }
    const longAgo = new Date(Date.now() - 31_000);
    utimesSync(file, longAgo, longAgo);
    await start();
  });

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
