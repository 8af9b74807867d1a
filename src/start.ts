/**
 * `npm start`: the whole desk in one process, including whatever the settings do not name: Temporal, a database,
 * WeChat.
 */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Runtime } from '@temporalio/worker';
import { destination } from 'pino';
import { ensureFirstBrand } from './api/bootstrap-administrator';
import { createLogger } from './platform/logger';
import { assertPortFree } from './platform/ports';
import { type Config, loadConfig } from './platform/settings/config';
import { makeStartToken, openAdministration } from './runtime/administration';
import { startApi } from './runtime/api';
import { findServer, openMigratedDatabase } from './runtime/connect/open-database';
import { openMediaStore } from './runtime/connect/open-media-store';
import { openTemporal } from './runtime/connect/temporal';
import { createDemo } from './runtime/demo/demo';
import { addFirstContacts } from './runtime/demo/demo-wechat';
import { connectSandbox, SANDBOX_CHANNEL_ID, startSimulator } from './runtime/demo/sandbox';
import { describeDesk } from './runtime/demo/welcome';
import { StartError } from './runtime/process/failure';
import { listenEarly } from './runtime/process/http-server';
import { keepBuild, warnOfCurrentBuild } from './runtime/process/keep-build';
import { printLine, runMain } from './runtime/process/run-main';
import { type ClosingList, createClosingList, runUntilStopped } from './runtime/process/stop';
import { readVersion } from './runtime/process/version';
import { runWorker } from './runtime/running-worker';
import { createServices } from './runtime/services';
import { keepNamespace } from './runtime/watch/engine-watch';
import { isDatabaseAway } from './store/engine/errors';
import { createTemporalClient } from './temporal/connection';
import { prepareNamespacePatiently } from './temporal/namespace';
import { createRuntimeLogger } from './temporal/runtime-logger';
import { WECHAT_API_URL } from './wechat/calls/api-url';

const TEMPORAL_PATIENCE_MS = 15_000;
const SERVER_PATIENCE_MS = 10_000;

async function main(): Promise<void> {
  const startedAt = Date.now();
  const config = loadConfig();
  await assertPortsFree(config);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const logFile = path.join(config.dataDir, 'duihua.log');
  const log = destination({ dest: logFile, sync: false, mkdir: true });
  // A process that ends before the log file is open cannot flush it, and would report that instead of its real error.
  await once(log, 'ready');
  const logger = createLogger({ name: 'duihua', level: config.logLevel, destination: log });
  const closing = createClosingList((name, error) =>
    logger.warn({ err: error, name }, 'could not be closed'),
  );
  await runUntilStopped(closing, () => start(config, closing, logger, { startedAt, logFile }), printLine);
}

async function start(
  config: Config,
  closing: ClosingList,
  logger: ReturnType<typeof createLogger>,
  { startedAt, logFile }: { readonly startedAt: number; readonly logFile: string },
): Promise<void> {
  Runtime.install({ logger: createRuntimeLogger(logger), shutdownSignals: [] });
  const engine = await openTemporal(config, printLine);
  closing.add('Temporal', engine.stop);

  const server = await findServer(config, logger, printLine);
  closing.add('database server', server.stop);
  printLine(`Database: ${server.description}`);
  const database = await openMigratedDatabase(config, server, logger, SERVER_PATIENCE_MS).catch(
    (error: unknown) => {
      if (!isDatabaseAway(error)) throw error;
      throw new StartError(
        'DATABASE_URL: no PostgreSQL server answers there; start it, or unset DATABASE_URL to use the embedded database.',
        { cause: error },
      );
    },
  );
  closing.add('database', database.close);
  const isDemo = config.wechatApiUrl === undefined && !config.isProduction;
  const simulator = isDemo
    ? await startSimulator({ dataDir: config.dataDir, port: config.simulatorPort })
    : null;
  if (simulator !== null) closing.add('simulator', simulator.close);
  const services = await createServices({
    database,
    secretKeys: config.secretKeys.reveal(),
    mediaStore: await openMediaStore(config),
    wechatApiUrl: simulator?.url ?? config.wechatApiUrl ?? WECHAT_API_URL,
    logger,
  });
  closing.add('services', services.close);

  const temporal = createTemporalClient(engine.target);
  closing.add('Temporal client', () => temporal.connection.close());
  // A server that refuses us is reported at the start; from then on the API watches it.
  await prepareNamespacePatiently(await engine.connect(), engine.target.namespace, TEMPORAL_PATIENCE_MS);
  const administration = await openAdministration(database, config, isDemo);
  const buildId = config.workerBuildId;
  const worker = await runWorker({
    services,
    target: engine.target,
    logger,
    giveUpAfterMs: TEMPORAL_PATIENCE_MS,
    buildId,
  });
  closing.add('worker', worker.stop);
  if (buildId === undefined) void warnOfCurrentBuild(temporal, logger);
  else {
    const namespace = keepNamespace(temporal, logger);
    closing.add('namespace', namespace.close);
    closing.add('current build', keepBuild({ buildId, temporal, namespace, logger }).close);
  }
  const demo =
    simulator === null
      ? undefined
      : createDemo({
          simulator,
          temporal,
          channelId: SANDBOX_CHANNEL_ID,
          operatorId: administration.bootstrap.administrator.id,
        });
  const api = await startApi({
    config,
    server: await listenEarly(config),
    services,
    temporal,
    administration,
    version: readVersion(),
    logger,
    temporalUiUrl: engine.uiUrl,
    demo,
    isPolling: worker.isPolling,
  });
  closing.add('API', api.close);

  const address = api.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const apiUrl = `http://localhost:${port}`;
  if (simulator !== null) {
    const brand = await ensureFirstBrand({ database, brands: administration.brands }, 'Sandbox');
    const { channels } = services;
    await connectSandbox({ simulator, channels, brand, apiUrl: `http://127.0.0.1:${port}` });
    if (demo !== undefined) addFirstContacts(demo.wechat);
  }
  const token = simulator === null ? null : await makeStartToken(administration);
  for (const line of describeDesk({
    apiUrl,
    simulatorUrl: simulator?.url ?? null,
    demoUrl: demo === undefined ? null : `${apiUrl}/demo/enter#${demo.link.code}`,
    temporalUiUrl: engine.uiUrl ?? null,
    bootstrap: administration.bootstrap,
    token,
    logFile,
    seconds: (Date.now() - startedAt) / 1000,
  })) {
    printLine(line);
  }
  const failure = await Promise.race([
    worker.ended.then(
      () => null,
      (error: unknown) => error,
    ),
    engine.ended.then((reason) => (reason === null ? null : new Error(reason))),
  ]);
  if (failure !== null) throw failure;
}

async function assertPortsFree(config: Config): Promise<void> {
  await assertPortFree(config.port, 'PORT', config.host);
  if (config.wechatApiUrl === undefined && !config.isProduction) {
    await assertPortFree(config.simulatorPort, 'SIMULATOR_PORT', '127.0.0.1');
  }
}

runMain(main);
