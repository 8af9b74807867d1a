import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/store/database';
import { migrateDatabase } from '../../src/store/migrate';

const ROOT = path.resolve(__dirname, '../..');
const MIGRATIONS = path.join(ROOT, 'src/store/migrations');

/**
 * A new data folder. Its embedded database is a copy of an empty, migrated one, which saves the seconds of making it;
 * `isFresh`: there is nothing in it, as at the very first start.
 */
export async function makeDataDir({ isFresh = false } = {}): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'duihua-e2e-'));
  if (!isFresh)
    cpSync(path.join(await template(), 'database'), path.join(folder, 'database'), { recursive: true });
  return folder;
}

/** Made once for each state of the migrations and kept between runs. */
async function template(): Promise<string> {
  const hash = createHash('sha256').update(
    readFileSync(path.join(ROOT, 'node_modules/@electric-sql/pglite/package.json')),
  );
  for (const file of readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()) {
    hash.update(file).update(readFileSync(path.join(MIGRATIONS, file)));
  }
  const folder = path.join(tmpdir(), `duihua-test-data-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const own = mkdtempSync(`${folder}.`);
  const database = await openDatabase({ dataDir: own });
  await migrateDatabase(database);
  await database.close();
  try {
    renameSync(own, folder);
  } catch {
    // Another worker of Jest was quicker.
    rmSync(own, { recursive: true, force: true });
  }
  return folder;
}
