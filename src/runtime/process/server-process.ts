import type { Logger } from 'pino';
import { createLogger } from '../../platform/logger';
import { createEgressPolicy } from '../../platform/network/egress-policy';
import { assertPortFree } from '../../platform/ports';
import { type Config, loadConfig } from '../../platform/settings/config';
import type { Database } from '../../store/engine/database-types';
import { createTemporalClient, type TemporalClient, type TemporalTarget } from '../../temporal/connection';
import { WECHAT_API_URL } from '../../wechat/calls/api-url';
import { type FoundServer, openMigratedDatabase, serverOfSettings } from '../connect/open-database';
import { openMediaStore } from '../connect/open-media-store';
import { createServices, type Services } from '../services';
import { openTracing, type RunningTracing } from '../tracing';
import { StartError } from './failure';
import { runMain } from './run-main';
import { type ClosingList, createClosingList, runUntilStopped } from './stop';

/** An API or worker process, before it has opened anything. */
export type ServerProcess = {
  readonly config: Config;
  readonly target: TemporalTarget;
  readonly databaseServer: FoundServer;
  readonly closing: ClosingList;
  /** Undefined: no traces are recorded. */
  readonly tracing: RunningTracing | undefined;
  readonly logger: Logger;
};

/**
 * Runs a process that shares Temporal and PostgreSQL with others, until it is stopped. Prints what is wrong and ends
 * with code 1 if `DATABASE_URL` or `TEMPORAL_ADDRESS` is missing, the port is taken, or `start` fails.
 *
 * @param options.name the name in the log
 * @param options.sharing for people: who shares what with whom, e.g. "a worker process shares both with the API"
 */
export function runServerProcess(
  options: {
    readonly name: string;
    readonly sharing: string;
    readonly portSetting: 'PORT' | 'WORKER_PORT';
    readonly portOf: (config: Config) => number;
  },
  start: (parts: ServerProcess) => Promise<void>,
): void {
  const { name, sharing, portSetting, portOf } = options;
  runMain(async () => {
    const config = loadConfig();
    const logger = createLogger({ name, level: config.logLevel });
    const { address, namespace } = config.temporal;
    const databaseServer = serverOfSettings(config);
    if (databaseServer === undefined || address === undefined) {
      throw new StartError(
        `DATABASE_URL and TEMPORAL_ADDRESS: ${sharing}, so set them; or use npm start, which runs everything in one process.`,
      );
    }
    await assertPortFree(portOf(config), portSetting, config.host);
    const closing = createClosingList((part, error) =>
      logger.warn({ err: error, name: part }, 'could not be closed'),
    );
    const target = { address, namespace, isOwnServer: false };
    await runUntilStopped(closing, () => {
      const tracing = openTracing({ config, process: name, closing, logger });
      return start({ config, target, databaseServer, closing, tracing, logger });
    });
  });
}

/**
 * Opens what both kinds of process need: waits for the database, migrates it, and sets up a lazy connection to
 * Temporal.
 */
export async function openServerServices({
  config,
  target,
  databaseServer,
  closing,
  tracing,
  logger,
}: ServerProcess): Promise<{
  readonly database: Database;
  readonly services: Services;
  readonly temporal: TemporalClient;
}> {
  const database = await openMigratedDatabase(config, databaseServer, logger);
  closing.add('database', database.close);
  const services = await createServices({
    database,
    secretKeys: config.secretKeys.reveal(),
    egress: createEgressPolicy({ isProduction: config.isProduction, allowed: config.egressAllow }),
    publicUrl: config.publicUrl,
    mediaStore: await openMediaStore(config),
    mayRetentionLookAhead: config.mayRetentionLookAhead,
    wechatApiUrl: config.wechatApiUrl ?? WECHAT_API_URL,
    logger,
  });
  closing.add('services', services.close);
  const temporal = createTemporalClient(target, tracing?.clientInterceptors);
  closing.add('Temporal client', () => temporal.connection.close());
  return { database, services, temporal };
}
