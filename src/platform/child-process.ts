/** Child programs that never outlive this process: Temporal's dev server and PostgreSQL. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import path from 'node:path';

const SUPERVISOR = path.resolve(__dirname, '../../scripts/run-while-parent-lives.mjs');
/** On top of the grace period that the supervising script gives each signal. */
const LAST_RESORT_AFTER_MS = 2_000;
const DEFAULT_GRACE_MS = 8_000;

/** The user and group that a program runs as. */
export type UserId = { readonly uid: number; readonly gid: number };

export type ChildOptions = {
  readonly command: string;
  readonly args: readonly string[];
  /** The signals that ask it to stop, one after the other, before it is killed; default `SIGTERM`. */
  readonly stopSignals?: readonly NodeJS.Signals[];
  /** How long to wait after each signal, in ms; default 8,000. */
  readonly graceMs?: number;
  /** Only if this process runs as root. */
  readonly runAs?: UserId | undefined;
  /** A file descriptor for its output; default: `onLine` gets it. */
  readonly outputFile?: number;
  /** Called with each line it prints. */
  readonly onLine?: (line: string) => void;
  readonly env?: Readonly<Record<string, string | undefined>>;
};

export type SupervisedChild = {
  /** The process id of the supervisor, the program's parent; undefined if it could not be started. */
  readonly pid: number | undefined;
  /** Resolves when it has ended; `reason` is a phrase that says how, `isExpected` is true after `stop()`. */
  readonly ended: Promise<{ readonly isExpected: boolean; readonly reason: string }>;
  /** Stops it and waits until it has ended. May be called more than once. */
  readonly stop: () => Promise<void>;
};

/**
 * Starts a program in its own process group. It ends when this process ends, however that happens, even after `kill
 * -9`. If it cannot be started, `ended` resolves.
 */
export function startChild(options: ChildOptions): SupervisedChild {
  const { command, args, stopSignals = ['SIGTERM'], graceMs = DEFAULT_GRACE_MS, runAs, outputFile } = options;
  const supervisorOptions = [
    `--parent=${process.pid}`,
    `--stop-signals=${stopSignals.join(',')}`,
    `--grace-ms=${graceMs}`,
  ];
  if (runAs !== undefined) supervisorOptions.push(`--uid=${runAs.uid}`, `--gid=${runAs.gid}`);
  const stdio: StdioOptions =
    outputFile === undefined ? ['pipe', 'pipe', 'pipe'] : ['pipe', outputFile, outputFile];
  const child = spawn(process.execPath, [SUPERVISOR, ...supervisorOptions, '--', command, ...args], {
    detached: true,
    stdio,
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  if (options.onLine !== undefined) emitLines(child, options.onLine);
  // A write to a pipe whose reader is gone must not crash this process.
  child.stdin?.on('error', () => undefined);

  let isStopping = false;
  const ended = new Promise<{ isExpected: boolean; reason: string }>((resolve) => {
    child.once('error', (error) => resolve({ isExpected: isStopping, reason: error.message }));
    child.once('exit', (code, signal) =>
      resolve({ isExpected: isStopping, reason: `exit ${code ?? signal}` }),
    );
  });
  return {
    pid: child.pid,
    ended,
    async stop() {
      isStopping = true;
      child.stdin?.end();
      const lastResortMs = graceMs * stopSignals.length + LAST_RESORT_AFTER_MS;
      const lastResort = setTimeout(() => killGroup(child), lastResortMs);
      await ended;
      clearTimeout(lastResort);
    },
  };
}

function emitLines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) onLine(line);
    });
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}
