/** An API process: HTTP, webhooks and the dispatcher. Any number of them share Temporal and PostgreSQL. */
import { openAdministration } from '../runtime/administration';
import { startApi } from '../runtime/api';
import { closeServer, listenEarly } from '../runtime/process/http-server';
import { openServerServices, runServerProcess, type ServerProcess } from '../runtime/process/server-process';
import { readVersion } from '../runtime/process/version';

async function start(parts: ServerProcess): Promise<void> {
  const { config, closing, logger } = parts;
  const server = await listenEarly(config);
  closing.add('early server', () => closeServer(server));
  const { database, services, temporal } = await openServerServices(parts);
  const administration = await openAdministration(database, config);
  const { generatedPassword, administrator } = administration.bootstrap;
  if (generatedPassword !== undefined) {
    console.log(
      `First administrator: ${administrator.email}, password ${generatedPassword} (must be changed at first sign-in)`,
    );
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

runServerProcess(
  {
    name: 'api',
    sharing: 'an API process shares both with the workers',
    portSetting: 'PORT',
    portOf: ({ port }) => port,
  },
  start,
);
