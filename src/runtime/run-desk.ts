import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { ensureFirstBrand } from '../api/bootstrap-administrator';
import type { DemoLink } from '../api/demo/sign-in';
import type { Demo } from '../api/parts';
import { createEgressPolicy } from '../platform/network/egress-policy';
import type { Config } from '../platform/settings/config';
import { isDatabaseAway } from '../store/engine/errors';
import { createTemporalClient } from '../temporal/connection';
import { prepareNamespacePatiently } from '../temporal/namespace';
import { WECHAT_API_URL } from '../wechat/calls/api-url';
import { type Administration, openAdministration } from './administration';
import { startApi } from './api';
import { openMigratedDatabase } from './connect/open-database';
import { openMediaStore } from './connect/open-media-store';
import { createDemo } from './demo/demo';
import { ensureDemoBots } from './demo/demo-bots';
import { addFirstContacts } from './demo/demo-wechat';
import { connectSandbox, SANDBOX_CHANNEL_ID } from './demo/sandbox';
import { StartError } from './process/failure';
import { closeServer, listenEarly } from './process/http-server';
import { keepBuild, warnOfCurrentBuild } from './process/keep-build';
import type { ClosingList } from './process/stop';
import { readVersion } from './process/version';
import { type RunningWorker, runWorker } from './running-worker';
import { createServices } from './services';
import type { Servers } from './start-servers';
import { openTracing } from './tracing';
import { keepNamespace } from './watch/engine-watch';
import { createHistoryLengths } from './watch/history-lengths';

const TEMPORAL_PATIENCE_MS = 15_000;
const SERVER_PATIENCE_MS = 10_000;

/** A running desk that answers requests. */
export type ReadyDesk = {
  /** Without a slash at its end. */
  readonly apiUrl: string;
  readonly administration: Administration;
  /** Undefined: no simulator stands in for WeChat. */
  readonly demo: (Demo & { readonly link: DemoLink }) | undefined;
};

export type DeskOptions = {
  readonly config: Config;
  readonly servers: Servers;
  /** Receives everything that is opened here. */
  readonly closing: ClosingList;
  readonly logger: Logger;
  readonly onReady: (desk: ReadyDesk) => Promise<void>;
};

/**
 * Runs API and worker in this process, on servers that are already running. Resolves when `closing` has closed them;
 * rejects if the start fails, or if the worker or Temporal ends unexpectedly.
 */
export async function runDesk({ config, servers, closing, logger, onReady }: DeskOptions): Promise<void> {
  const { engine, databaseServer, simulator } = servers;
  const tracing = openTracing({ config, process: 'desk', closing, logger });
  const database = await openMigratedDatabase(config, databaseServer, logger, SERVER_PATIENCE_MS).catch(
    (error: unknown) => {
      if (!isDatabaseAway(error)) throw error;
      throw new StartError(
        'DATABASE_URL: no PostgreSQL server answers there; start it, or unset DATABASE_URL to use the embedded database.',
        { cause: error },
      );
    },
  );
  closing.add('database', database.close);
  const services = await createServices({
    database,
    secretKeys: config.secretKeys.reveal(),
    egress: createEgressPolicy({ isProduction: config.isProduction, allowed: config.egressAllow }),
    publicUrl: config.publicUrl,
    mediaStore: await openMediaStore(config),
    mayRetentionLookAhead: config.mayRetentionLookAhead,
    wechatApiUrl: simulator?.url ?? config.wechatApiUrl ?? WECHAT_API_URL,
    logger,
  });
  closing.add('services', services.close);

  const temporal = createTemporalClient(engine.target, tracing?.clientInterceptors);
  closing.add('Temporal client', () => temporal.connection.close());
  // If the server refuses us, the start fails; later refusals are noticed by the API.
  await prepareNamespacePatiently(await engine.connect(), engine.target.namespace, TEMPORAL_PATIENCE_MS);
  const administration = await openAdministration(database, config, simulator !== null);
  const buildId = config.workerBuildId;
  const historyLengths = createHistoryLengths(logger);
  const worker = await runWorker({
    services,
    target: engine.target,
    logger,
    giveUpAfterMs: TEMPORAL_PATIENCE_MS,
    buildId,
    activityInterceptors: tracing?.activityInterceptors,
    historyLengths,
  });
  closing.add('worker', worker.stop);
  if (buildId === undefined) void warnOfCurrentBuild(temporal, logger);
  else {
    const namespace = keepNamespace(temporal, logger);
    closing.add('namespace', namespace.close);
    closing.add('current build', keepBuild({ buildId, temporal, namespace, logger }).close);
  }
  const demo = demoOf(servers, temporal, administration);
  const server = await listenEarly(config);
  closing.add('early server', () => closeServer(server));
  const api = await startApi({
    config,
    server,
    services,
    temporal,
    administration,
    version: readVersion(),
    logger,
    temporalUiUrl: engine.uiUrl,
    demo,
    worker: { isPolling: worker.isPolling, historyLengths },
  });
  closing.add('API', api.close);

  const address = api.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  if (simulator !== null) {
    const brand = await ensureFirstBrand({ database, brands: administration.brands }, 'Sandbox');
    const { channels, botting } = services;
    const apiUrl = `http://127.0.0.1:${port}`;
    const { isNew } = await connectSandbox({ simulator, channels, brand, apiUrl });
    await ensureDemoBots({ bots: botting.bots, brandId: brand.id, simulatorUrl: simulator.url, isNew });
    if (demo !== undefined) addFirstContacts(demo.wechat);
  }
  await onReady({ apiUrl: `http://localhost:${port}`, administration, demo });
  await untilOneEnds(worker, servers);
}

function demoOf(
  { simulator }: Servers,
  temporal: Client,
  { bootstrap }: Administration,
): (Demo & { readonly link: DemoLink }) | undefined {
  if (simulator === null) return undefined;
  const operatorId = bootstrap.administrator.id;
  return createDemo({ simulator, temporal, channelId: SANDBOX_CHANNEL_ID, operatorId });
}

async function untilOneEnds(worker: RunningWorker, { engine }: Servers): Promise<void> {
  const failure = await Promise.race([
    worker.ended.then(
      () => null,
      (error: unknown) => error,
    ),
    engine.ended.then((reason) => (reason === null ? null : new Error(reason))),
  ]);
  if (failure !== null) throw failure;
}
