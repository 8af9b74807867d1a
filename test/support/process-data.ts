import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabaseUrl } from './database';

export type ProcessData = {
  readonly dataDir: string;
  /** A migrated database on the run's server; undefined: the processes start their own in `dataDir`. */
  readonly databaseUrl: string | undefined;
};

/**
 * A new data folder and a database for processes. `isFresh`: there is nothing in it and no database, as at the very
 * first start, which takes a second or two longer.
 */
export async function makeProcessData({ isFresh = false } = {}): Promise<ProcessData> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'duihua-e2e-'));
  return { dataDir, databaseUrl: isFresh ? undefined : await createTestDatabaseUrl() };
}
