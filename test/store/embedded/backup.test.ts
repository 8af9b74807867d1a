import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { createProjections } from '../../../src/store/conversations/projections';
import { restoreBackup, writeBackup } from '../../../src/store/embedded/backup';
import { type Database, openDatabase } from '../../../src/store/engine/database';
import { migrateDatabase } from '../../../src/store/engine/migrate';
import { rowsOf } from '../../../src/store/engine/rows';
import { appendAudit, createAuditLog, SYSTEM } from '../../../src/store/people/audit-log';
import { createBrandStore } from '../../../src/store/people/brands';
import { createTestDatabaseUrl } from '../../support/database';
import { beginOne, createPlace, projectionOf } from '../../support/scenario-store';

let folder: string;
let file: string;
let url: string;
const databases: Database[] = [];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'duihua-backup-'));
  file = path.join(folder, 'desk.sql.gz');
  url = await createTestDatabaseUrl();
  const database = open(url);
  const begun = await beginOne(database, await createPlace(database));
  await createProjections(database)(projectionOf(begun, 1));
  for (const name of [
    'tab\tand\nline\r\n',
    'back\\slash \\N \\.',
    'U+2028 \u2028 and \u2029',
    '对话 👩‍👩‍👧',
    'quote \' "',
  ]) {
    await createBrandStore(database).create({ name });
  }
  await database.db.transaction((tx) => appendAudit(tx, SYSTEM, { action: 'brand.created' }));
  await writeBackup(url, file, () => undefined);
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  rmSync(folder, { recursive: true, force: true });
});

function open(databaseUrl: string): Database {
  const database = openDatabase({ databaseUrl, poolSize: 2 });
  databases.push(database);
  return database;
}

/** Every row of every table, as text. */
async function contentOf({ db }: Database): Promise<Record<string, unknown>> {
  const tables = await rowsOf<{ name: string }>(
    db,
    sql`select tablename as name from pg_tables where schemaname in ('public', 'drizzle') order by 1`,
  );
  const content: Record<string, unknown> = {};
  for (const { name } of tables) {
    const table = sql.raw(name.startsWith('__') ? `drizzle.${name}` : name);
    const rows = await rowsOf(db, sql`select t::text as row from ${table} t order by 1`);
    content[name] = rows.map(({ row }) => (name.startsWith('__') ? String(row).split(',').slice(1) : row));
  }
  return content;
}

async function restored(from = file): Promise<Database> {
  const target = await createTestDatabaseUrl({ isEmpty: true });
  await restoreBackup(target, from, () => undefined);
  return open(target);
}

describe('a backup', () => {
  it('restores every row as it was, including those of the migrations', async () => {
    const database = await restored();
    const content = await contentOf(database);
    expect(content).toEqual(await contentOf(open(url)));
    expect(content['brands']).toHaveLength(6);
    expect(content['messages']).toHaveLength(1);
    expect(await createAuditLog(database).verify()).toMatchObject({ isIntact: true });
  });

  it('continues after a restore: numbers rise, and newer migrations run', async () => {
    const database = await restored();
    await migrateDatabase(database);
    const begun = await beginOne(database, await createPlace(database));
    await expect(createProjections(database)(projectionOf(begun, 1))).resolves.toBeDefined();
  });

  it('can be read by no one else, and leaves nothing unfinished', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => statSync(`${file}.unfinished`)).toThrow();
  });

  const changed = (change: (text: string) => string): string => {
    const other = path.join(folder, 'other.sql.gz');
    writeFileSync(other, gzipSync(change(gunzipSync(readFileSync(file)).toString('utf8'))));
    return other;
  };

  it.each([
    ['cut off', (text: string) => text.slice(0, text.lastIndexOf('-- End')), /incomplete/],
    [
      'of a newer Duihua',
      (text: string) => text.replace('"migrations":[', '"migrations":[1,'),
      /newer Duihua/,
    ],
    ['no backup', () => 'select 1;\n', /is not a backup/],
  ])('%s is refused, and changes nothing', async (_name, change, reason) => {
    const target = await createTestDatabaseUrl({ isEmpty: true });
    await expect(restoreBackup(target, changed(change), () => undefined)).rejects.toThrow(reason);
    const tables = await rowsOf(
      open(target).db,
      sql`select 1 from pg_tables where schemaname in ('public', 'drizzle')`,
    );
    expect(tables).toEqual([]);
  });

  it('is refused if its bytes are damaged', async () => {
    const other = path.join(folder, 'damaged.sql.gz');
    writeFileSync(other, readFileSync(file).subarray(0, 300));
    const target = await createTestDatabaseUrl({ isEmpty: true });
    await expect(restoreBackup(target, other, () => undefined)).rejects.toThrow(
      /could not be restored.*Nothing was changed/,
    );
  });

  it('fails at once if the disk is full, and leaves nothing behind', async () => {
    const target = path.join(folder, 'full.sql.gz');
    symlinkSync('/dev/full', `${target}.unfinished`);
    await expect(writeBackup(url, target, () => undefined)).rejects.toThrow(
      /could not be written to .*ENOSPC/,
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('full'))).toEqual([]);
  });

  it('is refused for a database without a desk', async () => {
    const empty = await createTestDatabaseUrl({ isEmpty: true });
    const target = path.join(folder, 'none.sql.gz');
    await expect(writeBackup(empty, target, () => undefined)).rejects.toThrow(/There is no desk/);
  });

  it('is not restored over an existing desk', async () => {
    await expect(restoreBackup(url, file, () => undefined)).rejects.toThrow(
      /This DATA_DIR already contains a desk/,
    );
  });
});
