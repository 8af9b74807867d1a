import { Client, Connection } from '@temporalio/client';
import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { createRetryInterceptor } from './grpc-retries';

export interface TemporalTarget {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
  /**
   * Whether this process started the server itself. Then nothing else of the environment applies: an API key or a
   * certificate for another server must not be sent to it.
   */
  readonly isOwnServer: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How to connect: `TEMPORAL_API_KEY`, `TEMPORAL_TLS*` and, where `TEMPORAL_PROFILE` or `TEMPORAL_CONFIG_FILE` names
 * one, a profile of Temporal's configuration file. Address and namespace are the target's.
 */
export function readConnectionOptions(
  target: TemporalTarget,
  env: Environment = process.env,
): ClientConnectConfig['connectionOptions'] {
  if (target.isOwnServer) return { address: target.address };
  const variables = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  );
  const hasFile = Boolean(env.TEMPORAL_PROFILE ?? env.TEMPORAL_CONFIG_FILE);
  const { connectionOptions } = loadClientConnectConfig({
    overrideEnvVars: variables,
    // A file that lies around in the home folder must not change where Duihua connects to.
    disableFile: !hasFile,
  });
  return { ...connectionOptions, address: target.address };
}

/**
 * A client that connects at its first call, and again after each loss: the API starts, and takes messages into its
 * store, while Temporal is away. Close it by `client.connection.close()`.
 */
export function createTemporalClient(target: TemporalTarget): TemporalClient {
  const interceptors = [createRetryInterceptor()];
  const connection = Connection.lazy({ ...readConnectionOptions(target), interceptors });
  // The SDK's type knows less of the connection than we do, who have just made it.
  return new Client({ connection, namespace: target.namespace }) as TemporalClient;
}

/** A client whose connection gives the operator's service too. */
export type TemporalClient = Client & { readonly connection: Connection };

/** The worker's connection; rejects when the server is not there. Install the SDK's `Runtime` before. */
export function connectWorker(target: TemporalTarget): Promise<NativeConnection> {
  return NativeConnection.connect(readConnectionOptions(target));
}
