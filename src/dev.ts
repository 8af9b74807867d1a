/**
 * The desk behind `npm run dev`, started by `scripts/dev.mjs`: like `npm start`, but API and worker are loaded and
 * started again after each build. Temporal, PostgreSQL and the simulator keep running.
 *   node dist/dev.js <address of the console>, with an IPC channel; the message "built" asks for a restart
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { type Config, loadConfig } from './platform/settings/config';
import { demoUrl, welcome } from './runtime/demo/welcome';
import { describeFailure, StartError } from './runtime/process/failure';
import { openLogFile } from './runtime/process/log-file';
import { createRestarts } from './runtime/process/restarts';
import { printLine, runMain } from './runtime/process/run-main';
import { type ClosingList, createClosingList, runUntilStopped } from './runtime/process/stop';
import type { ReadyDesk } from './runtime/run-desk';
import { assertPortsFree, type Servers, startServers } from './runtime/start-servers';
import { createRuntimeLogger } from './temporal/runtime-logger';

type Session = { readonly consoleUrl: string; readonly logger: Logger; readonly logFile: string };

const load = createRequire(__filename);

async function main(): Promise<void> {
  const [, , consoleUrl] = process.argv;
  if (consoleUrl === undefined) throw new StartError('Start it with npm run dev.');
  const config = loadConfig();
  if (config.isProduction) {
    throw new StartError('NODE_ENV: npm run dev is not made for production; unset it, or use npm start.');
  }
  await assertPortsFree(config);
  const session = { consoleUrl, ...(await openLogFile(config)) };
  // A bug in the code that is being written must not stop the servers.
  process.on('uncaughtException', (error) => printLine(describeFailure(error)));
  const closing = createClosing(session);
  // The script has ended, perhaps by kill -9: nothing else would stop this process.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  await runUntilStopped(closing, () => start(config, closing, session), printLine);
}

async function start(config: Config, closing: ClosingList, session: Session): Promise<void> {
  Runtime.install({ logger: createRuntimeLogger(session.logger), shutdownSignals: [] });
  const servers = await startServers(config, closing, session.logger, printLine);
  let isFirst = true;
  const greet = async (desk: ReadyDesk, seconds: number): Promise<void> => {
    const { consoleUrl, logFile } = session;
    const lines = isFirst
      ? await welcome(desk, servers, { consoleUrl, logFile, seconds })
      : [`API and worker restarted (${seconds.toFixed(1)} s). ${signInUrl(desk, consoleUrl)}`];
    isFirst = false;
    for (const line of lines) printLine(line);
  };
  const restarts = createRestarts(
    () => createClosing(session),
    (deskClosing) =>
      runFreshDesk(servers, deskClosing, session.logger, greet).catch((error: unknown) => {
        if (deskClosing.isClosing()) return;
        printLine(`${describeFailure(error)}\nAPI and worker are down. Waiting for the next change …`);
      }),
  );
  closing.add('API and worker', restarts.stop);
  process.on('message', (message) => {
    if (message === 'built') restarts.restart();
  });
  restarts.restart();
  const reason = await servers.engine.ended;
  if (reason !== null) throw new Error(reason);
}

/** Loads the latest build, reads the settings, and runs the desk until `closing` closes it. */
async function runFreshDesk(
  servers: Servers,
  closing: ClosingList,
  logger: Logger,
  greet: (desk: ReadyDesk, seconds: number) => Promise<void>,
): Promise<void> {
  const startedAt = Date.now();
  for (const file of Object.keys(load.cache)) {
    if (file.startsWith(__dirname + path.sep)) delete load.cache[file];
  }
  const { runDesk } = load('./runtime/run-desk') as typeof import('./runtime/run-desk');
  const settings = load('./platform/settings/config') as typeof import('./platform/settings/config');
  await runDesk({
    config: settings.loadConfig(),
    servers,
    closing,
    logger,
    onReady: (desk) => greet(desk, (Date.now() - startedAt) / 1000),
  });
}

/** Each start of the API creates a new sign-in link; the previous one is void. Sessions and the token stay valid. */
function signInUrl({ demo }: ReadyDesk, consoleUrl: string): string {
  return demo === undefined ? consoleUrl : demoUrl(consoleUrl, demo);
}

function createClosing({ logger }: Pick<Session, 'logger'>): ClosingList {
  return createClosingList((name, error) => logger.warn({ err: error, name }, 'could not be closed'));
}

runMain(main);
