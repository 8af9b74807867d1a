import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { destination, type Logger } from 'pino';
import { createLogger } from '../../platform/logger';
import type { Config } from '../../platform/settings/config';

/** Opens the log file of a desk that uses the terminal itself: `duihua.log` in the data folder, which is created. */
export async function openLogFile(config: Config): Promise<{ logger: Logger; logFile: string }> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const logFile = path.join(config.dataDir, 'duihua.log');
  const log = destination({ dest: logFile, sync: false, mkdir: true });
  // A process that ends before the file is open cannot write what it has logged, and would report that instead of the
  // cause.
  await once(log, 'ready');
  return { logger: createLogger({ name: 'duihua', level: config.logLevel, destination: log }), logFile };
}
