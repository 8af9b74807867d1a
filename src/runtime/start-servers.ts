import type { Logger } from 'pino';
import { assertPortFree } from '../platform/ports';
import type { Config } from '../platform/settings/config';
import type { Simulator } from '../simulator/simulator';
import { type FoundServer, findServer } from './connect/open-database';
import { type OpenedTemporal, openTemporal } from './connect/temporal';
import { startSimulator } from './demo/sandbox';
import type { ClosingList } from './process/stop';

/** The servers that a desk needs: named by the settings or started here. */
export type Servers = {
  readonly engine: OpenedTemporal;
  readonly databaseServer: FoundServer;
  /** Stands in for WeChat; null if the settings name a WeChat, and in production. */
  readonly simulator: Simulator | null;
};

/** @throws PortTakenError if a port that the settings name is in use */
export async function assertPortsFree(config: Config): Promise<void> {
  await assertPortFree(config.port, 'PORT', config.host);
  if (hasSimulator(config)) await assertPortFree(config.simulatorPort, 'SIMULATOR_PORT', '127.0.0.1');
}

/** Starts Temporal, PostgreSQL and the simulator, each only if the settings name no other; `closing` ends them. */
export async function startServers(
  config: Config,
  closing: ClosingList,
  logger: Logger,
  report: (line: string) => void,
): Promise<Servers> {
  // First, because it refuses a folder that another desk runs on, whose file Temporal would open.
  const databaseServer = await findServer(config, logger, report);
  closing.add('database server', databaseServer.stop);
  report(`Database: ${databaseServer.description}`);
  const engine = await openTemporal(config, report);
  closing.add('Temporal', engine.stop);
  const simulator = hasSimulator(config)
    ? await startSimulator({ dataDir: config.dataDir, port: config.simulatorPort })
    : null;
  if (simulator !== null) closing.add('simulator', simulator.close);
  return { engine, databaseServer, simulator };
}

function hasSimulator(config: Config): boolean {
  return config.wechatApiUrl === undefined && !config.isProduction;
}
