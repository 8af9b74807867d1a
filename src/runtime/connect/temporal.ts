import path from 'node:path';
import { Connection } from '@temporalio/client';
import type { Config } from '../../platform/settings/config';
import { readConnectionOptions, type TemporalTarget } from '../../temporal/connection';
import { startDevServer } from '../../temporal/dev-server/dev-server';
import { findTemporalServer } from '../../temporal/dev-server/find-server';
import { StartError } from '../process/failure';

/** A Temporal server that answers: an existing one, or our own dev server. */
export type OpenedTemporal = {
  readonly target: TemporalTarget;
  readonly uiUrl: string | undefined;
  readonly connect: () => Promise<Connection>;
  /** Resolves with a reason if our own server ended unexpectedly, with null if it was stopped. */
  readonly ended: Promise<string | null>;
  readonly stop: () => Promise<void>;
};

const CONNECT_WITHIN_MS = 5_000;
const CACHE = path.resolve(__dirname, '../../../.cache/temporal');

/**
 * Connects to Temporal or starts it, and reports how it was found. Throws an error for the terminal if neither is
 * possible.
 */
export async function openTemporal(config: Config, report: (line: string) => void): Promise<OpenedTemporal> {
  const { address, namespace, port, uiPort, uiUrl, canSkipTime } = config.temporal;
  if (address !== undefined) {
    report(`Temporal: ${address}, namespace ${namespace} (TEMPORAL_ADDRESS)`);
    return opened({ address, namespace, isOwnServer: false }, uiUrl);
  }
  const found = await findTemporalServer({ cacheDir: CACHE, report });
  report('Temporal: starting the server …');
  const server = await startDevServer({
    binary: found.path,
    port,
    uiPort,
    dbFile: path.join(config.dataDir, 'temporal.db'),
    namespace,
    canSkipTime,
  });
  const target = { address: server.address, namespace, isOwnServer: true };
  const temporal = opened(target, uiUrl ?? server.uiUrl);
  return {
    ...temporal,
    ended: server.ended.then(({ isExpected, reason }) => (isExpected ? null : reason)),
    async stop() {
      await temporal.stop();
      await server.stop();
    },
  };
}

function opened(target: TemporalTarget, uiUrl: string | undefined): OpenedTemporal {
  let connection: Connection | null = null;
  const connect = async (): Promise<Connection> => {
    try {
      connection ??= await Connection.connect({
        ...readConnectionOptions(target),
        connectTimeout: CONNECT_WITHIN_MS,
      });
      return connection;
    } catch (error) {
      throw new StartError(
        `TEMPORAL_ADDRESS: no Temporal server answers at ${target.address}; start it, or unset TEMPORAL_ADDRESS to let npm start bring its own.`,
        { cause: error },
      );
    }
  };
  return {
    target,
    uiUrl,
    connect,
    ended: new Promise(() => undefined),
    stop: async () => connection?.close(),
  };
}
