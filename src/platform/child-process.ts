/** Child programs that never outlive this process: Temporal's dev server, PostgreSQL. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import path from 'node:path';

const SUPERVISOR = path.resolve(__dirname, '../../scripts/run-while-parent-lives.mjs');
/** On top of the grace period that the supervising script gives for each signal. */
const LAST_RESORT_AFTER_MS = 2_000;
const DEFAULT_GRACE_MS = 8_000;

/** The user and group that a program runs as. */
export type UserId = { readonly uid: number; readonly gid: number };

export type ChildOptions = {
  readonly command: string;
  readonly args: readonly string[];
  /** The signals that ask it to end, one after the other, before it is killed; default `SIGTERM`. */
  readonly stopSignals?: readonly NodeJS.Signals[];
  /** How long each signal is given, in ms; default 8,000. */
  readonly graceMs?: number;
  /** Only where this process runs as root. */
  readonly runAs?: UserId | undefined;
  /** Where its output goes: to `onLine` by default, or into an open file. */
  readonly outputFile?: number;
  /** Gets each line it prints. */
  readonly onLine?: (line: string) => void;
  readonly env?: Readonly<Record<string, string | undefined>>;
};

export type SupervisedChild = {
  /** Of the supervising process, the program's parent; undefined where that could not be started. */
  readonly pid: number | undefined;
  /** Resolves when it has ended, with a sentence that says how; `isExpected` after `stop()`. */
  readonly ended: Promise<{ readonly isExpected: boolean; readonly reason: string }>;
  /** Ends it and waits until it is gone. Can be called again. */
  readonly stop: () => Promise<void>;
};

/**
 * Starts a program in a process group of its own. It ends with this process, however that ends, also by
 * `kill -9`. A program that cannot be started makes `ended` resolve.
 */
export function startChild(options: ChildOptions): SupervisedChild {
  const { command, args, stopSignals = ['SIGTERM'], graceMs = DEFAULT_GRACE_MS, runAs, outputFile } = options;
  const wishes = [
    `--parent=${process.pid}`,
    `--stop-signals=${stopSignals.join(',')}`,
    `--grace-ms=${graceMs}`,
  ];
  if (runAs !== undefined) wishes.push(`--uid=${runAs.uid}`, `--gid=${runAs.gid}`);
  const stdio: StdioOptions =
    outputFile === undefined ? ['pipe', 'pipe', 'pipe'] : ['pipe', outputFile, outputFile];
  const child = spawn(process.execPath, [SUPERVISOR, ...wishes, '--', command, ...args], {
    detached: true,
    stdio,
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  if (options.onLine !== undefined) tellLines(child, options.onLine);
  // A write to a pipe whose reader is gone must not end this process.
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

function tellLines(child: ChildProcess, onLine: (line: string) => void): void {
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
