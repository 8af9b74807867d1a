/** The PostgreSQL server of a test run, and the migrated template from which its databases are copied. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedServer } from '../../src/store/embedded/embedded-server';
import { openDatabase } from '../../src/store/engine/database';
import { migrateDatabase } from '../../src/store/engine/migrate';
import { onServer, TEMPLATE, urlOf } from './database';

export type RunPostgres = { readonly url: string; readonly stop: () => Promise<void> };

/** Starts it without fsync, because the data of a test run need not survive a crash. */
export async function startRunPostgres(): Promise<RunPostgres> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'duihua-test-postgres-'));
  const server = await startEmbeddedServer({
    dataDir,
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
      max_connections: 300,
      autovacuum: 'off',
    },
  });
  await onServer(server.url, `create database ${TEMPLATE}`);
  const template = openDatabase({ databaseUrl: urlOf(server.url, TEMPLATE), poolSize: 2 });
  await migrateDatabase(template);
  await template.close();
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
