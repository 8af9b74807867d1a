/**
 * PostgreSQL compiled to WebAssembly, inside this process (PGlite). One connection: queries wait for each other, and
 * a slow one holds up the event loop. It calls no fsync, so a power cut may lose the last rows; `kill -9` does not.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import type { Logger } from 'pino';
import type { Database } from './database-types';
import { takeEmbeddedLock } from './embedded-lock';

/** Opens the embedded database under `dataDir`, made on first use; refuses while another process holds it. */
export async function openEmbeddedDatabase(dataDir: string, logger?: Logger): Promise<Database> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const giveLockBack = await takeEmbeddedLock(dataDir);
  try {
    return toEmbeddedDatabase(
      await PGlite.create({ dataDir: join(dataDir, 'database') }),
      giveLockBack,
      logger,
    );
  } catch (error) {
    giveLockBack();
    throw new Error(`The embedded database in ${dataDir} cannot be opened.`, { cause: error });
  }
}

/** A {@link Database} over a PGlite that is already open; tests give one from a snapshot. */
export function toEmbeddedDatabase(pglite: PGlite, onClosed?: () => void, logger?: Logger): Database {
  const db = drizzle({ client: pglite });
  const queues = new Map<string, Promise<unknown>>();
  return {
    db,
    kind: 'embedded',
    async listen(channel, handler) {
      const unlisten = await pglite.listen(channel, (payload) => {
        try {
          handler(payload);
        } catch (error) {
          logger?.error({ err: error, channel }, 'a listener of the database failed');
        }
      });
      return async () => {
        if (!pglite.closed) await unlisten();
      };
    },
    async exclusively(name, work) {
      const before = queues.get(name) ?? Promise.resolve();
      const run = before.then(() => work(db));
      queues.set(
        name,
        run.catch(() => undefined),
      );
      return run;
    },
    async ping() {
      await pglite.query('select 1');
    },
    async close() {
      if (!pglite.closed) await pglite.close();
      onClosed?.();
    },
  };
}
