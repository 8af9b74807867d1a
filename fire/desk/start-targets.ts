import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../../src/platform/errors';
import { type DevServer, startDevServer } from '../../src/temporal/dev-server/dev-server';
import type { PostgresServer } from '../../test/support/postgres-server';
import { type DuihuaProcess, startFile, startProcess } from '../../test/support/process';
import { descendantsOf, isAlive } from '../../test/support/process-tree';
import type { OwnName, ProcessName, Target } from './targets';

const ROOT = path.resolve(__dirname, '../..');
/** A process of ours exits within this time after SIGTERM (docs/operations.md#production), with code 0. */
const STOPS_WITHIN_MS = 40_000;
/** On a busy machine. */
const STARTS_WITHIN_MS = 180_000;
const RESTARTED_AFTER_MS = 1_000;

/** Sends a signal; the process may have ended a moment ago. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

async function killAll(pids: readonly number[]): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGKILL');
  while (pids.some(isAlive)) await sleep(20);
}

/** Called for each unexpected end of a process, and for anything else that counts as a broken promise of a process. */
export type OnBadEnd = (process: string, how: string) => void;

type Program = {
  readonly name: ProcessName;
  readonly launch: () => DuihuaProcess;
  readonly isReady: RegExp;
  readonly log: Log;
  readonly onBadEnd: OnBadEnd;
};

/** A program of ours, or the simulator: started anew with the same settings each time. */
function programTarget({ name, launch, isReady, log, onBadEnd }: Program): Target {
  let running: DuihuaProcess | undefined;
  /** From when it is ready until somebody ends it. */
  let isWanted = false;
  let isGone = true;
  const ended = async (): Promise<void> => {
    await running?.ended;
  };
  return {
    name,
    pids: () => (running === undefined || isGone ? [] : [running.pid, ...descendantsOf(running.pid)]),
    async kill() {
      isWanted = false;
      if (!isGone) running?.end('SIGKILL').catch(() => undefined);
      await ended();
    },
    async stop() {
      isWanted = false;
      if (running === undefined || isGone) return null;
      const startedAt = Date.now();
      const timer = setTimeout(() => void running?.end('SIGKILL'), STOPS_WITHIN_MS * 1.5);
      const { code, signal: by } = await running.end('SIGTERM');
      clearTimeout(timer);
      const ms = Date.now() - startedAt;
      if (code !== 0) return `ended by SIGTERM with ${code ?? by} after ${ms} ms`;
      return ms > STOPS_WITHIN_MS ? `took ${ms} ms to end after SIGTERM` : null;
    },
    async start() {
      const givesUpAt = Date.now() + STARTS_WITHIN_MS;
      for (;;) {
        await ended();
        isGone = false;
        const started = launch();
        running = started;
        void started.ended.then(({ code, signal: by }) => {
          isGone = true;
          log(name, started.output());
          if (isWanted) onBadEnd(name, `ended by itself with ${code ?? by}`);
        });
        try {
          await started.prints(isReady, STARTS_WITHIN_MS);
          isWanted = true;
          return;
        } catch (error) {
          // A process that cannot reach the database ends with an error, and its supervisor starts it again.
          if (!isGone || Date.now() > givesUpAt) throw error;
          await sleep(RESTARTED_AFTER_MS);
        }
      }
    },
    hasCrashed: () => isWanted && isGone,
    printed: () => (isGone ? '' : (running?.output() ?? '')),
  };
}

/** Where the output of a process goes when it has ended. */
export type Log = (name: ProcessName, output: string) => void;

type Launching = Pick<Program, 'log' | 'onBadEnd'> & { readonly env: Readonly<Record<string, string>> };

export function ownTarget(name: OwnName, { env, ...told }: Launching): Target {
  const isApi = name.startsWith('api');
  const launch = (): DuihuaProcess => startProcess(isApi ? 'api' : 'worker', env);
  return programTarget({ name, launch, isReady: isApi ? /the API listens/ : /the worker runs/, ...told });
}

export function wechatTarget({ env, ...told }: Launching): Target {
  const file = path.join(ROOT, 'test/support/typescript-process.cjs');
  const program = path.join(ROOT, 'fire/desk/wechat-process.ts');
  const launch = (): DuihuaProcess => startFile(file, env, [program]);
  return programTarget({ name: 'wechat', launch, isReady: /WeChat is simulated/, ...told });
}

/** PostgreSQL, which is already running. */
export function postgresTarget(server: PostgresServer): Target {
  const pids = (): number[] => {
    const pid = server.pid();
    return pid === undefined || !isAlive(pid) ? [] : [pid, ...descendantsOf(pid)];
  };
  return {
    name: 'postgres',
    pids,
    kill: () => killAll(pids()),
    async stop() {
      // A fast shutdown: sessions are ended, and the server stops in order.
      const [first] = pids();
      if (first === undefined) return null;
      signal(first, 'SIGINT');
      while (isAlive(first)) await sleep(20);
      return null;
    },
    start: () => server.comeBack(),
    hasCrashed: () => false,
    printed: () => '',
  };
}

/** Temporal on a file. */
export function temporalTarget(options: { binary: string; port: number; dbFile: string }): Target {
  let server: DevServer | undefined;
  let isUp = false;
  const pids = (): number[] =>
    descendantsOf(process.pid).filter((pid) => {
      const file = `/proc/${pid}/cmdline`;
      if (!existsSync(file)) return false;
      try {
        const words = readFileSync(file, 'utf8').split('\0');
        return words[0] === options.binary && words.includes(String(options.port));
      } catch {
        return false;
      }
    });
  return {
    name: 'temporal',
    pids,
    async kill() {
      const found = pids();
      if (isUp && found.length === 0)
        throw new Error('The process of Temporal was not found; /proc is needed for it.');
      isUp = false;
      await killAll(found);
      await server?.stop();
    },
    async stop() {
      isUp = false;
      await server?.stop();
      return null;
    },
    async start() {
      server = await startDevServer({
        ...options,
        namespace: 'default',
        canSkipTime: false,
        logLevel: 'never',
        startTimeoutMs: STARTS_WITHIN_MS,
      });
      isUp = true;
    },
    hasCrashed: () => false,
    printed: () => '',
  };
}

/** Keeps the output of a run's processes in a folder. */
export function logTo(folder: string): Log {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return (name, output) => writeFileSync(path.join(folder, `${name}.log`), output, { flag: 'a' });
}
