/** `npm run backup [file]`: all rows of the embedded database into one file. The desk may keep running. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createLogger } from './platform/logger';
import { loadConfig } from './platform/settings/config';
import { findServerBesideDesk } from './runtime/connect/open-database';
import { readArgument } from './runtime/process/command-line';
import { StartError } from './runtime/process/failure';
import { printLine, runMain } from './runtime/process/run-main';
import { writeBackup } from './store/embedded/backup';

async function main(): Promise<void> {
  const wanted = readArgument('npm run backup -- [file]');
  const config = loadConfig();
  if (config.databaseUrl !== undefined) {
    throw new StartError(
      'DATABASE_URL is set: back that server up with its own tool, pg_dump --format=custom --file=duihua.dump "$DATABASE_URL" (docs/operations.md).',
    );
  }
  const time = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const file = path.resolve(wanted ?? path.join(config.dataDir, 'backups', `duihua-${time}.sql.gz`));
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const server = await findServerBesideDesk(config, createLogger({ name: 'backup', level: config.logLevel }));
  try {
    await writeBackup(server.databaseUrl, file, printLine);
  } finally {
    await server.stop();
  }
  printLine(`Written to ${file}. It holds people's messages in clear text: protect it like the desk itself.`);
  printLine(
    `It does not contain the files (${path.join(config.dataDir, 'media')}) or the key (${path.join(config.dataDir, 'secret-key')} or SECRET_KEY). Copy both, and keep the key in a different place.`,
  );
}

runMain(main);
