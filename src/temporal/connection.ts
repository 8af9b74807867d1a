import { Client, Connection, type WorkflowClientInterceptor } from '@temporalio/client';
import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { createRetryInterceptor } from './grpc-retries';

export interface TemporalTarget {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
  /**
   * Whether this process started the server itself. Then the rest of the environment is ignored: an API key or
   * certificate for another server must not be sent to it.
   */
  readonly isOwnServer: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How to connect: `TEMPORAL_API_KEY`, `TEMPORAL_TLS*` and, if `TEMPORAL_PROFILE` or `TEMPORAL_CONFIG_FILE` is set, a
 * profile from Temporal's configuration file. Address and namespace are the target's.
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
    // A configuration file that happens to be in the home folder must not change where Duihua connects.
    disableFile: !hasFile,
  });
  return { ...connectionOptions, address: target.address };
}

/**
 * A client that connects at its first call, and again after each loss: the API starts, and stores messages, while
 * Temporal is unavailable. Close it with `client.connection.close()`.
 */
export function createTemporalClient(
  target: TemporalTarget,
  workflowInterceptors: readonly WorkflowClientInterceptor[] = [],
): TemporalClient {
  const connection = Connection.lazy({
    ...readConnectionOptions(target),
    interceptors: [createRetryInterceptor()],
  });
  const interceptors = { workflow: [...workflowInterceptors] };
  // The SDK's type does not show that the connection is the one created above.
  return new Client({ connection, namespace: target.namespace, interceptors }) as TemporalClient;
}

/** A client whose connection includes the operator service. */
export type TemporalClient = Client & { readonly connection: Connection };

/** The worker's connection; rejects if the server is unavailable. Install the SDK's `Runtime` first. */
export function connectWorker(target: TemporalTarget): Promise<NativeConnection> {
  return NativeConnection.connect(readConnectionOptions(target));
}
