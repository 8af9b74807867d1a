import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/store/database';
import { EmbeddedDatabaseInUse, takeEmbeddedLock } from '../../src/store/embedded-lock';

let dataDir: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'duihua-lock-'));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => killed(child)));
  rmSync(dataDir, { recursive: true, force: true });
});

/** Starts a process that opens the database, and resolves with the first line that it says. */
function opener(): { readonly child: ChildProcess; readonly said: Promise<string> } {
  const support = join(__dirname, '../support');
  const args = [join(support, 'typescript-process.cjs'), join(support, 'open-embedded-database.ts'), dataDir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const said = new Promise<string>((resolve) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
    child.once('exit', () => resolve('exited'));
  });
  return { child, said };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
}

const claims = () => readdirSync(join(dataDir, 'database.lock'));

describe('the lock of the embedded database', () => {
  it('refuses a second process and names the first; lets it in once the first was killed', async () => {
    const first = opener();
    expect(await first.said).toBe('open');
    expect(await opener().said).toBe(`in use by ${first.child.pid}`);
    await killed(first.child);
    expect(await opener().said).toBe('open');
    expect(claims()).toHaveLength(1);
  }, 60_000);

  it('refuses while the owner is stopped in its tracks', async () => {
    const first = opener();
    expect(await first.said).toBe('open');
    first.child.kill('SIGSTOP');
    await expect(openDatabase({ dataDir })).rejects.toThrow(EmbeddedDatabaseInUse);
  }, 60_000);

  it('lets at most one of three in that start together, behind a dead one', async () => {
    const dead = opener();
    await dead.said;
    await killed(dead.child);
    const said = await Promise.all([opener(), opener(), opener()].map((process) => process.said));
    expect(said.filter((line) => line === 'open')).toHaveLength(1);
  }, 60_000);

  it('refuses a second opening in the same process, and allows it after closing', async () => {
    const giveBack = await takeEmbeddedLock(dataDir);
    await expect(takeEmbeddedLock(dataDir)).rejects.toThrow(`process ${process.pid}`);
    giveBack();
    (await takeEmbeddedLock(dataDir))();
    expect(claims()).toEqual([]);
  });

  it('is never held by two of many claimants of one process', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => takeEmbeddedLock(dataDir)));
    expect(results.filter((result) => result.status === 'fulfilled').length).toBeLessThanOrEqual(1);
  });

  it('takes a process with the same number but another start for dead', async () => {
    const giveBack = await takeEmbeddedLock(dataDir);
    const [own] = claims();
    const [pid, , place] = own?.split('.') ?? [];
    giveBack();
    writeFileSync(join(dataDir, 'database.lock', `${pid}.1.${place}.x`), '');
    (await takeEmbeddedLock(dataDir))();
    expect(claims()).toEqual([]);
  });

  it('believes a claim from another machine while it is fresh, and no longer', async () => {
    const foreign = join(dataDir, 'database.lock', '7.1.elsewhere.x');
    mkdirSync(join(dataDir, 'database.lock'));
    writeFileSync(foreign, '');
    await expect(takeEmbeddedLock(dataDir)).rejects.toThrow('another machine or container');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(foreign, longAgo, longAgo);
    (await takeEmbeddedLock(dataDir))();
  });
});
