/**
 * `npm run erase:compact`: rewrites the database, so that nothing that was erased is left in its files. The desk may keep
 * running (docs/privacy.md).
 */
import { createLogger } from './platform/logger';
import { createSecretBox } from './platform/secrets/secret-box';
import { loadConfig } from './platform/settings/config';
import { findServerBesideDesk, openMigratedDatabase } from './runtime/connect/open-database';
import { openMediaStore } from './runtime/connect/open-media-store';
import { refuseArguments } from './runtime/process/command-line';
import { printLine, runMain } from './runtime/process/run-main';
import { compactDatabase } from './store/privacy/compact';
import { createEraseWords } from './store/privacy/erase-words';
import { createErasures } from './store/privacy/erasures';
import { createSweepFiles } from './store/privacy/media-sweep';

const SERVER_WITHIN_MS = 30_000;

async function main(): Promise<void> {
  refuseArguments('npm run erase:compact (settings: docs/operations.md)');
  const config = loadConfig();
  const logger = createLogger({ name: 'erase-compact', level: config.logLevel });
  const server = await findServerBesideDesk(config, logger);
  try {
    const database = await openMigratedDatabase(config, server, logger, SERVER_WITHIN_MS);
    try {
      const secretBox = createSecretBox(config.secretKeys.reveal());
      const mediaStore = await openMediaStore(config);
      const erasures = createErasures(database, { secretBox });
      const eraseWords = createEraseWords(database, { erasures });
      // What an erasure that is still going on has not come to.
      const unfinished = await erasures.unfinished();
      for (const contactId of unfinished) await eraseWords(contactId);
      await createSweepFiles(database, mediaStore)();
      if (unfinished.length > 0) {
        printLine(
          `${unfinished.length} erasures are not finished yet: something of these contacts may be under way, and a later erase:compact may find more.`,
        );
      }
    } finally {
      await database.close();
    }
    const { tables, isLogClean } = await compactDatabase(server.listenUrl ?? server.databaseUrl, printLine);
    printLine(`${tables} tables are rewritten.`);
    if (!isLogClean) {
      printLine(
        'The role of DATABASE_URL is no superuser: the statistics (VACUUM FULL pg_statistic), the log (pg_wal) and archives of it are up to whoever runs that server (docs/privacy.md).',
      );
    }
    printLine('Backups keep what they have: delete those that are older than the erasures.');
  } finally {
    await server.stop();
  }
}

runMain(main);
