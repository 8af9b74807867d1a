/**
 * `npm run facts:rebuild`: makes the facts of reports anew from the transcripts: after an update from a release without them, or
 * if they may be wrong. Processes may keep running.
 */
import { createLogger } from './platform/logger';
import { loadConfig } from './platform/settings/config';
import { findServerBesideDesk } from './runtime/connect/open-database';
import { refuseArguments } from './runtime/process/command-line';
import { printLine, runMain } from './runtime/process/run-main';
import { openDatabase } from './store/engine/database';
import { rebuildFacts } from './store/reports/rebuild-facts';

const CONTACTS_A_LINE = 10_000;

async function main(): Promise<void> {
  refuseArguments('npm run facts:rebuild (settings: docs/operations.md)');
  const config = loadConfig();
  const logger = createLogger({ name: 'facts-rebuild', level: config.logLevel });
  const server = await findServerBesideDesk(config, logger);
  const database = openDatabase({ ...server, logger });
  try {
    // One run at a time: a second one that had to wait makes the same rows again.
    await database.exclusively('facts-rebuild', async () => {
      const { contacts } = await rebuildFacts(database, (done) => {
        if (done % CONTACTS_A_LINE === 0) printLine(`${done} contacts so far.`);
      });
      printLine(`The facts of ${contacts} contacts are rebuilt.`);
    });
  } finally {
    await database.close();
    await server.stop();
  }
}

runMain(main);
