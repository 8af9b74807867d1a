import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import type { Connection } from '@temporalio/client';
import { errorCode } from '../platform/errors';
import { isRefusal, registerSearchAttributes, TemporalNotPrepared } from './search-attributes';

/**
 * How long a closed conversation's history is kept, as long as in the dev server; the transcript is in our own
 * database.
 */
const RETENTION_SECONDS = 3 * 24 * 60 * 60;

const RETRY_MS = 500;

/**
 * `prepareNamespace`, repeated until it succeeds, for a server that is still starting; throws its error after
 * `patienceMs`.
 */
export async function prepareNamespacePatiently(
  connection: Connection,
  namespace: string,
  patienceMs: number,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      await prepareNamespace(connection, namespace);
      return;
    } catch (error) {
      if (error instanceof TemporalNotPrepared || Date.now() > giveUpAt) throw error;
      await sleep(RETRY_MS);
    }
  }
}

/**
 * Creates the namespace if it is missing and registers our search attributes. Resolves with the namespace's id, which
 * changes when Temporal is reset. Safe to call at any time and from several processes at once. After the namespace is
 * created, the nodes of a cluster may need some seconds to know it; call this again then.
 *
 * Throws if Temporal is unavailable, or {@link TemporalNotPrepared} if it does not let us: the message says what to
 * create by hand.
 */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<string> {
  const id = await findNamespace(connection, namespace);
  await registerSearchAttributes(connection, namespace);
  return id;
}

async function findNamespace(connection: Connection, namespace: string): Promise<string> {
  try {
    return await describe(connection, namespace);
  } catch (error) {
    if (errorCode(error) !== status.NOT_FOUND) throw error;
  }
  try {
    // The type asks for its library's Long, but a number is encoded just as well.
    const seconds = RETENTION_SECONDS as never;
    const workflowExecutionRetentionPeriod = { seconds };
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  } catch (error) {
    if (isRefusal(error)) {
      throw new TemporalNotPrepared(
        `Temporal has no namespace "${namespace}" and did not let us create it; create it there.`,
        { cause: error },
      );
    }
    // Another process was first.
    if (errorCode(error) !== status.ALREADY_EXISTS) throw error;
  }
  return describe(connection, namespace);
}

async function describe(connection: Connection, namespace: string): Promise<string> {
  const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace });
  return namespaceInfo?.id ?? '';
}
