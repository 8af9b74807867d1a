import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/** A wheel has about ten. A file that claims far more is not a wheel, and its list is not read. */
const MOST_ENTRIES = 1_000;
/** The program has about 160 MB. */
const MOST_BYTES = 1_024 * 1_048_576;

/**
 * Writes the first entry of a zip file whose name passes `isWanted` to `target`, so that neither an `unzip` program nor
 * Python code is needed. It does not check the entry's checksum: the caller compares a SHA-256. Rejects if the file is
 * not a zip file, is damaged, or has no such entry.
 */
export async function extractZipEntry(
  zipFile: string,
  isWanted: (name: string) => boolean,
  target: string,
): Promise<void> {
  const zip = await openPromise(zipFile, { autoClose: false });
  try {
    if (zip.entryCount > MOST_ENTRIES) throw new Error(`a zip file of ${zip.entryCount} entries`);
    for await (const entry of zip.eachEntry()) {
      if (!isWanted(entry.fileName)) continue;
      if (entry.uncompressedSize > MOST_BYTES) throw new Error(`an entry of ${entry.uncompressedSize} bytes`);
      // The stream fails if the content is longer or shorter than the entry says.
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
      return;
    }
    throw new Error('the file that was looked for is not in the zip file');
  } finally {
    zip.close();
  }
}
