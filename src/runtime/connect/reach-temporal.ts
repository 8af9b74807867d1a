import type { Config } from '../../platform/settings/config';
import { createTemporalClient, type TemporalClient } from '../../temporal/connection';
import { StartError } from '../process/failure';

const ANSWERS_WITHIN_MS = 5_000;

/**
 * For tools that run beside a desk: a client of the Temporal server from the settings, or of the one that a running
 * `npm start` has started. Close it with `client.connection.close()`.
 *
 * Throws {@link StartError} if no server answers.
 */
export async function reachTemporal({ temporal }: Config): Promise<TemporalClient> {
  const { address = `127.0.0.1:${temporal.port}`, namespace } = temporal;
  const isOwnServer = temporal.address === undefined;
  const client = createTemporalClient({ address, namespace, isOwnServer });
  try {
    await client.withDeadline(Date.now() + ANSWERS_WITHIN_MS, () =>
      client.workflowService.describeNamespace({ namespace }),
    );
    return client;
  } catch (error) {
    await client.connection.close();
    const hint = isOwnServer
      ? 'set TEMPORAL_ADDRESS to your server, or run npm start at the same time'
      : 'check TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and the server';
    throw new StartError(
      `No Temporal server answers at ${address} for the namespace ${namespace}: ${hint}.`,
      {
        cause: error,
      },
    );
  }
}
