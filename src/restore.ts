/** `npm run restore <file>`: fills the embedded database of an empty `DATA_DIR` from a backup. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createLogger } from './platform/logger';
import { loadConfig } from './platform/settings/config';
import { findServer } from './runtime/connect/open-database';
import { readArgument } from './runtime/process/command-line';
import { StartError } from './runtime/process/failure';
import { printLine, runMain } from './runtime/process/run-main';
import { restoreBackup } from './store/embedded/backup';

async function main(): Promise<void> {
  const wanted = readArgument('npm run restore -- <file>');
  if (wanted === undefined || !existsSync(wanted)) {
    throw new StartError('npm run restore <file>: name a file that npm run backup has written.');
  }
  const config = loadConfig();
  if (config.databaseUrl !== undefined) {
    throw new StartError(
      'DATABASE_URL is set: restore that server with its own tool, pg_restore, or unset it to fill the embedded database.',
    );
  }
  const logger = createLogger({ name: 'restore', level: config.logLevel });
  const server = await findServer(config, logger, printLine);
  try {
    await restoreBackup(server.databaseUrl, path.resolve(wanted), printLine);
  } finally {
    await server.stop();
  }
  printLine('Restored. Restore the files and the key as well, then start the desk.');
}

runMain(main);
