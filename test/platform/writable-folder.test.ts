import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createWritableCheck } from '../../src/platform/writable-folder';
import { smallDiskMissing, withSmallDisk } from '../support/small-disk';

const missing = smallDiskMissing();
const testOnDisk = missing === undefined ? test : test.skip;

describe('whether a folder accepts data', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'duihua-writable-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('an existing folder does, and nothing is left in it', async () => {
    await createWritableCheck(folder, 0)();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a path that is not a folder does not', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    await expect(createWritableCheck(file, 0)()).rejects.toMatchObject({ code: 'EEXIST' });
  });

  test('a result is reused for a while', async () => {
    const check = createWritableCheck(folder, 60_000);
    await check();
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    await expect(check()).resolves.toBeUndefined();
  });

  testOnDisk(
    `a full disk does not, and does again when there is room${missing === undefined ? '' : ` (${missing})`}`,
    () =>
      withSmallDisk(folder, 64, async () => {
        const check = createWritableCheck(folder, 0);
        const filling = path.join(folder, 'filling');
        expect(() => writeFileSync(filling, Buffer.alloc(1_048_576))).toThrow(/ENOSPC/);
        await expect(check()).rejects.toMatchObject({ code: 'ENOSPC' });
        rmSync(filling);
        await expect(check()).resolves.toBeUndefined();
        expect(readdirSync(folder)).toEqual([]);
      }),
  );
});
