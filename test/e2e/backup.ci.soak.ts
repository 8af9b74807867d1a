/** `npm run backup` while a desk runs, and `npm run restore` into an empty folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

jest.setTimeout(180_000);

let desk: ProcessDesk;
let empty: string;
beforeAll(async () => {
  empty = mkdtempSync(path.join(tmpdir(), 'duihua-e2e-'));
  desk = await createProcessDesk({ isFresh: true });
});
afterAll(async () => {
  await desk.close();
  rmSync(empty, { recursive: true, force: true });
});

test('a desk is backed up while it runs, restored into an empty folder, and continues there', async () => {
  const running = await desk.start();
  await desk.connect({ encryption: 'safe' });
  await desk.writes('o-one', 'before the backup');
  await desk.replies('o-one', 'answered');
  const before = await desk.timeline('o-one');

  const file = path.join(empty, 'backups', 'desk.sql.gz');
  const backup = desk.launch('backup', {}, [file]);
  expect([(await backup.ended).code, backup.output()]).toEqual([
    0,
    expect.stringContaining(`Written to ${file}`),
  ]);
  await running.end('SIGTERM');

  const dataDir = path.join(empty, 'data');
  const restore = desk.launch('restore', { DATA_DIR: dataDir }, [file]);
  expect([(await restore.ended).code, restore.output()]).toEqual([0, expect.stringContaining('Restored.')]);
  await desk.start({ DATA_DIR: dataDir });
  expect(await desk.timeline('o-one')).toEqual(before);
  expect((await desk.replies('o-one', 'after it'))?.body).toMatchObject({ status: 'sent' });

  const twice = desk.launch('restore', { DATA_DIR: desk.dataDir }, [file]);
  expect([(await twice.ended).code, twice.output()]).toEqual([
    1,
    expect.stringContaining('This DATA_DIR already contains a desk'),
  ]);
});
