/** An API process: HTTP, webhooks and the dispatcher. Any number of them share Temporal and PostgreSQL. */
import type { Logger } from 'pino';
import { createLogger } from '../platform/logger';
import { assertPortFree } from '../platform/ports';
import { type Config, loadConfig } from '../platform/settings/config';
import { openAdministration } from '../runtime/administration';
import { startApi } from '../runtime/api';
import { type FoundServer, openMigratedDatabase, serverOfSettings } from '../runtime/connect/open-database';
import { openMediaStore } from '../runtime/connect/open-media-store';
import { describeFailure, StartError } from '../runtime/process/failure';
import { listenEarly } from '../runtime/process/http-server';
import { type ClosingList, createClosingList, runUntilStopped } from '../runtime/process/stop';
import { readVersion } from '../runtime/process/version';
import { createServices } from '../runtime/services';
import { createTemporalClient, type TemporalTarget } from '../temporal/connection';
import { WECHAT_API_URL } from '../wechat/calls/api-url';

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger({ name: 'api', level: config.logLevel });
  const { address, namespace } = config.temporal;
  const databaseServer = serverOfSettings(config);
  if (databaseServer === undefined || address === undefined) {
    throw new StartError(
      'DATABASE_URL and TEMPORAL_ADDRESS: an API process shares both with the workers, so set them; or use npm start, which runs everything in one process.',
    );
  }
  await assertPortFree(config.port, 'PORT', config.host);
  const closing = createClosingList((name, error) =>
    logger.warn({ err: error, name }, 'could not be closed'),
  );
  const target = { address, namespace, isOwnServer: false };
  await runUntilStopped(closing, () => start(config, { target, databaseServer }, closing, logger));
}

async function start(
  config: Config,
  { target, databaseServer }: { readonly target: TemporalTarget; readonly databaseServer: FoundServer },
  closing: ClosingList,
  logger: Logger,
): Promise<void> {
  const server = await listenEarly(config);
  closing.add('early server', () => {
    server.closeAllConnections();
    server.close();
  });
  const database = await openMigratedDatabase(config, databaseServer, logger);
  closing.add('database', database.close);
  const services = await createServices({
    database,
    secretKeys: config.secretKeys.reveal(),
    mediaStore: await openMediaStore(config),
    wechatApiUrl: config.wechatApiUrl ?? WECHAT_API_URL,
    logger,
  });
  closing.add('services', services.close);
  const temporal = createTemporalClient(target);
  closing.add('temporal', () => temporal.connection.close());
  const administration = await openAdministration(database, config);
  const { generatedPassword, administrator } = administration.bootstrap;
  if (generatedPassword !== undefined) {
    console.log(`First administrator: ${administrator.email}, password ${generatedPassword} (to be changed)`);
  }
  const api = await startApi({
    config,
    server,
    services,
    temporal,
    administration,
    version: readVersion(),
    logger,
  });
  closing.add('api', api.close);
  logger.info({ port: config.port }, 'the API listens');
}

main().catch((error: unknown) => {
  console.error(describeFailure(error));
  process.exit(1);
});
