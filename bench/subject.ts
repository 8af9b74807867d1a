import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDevServer } from '../src/temporal/dev-server/dev-server';
import { profileFolder } from './profile-folder';
import type {
  BenchAccount,
  Call,
  CallName,
  Said,
  StoredBefore,
  SubjectAddresses,
  SubjectCalls,
  SubjectOptions,
} from './protocol';

/** The two sides that are compared. */
export const SIDES = ['floor', 'duihua'] as const;
export type Side = (typeof SIDES)[number];

/** What all subjects of a run share. */
export type BenchEnvironment = {
  /** The `temporal` program. */
  readonly temporalBinary: string;
  readonly wechatApiUrl: string;
  readonly account: BenchAccount;
  /** Where CPU profiles are saved; undefined: none are made. */
  readonly profileDir: string | undefined;
};

/** One running side: a process with its own data folder and Temporal server. */
export type Subject = SubjectAddresses & {
  readonly side: Side;
  readonly calls: Omit<SubjectCalls, 'stop'>;
  readonly temporalAddress: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Milliseconds from nothing until it accepts load, including the Temporal server. */
  readonly startMs: number;
  readonly stop: () => Promise<void>;
};

export type SubjectSettings = {
  readonly side: Side;
  /** Keeps Temporal's histories in a file, as `npm start` does, not in memory. */
  readonly isTemporalOnDisk?: boolean;
  readonly stored?: StoredBefore;
};

/** Long enough to fill a store first. */
const READY_WITHIN_MS = 180_000;
const PROBE = path.join(__dirname, 'memory-probe.js');
/** V8's heap in MB: with the SDK's defaults enough for more than 2,000 cached workflows. */
const HEAP_MB = 4_096;

/** Starts one side from nothing. Stop it after use, which also removes its folder. */
export async function startSubject(
  environment: BenchEnvironment,
  { side, isTemporalOnDisk = false, stored }: SubjectSettings,
): Promise<Subject> {
  const startedAt = performance.now();
  const dataDir = mkdtempSync(path.join(tmpdir(), `duihua-bench-${side}-`));
  const temporal = await startDevServer({
    binary: environment.temporalBinary,
    port: 0,
    namespace: 'default',
    canSkipTime: false,
    ...(isTemporalOnDisk ? { dbFile: path.join(dataDir, 'temporal.db') } : {}),
  });
  const { wechatApiUrl, account } = environment;
  const options: SubjectOptions = {
    temporalAddress: temporal.address,
    dataDir,
    wechatApiUrl,
    account,
    ...(stored === undefined ? {} : { stored }),
  };
  const child = forkSubject(side, options, profileFolder(environment, side));
  const clean = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await temporal.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const addresses = await whenReady(child, side);
    const startMs = performance.now() - startedAt;
    const { stop, ...calls } = createCalls(child);
    return {
      ...addresses,
      side,
      calls,
      temporalAddress: temporal.address,
      pid: child.pid ?? 0,
      dataDir,
      startMs,
      async stop() {
        const exited = new Promise((resolve) => child.once('exit', resolve));
        await stop();
        await exited;
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

function forkSubject(side: Side, options: SubjectOptions, profileDir: string | undefined): ChildProcess {
  const profile = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  return fork(path.join(__dirname, side, 'main.js'), {
    execArgv: ['--expose-gc', `--max-old-space-size=${HEAP_MB}`, '--require', PROBE, ...profile],
    env: { ...process.env, BENCH_OPTIONS: JSON.stringify(options) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

function whenReady(child: ChildProcess, side: Side): Promise<SubjectAddresses> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${side} was not ready in time.`)), READY_WITHIN_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${side} ended (exit ${code}).`));
    });
    child.on('message', (message) => {
      const said = message as Said;
      if (said.type !== 'ready') return;
      clearTimeout(timer);
      resolve(said.addresses);
    });
  });
}

/** The process's functions, called over IPC. */
function createCalls(child: ChildProcess): SubjectCalls {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  child.on('message', (message) => {
    const said = message as Said;
    if (said.type === 'ready') return;
    const waiting = open.get(said.id);
    open.delete(said.id);
    if (said.type === 'answer') waiting?.resolve(said.value);
    else waiting?.reject(new Error(said.message));
  });
  child.once('exit', (code) => {
    for (const { reject } of open.values()) reject(new Error(`The process ended (exit ${code}).`));
  });
  const call = <Name extends CallName>(name: Name) =>
    ((...args: readonly unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        lastId += 1;
        open.set(lastId, { resolve, reject });
        child.send({ id: lastId, name, args } satisfies Call);
      })) as SubjectCalls[Name];
  return {
    progress: call('progress'),
    workflowIds: call('workflowIds'),
    openForReplies: call('openForReplies'),
    memory: call('memory'),
    cpuMs: call('cpuMs'),
    stop: call('stop'),
  };
}
