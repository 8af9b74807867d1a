/** `npm run rotate-key`: reseals everything stored with the first key of `SECRET_KEY`. Processes may keep running. */
import path from 'node:path';
import { resealJournal } from './intake/journal/reseal-journal';
import { createLogger } from './platform/logger';
import { createSecretBox } from './platform/secrets/secret-box';
import { loadConfig } from './platform/settings/config';
import { findServerBesideDesk } from './runtime/connect/open-database';
import { refuseArguments } from './runtime/process/command-line';
import { printLine, runMain } from './runtime/process/run-main';
import { describeResealed, describeRotation } from './runtime/rotation';
import { openDatabase } from './store/engine/database';
import { assertKeysFit, keysInUse, resealAll } from './store/secrets/sealed-values';

async function main(): Promise<void> {
  refuseArguments('npm run rotate-key (settings: docs/operations.md)');
  const config = loadConfig();
  const logger = createLogger({ name: 'rotate-key', level: config.logLevel });
  const secretBox = createSecretBox(config.secretKeys.reveal());
  const [current] = secretBox.keyIds;
  const server = await findServerBesideDesk(config, logger);
  const database = openDatabase({ ...server, logger });
  try {
    // One run at a time: a second one that had to wait finds nothing left to do.
    await database.exclusively('rotate-key', async (db) => {
      await assertKeysFit(db, secretBox.keyIds);
      for (const { name, ...counts } of await resealAll(database, secretBox)) {
        printLine(describeResealed(name, counts));
      }
    });
    const folder = path.join(config.dataDir, 'journal');
    const journal = await resealJournal(folder, secretBox);
    const { lines, isDone } = describeRotation({
      current,
      inUse: await keysInUse(database),
      folder,
      journal,
    });
    for (const line of lines) printLine(line);
    process.exitCode = isDone ? 0 : 2;
  } finally {
    await database.close();
    await server.stop();
  }
}

runMain(main);
