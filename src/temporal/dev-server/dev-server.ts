import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { startChild } from '../../platform/child-process';
import { errorMessage } from '../../platform/errors';
import { assertPortFree, findFreePort, PortTakenError } from '../../platform/ports';
import { searchAttributeArguments } from '../search-attributes';

const HOST = '127.0.0.1';
const OUTPUT_LINES_KEPT = 20;
const CHOICES_OF_PORTS = 3;
/** What the server logs before it ends. */
const PORT_IN_USE = 'bind: address already in use';

export interface DevServerOptions {
  /** The `temporal` program, see `findTemporalServer`. */
  readonly binary: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where the Web UI listens, 0: any free port; unset: no Web UI. */
  readonly uiPort?: number;
  /** The SQLite file for the workflows, whose folder is created; if unset, they are in memory only. */
  readonly dbFile?: string;
  /** Created if it does not exist. */
  readonly namespace: string;
  /**
   * Whether `updateWorkflowExecutionOptions` may move the clock of an execution (tests, and the demo's fast-forward).
   * Never in production.
   */
  readonly canSkipTime: boolean;
  /** Default `error`. */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'never';
  /** Called with each line the server prints. */
  readonly onLine?: (line: string) => void;
  /** Default 30,000. */
  readonly startTimeoutMs?: number;
}

export interface DevServer {
  /** `host:port`, as `TEMPORAL_ADDRESS` takes it. */
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string | undefined;
  /** Resolves when the server has ended; `reason` is a phrase that says how, `isExpected` is true after `stop()`. */
  readonly ended: Promise<{ readonly isExpected: boolean; readonly reason: string }>;
  /** Stops the server and waits until it has ended. May be called more than once. */
  stop(): Promise<void>;
}

/** The dev server did not start. The message is for the terminal. */
export class DevServerError extends Error {
  override readonly name = 'DevServerError';
}

/**
 * Starts `temporal server start-dev`, reachable from this machine only, and waits until it answers. It runs in its own
 * process group and ends when this process ends, even after `kill -9`.
 *
 * Throws `PortTakenError` (settings `TEMPORAL_PORT`, `TEMPORAL_UI_PORT`) or {@link DevServerError}; nothing is left
 * running then.
 */
export async function startDevServer(wanted: DevServerOptions): Promise<DevServer> {
  const mayChoose = wanted.port === 0 || wanted.uiPort === 0;
  for (let left = mayChoose ? CHOICES_OF_PORTS : 1; ; left -= 1) {
    try {
      return await startOn(await choosePorts(wanted));
    } catch (error) {
      // The server takes ports of its own for its parts, and may take the one that was free a moment ago.
      const isTaken = error instanceof DevServerError && error.message.includes(PORT_IN_USE);
      if (left <= 1 || !(isTaken || error instanceof PortTakenError)) throw error;
    }
  }
}

async function startOn(options: DevServerOptions): Promise<DevServer> {
  await assertPortFree(options.port, 'TEMPORAL_PORT', HOST);
  if (options.uiPort !== undefined) await assertPortFree(options.uiPort, 'TEMPORAL_UI_PORT', HOST);
  if (options.dbFile !== undefined) await mkdir(path.dirname(options.dbFile), { recursive: true });

  const lastLines: string[] = [];
  const { ended, stop } = startChild({
    command: options.binary,
    args: serverArguments(options),
    onLine(line) {
      lastLines.push(line);
      if (lastLines.length > OUTPUT_LINES_KEPT) lastLines.shift();
      options.onLine?.(line);
    },
  });

  const address = `${HOST}:${options.port}`;
  try {
    await waitUntilReady(address, options.namespace, options.startTimeoutMs ?? 30_000, ended);
  } catch (error) {
    await stop();
    const output = lastLines.length > 0 ? `\n${lastLines.join('\n')}` : '';
    throw new DevServerError(`The Temporal dev server did not start: ${errorMessage(error)}.${output}`, {
      cause: error,
    });
  }
  return {
    address,
    namespace: options.namespace,
    uiUrl: options.uiPort === undefined ? undefined : `http://${HOST}:${options.uiPort}`,
    ended,
    stop,
  };
}

async function choosePorts(options: DevServerOptions): Promise<DevServerOptions> {
  const port = options.port === 0 ? await findFreePort(HOST) : options.port;
  return options.uiPort === 0 ? { ...options, port, uiPort: await findFreePort(HOST) } : { ...options, port };
}

/**
 * A workflow task that times out is given out again, with a time limit that doubles from the fourth attempt on: up to 10
 * minutes, for which a worker that dies with it would block its conversation. With this, it is blocked for 15 s at most
 * (docs/operations.md#own-temporal).
 */
const LONGEST_TASK_RETRY = 'history.workflowTaskRetryMaxInterval="10s"';

/** Off by default; without it the fairness keys of conversations have no effect (docs/operations.md#own-temporal). */
const FAIRNESS = 'matching.enableFairness=true';

function serverArguments(options: DevServerOptions): string[] {
  const args = ['server', 'start-dev', '--ip', HOST, '--port', String(options.port)];
  args.push(...(options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)]));
  if (options.dbFile !== undefined) args.push('--db-filename', options.dbFile);
  args.push('--namespace', options.namespace);
  args.push('--log-level', options.logLevel ?? 'error', '--log-format', 'json');
  for (const attribute of searchAttributeArguments()) args.push('--search-attribute', attribute);
  for (const value of [LONGEST_TASK_RETRY, FAIRNESS]) args.push('--dynamic-config-value', value);
  if (options.canSkipTime) {
    args.push('--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true');
    // The server looks for due timers this often; by default each move of the clock would take a second.
    args.push('--dynamic-config-value', 'history.timerProcessorMaxTimeShift="20ms"');
  }
  return args;
}

async function waitUntilReady(
  address: string,
  namespace: string,
  timeoutMs: number,
  ended: Promise<{ readonly reason: string }>,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let endReason: string | undefined;
  void ended.then(({ reason }) => (endReason = reason));

  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 });
      try {
        await connection.workflowService.describeNamespace({ namespace });
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (endReason !== undefined) throw new Error(`it ended at once (${endReason})`, { cause: error });
      if (Date.now() > deadline) throw new Error(`no answer in ${timeoutMs / 1000} s`, { cause: error });
      await sleep(50);
    }
  }
}
