import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedDatabaseInUse } from '../../../src/store/embedded/embedded-errors';
import { findEmbeddedPlace } from '../../../src/store/embedded/embedded-place';
import { runningEmbeddedUrl } from '../../../src/store/embedded/embedded-server';
import { ask, dataDir, hold, start } from '../../support/embedded-servers';

jest.setTimeout(120_000);

describe('the embedded server', () => {
  it('is created at the first start, and keeps what was stored', async () => {
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

  it('lets no one else in: its folders are private', async () => {
    await start();
    const { data, socket } = findEmbeddedPlace(dataDir);
    expect([data, socket].map((folder) => statSync(folder).mode & 0o777)).toEqual([0o700, 0o700]);
    expect(statSync(path.join(dataDir, 'database-url')).mode & 0o777).toBe(0o600);
  });

  it('is refused to a second process, which is told who uses it; the desk’s tools find its address', async () => {
    const { child, line } = await hold();
    const error: unknown = await start().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EmbeddedDatabaseInUse);
    expect(error).toMatchObject({ pid: child.pid });
    expect(runningEmbeddedUrl(dataDir)).toBe(line);
    expect(await ask(line, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says what to do if the data is of another major version', async () => {
    const { stop } = await start();
    await stop();
    const { data } = findEmbeddedPlace(dataDir);
    writeFileSync(path.join(data, 'PG_VERSION'), '9\n');
    await expect(start()).rejects.toThrow(
      /was created by PostgreSQL 9, and there is only 18\.\d+.* here\. Install PostgreSQL 9 .*npm run backup.*npm run restore/,
    );
  });

  it('refuses a database of an earlier Duihua instead of starting with an empty one', async () => {
    mkdirSync(path.join(dataDir, 'database'));
    writeFileSync(path.join(dataDir, 'database/PG_VERSION'), '18\n');
    await expect(start()).rejects.toThrow(/holds a database of an earlier Duihua/);
  });
});
