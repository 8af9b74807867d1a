/** `npm run rotate-key`: reseals everything stored with the first key of `SECRET_KEY`. Processes may keep running. */
import path from 'node:path';
import { resealJournal } from './intake/journal/reseal-journal';
import { createLogger } from './platform/logger';
import { createSecretBox } from './platform/secrets/secret-box';
import { loadConfig } from './platform/settings/config';
import { findServerBesideDesk } from './runtime/connect/open-database';
import { refuseArguments } from './runtime/process/command-line';
import { printLine, runMain } from './runtime/process/run-main';
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
      for (const { name, resealed, unreadable } of await resealAll(database, secretBox)) {
        printLine(`${name}: ${resealed} resealed${unreadable === 0 ? '' : `, ${unreadable} unreadable`}`);
      }
    });
    const journal = await resealJournal(path.join(config.dataDir, 'journal'), secretBox);
    printLine(
      `journal: ${journal.resealed} resealed${journal.unreadable === 0 ? '' : `, ${journal.unreadable} unreadable`}`,
    );
    const others = [...(await keysInUse(database))].filter(([keyId]) => keyId !== current);
    for (const [keyId, count] of others) printLine(`${count} values are still sealed with the key ${keyId}.`);
    if (journal.inUse > 0) printLine(`${journal.inUse} journal segments belong to running processes.`);
    const isDone = others.length === 0 && journal.inUse === 0 && journal.unreadable === 0;
    printLine(
      isDone
        ? `Everything is sealed with the key ${current}. The other keys may be removed from SECRET_KEY now.`
        : 'Keep the older keys after the new one, and run this again when every process uses the new one.',
    );
    process.exitCode = isDone ? 0 : 2;
  } finally {
    await database.close();
    await server.stop();
  }
}

runMain(main);
