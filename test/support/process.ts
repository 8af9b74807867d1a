/** Duihua's own programs as child processes: what `npm start`, `start:api` and `start:worker` run. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { eventually } from './eventually';

const ROOT = path.resolve(__dirname, '../..');
const PROGRAMS = {
  start: 'dist/start.js',
  api: 'dist/api/server.js',
  worker: 'dist/worker.js',
  rotate: 'dist/rotate-key.js',
  backup: 'dist/backup.js',
  restore: 'dist/restore.js',
  compact: 'dist/erase-compact.js',
  promote: 'dist/deploy-promote.js',
  replay: 'dist/replay-live.js',
} as const;
/** The environment variables that a child needs; any other could be a setting by accident. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG'];

export type Program = keyof typeof PROGRAMS;
export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type DuihuaProcess = {
  readonly pid: number;
  /** All that it has written to standard output and standard error so far. */
  readonly output: () => string;
  /** Resolves with the match as soon as the output holds it; rejects with the output if the process ends first. */
  readonly prints: (pattern: RegExp, withinMs?: number) => Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
  /** Sends a signal and resolves when the process has ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<Ended>;
};

/**
 * If Jest's worker ends before the test, even by `kill -9`, no process must be left behind: a shell holds the other end
 * of a pipe and kills the process when the pipe closes. Returns the function that releases the shell.
 */
export function endWithUs({ pid }: ChildProcess): () => void {
  const guard = spawn('sh', ['-c', 'read -r _; kill -9 "$0" 2>/dev/null', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.stdin.on('error', () => undefined);
  return () => {
    guard.kill('SIGKILL');
  };
}

/** Starts one of the programs of `dist` with these settings and no others. */
export function startProcess(
  program: Program,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): DuihuaProcess {
  return startFile(path.join(ROOT, PROGRAMS[program]), env, args);
}

/** Starts one of our programs by its file, with these settings and no others. */
export function startFile(
  file: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): DuihuaProcess {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = spawn(process.execPath, [file, ...args], {
    cwd: ROOT,
    // Several workers run at the same time, without ports of their own.
    env: { WORKER_PORT: '0', ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const letGuardGo = endWithUs(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  let hasEnded = false;
  const ended = new Promise<Ended>((resolve) => {
    // 'close' comes after the last of the output.
    child.once('close', (code, signal) => {
      hasEnded = true;
      letGuardGo();
      resolve({ code, signal });
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    async prints(pattern, withinMs = 90_000) {
      try {
        return await eventually(
          () => {
            const match = pattern.exec(output);
            if (match === null && hasEnded) throw new Error('it has ended');
            return match;
          },
          String(pattern),
          withinMs,
        );
      } catch (cause) {
        throw new Error(`${path.basename(file)} did not print ${pattern}:\n${output}`, { cause });
      }
    },
    ended,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
