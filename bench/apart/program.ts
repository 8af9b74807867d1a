import { startChild } from '../../src/platform/child-process';
import { childrenOf } from '../process-figures';

/** The environment variables that a child needs; any other could be a setting by accident. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG'] as const;
const READY_WITHIN_MS = 120_000;
/** In order, with its profile written. */
const ENDS_WITHIN_MS = 60_000;
const LINES_KEPT = 20;

export type RunningProgram = {
  /** When it printed that it is ready, epoch ms. */
  readonly readyAt: number;
  /** The program itself, not what started it; 0 outside Linux. */
  readonly pid: number;
  /** `kill -9`; resolves when it is gone. */
  readonly kill: () => Promise<void>;
};

/** Steps to undo what was opened, the last one first. */
export type Closing = {
  readonly add: (step: () => Promise<void> | void) => void;
  readonly closeAll: () => Promise<void>;
};

export function createClosing(): Closing {
  const steps: (() => Promise<void> | void)[] = [];
  return {
    add: (step) => void steps.push(step),
    async closeAll() {
      // Whatever fails, nothing may be left running.
      const failures: unknown[] = [];
      for (const step of steps.splice(0).reverse()) {
        await Promise.resolve()
          .then(step)
          .catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be ended.');
    },
  };
}

/**
 * Starts a Node program with these settings and no others; resolves when it prints `isReady`. It ends with this process. With
 * `profileDir` it saves a CPU profile of each of its threads there when it ends, for which `kill` asks it to stop instead.
 */
export async function startProgram(
  file: string,
  settings: Readonly<Record<string, string>>,
  isReady: RegExp,
  profileDir?: string,
): Promise<RunningProgram> {
  const inherited = INHERITED.map((name) => [name, process.env[name]] as const);
  const lines: string[] = [];
  let resolveReady: (at: number) => void = () => undefined;
  const ready = new Promise<number>((resolve) => {
    resolveReady = resolve;
  });
  const child = startChild({
    command: process.execPath,
    args: [...(profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`]), file],
    stopSignals: profileDir === undefined ? ['SIGKILL'] : ['SIGTERM', 'SIGKILL'],
    graceMs: ENDS_WITHIN_MS,
    env: { ...Object.fromEntries(inherited), ...settings },
    onLine(line) {
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
      if (isReady.test(line)) resolveReady(Date.now());
    },
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), READY_WITHIN_MS);
  });
  const readyAt = await Promise.race([ready, child.ended.then(() => null), late]);
  clearTimeout(timer);
  if (readyAt === null) {
    await child.stop();
    throw new Error(`${file} was not ready:\n${lines.join('\n')}`);
  }
  const [pid] = childrenOf(child.pid ?? 0);
  if (pid === undefined && process.platform === 'linux')
    throw new Error(`${file} cannot be found among the processes.`);
  return { readyAt, pid: pid ?? 0, kill: child.stop };
}

/** Does the work for each of these, some at once, and begins no more of them in a second than that. */
export async function inParallel<Item>(
  items: readonly Item[],
  { atOnce, perSecond = Number.POSITIVE_INFINITY }: { readonly atOnce: number; readonly perSecond?: number },
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const startedAt = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const waitMs = startedAt + (index * 1000) / perSecond - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
