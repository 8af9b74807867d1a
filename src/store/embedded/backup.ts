/**
 * Backups of the embedded database: one compressed SQL file, which psql can read too, with all rows as of one moment.
 * It contains only rows; the migrations that the file names create the tables.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import { errorMessage } from '../../platform/errors';
import { NO_LIMITS } from '../engine/database';
import { applyMigrations, ourMigrations } from '../engine/migrate';

const FIRST_LINE = '-- Duihua backup';
const LAST_LINE = '-- End of the backup';
const COPY_LINE = /^copy (".+") \(.+\) from stdin;$/;
const END_OF_ROWS = '\\.';
const PIECE_LENGTH = 64 * 1024;

const headSchema = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  /** The migrations that had run, each identified by its creation time in epoch ms, as in drizzle. */
  migrations: z.array(z.number()),
});

export type Report = (line: string) => void;

/** A backup could not be made or restored. The message is for the terminal. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Writes all rows of the database at `url` to `file`, as of one moment; the desk may be running. The file appears when
 * it is complete and on disk. `report` gets a line for each table.
 */
export async function writeBackup(url: string, file: string, report: Report): Promise<void> {
  const client = connectTo(url);
  await client.connect();
  const unfinished = `${file}.unfinished`;
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(NO_LIMITS);
    const { rows } = await client.query<{ is_there: boolean }>(
      "select to_regclass('drizzle.__drizzle_migrations') is not null as is_there",
    );
    if (rows[0]?.is_there !== true) throw new BackupError('There is no desk in this DATA_DIR yet.');
    // One pipeline, so that reading stops too when the disk is full.
    await pipeline(textOf(client, report), createGzip(), createWriteStream(unfinished, { mode: 0o600 }));
    await client.query('commit');
    await sync(unfinished);
    await rename(unfinished, file);
    await sync(path.dirname(file));
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof BackupError) throw error;
    throw new BackupError(`The backup could not be written to ${file}: ${errorMessage(error)}.`, {
      cause: error,
    });
  } finally {
    await client.end();
  }
}

async function* textOf(client: Client, report: Report): AsyncGenerator<string | Buffer> {
  const { rows: migrations } = await client.query<{ created_at: string }>(
    'select created_at from drizzle.__drizzle_migrations order by created_at',
  );
  const head: z.infer<typeof headSchema> = {
    format: 1,
    madeAt: new Date().toISOString(),
    migrations: migrations.map((row) => Number(row.created_at)),
  };
  yield `${FIRST_LINE}\n-- ${JSON.stringify(head)}\n`;
  for (const { name, columns } of await tablesOf(client)) {
    yield `copy ${name} (${columns}) from stdin;\n`;
    const rows = client.query(copyTo(`copy ${name} (${columns}) to stdout`));
    for await (const chunk of rows) yield chunk as Buffer;
    yield `${END_OF_ROWS}\n`;
    report(`${name.replaceAll('"', '')}: ${rows.rowCount} rows`);
  }
  for (const { name, value } of await sequencesOf(client)) yield `select setval('${name}', ${value});\n`;
  yield `${LAST_LINE}\n`;
}

/**
 * Fills the empty database at `url` from `file`, all or nothing, with the tables as they were at the backup; the next
 * start runs newer migrations.
 * @throws BackupError if the file is not a complete backup, or of a newer Duihua, or if the database is not empty
 */
export async function restoreBackup(url: string, file: string, report: Report): Promise<void> {
  const client = connectTo(url);
  await client.connect();
  try {
    const { rows } = await client.query("select 1 from pg_tables where schemaname = 'public' limit 1");
    if (rows.length > 0) {
      throw new BackupError(
        'This DATA_DIR already contains a desk: restore into an empty one, or move this one away.',
      );
    }
    await client.query('begin');
    await client.query(NO_LIMITS);
    const compressed = createReadStream(file);
    const text = createGunzip();
    compressed.on('error', (error) => text.destroy(error));
    await restoreLines(client, linesOf(compressed.pipe(text)), report);
    await client.query('commit');
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(
      `The backup ${file} could not be restored: ${errorMessage(error)}. Nothing was changed.`,
      {
        cause: error,
      },
    );
  } finally {
    await client.end();
  }
}

async function restoreLines(client: Client, lines: AsyncIterator<string>, report: Report): Promise<void> {
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true)
      throw new BackupError('The backup is incomplete: its end is missing. Nothing was changed.');
    return value;
  };
  if ((await next()) !== FIRST_LINE) throw new BackupError('This file is not a backup of Duihua.');
  const head = headSchema.parse(JSON.parse((await next()).slice('-- '.length)));
  const known = ourMigrations();
  const isUnknown = (made: number): boolean => known.every(({ folderMillis }) => folderMillis !== made);
  if (head.migrations.some(isUnknown)) {
    throw new BackupError(
      'The backup was made by a newer Duihua than this one: restore it with that version.',
    );
  }
  await applyMigrations(
    drizzle({ client }),
    known.filter(({ folderMillis }) => head.migrations.includes(folderMillis)),
  );
  // Rows refer to each other, and the audit log refuses changes: neither is checked while everything is loaded.
  await client.query('set local session_replication_role = replica');
  for (let line = await next(); line !== LAST_LINE; line = await next()) {
    const table = COPY_LINE.exec(line)?.[1];
    if (table === undefined) {
      await client.query(line);
      continue;
    }
    // Rows that a migration has inserted are in the backup too.
    await client.query(`delete from ${table}`);
    const rows = client.query(copyFrom(line));
    await pipeline(rowsUntilEnd(next), rows);
    report(`${table.replaceAll('"', '')}: ${rows.rowCount} rows`);
  }
}

/** Some hundred rows at a time: each piece costs a message to the server. */
async function* rowsUntilEnd(next: () => Promise<string>): AsyncGenerator<string> {
  let piece = '';
  for (let row = await next(); row !== END_OF_ROWS; row = await next()) {
    piece += `${row}\n`;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** If the connection is lost, the running query fails; without a listener the process would end as well. */
function connectTo(url: string): Client {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  return client;
}

/** Node's `readline` would also end a line at U+2028, which occurs in people's texts. */
async function* linesOf(text: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function tablesOf(client: Client): Promise<readonly { name: string; columns: string }[]> {
  const { rows } = await client.query<{ name: string; columns: string }>(
    `select quote_ident(table_name) as name, string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
     from information_schema.columns join pg_tables on tablename = table_name and schemaname = table_schema
     where table_schema = 'public' and is_generated = 'NEVER' group by table_name order by table_name`,
  );
  return rows.map(({ name, columns }) => ({ name: name.startsWith('"') ? name : `"${name}"`, columns }));
}

async function sequencesOf(client: Client): Promise<readonly { name: string; value: string }[]> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `select quote_ident(sequencename) as name, last_value::text as value from pg_sequences
     where schemaname = 'public' and last_value is not null order by sequencename`,
  );
  return rows;
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
